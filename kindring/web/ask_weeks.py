"""The care calendar: the dates of an ask by weeks where they lie close, else one below the other."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kindring.asks.models import Ask
from kindring.insights.ask import Day
from kindring.web.ask_words import span_words, there_words
from kindring.web.dates import local_day

FEWEST_IN_WEEKS = 3
WEEK = 7
FEW = 7  # dates that a phone shows with what can be done below them


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """A date as its cell says it."""

    day: Day
    time: str
    there: str


@dataclass(frozen=True, slots=True, repr=False)
class Cell:
    """One day of the calendar, with what is on it; nothing on a day that only fills its week."""

    on: date | None
    shown: list[Shown]


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
    for day in days:
        at = day.slot.starts_at
        by_date[local_day(at) if at else None].append(Shown(day, span_words(day), there_words(at, ask)))
    dates = sorted(on for on in by_date if on is not None)
    mondays = sorted({on - timedelta(days=on.weekday()) for on in dates})
    grid = len(dates) >= FEWEST_IN_WEEKS and 2 * len(mondays) <= len(dates)
    lists = [_week(monday, by_date) for monday in mondays] if grid else [[Cell(on, by_date[on]) for on in dates]]
    if None in by_date:
        lists.append([Cell(None, by_date[None])])
    return Weeks(grid, [cells for cells in lists if cells], several=len(days) > 1, many=len(days) > FEW)


def _week(monday: date, by_date: dict[date | None, list[Shown]]) -> list[Cell]:
    return [Cell(on, by_date.get(on, [])) for on in (monday + timedelta(days=count) for count in range(WEEK))]
