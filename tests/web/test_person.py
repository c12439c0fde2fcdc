"""One person: the page, and what one press does."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import delete_person, log_moment, note_knows, replace_dates, set_state
from kindring.people.kinds import Kind
from kindring.people.models import Knows, Moment, Person
from tests.cast import NOW, TODAY, days_ago, in_touch, jonas, make_person, make_user, mira, signed_in, tomas
from tests.web.seen import Seen, seen, where

SMALL_POSTS = ("touch", "ring", "wish", "state", "delete", "restore")


def at(name: str, person: Person) -> str:
    return reverse(name, args=[person.id])


def page_of(client: Client, person: Person, **asked: Any) -> Seen:
    return seen(client.get(at("person", person), asked))


def stored(person: Person) -> Person:
    return Person.objects.get(id=person.id)


def without_token(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)


def test_the_page_says_who_and_how_it_stands_with_its_reason(ana: User, ana_online: Client) -> None:
    person = jonas(ana, called="Jo", wish_days=30, they_give=int(Kind.EMOTIONAL), you_give=int(Kind.PRACTICAL))
    in_touch(ana, person, 61, 50, 39, 28)
    text = page_of(ana_online, person).text
    assert "friend · in your closest ring · he/him · Jonas" in text
    assert "You two usually speak every 11 days" in text
    assert "From 4 times in 5 weeks." in text
    assert "emotional from Jo" in text
    assert "practical from you" in text
    assert "See each other about every month." in text


def test_what_was_noted_counts_as_flowing(ana: User, ana_online: Client) -> None:
    person = jonas(ana, they_give=0, you_give=0)
    in_touch(ana, person, 3, received=int(Kind.INFORMATIONAL), given=int(Kind.INFORMATIONAL))
    assert "advice, both ways" in page_of(ana_online, person).text


def test_as_long_as_nothing_flows_one_press_leads_to_what_they_give(ana: User, ana_online: Client) -> None:
    person = jonas(ana, they_give=0, you_give=0)
    page = page_of(ana_online, person)
    assert "What does Jonas give you?" in page.text
    assert at("person_edit", person) + "#flows" in page.links
    set_state(by=Actor(ana), now=NOW, person=person, state="unsafe")
    assert "give you?" not in page_of(ana_online, person).text


def test_the_page_of_someone_new_says_that_nothing_is_noted(ana: User, ana_online: Client) -> None:
    text = page_of(ana_online, mira(ana)).text
    assert "Nothing is noted yet." in text
    assert "usually" not in text


def test_someone_without_a_ring_can_be_placed_from_their_page(ana: User, ana_online: Client) -> None:
    person = make_person(ana, "Ines")
    page = page_of(ana_online, person)
    assert "How close is Ines to you?" in page.text
    answer = ana_online.post(page.form("/ring").action, page.form("/ring").values | {"ring": "middle"})
    assert (where(answer), stored(person).ring) == (at("person", person) + "?done=placed", "middle")


def test_days_that_matter_are_said_and_near_ones_closer(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    birthday = TODAY + timedelta(days=1)
    days: list[Any] = [
        {"sort": "own", "month": 3, "day": 5, "year": 2019, "label": "moves in"},
        {"sort": "birthday", "month": birthday.month, "day": birthday.day, "year": 1986},
    ]
    replace_dates(by=Actor(ana), person=person, dates=days, now=NOW)
    text = page_of(ana_online, person).text
    years = birthday.year - 1986
    assert f"Birthday {birthday.day} November 1986 · tomorrow · {years} years Moves in 5 March 2019" in text


def test_29_february_is_shown_as_it_was_noted(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    replace_dates(by=Actor(ana), now=NOW, person=person, dates=[{"month": 2, "day": 29}])
    assert "Birthday 29 February" in page_of(ana_online, person).text


def test_ways_to_reach_someone_are_links_where_a_tap_can_help(ana: User, ana_online: Client) -> None:
    values = [
        ("phone", "+49 (30) 231-25"), ("email", "jonas@example.org"), ("address", "Seestraße 4"),
        ("other", "javascript:alert(1)"), ("phone", "ask at work"), ("email", "not an address"),
        ("email", "a@b.example?subject=x&body=y"),
    ]  # fmt: skip
    person = jonas(ana, channels=[{"kind": kind, "label": "", "value": value} for kind, value in values])
    links = [link for link in page_of(ana_online, person).links if ":" in link]
    assert links == [
        "tel:+493023125", "sms:+493023125", "mailto:jonas@example.org",
        "mailto:a@b.example%3Fsubject%3Dx%26body%3Dy",
    ]  # fmt: skip


def test_a_fax_is_neither_called_nor_written_to(ana: User, ana_online: Client) -> None:
    numbers = [{"kind": "phone", "label": label, "value": "+49 30 231 25"} for label in ("work fax", "Telefax")]
    page = page_of(ana_online, jonas(ana, channels=numbers))
    assert page.text.count("+49 30 231 25") == 2
    assert [link for link in page.links if link.startswith(("tel:", "sms:"))] == []


@pytest.mark.parametrize(("state", "number_stays"), [("unsafe", True), ("died", False)])
def test_no_tap_leads_to_unsafe_or_dead(ana: User, ana_online: Client, state: str, number_stays: bool) -> None:
    person = jonas(ana, channels=[{"kind": "phone", "label": "", "value": "+49 30 555 0102"}])
    set_state(by=Actor(ana), now=NOW, person=person, state=state)
    page = page_of(ana_online, person)
    assert [link for link in page.links if ":" in link] == []
    assert ("+49 30 555 0102" in page.text) == number_stays


def test_the_timeline_tells_day_way_company_feeling_note_and_thanks(ana: User, ana_online: Client) -> None:
    person, other = jonas(ana), mira(ana)
    moment = log_moment(
        by=Actor(ana), now=NOW, people=[person, other], day=days_ago(3), way="call", felt=["heard", "present"],
        note="The <new> flat", thanks="For listening", ask_about="the knee",
    )  # fmt: skip
    page = page_of(ana_online, person)
    assert "19 November · call · with Mira · felt present, heard The <new> flat Thanks: For listening" in page.text
    assert "Ask about the knee" in page.text
    assert reverse("moment", args=[moment.id]) in page.links
    assert "Only you can read this." in page.text


def test_the_timeline_comes_in_pages_of_twenty(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    in_touch(ana, person, *range(41, 0, -1))
    shown = [
        len(
            [
                link
                for link in page_of(ana_online, person, page=page).links
                if link.startswith("/moments/") and "new" not in link
            ]
        )
        for page in ("1", "2", "3", "4", "x", "9" * 5000)
    ]
    assert shown == [20, 20, 1, 0, 20, 20]
    assert at("person", person) + "?page=2#moments" in page_of(ana_online, person).links


def test_the_page_costs_the_same_number_of_queries_for_2_moments_and_200(ana: User, ana_online: Client) -> None:
    person, others = jonas(ana), [mira(ana), tomas(ana)]
    counts = []
    for days in (range(2, 0, -1), range(200, 2, -1)):
        for ago in days:
            log_moment(by=Actor(ana), now=NOW, people=[person, *others], day=days_ago(ago))
        note_knows(by=Actor(ana), one=person, other=others.pop())
        ana_online.get(at("person", person))
        with CaptureQueriesContext(connection) as caught:
            ana_online.get(at("person", person))
        counts.append(len(caught))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("ended", "This has ended."),
        ("unsafe", "You marked this as unsafe."),
        ("died", "Jonas has died. What you shared stays here"),
        ("paused", "Paused until 27 November."),
    ],
)
def test_where_it_is_not_active_the_page_is_kind_and_says_nothing_of_rhythm(
    ana: User, ana_online: Client, state: str, words: str
) -> None:
    person = jonas(ana)
    in_touch(ana, person, 60, 50, 40)
    until = TODAY + timedelta(days=5) if state == "paused" else None
    set_state(by=Actor(ana), now=NOW, person=person, state=state, until=until)
    page = page_of(ana_online, person)
    assert words in page.text
    assert "usually" not in page.text
    assert bool([form for form in page.forms if form.action.endswith("/touch")]) is (state != "died")


def test_someone_paused_can_be_taken_up_again(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    set_state(by=Actor(ana), now=NOW, person=person, state="paused", until=TODAY + timedelta(days=5))
    form = page_of(ana_online, person).form("/state")
    assert ana_online.post(form.action, form.values).status_code == 303
    assert stored(person).state == ""


def test_one_press_notes_today_with_undo_and_a_way_to_say_more(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    form = page_of(ana_online, person).form("/touch")
    page = seen(ana_online.post(form.action, form.values, follow=True))
    moment = Moment.objects.get()
    assert (moment.day, stored(person).last_day) == (TODAY, TODAY)
    assert "Noted: you were in touch today." in page.text
    assert reverse("moment", args=[moment.id]) in page.links
    assert ana_online.post(form.action, form.values).status_code == 303
    assert Moment.objects.count() == 1
    undo = next(one for one in page.forms if "/delete" in one.action)
    after = seen(ana_online.post(undo.action, undo.values, follow=True))
    assert (Moment.objects.count(), stored(person).contacts) == (0, 0)
    assert "Taken back." in after.text


def test_a_press_later_that_day_offers_no_undo_of_the_first(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    ana_online.post(at("person_touch", person))
    Moment.objects.update(written_at=F("written_at") - timedelta(hours=3))
    page = seen(ana_online.post(at("person_touch", person), follow=True))
    assert "Noted, with the moment that was already there." in page.text
    assert not [one for one in page.forms if "/delete" in one.action]
    assert reverse("moment", args=[Moment.objects.get().id]) in page.links


def test_one_press_can_say_how(ana: User, ana_online: Client) -> None:
    ana_online.post(at("person_touch", jonas(ana)), {"way": "call"})
    assert Moment.objects.get().way == "call"


def test_a_wish_is_changed_or_left_to_rest_from_the_page(ana: User, ana_online: Client) -> None:
    person = jonas(ana, wish_days=33)
    forms = [form for form in page_of(ana_online, person).forms if form.action.endswith("/wish")]
    assert [form.values["days"] for form in forms] == ["33", "0"]
    for sent, kept in (("14", 14), ("0", 0), ("", None)):
        assert ana_online.post(at("person_wish", person), {"days": sent}).status_code == 303
        assert stored(person).wish_days == kept


def test_who_knows_whom_is_noted_and_taken_out_and_nothing_typed_is_lost(ana: User, ana_online: Client) -> None:
    person, other = jonas(ana, notes="Before"), mira(ana)
    edit = at("person_edit", person)
    form = seen(ana_online.get(edit)).form("/edit")
    assert form.values["other"] == str(other.id)
    typed = form.values | {"notes": "Typed just now", "channels-0-value": "+385 91 555 0101"}
    page = seen(ana_online.post(edit, typed | {"another": "knows"}))
    assert Knows.objects.count() == 1
    assert at("person", other) in page.links
    again = page.form("/edit").values
    assert (again["notes"], again["channels-0-value"]) == ("Typed just now", "+385 91 555 0101")
    assert stored(person).notes == "Before"
    assert at("person", other) in page_of(ana_online, person).links
    page = seen(ana_online.post(edit, again | {"apart": str(other.id)}))
    assert page.form("/edit").values["notes"] == "Typed just now"
    assert not Knows.objects.exists()


def test_removing_asks_first_and_can_be_undone(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    form = seen(ana_online.get(at("person_edit", person))).form("/delete")
    page = seen(ana_online.post(form.action, form.values, follow=True))
    assert "Removed. For a week you can change your mind." in page.text
    assert ana_online.get(at("person", person)).status_code == 404
    undo = next(one for one in page.forms if "/restore" in one.action)
    assert "Back on your map" in seen(ana_online.post(undo.action, undo.values, follow=True)).text


@pytest.mark.parametrize(
    ("press", "sent"),
    [
        ("touch", {"way": "telepathy"}), ("ring", {"ring": "nearest"}), ("wish", {"days": "-1"}),
        ("wish", {"days": "x"}),
        ("state", {"state": "paused"}), ("state", {}),
    ],
)  # fmt: skip
def test_a_press_with_nonsense_changes_nothing(
    ana: User, ana_online: Client, press: str, sent: dict[str, str]
) -> None:
    person = jonas(ana)
    assert ana_online.post(at(f"person_{press}", person), sent).status_code == 422
    assert (Moment.objects.count(), stored(person).ring, stored(person).wish_days) == (0, "inner", None)


@pytest.mark.parametrize("name", ["person", "person_edit", "person_touch", "person_ring", "person_delete"])
def test_someone_removed_is_not_there(ana: User, ana_online: Client, name: str) -> None:
    person = jonas(ana)
    delete_person(by=Actor(ana), now=NOW, person=person)
    method = ana_online.get if name in {"person", "person_edit"} else ana_online.post
    assert method(at(name, person)).status_code == 404


def test_nobody_knows_a_stranger_row(ana: User, ana_online: Client) -> None:
    with signed_in(make_user("cleo")) as cleo:
        theirs = mira(cleo)
    answer = ana_online.post(at("person_edit", jonas(ana)), {"other": str(theirs.id), "another": "knows"})
    assert (answer.status_code, Knows.objects.count()) == (404, 0)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["person", "person_edit", *(f"person_{press}" for press in SMALL_POSTS)])
def test_a_foreign_person_and_a_missing_one_look_alike(ana: User, ana_online: Client, name: str, method: str) -> None:
    with signed_in(make_user("cleo")) as cleo:
        theirs = mira(cleo)
    missing = "00000000-0000-4000-8000-000000000000"
    foreign = getattr(ana_online, method)(at(name, theirs))
    nobody = getattr(ana_online, method)(reverse(name, args=[missing]))
    assert foreign.status_code == nobody.status_code
    assert foreign.status_code in {404, 405}
    assert without_token(foreign.content) == without_token(nobody.content)


@pytest.mark.parametrize("press", SMALL_POSTS)
def test_looking_changes_nothing(ana: User, ana_online: Client, press: str) -> None:
    assert ana_online.get(at(f"person_{press}", jonas(ana))).status_code == 405


@pytest.mark.parametrize("name", ["people", "people_deleted"])
def test_pages_that_only_show_take_no_post(ana_online: Client, name: str) -> None:
    assert ana_online.post(reverse(name)).status_code == 405


@pytest.mark.parametrize("asked", ["?added=x", "?added=00000000-0000-4000-8000-000000000000"])
def test_an_unknown_id_in_the_query_is_not_found(ana_online: Client, asked: str) -> None:
    assert ana_online.get(f"/people/new{asked}").status_code == 404


def test_titles_are_neutral(ana: User, ana_online: Client) -> None:
    person = make_person(ana, "Zlatan")
    html = ana_online.get(at("person", person)).content.decode()
    assert "Zlatan" not in html[: html.index("</title>")]
