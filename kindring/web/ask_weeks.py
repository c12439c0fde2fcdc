"""The care calendar: the dates of an ask by weeks where they lie close, else one below the other."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext

from kindring.asks.models import Ask
from kindring.insights.ask import Day, Place
from kindring.lib.quiet import quiet
from kindring.web.ask_words import long_day_words, room_words, short_day_words, span_words, there_words

FEWEST_IN_WEEKS = 3
WEEK = 7
FEW = 7  # dates that a phone shows with what can be done below them


class Shown(NamedTuple):
    """A date as its cell says it: how it looks, and in words its hours, those of the asker, and how much is open.

    `held` and `reserve` are the places that are taken.
    """

    day: Day
    look: str
    time: str
    there: str
    held: list[Place]
    reserve: list[Place]
    room: str

    def __repr__(self) -> str:
        return quiet(self)


class Cell(NamedTuple):
    """One day of the calendar, its name, and what is on it; nothing on a day that only fills its week."""

    on: date | None
    name: str
    shown: list[Shown]

    def __repr__(self) -> str:
        return quiet(self)


@dataclass(frozen=True, slots=True, repr=False)
class Weeks:
    """`grid` tells whether each list is a week from Monday to Sunday; else there is one list of single days.

    `several`: more than one date; `many`: so many that what can be done stands above them.
    """

    grid: bool
    lists: list[list[Cell]]
    several: bool
    many: bool


def weeks_of(ask: Ask, days: Sequence[Day]) -> Weeks:
    """The calendar as whoever reads the page lives these days."""
    by_date: defaultdict[date | None, list[Shown]] = defaultdict(list)
    zone = timezone.get_current_timezone()
    for day in days:
        at, ends_at = day.slot.starts_at, day.ends_at
        here = at.astimezone(zone) if at else None
        ends = ends_at.astimezone(zone) if ends_at else None
        by_date[here.date() if here else None].append(_shown(day, here, ends, ask))
    dates = sorted(on for on in by_date if on is not None)
    mondays = sorted({on - timedelta(days=on.weekday()) for on in dates})
    grid = len(dates) >= FEWEST_IN_WEEKS and 2 * len(mondays) <= len(dates)
    alone = [Cell(on, long_day_words(on), by_date[on]) for on in dates]
    lists = [_week(monday, by_date) for monday in mondays] if grid else [alone]
    if None in by_date:
        lists.append([Cell(None, gettext("Any time"), by_date[None])])
    return Weeks(grid, [cells for cells in lists if cells], several=len(days) > 1, many=len(days) > FEW)


def _shown(day: Day, starts: datetime | None, ends: datetime | None, ask: Ask) -> Shown:
    return Shown(
        day=day,
        look="over" if day.over else "mine" if day.mine else "open" if day.free else "taken",
        time=span_words(starts, ends),
        there=there_words(starts, ask),
        held=[place for place in day.places if place.taken],
        reserve=[place for place in day.reserve if place.taken],
        room=_room(day),
    )


def _room(day: Day) -> str:
    """How much is open, where its look does not say it."""
    if day.over:
        return "" if any(place.taken for place in day.places) else gettext("over")
    return room_words(day) if day.free or len(day.places) > 1 else ""


def _week(monday: date, by_date: dict[date | None, list[Shown]]) -> list[Cell]:
    week = (monday + timedelta(days=count) for count in range(WEEK))
    return [Cell(on, short_day_words(on), by_date.get(on, [])) for on in week]
