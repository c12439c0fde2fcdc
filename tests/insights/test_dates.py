"""Days of the year that come up."""

from datetime import UTC, date, datetime

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.insights.dates import coming_dates, dates_of, next_time
from kindring.insights.today import todays_page
from kindring.people.actions import DateDetails, delete_person, replace_dates, set_state
from kindring.people.models import Person
from tests.cast import NOW, TODAY, jonas, make_user, mira, signed_in, tomas


@pytest.mark.parametrize(
    ("month", "day", "today", "coming"),
    [
        (11, 22, date(2026, 11, 22), date(2026, 11, 22)),
        (11, 21, date(2026, 11, 22), date(2027, 11, 21)),
        (1, 3, date(2026, 12, 30), date(2027, 1, 3)),
        (2, 29, date(2027, 2, 1), date(2027, 2, 28)),
        (2, 29, date(2028, 2, 1), date(2028, 2, 29)),
        (2, 29, date(2028, 2, 29), date(2028, 2, 29)),
        (2, 29, date(2027, 2, 28), date(2027, 2, 28)),
        (2, 29, date(2027, 3, 1), date(2028, 2, 29)),
        (12, 31, date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_the_next_time_of_a_day(month: int, day: int, today: date, coming: date) -> None:
    assert next_time(month, day, today) == coming


def remember(ana: User, person: Person, *dates: DateDetails) -> None:
    replace_dates(by=Actor(ana), person=person, dates=dates, now=NOW)


@pytest.mark.parametrize(("lead", "days"), [(0, [22]), (1, [22, 23]), (7, [22, 23, 29]), (60, [22, 23, 29, 3, 21])])
def test_what_comes_up_within_the_lead_time(ana: User, lead: int, days: list[int]) -> None:
    every: list[tuple[int, int]] = [(11, 21), (11, 22), (11, 23), (11, 29), (12, 3), (1, 21), (1, 22)]
    dates: list[DateDetails] = [{"month": month, "day": day} for month, day in every]
    remember(ana, mira(ana), *dates)
    ana.date_lead_days = lead
    assert [coming.day.day for coming in coming_dates(ana, TODAY)] == days


def test_the_year_ends_and_the_dates_go_on(ana: User) -> None:
    remember(ana, mira(ana), {"month": 1, "day": 3, "year": 1980, "sort": "birthday"})
    (coming,) = coming_dates(ana, date(2026, 12, 30))
    assert (coming.day, coming.days_away, coming.turning) == (date(2027, 1, 3), 4, 47)
    assert (coming.name, coming.sort, coming.label) == ("Mira", "birthday", "")


def test_29_february_comes_up_in_common_years(ana: User) -> None:
    remember(ana, mira(ana), {"month": 2, "day": 29, "year": 2000})
    (coming,) = coming_dates(ana, date(2027, 2, 27))
    assert (coming.day, coming.days_away, coming.turning) == (date(2027, 2, 28), 1, 27)


def test_without_a_year_nobody_turns_anything(ana: User) -> None:
    remember(ana, mira(ana), {"month": 11, "day": 24, "sort": "own", "label": "moves"})
    (coming,) = coming_dates(ana, TODAY)
    assert (coming.turning, coming.label) == (None, "moves")


@pytest.mark.parametrize("state", ["ended", "unsafe", "died"])
def test_dates_of_what_is_over_do_not_come_up(ana: User, by: Actor, state: str) -> None:
    person = mira(ana)
    remember(ana, person, {"month": 11, "day": 24})
    set_state(by=by, now=NOW, person=person, state=state)
    assert coming_dates(ana, TODAY) == []


def test_dates_of_the_paused_do_and_of_the_deleted_do_not(ana: User, by: Actor) -> None:
    paused, gone = mira(ana), jonas(ana)
    remember(ana, paused, {"month": 11, "day": 24})
    remember(ana, gone, {"month": 11, "day": 24})
    set_state(by=by, now=NOW, person=paused, state="paused", until=date(2027, 1, 1))
    delete_person(by=by, now=NOW, person=gone)
    assert [coming.name for coming in coming_dates(ana, TODAY)] == ["Mira"]


def test_strangers_dates_do_not_come_up(ana: User) -> None:
    remember(ana, mira(ana), {"month": 11, "day": 24})
    with signed_in(make_user("cleo")) as cleo:
        assert coming_dates(cleo, TODAY) == []


def test_all_dates_of_a_person_the_nearest_first(ana: User) -> None:
    person = tomas(ana)
    remember(ana, person, {"month": 11, "day": 21}, {"month": 3, "day": 4}, {"month": 12, "day": 12})
    assert [coming.day for coming in dates_of(person, TODAY)] == [
        date(2026, 12, 12),
        date(2027, 3, 4),
        date(2027, 11, 21),
    ]


@pytest.mark.parametrize(("zone", "days_away"), [("UTC", 2), ("Pacific/Auckland", 1), ("America/Los_Angeles", 2)])
def test_days_are_counted_in_the_users_zone(ana: User, zone: str, days_away: int) -> None:
    remember(ana, mira(ana), {"month": 11, "day": 24})
    ana.time_zone = zone
    (coming,) = todays_page(ana, datetime(2026, 11, 22, 22, 30, tzinfo=UTC)).dates
    assert coming.days_away == days_away
