"""The days that matter to a person, and who knows whom."""

from typing import Any

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import DateDetails, delete_person, forget_knows, note_knows, replace_dates
from kindring.people.models import ImportantDate, Knows
from tests.cast import NOW, jonas, make_user, mira, signed_in, tomas
from tests.refusals import refusal

BIRTHDAY: DateDetails = {"sort": "birthday", "month": 3, "day": 4, "year": 1980}


def dates(user: User) -> list[tuple[str, int, int, str, str]]:
    rows = ImportantDate.objects.visible_to(user)
    return sorted((row.sort, row.month, row.day, row.year, row.label) for row in rows)


def test_dates_with_and_without_a_year(ana: User, by: Actor) -> None:
    moves: DateDetails = {"sort": "own", "month": 12, "day": 12, "year": None, "label": " moves  house "}
    replace_dates(by=by, person=mira(ana), dates=[BIRTHDAY, moves], now=NOW)
    assert dates(ana) == [("birthday", 3, 4, "1980", ""), ("own", 12, 12, "", "moves house")]


def test_new_dates_replace_all_before(ana: User, by: Actor) -> None:
    person, other = mira(ana), jonas(ana)
    replace_dates(by=by, person=other, dates=[BIRTHDAY], now=NOW)
    replace_dates(by=by, person=person, dates=[BIRTHDAY, BIRTHDAY], now=NOW)
    assert len(dates(ana)) == 2
    replace_dates(by=by, person=person, dates=[], now=NOW)
    assert dates(ana) == [("birthday", 3, 4, "1980", "")]


@pytest.mark.parametrize("year", [None, 2024, 2000])
def test_29_february_exists(ana: User, by: Actor, year: int | None) -> None:
    replace_dates(by=by, person=mira(ana), dates=[{"month": 2, "day": 29, "year": year}], now=NOW)
    assert len(dates(ana)) == 1


@pytest.mark.parametrize("year", [1000, 2026])
def test_a_year_may_be_long_ago_or_this_one(ana: User, by: Actor, year: int) -> None:
    replace_dates(by=by, person=mira(ana), dates=[BIRTHDAY | {"year": year}], now=NOW)
    assert len(dates(ana)) == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"month": 2, "day": 29, "year": 2023}, "date_not_in_calendar"),
        ({"month": 2, "day": 29, "year": 1900}, "date_not_in_calendar"),
        ({"month": 4, "day": 31, "year": None}, "date_not_in_calendar"),
        ({"month": 13}, "month_out_of_range"),
        ({"month": 0}, "month_out_of_range"),
        ({"day": 32}, "day_out_of_range"),
        ({"year": 2027}, "year_out_of_range"),
        ({"year": 999}, "year_out_of_range"),
        ({"sort": "name day"}, "sort_unknown"),
        ({"label": "l" * 81}, "label_too_long"),
    ],
)
def test_what_is_no_date_is_refused(ana: User, by: Actor, wrong: dict[str, Any], code: str) -> None:
    person = mira(ana)
    replace_dates(by=by, person=person, dates=[BIRTHDAY], now=NOW)
    assert refusal(replace_dates, by=by, person=person, dates=[BIRTHDAY | wrong], now=NOW) == code
    assert dates(ana) == [("birthday", 3, 4, "1980", "")]


def test_at_most_twenty_dates(ana: User, by: Actor) -> None:
    many: list[DateDetails] = [{"month": 1, "day": day} for day in range(1, 22)]
    assert refusal(replace_dates, by=by, person=mira(ana), dates=many, now=NOW) == "dates_too_many"


def test_a_strangers_person_gets_no_dates(ana: User) -> None:
    person = mira(ana)
    with signed_in(make_user("cleo")) as cleo:
        code = refusal(replace_dates, by=Actor(cleo), person=person, dates=[BIRTHDAY], now=NOW)
    assert code == "person_not_found"


def test_knowing_each_other_is_one_row_whoever_comes_first(ana: User, by: Actor) -> None:
    one, other = mira(ana), jonas(ana)
    for first, second in ((one, other), (other, one)):
        note_knows(by=by, one=first, other=second)
        note_knows(by=by, one=second, other=first)
        (pair,) = Knows.objects.visible_to(ana)
        assert {pair.a_id, pair.b_id} == {one.id, other.id}
        forget_knows(by=by, one=first, other=second)
        forget_knows(by=by, one=second, other=first)
        assert not Knows.objects.exists()


def test_nobody_is_asked_whether_they_know_themselves(ana: User, by: Actor) -> None:
    person = mira(ana)
    assert refusal(note_knows, by=by, one=person, other=person) == "same_person"


def test_both_must_be_there_and_ones_own(ana: User, by: Actor) -> None:
    one, gone = mira(ana), tomas(ana)
    delete_person(by=by, now=NOW, person=gone)
    assert refusal(note_knows, by=by, one=one, other=gone) == "person_not_found"
    with signed_in(make_user("cleo")) as cleo:
        assert refusal(note_knows, by=Actor(cleo), one=mira(cleo), other=one) == "person_not_found"
    assert not Knows.objects.exists()
