"""One circle, and everyone who ever had to do with it at each of its addresses.

What is asked about is Sol's: their row, a note and an invitation of theirs. Between them and two others is a block.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from kindring.accounts.actions.blocking import block
from kindring.accounts.models import User
from kindring.circles.actions import Told, invite, leave_circle, make_steward, pin_note, report_member, turn_away
from tests import cast
from tests.cast import NOW
from tests.doors.table import METHODS, TABLE
from tests.doors.test_table import came_to
from tests.doors.world import address, typed, undone
from tests.online import browser_of, locked, new_browser, told_by
from tests.street import Street, bring_in, come, make_street_of
from tests.tables import changed, held

ABOUT = {"circle", "member", "waiting", "note", "invite", "report"}
NAMES = [name for name, row in TABLE.items() if row.about in ABOUT]
STEWARDS_ONLY = {"circle_edit", "member_confirm", "member_steward", "member_turn_away", "note_down", "invite_revoke"}
STEWARDS_ONLY |= {"circle_step_down", "circle_log"}
OF_SOL = {"member", "note", "invite"}
OUTSIDE = ("unconfirmed", "left", "turned away", "stranger")
BEHIND_A_BLOCK = ("blocker", "blocked")
STEWARDS_BEHIND_A_BLOCK = ("steward who blocks", "blocked steward")
STEWARDS = ("ana", "steward", *STEWARDS_BEHIND_A_BLOCK)
SENT_ON = {"nobody": "sign_in", "locked": "unlock", "before their code": "join_code"}
ROLES = (*STEWARDS, "reporter", "member", *BEHIND_A_BLOCK, *OUTSIDE, *SENT_ON)


@dataclass
class Place:
    """The circle, what its addresses are made of, and a browser for each role."""

    street: Street
    ids: dict[str, Any]
    browsers: dict[str, Client] = field(default_factory=dict)


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Place]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_place()
        transaction.set_rollback(True)


@pytest.fixture
def place(made: Place, db: None, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return made


def make_place() -> Place:
    street = make_street_of(cast.make_user("ana"), "ana")
    inside = ("sol", "steward", "reporter", "member", "left", "turned away", *BEHIND_A_BLOCK)
    for name in (*inside, *STEWARDS_BEHIND_A_BLOCK, "unconfirmed", "stranger", "waiting"):
        street.people[name] = cast.make_user(name)
    for name in (*inside, *STEWARDS_BEHIND_A_BLOCK):
        bring_in(street, name)
    for name in ("unconfirmed", "waiting"):
        come(street, name)
    ids = _what_sol_made(street) | {"report": _report(street), "key": uuid4(), "circle": street.circle.id}
    _what_happened(street)
    place = Place(street, ids)
    for name in set(ROLES) - set(SENT_ON):
        place.browsers[name] = browser_of(street.people[name])
    away = {name: cast.make_user(name) for name in ("locked", "before their code")}
    place.browsers["nobody"] = new_browser()
    place.browsers["locked"] = locked(browser_of(away["locked"]), away["locked"])
    place.browsers["before their code"] = browser_of(away["before their code"], confirmed=False)
    return place


def _what_sol_made(street: Street) -> dict[str, Any]:
    with cast.signed_in(street.people["sol"]):
        note = pin_note(by=street.by("sol"), now=NOW, circle=street.circle, text="A word of Sol's")
        open_one = invite(by=street.by("sol"), now=NOW, circle=street.circle, label="A guest of Sol's")
    ids = {"note": note.id, "invite": open_one.invite.id}
    return ids | {name: street.membership(whose).id for name, whose in (("member", "sol"), ("waiting", "waiting"))}


def _report(street: Street) -> Any:
    """About Sol, to Ana and the other steward."""
    with cast.signed_in(street.people["ana"]):
        make_steward(by=street.by("ana"), circle=street.circle, member=street.membership("steward").id)
    with cast.signed_in(street.people["reporter"]):
        told = Told("unkind", "What the reporter wrote")
        by, sol = street.by("reporter"), street.membership("sol").id
        return report_member(by=by, now=NOW, key=uuid4(), circle=street.circle, member=sol, told=told).id


def _what_happened(street: Street) -> None:
    for one in ("blocker", "steward who blocks"):
        block(by=street.by(one), user=street.user("sol").id)
    for other in ("blocked", "blocked steward"):
        block(by=street.by("sol"), user=street.user(other).id)
    for name in STEWARDS_BEHIND_A_BLOCK:
        with cast.signed_in(street.people["ana"]):
            make_steward(by=street.by("ana"), circle=street.circle, member=street.membership(name).id)
    leave_circle(by=street.by("left"), now=NOW, circle=street.circle)
    with cast.signed_in(street.people["ana"]):
        member = street.membership("turned away").id
        turn_away(by=street.by("ana"), now=NOW, circle=street.circle, member=member)


def expected(name: str, method: str, role: str) -> str:
    """What it comes to, by what this role is in the circle."""
    row = TABLE[name]
    if role in SENT_ON:
        return SENT_ON[role]
    asked = "GET" if method == "HEAD" else method
    meant = {"GET": row.get, "POST": row.post}.get(asked, "405")
    if meant == "405":
        return meant
    if role in OUTSIDE or (role in BEHIND_A_BLOCK and row.about in OF_SOL):
        return "404"
    if role in STEWARDS_BEHIND_A_BLOCK and row.about in OF_SOL - {"member"}:
        return "404"
    if row.about == "report":
        return _of_the_report(role, asked, meant)
    return "no" if name in STEWARDS_ONLY and role not in STEWARDS else meant


def _of_the_report(role: str, asked: str, meant: str) -> str:
    if role in {"ana", "steward"}:
        return meant
    return "page" if role == "reporter" and asked == "GET" else "404"


def sent_to(name: str, place: Place, role: str) -> dict[str, str]:
    """What the form of this address sends; a person on the map of whoever sends it."""
    return typed(name, place.ids | {"person": person_of(place, role)})


def person_of(place: Place, role: str) -> Any:
    if role not in place.street.people:
        return uuid4()
    with cast.signed_in(place.street.people[role]) as user:
        return cast.mira(User.objects.get(pk=user.pk)).pk


@pytest.mark.parametrize("role", ROLES)
def test_everyone_gets_what_they_are_in_the_circle(role: str, place: Place) -> None:
    wrong, browser = {}, place.browsers[role]
    for name in NAMES:
        for method in METHODS:
            with undone(browser):
                sent = {"data": sent_to(name, place, role)} if method == "POST" else {}
                found = came_to(getattr(browser, method.lower())(address(name, place.ids), **sent))
            if found != expected(name, method, role):
                wrong[name, method] = f"{found}, not {expected(name, method, role)}"
    assert wrong == {}


@pytest.mark.parametrize("role", [*OUTSIDE, *BEHIND_A_BLOCK, *STEWARDS_BEHIND_A_BLOCK])
def test_what_is_closed_to_someone_is_as_what_nobody_has(role: str, place: Place) -> None:
    """Byte for byte, and nothing is changed by asking."""
    browser = place.browsers[role]
    nobody_has = {word: uuid4() for word in place.ids}
    for name in NAMES:
        for method in ("GET", "POST"):
            if expected(name, method, role) != "404":
                continue
            with transaction.atomic():
                sent = {"data": sent_to(name, place, role)} if method == "POST" else {}
                before = held()
                told = [
                    told_by(getattr(browser, method.lower())(address(name, ids), **sent))
                    for ids in (place.ids, nobody_has)
                ]
                assert told[0] == told[1], (name, method)
                assert changed(before, held()) == {}, (name, method)
                transaction.set_rollback(True)


@pytest.mark.parametrize("role", [*BEHIND_A_BLOCK, *OUTSIDE])
def test_no_page_says_a_word_of_who_is_behind_a_block(role: str, place: Place) -> None:
    pages = ["circles", "circle", "circle_members", "circle_invite", "circle_me", "reports", "notices"]
    for name in pages:
        text = place.browsers[role].get(address(name, place.ids)).content.decode()
        assert "Sol" not in text, name
        assert "What the reporter wrote" not in text, name


def test_a_block_takes_one_off_the_count(place: Place) -> None:
    def count(role: str) -> bool:
        return "9 members" in place.browsers[role].get(address("circle", place.ids)).content.decode()

    assert count("member")
    assert not count("blocker")
    assert all(count(role) for role in STEWARDS)
    assert "8 members" in place.browsers["blocker"].get(address("circles", {})).content.decode()


@pytest.mark.parametrize("role", STEWARDS_BEHIND_A_BLOCK)
def test_a_steward_behind_a_block_reads_the_name_and_no_word(role: str, place: Place) -> None:
    """Otherwise nobody could take out whoever blocked the stewards."""
    text = place.browsers[role].get(address("circle", place.ids)).content.decode()
    assert "Sol" in text
    assert "A word of" not in text
    assert "A guest of" not in place.browsers[role].get(address("circle_invite", place.ids)).content.decode()


def test_whoever_waits_sees_no_name_of_the_circle(place: Place) -> None:
    text = place.browsers["unconfirmed"].get(address("circles", {})).content.decode()
    assert "Our street" not in text
    assert "A steward says yes next" in text


def test_the_number_of_triples(record_property: Any) -> None:
    count = len(ROLES) * len(NAMES) * len(METHODS)
    record_property("triples", count)
    assert count >= 2000
