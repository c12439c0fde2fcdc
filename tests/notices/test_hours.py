"""Quiet hours and the hour of the daily mail, by the clock on the person's wall."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kindring.notices.hours import daily_is_due, is_quiet

BERLIN, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")


@dataclass
class Chosen:
    daily_hour: int = 9
    quiet_from: int = 21
    quiet_until: int = 8
    told_on: date | None = None


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 22, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begins", "ends", "quiet"),
    [
        (21, 8, {21, 22, 23, *range(8)}),
        (8, 21, set(range(8, 21))),
        (0, 6, set(range(6))),
        (22, 0, {22, 23}),
        (5, 5, set()),
    ],
)
def test_quiet_hours_may_cross_midnight(begins: int, ends: int, quiet: set[int]) -> None:
    chosen = Chosen(quiet_from=begins, quiet_until=ends)
    assert {hour for hour in range(24) if is_quiet(chosen, at(hour, 59))} == quiet


def test_the_daily_mail_is_due_once_a_day_from_its_hour_on() -> None:
    today = at(0).date()
    assert not daily_is_due(Chosen(), at(8, 59))
    assert daily_is_due(Chosen(), at(9))
    assert daily_is_due(Chosen(told_on=today - timedelta(days=1)), at(23))
    assert not daily_is_due(Chosen(told_on=today), at(23))


@pytest.mark.parametrize("zone", [BERLIN, LORD_HOWE])
@pytest.mark.parametrize("hour", range(24))
def test_through_a_whole_year_there_is_one_daily_mail_a_day(zone: ZoneInfo, hour: int) -> None:
    """Also on the day that lacks that hour, and on the one that has it twice."""
    chosen, told = Chosen(daily_hour=hour, quiet_from=0, quiet_until=0), []
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for _ in range(2 * 24 * 365):
        local = now.astimezone(zone)
        if daily_is_due(chosen, local):
            chosen.told_on = local.date()
            told.append(local)
        now += timedelta(minutes=30)
    assert len({local.date() for local in told}) == len(told)
    assert len(told) >= 364
    assert {local.hour for local in told} - {hour, (hour + 1) % 24} <= {told[0].hour}


def test_quiet_follows_the_wall_on_nights_when_the_clocks_change() -> None:
    for day, hours in ((date(2026, 3, 29), 10), (date(2026, 10, 25), 12), (date(2026, 11, 22), 11)):
        evening = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - timedelta(days=1)
        quiet = [
            half
            for half in range(48)
            if is_quiet(Chosen(), (evening + timedelta(minutes=30 * half)).astimezone(BERLIN))
        ]
        assert len(quiet) == 2 * hours, day
