"""Noting moments, changing them, taking them back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import delete_person, log_moment
from kindring.people.kinds import Kind
from kindring.people.models import Moment, Person, Presence
from tests.cast import NOW, TODAY, days_ago, in_touch, jonas, make_person, make_user, mira, signed_in, tomas
from tests.web.seen import seen, where


def at(name: str, row: Person | Moment) -> str:
    return reverse(name, args=[row.id])


def present(moment: Moment) -> set[str]:
    return {str(person) for person in Presence.objects.filter(moment=moment).values_list("person_id", flat=True)}


def test_who_is_enough_and_the_day_is_today(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    form = seen(ana_online.get("/moments/new")).form("")
    assert form.values["day"] == TODAY.isoformat()
    answer = ana_online.post("/moments/new", form.values | {"people": [str(person.id)]})
    moment = Moment.objects.get()
    assert where(answer) == at("person", person) + f"?done=moment_noted&about={moment.id}"
    assert (moment.day, moment.way, present(moment)) == (TODAY, "", {str(person.id)})


def test_today_is_the_day_in_the_users_own_zone(ana: User, ana_online: Client, monkeypatch: Any) -> None:
    User.objects.filter(id=ana.id).update(time_zone="Pacific/Auckland")
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 22, 20, 0, tzinfo=UTC))
    jonas(ana)
    page = seen(ana_online.get("/moments/new"))
    assert page.form("").values["day"] == "2026-11-23"
    assert [attrs["max"] for tag, attrs in page.tags if attrs.get("type") == "date"] == ["2026-11-23"]


def test_everything_about_a_moment_with_several_people(ana: User, ana_online: Client) -> None:
    people = [jonas(ana), mira(ana), tomas(ana)]
    sent = {
        "people": [str(person.id) for person in people[:2]], "day": "2026-10-13", "way": "in_person",
        "received": ["emotional", "companionship"], "given": ["companionship"], "felt": ["present", "heard"],
        "note": "Swimming,\r\nthen dinner", "thanks": "For the day", "ask_about": "the flat",
    }  # fmt: skip
    assert ana_online.post("/moments/new", sent).status_code == 303
    moment = Moment.objects.get()
    assert present(moment) == set(sent["people"])
    assert (moment.day.isoformat(), moment.way, moment.felt) == ("2026-10-13", "in_person", ["present", "heard"])
    assert (moment.received, moment.given) == (int(Kind.EMOTIONAL | Kind.COMPANIONSHIP), int(Kind.COMPANIONSHIP))
    assert (moment.note, moment.thanks, moment.ask_about) == ("Swimming,\nthen dinner", "For the day", "the flat")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": (TODAY + timedelta(days=1)).isoformat()}, "That day is still to come."),
        ({"day": "1899-12-31"}, "That is longer ago than can be kept here."),
        ({"day": "yesterday"}, "Enter a valid date."),
        ({"day": ""}, "Choose a day."),
        ({"people": []}, "Choose at least one person."),
        ({"people": ["x"]}, "Select a valid choice."),
        ({"way": "telepathy"}, "Select a valid choice."),
        ({"felt": ["bored"]}, "Select a valid choice."),
        ({"note": "n" * 10_001}, "at most 10000 characters"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    ana: User, ana_online: Client, wrong: dict[str, Any], words: str
) -> None:
    person = jonas(ana)
    sent = {"people": [str(person.id)], "day": "2026-11-20", "note": "typed", "thanks": "too", "given": ["practical"]}
    answer = ana_online.post("/moments/new", sent | wrong)
    page = seen(answer)
    values = page.form("").values
    assert (answer.status_code, words in page.text, Moment.objects.count()) == (422, True, 0)
    assert (values["note"], values["thanks"], values["given"]) == ((sent | wrong)["note"], "too", "practical")
    assert values.get("people") == (sent | wrong)["people"][0] if "people" not in wrong else True
    assert page.nameless() == []
    assert "day" not in wrong or "id_day_errors" in page.described()["day"].split()


def test_a_person_can_be_chosen_beforehand_and_comes_back_for_the_next(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    mira(ana)
    address = f"/moments/new?person={person.id}"
    form = seen(ana_online.get(address)).form("")
    assert form.values["people"] == str(person.id)
    answer = ana_online.post(address, form.values | {"again": "1"})
    assert answer["Location"].startswith("/moments/new?again=1&person=")
    assert seen(ana_online.get(answer["Location"])).form("").values["people"] == str(person.id)


def test_five_moments_in_a_row_with_the_first_button(ana: User, ana_online: Client) -> None:
    """After the first "and note another", Enter notes another again."""
    people = [jonas(ana), mira(ana), tomas(ana), make_person(ana, "Ines"), make_person(ana, "Bo")]
    page = seen(
        ana_online.post("/moments/new", {"people": str(people[0].id), "day": "2026-11-20", "again": "1"}, follow=True)
    )
    for person in people[1:]:
        first = next(attrs for tag, attrs in page.tags if tag == "button" and attrs["class"] == "button first")
        sent = page.form("").values | {"people": str(person.id), first["name"]: first["value"]}
        page = seen(ana_online.post("/moments/new?again=1", sent, follow=True))
        assert "Noted." in page.text
    assert Presence.objects.count() == 5


def test_people_are_offered_closest_first_and_never_those_who_were_removed(ana: User, ana_online: Client) -> None:
    tomas(ana)
    make_person(ana, "Ines")
    mira(ana)
    jonas(ana)
    delete_person(by=Actor(ana), now=NOW, person=make_person(ana, "Gone"))
    page = seen(ana_online.get("/moments/new"))
    order = [page.text.index(name) for name in ("Jonas", "Mira", "Tomas", "Ines")]
    assert order == sorted(order)
    assert "Gone" not in page.text


def test_without_people_the_page_has_a_first_step(ana_online: Client) -> None:
    page = seen(ana_online.get("/moments/new"))
    assert "Nobody here yet" in page.text
    assert reverse("person_new") in page.links


def test_a_change_is_kept_and_the_rhythm_replayed(ana: User, ana_online: Client) -> None:
    person, other = jonas(ana), mira(ana)
    moment = in_touch(ana, person, 30, 20, 10, note="Old")[2]
    address = at("moment", moment)
    form = seen(ana_online.get(address)).form("")
    assert (form.values["note"], form.values["people"], form.values["day"]) == (
        "Old", str(person.id), days_ago(10).isoformat()
    )  # fmt: skip
    changed = {"note": "New", "people": [str(person.id), str(other.id)], "day": days_ago(2).isoformat()}
    answer = ana_online.post(address, form.values | changed)
    assert where(answer) == at("person", person) + "?done=moment_changed"
    moment.refresh_from_db()
    person.refresh_from_db()
    other.refresh_from_db()
    assert (moment.note, person.last_day, other.last_day) == ("New", days_ago(2), days_ago(2))


def test_sending_a_moment_untouched_changes_nothing(ana: User, ana_online: Client) -> None:
    words: dict[str, Any] = {
        "way": "call", "received": 5, "given": 8, "felt": ["heard"], "thanks": "t", "note": "a\nb", "ask_about": "q"
    }  # fmt: skip
    moment = log_moment(by=Actor(ana), now=NOW, people=[jonas(ana), mira(ana)], day=days_ago(3), **words)
    before = present(moment)
    address = at("moment", moment)
    assert ana_online.post(address, seen(ana_online.get(address)).form("").values).status_code == 303
    moment.refresh_from_db()
    assert {name: getattr(moment, name) for name in words} == words
    assert present(moment) == before


def test_a_wrong_change_keeps_what_was_typed(ana: User, ana_online: Client) -> None:
    moment = in_touch(ana, jonas(ana), 3)[0]
    address = at("moment", moment)
    sent = seen(ana_online.get(address)).form("").values | {"day": "2030-01-01", "note": "typed"}
    answer = ana_online.post(address, sent)
    assert (answer.status_code, seen(answer).form("").values["note"]) == (422, "typed")
    moment.refresh_from_db()
    assert (moment.day, moment.note) == (days_ago(3), "")


def test_someone_removed_stays_in_an_older_moment(ana: User, ana_online: Client) -> None:
    person, gone = jonas(ana), mira(ana)
    moment = log_moment(by=Actor(ana), now=NOW, people=[person, gone], day=days_ago(3))
    delete_person(by=Actor(ana), now=NOW, person=gone)
    page = seen(ana_online.get(at("moment", moment)))
    assert "Mira (removed)" in page.text
    ana_online.post(at("moment", moment), page.form("").values | {"note": "New"})
    assert present(moment) == {str(person.id), str(gone.id)}


def test_taking_back_asks_first_and_replays_the_rhythm(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    moment = in_touch(ana, person, 30, 20, 10)[2]
    page = seen(ana_online.get(at("moment", moment)))
    assert "Take this moment back" in [words.strip() for words in page.words]
    form = page.form("/delete")
    answer = ana_online.post(form.action, form.values)
    assert where(answer) == at("person", person) + "?done=moment_taken_back"
    person.refresh_from_db()
    assert (person.contacts, person.last_day) == (2, days_ago(20))


def test_a_stranger_cannot_be_put_into_a_moment(ana: User, ana_online: Client) -> None:
    with signed_in(make_user("cleo")) as cleo:
        theirs = mira(cleo)
    person = jonas(ana)
    answer = ana_online.post("/moments/new", {"people": [str(person.id), str(theirs.id)], "day": TODAY.isoformat()})
    assert (answer.status_code, Moment.objects.count()) == (422, 0)
    assert "Mira" not in seen(answer).text


@pytest.mark.parametrize(("name", "method"), [("moment", "get"), ("moment", "post"), ("moment_delete", "post")])
def test_a_foreign_moment_does_not_exist(ana: User, ana_online: Client, name: str, method: str) -> None:
    with signed_in(make_user("cleo")) as cleo:
        theirs = in_touch(cleo, mira(cleo), 1)[0]
    assert getattr(ana_online, method)(at(name, theirs)).status_code == 404
    assert Moment.objects.count() == 1


@pytest.mark.parametrize("asked", ["x", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_person_in_the_query_is_not_found(ana_online: Client, asked: str) -> None:
    assert ana_online.get(f"/moments/new?person={asked}").status_code == 404


def test_looking_takes_nothing_back(ana: User, ana_online: Client) -> None:
    moment = in_touch(ana, jonas(ana), 1)[0]
    assert ana_online.get(at("moment_delete", moment)).status_code == 405


def test_a_moment_costs_the_same_number_of_queries_with_2_people_and_40(ana: User, ana_online: Client) -> None:
    people, counts = [make_person(ana, f"Person {number}") for number in range(40)], []
    for size in (2, 40):
        moment = log_moment(by=Actor(ana), now=NOW, people=people[:size], day=days_ago(size))
        with CaptureQueriesContext(connection) as caught:
            assert ana_online.get(at("moment", moment)).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
