"""The pages of sharing a plan: what its owner chooses, what a reader sees, and who gets nothing."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kindring.accounts.actions.blocking import block
from kindring.circles.actions import leave_circle
from kindring.lifeline.actions import keep_part, share_part
from kindring.lifeline.models import Part, SharedWith
from kindring.lifeline.sharing import mark_of_readers
from kindring.lifeline.steps import mark_of
from tests import cast
from tests.cast import NOW
from tests.online import browser_of, bytes_of, locked, new_browser, told_by
from tests.street import Street, bring_in, crowd, make_street
from tests.web.seen import seen

pytestmark = pytest.mark.django_db
SECRET = "awake at four, again"


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    """Ana shares a part with Tomas, with one who left since, and with two behind a block; Ines reads none."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    street = make_street()
    for name in ("left", "blocker", "blocked"):
        street.people[name] = cast.make_user(name)
        bring_in(street, name)
    with cast.signed_in(street.people["ana"]):
        by = street.by("ana")
        keep_part(by=by, now=NOW, part=Part.SIGNS, lines=[SECRET], seen=mark_of([]))
        keep_part(by=by, now=NOW, part=Part.SAFER, lines=["Luka stays over"], seen=mark_of([]))
        readers = [street.membership(name).id for name in ("tomas", "left", "blocker", "blocked")]
        share_part(by=by, now=NOW, part=Part.SIGNS, members=readers, seen=mark_of_readers([]))
    leave_circle(by=street.by("left"), now=NOW, circle=street.circle)
    block(by=street.by("blocker"), user=street.user("ana").id)
    block(by=street.by("ana"), user=street.user("blocked").id)
    return street


def online(street: Street, name: str) -> Client:
    return browser_of(street.people[name])


