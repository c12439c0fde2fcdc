"""When help is wanted, also where the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindring.asks.times import each_week, slots_on
from kindring.lib.days import at, day_in

BERLIN = "Europe/Berlin"
TUESDAYS = 2


def test_six_in_the_evening_stays_six_when_the_clocks_change() -> None:
    days = [date(2027, 3, 23), date(2027, 3, 30)]  # summer time begins on the 28th
    assert [slot.starts_at for slot in slots_on(days, time(18), BERLIN)] == [
        datetime(2027, 3, 23, 17, tzinfo=UTC),
        datetime(2027, 3, 30, 16, tzinfo=UTC),
    ]


def test_an_hour_that_does_not_exist_is_the_one_after() -> None:
    moment = at(date(2027, 3, 28), time(2, 30), BERLIN)
    assert moment.astimezone(ZoneInfo(BERLIN)).time() == time(3, 30)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/New_York"])
@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize("hour", [time(0), time(23, 59)])
def test_the_ends_of_the_calendar_are_a_moment_in_every_zone(zone: str, day: date, hour: time) -> None:
    """Somebody mistypes a year: what they wrote is still there, and an action says that it cannot be."""
    assert abs(day_in(zone, at(day, hour, zone)) - day) <= timedelta(days=1)


def test_each_tuesday_until_and_with_the_last_day() -> None:
    assert list(each_week(TUESDAYS, date(2026, 11, 22), date(2026, 12, 8))) == [
        date(2026, 11, 24),
        date(2026, 12, 1),
        date(2026, 12, 8),
    ]
    assert list(each_week(TUESDAYS, date(2026, 12, 9), date(2026, 12, 8))) == []


def test_a_day_is_a_slot_once() -> None:
    assert len(slots_on([date(2026, 12, 1)] * 3, time(9), "UTC")) == 1


@given(
    st.dates(date(2025, 1, 1), date(2035, 12, 31)),
    st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
    st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca"]),
)
def test_the_day_is_the_askers_and_the_hour_too_where_it_exists(day: date, hour: time, zone: str) -> None:
    there = at(day, hour, zone).astimezone(ZoneInfo(zone))
    assert there.date() == day
    gap = datetime.combine(day, there.time()) - datetime.combine(day, hour)
    assert gap in {timedelta(0), timedelta(hours=1), timedelta(minutes=30)}
