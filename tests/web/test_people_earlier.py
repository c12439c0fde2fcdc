"""The map of an earlier month: kept before the first change, sealed, without names, gone when it is not wanted."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.accounts.retention import delete_what_is_over
from kindring.people.actions import change_person, delete_person, log_moment, place_person, restore_person, set_state
from kindring.people.actions.showing import choose_showing
from kindring.people.models import MapMonth, Person
from kindring.people.showing import Showing
from tests.cast import NOW, jonas, make_person, make_user, mira, signed_in, tomas
from tests.web.seen import Seen, seen

OCTOBER = NOW.replace(month=10)


def earlier(client: Client, **asked: str) -> Seen:
    return seen(client.get("/people/earlier", asked))


def kept() -> dict[str, int]:
    return {f"{row.month:%Y-%m}": len(row.people) for row in MapMonth.objects.all()}


def two_months(user: User) -> list[Person]:
    """Three people since October, and nothing since."""
    return [make(user, now=OCTOBER) for make in (mira, jonas, tomas)]


def test_nothing_is_there_before_anything_changed(ana_online: Client) -> None:
    assert "Nothing earlier yet" in earlier(ana_online).text


def test_the_map_is_kept_as_it_was_before_the_first_change_of_a_month(ana: User, by: Actor) -> None:
    two_months(ana)
    assert kept() == {"2026-10": 0}
    make_person(ana, "Wen", ring="outer")
    make_person(ana, "Bo", ring="outer")
    assert kept() == {"2026-10": 0, "2026-11": 3}


@pytest.mark.parametrize(
    ("change", "keeps"),
    [
        (lambda by, one: place_person(by=by, now=NOW, person=one, ring="outer"), True),
        (lambda by, one: change_person(by=by, now=NOW, person=one, they_give=4), True),
        (lambda by, one: set_state(by=by, now=NOW, person=one, state="ended"), True),
        (lambda by, one: delete_person(by=by, now=NOW, person=one), True),
        (lambda by, one: change_person(by=by, now=NOW, person=one, notes="Likes plums."), False),
        (lambda by, one: log_moment(by=by, now=NOW, people=[one]), False),
    ],
)
def test_what_changes_the_map_keeps_it_and_nothing_else_does(ana: User, by: Actor, change: Any, keeps: bool) -> None:
    one, *_ = two_months(ana)
    change(by, one)
    assert kept() == {"2026-10": 0} | ({"2026-11": 3} if keeps else {})


def test_a_person_without_a_ring_changes_no_map(ana: User) -> None:
    two_months(ana)
    make_person(ana, "Lin")
    assert kept() == {"2026-10": 0}


def test_the_month_is_that_of_the_own_zone(ana: User) -> None:
    ana.time_zone = "Pacific/Auckland"
    mira(ana, now=datetime(2026, 10, 31, 20, tzinfo=UTC))
    assert set(kept()) == {"2026-11"}


def test_what_changed_is_said_in_words_and_drawn_beside(ana: User, ana_online: Client, by: Actor) -> None:
    one, other, third = two_months(ana)
    place_person(by=by, now=NOW, person=third, ring="middle")
    place_person(by=by, now=NOW, person=other, ring="outer")
    make_person(ana, "Wen", ring="outer", they_give=4)
    page = earlier(ana_online)
    assert "When November 2026 began" in page.text
    for words in ("Wen came to your map.", "Tomas is closer now.", "Jonas is further out now."):
        assert words in page.text
    assert "Advice: 0 people then, 1 now." in page.text
    nodes = [attrs for _, attrs in page.tags if "data-person" in attrs]
    rings = [node["data-ring"] for node in nodes if node["data-person"] == str(third.id)]
    assert rings == ["outer", "middle"]
    assert {node["data-person"] for node in nodes if "lit" in node["class"]} == {
        str(person.id) for person in Person.objects.exclude(id=one.id)
    }


def test_whoever_is_no_longer_on_the_map_is_counted_and_not_named(ana: User, ana_online: Client, by: Actor) -> None:
    one, other, _ = two_months(ana)
    set_state(by=by, now=NOW, person=one, state="unsafe")
    delete_person(by=by, now=NOW, person=other)
    text = earlier(ana_online).text
    assert "2 people of then are not on your map now." in text
    assert "Mira" not in text
    assert "Jonas" not in text
    restore_person(by=by, now=NOW, person=other)
    assert "One person of then is not on your map now." in earlier(ana_online).text


def test_back_where_all_began_nothing_has_changed(ana: User, ana_online: Client, by: Actor) -> None:
    one, *_ = two_months(ana)
    for ring in ("outer", "inner"):
        place_person(by=by, now=NOW, person=one, ring=ring)
    assert "Everybody stands where they stood." in earlier(ana_online).text


def test_each_month_can_be_asked_for_and_others_are_not_there(ana: User, ana_online: Client) -> None:
    mira(ana, now=NOW.replace(month=8))
    jonas(ana, now=OCTOBER)
    make_person(ana, "Wen", ring="outer")
    page = earlier(ana_online, month="2026-10")
    assert "When October 2026 began" in page.text
    assert "Jonas and Wen came to your map." in page.text
    assert [link for link in page.links if "month=" in link] == [
        "/people/earlier?month=2026-11", "/people/earlier?month=2026-10",
    ]  # fmt: skip
    for month in ("2026-09", "2026-08", "x", "2026-10-01"):
        assert ana_online.get("/people/earlier", {"month": month}).status_code == 404


def test_the_months_of_others_are_not_there(ana: User, ana_online: Client) -> None:
    with signed_in(make_user("cleo")) as cleo:
        two_months(cleo)
        make_person(cleo, "Wen", ring="outer")
    assert "Nothing earlier yet" in earlier(ana_online).text


def test_it_is_sealed_and_holds_no_name(ana: User) -> None:
    two_months(ana)
    make_person(ana, "Wen", ring="outer")
    row = MapMonth.objects.get(month="2026-11-01")
    assert "Mira" not in str(row.people)
    with connection.cursor() as cursor:
        cursor.execute("SELECT people FROM people_mapmonth WHERE people IS NOT NULL")
        assert bytes(cursor.fetchone()[0]).startswith(b"K1")


def test_switched_off_nothing_is_kept_and_what_was_goes(ana: User, ana_online: Client) -> None:
    two_months(ana)
    choose_showing(by=Actor(ana), showing=Showing.read({"keep_months": False}))
    assert kept() == {}
    make_person(ana, "Wen", ring="outer")
    assert kept() == {}
    page = earlier(ana_online)
    assert "No earlier maps are kept" in page.text
    assert "Come back" not in page.text
    choose_showing(by=Actor(ana), showing=Showing.read({}))
    make_person(ana, "Bo", ring="outer")
    assert kept() == {"2026-11": 4}


@pytest.mark.django_db(transaction=True)
def test_after_two_years_a_map_goes(ana: User) -> None:
    two_months(ana)
    delete_what_is_over(datetime(2028, 10, 20, tzinfo=UTC))
    assert set(kept()) == {"2026-10"}
    delete_what_is_over(datetime(2028, 12, 1, tzinfo=UTC))
    assert kept() == {}


def test_what_cannot_be_is_left_out(ana: User, ana_online: Client) -> None:
    people = two_months(ana)
    told: list[Any] = [
        {"value": "x"},
        ["x"],
        [people[0].id.hex, "inner", 99, 0],
        [people[1].id.hex, "far", 1, 1],
        "y",
    ]
    MapMonth.objects.all().delete()
    MapMonth(owner=ana, month="2026-11-01", people=told).save(force_insert=True)
    assert "Jonas and Tomas came to your map." in earlier(ana_online).text


def test_the_page_asks_as_often_for_2_people_as_for_40(ana: User, ana_online: Client, statements: Any) -> None:
    counts = []
    for more in (2, 38):
        for n in range(more):
            make_person(ana, f"Guest {n}", ring="outer", now=OCTOBER)
        make_person(ana, f"Last of {more}", ring="outer")
        earlier(ana_online)
        with statements() as ran:
            earlier(ana_online)
        counts.append(len(ran))
    assert counts[0] == counts[1]