def at(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def of_ana(street: Street, name: str = "shared_by") -> str:
    return at(name, street.membership("ana").id)


def test_a_reader_finds_it_from_the_circle_and_from_the_lifeline(street: Street) -> None:
    tomas = online(street, "tomas")
    assert of_ana(street) in seen(tomas.get(at("member", street.membership("ana").id))).links
    assert at("lifeline_shared") in seen(tomas.get(at("lifeline"))).links
    assert of_ana(street) in seen(tomas.get(at("lifeline_shared"))).links
    page = seen(tomas.get(of_ana(street)))
    assert "What Ana shared with you" in page.text
    assert SECRET in page.text
    assert "Luka" not in page.text


@pytest.mark.parametrize("who", ["ines", "left", "blocker", "blocked", "ana", "stranger"])
def test_for_everybody_else_there_is_nothing(street: Street, who: str) -> None:
    """The same bytes as for an id that nobody has, and no other page says that there was something."""
    street.people["stranger"] = cast.make_user("cleo")
    browser = online(street, who)
    for name in ("shared_by", "shared_end"):
        ask = browser.get if name == "shared_by" else browser.post
        answer = ask(of_ana(street, name))
        assert answer.status_code == 404
        assert told_by(answer) == told_by(ask(at(name, uuid4())))
    assert SharedWith.objects.filter(reader=street.user("tomas")).exists()
    assert at("lifeline_shared") not in seen(browser.get(at("lifeline"))).links
    assert "Nobody does now" in seen(browser.get(at("lifeline_shared"))).text
    if who == "ines":
        assert "Shared with you" not in seen(browser.get(at("member", street.membership("ana").id))).text


@pytest.mark.parametrize(
    ("who", "door"), [("nobody", "sign_in"), ("locked", "unlock"), ("before the code", "join_code")]
)
def test_whoever_is_not_all_the_way_in_is_sent_to_the_door(street: Street, who: str, door: str) -> None:
    tomas = street.people["tomas"]
    browser = {
        "nobody": new_browser,
        "locked": lambda: locked(browser_of(tomas), tomas),
        "before the code": lambda: browser_of(tomas, confirmed=False),
    }[who]()
    for address in (of_ana(street), at("lifeline_shared"), at("lifeline_signs_readers")):
        answer = browser.get(address)
        assert answer.status_code == 303
        assert answer["Location"].startswith(at(door))
    assert SECRET.encode() not in bytes_of(browser.get(at("lifeline")))


def test_the_owner_reads_exactly_what_the_others_will_see_and_chooses_by_name(street: Street) -> None:
    ana = online(street, "ana")
    page = seen(ana.get(at("lifeline_safer_readers")))
    assert "This is what they see Luka stays over" in page.text
    assert SECRET not in page.text
    for word in ("Tomas", "Ines", "Nobody is told", "no number"):
        assert word in page.text
    for gone in ("Left", "Blocker", "Blocked"):
        assert gone not in page.text
    sent = page.form("").values | {"members": [str(street.membership("ines").id)]}
    answer = ana.post(at("lifeline_safer_readers"), sent, follow=True)
    assert "Shared with 1 member" in seen(answer).text
    assert "Luka stays over" in seen(online(street, "ines").get(of_ana(street))).text


def test_taking_the_tick_away_takes_it_back_at_once(street: Street) -> None:
    ana, tomas = online(street, "ana"), online(street, "tomas")
    assert tomas.get(of_ana(street)).status_code == 200
    page = ana.get(at("lifeline_signs_readers"))
    assert b" checked" in page.content
    ana.post(at("lifeline_signs_readers"), {"seen": seen(page).form("").values["seen"]})
    assert tomas.get(of_ana(street)).status_code == 404
    assert "Shared with" not in seen(ana.get(at("lifeline"))).text
    assert not SharedWith.objects.exists()


def test_an_older_tab_is_told_that_it_is_older(street: Street) -> None:
    ana = online(street, "ana")
    old = seen(ana.get(at("lifeline_signs_readers"))).form("").values["seen"]
    ana.post(at("lifeline_signs_readers"), {"seen": old})
    answer = ana.post(at("lifeline_signs_readers"), {"seen": old, "members": [str(street.membership("tomas").id)]})
    assert answer.status_code == 409
    assert "was changed on another device" in seen(answer).text
    assert not SharedWith.objects.exists()


def test_the_page_of_a_part_says_who_reads_it(street: Street) -> None:
    ana = online(street, "ana")
    assert "You and 1 member whom you chose can read this." in seen(ana.get(at("lifeline_signs"))).text
    assert "Only you can read this." in seen(ana.get(at("lifeline_safer"))).text


def test_a_part_without_lines_sends_one_to_write_it(street: Street) -> None:
    page = seen(online(street, "ana").get(at("lifeline_words_readers")))
    assert "There is nothing in this part yet. Write it first" in page.text
    assert at("lifeline_words") in page.links


def test_whoever_has_no_circle_is_told_where_members_come_from(street: Street) -> None:
    cleo = cast.make_user("cleo")
    with cast.signed_in(cleo) as user:
        by = type(street.by("ana"))(user)
        keep_part(by=by, now=NOW, part=Part.SIGNS, lines=["a line"], seen=mark_of([]))
    assert at("circles") in seen(browser_of(cleo).get(at("lifeline_signs_readers"))).links


def test_a_reader_puts_it_away_and_nobody_is_told(street: Street) -> None:
    tomas = online(street, "tomas")
    answer = tomas.post(of_ana(street, "shared_end"), follow=True)
    assert "Put away." in seen(answer).text
    assert tomas.get(of_ana(street)).status_code == 404


@pytest.mark.parametrize("who", ["ana", "tomas"])
def test_a_block_by_its_button_ends_the_sharing_for_good(street: Street, who: str) -> None:
    other = "tomas" if who == "ana" else "ana"
    browser = online(street, who)
    browser.post(at("member_block", street.membership(other).id))
    assert not SharedWith.objects.filter(reader=street.user("tomas")).exists()
    assert online(street, "tomas").get(of_ana(street)).status_code == 404


def test_the_export_says_what_is_shared_and_a_readers_does_not(street: Street) -> None:
    mine = online(street, "ana").post(at("settings_export")).json()["rows"]
    assert mine["lifeline.SharedPart"][0]["lines"] == [SECRET]
    theirs = online(street, "tomas").post(at("settings_export"))
    assert SECRET not in theirs.content.decode()
    assert theirs.json()["rows"]["lifeline.SharedPart"] == []


def test_every_page_costs_the_same_queries_for_few_and_many(street: Street, statements: Any) -> None:
    ana, tomas = online(street, "ana"), online(street, "tomas")
    asked = [
        (ana, at("lifeline")),
        (ana, at("lifeline_signs")),
        (ana, at("lifeline_signs_readers")),
        (tomas, at("lifeline_shared")),
        (tomas, of_ana(street)),
    ]
    few = [_queries(browser, page, statements) for browser, page in asked]
    crowd(street, 200)
    with cast.signed_in(street.people["ana"]):
        keep_part(by=street.by("ana"), now=NOW, part=Part.REASONS, lines=["the lake"] * 30, seen=mark_of([]))
        for part in (Part.SAFER, Part.REASONS):
            member = street.membership("tomas").id
            share_part(by=street.by("ana"), now=NOW, part=part, members=[member], seen=mark_of_readers([]))
    assert [_queries(browser, page, statements) for browser, page in asked] == few
    assert max(few) <= 25


def _queries(browser: Client, page: str, statements: Any) -> int:
    with statements() as ran:
        assert browser.get(page).status_code == 200
    return len(ran)
