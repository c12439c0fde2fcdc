"""The days of the year that are coming up."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet

from kindring.accounts.models import User
from kindring.insights.names import shown_names
from kindring.lib.columns import Words
from kindring.lib.hot import HotQuery
from kindring.lib.quiet import quiet
from kindring.people.models import ImportantDate, Person

_NEW_YEARS_EVE, _NEW_YEAR, _LEAP_DAY = 1231, 101, 229


class ComingDate(NamedTuple):
    """The next time of a person's date. `day` is when it is kept (29 February on the 28th of a common year), `month`,
    `month_day` and `year` are what was noted. `turning` counts the years by then (0 in the year itself), None, as
    `year`, where it is not known."""

    person_id: UUID
    name: str
    sort: str
    label: str
    month: int
    month_day: int
    year: int | None
    day: date
    days_away: int

    def __repr__(self) -> str:
        return quiet(self)

    @property
    def turning(self) -> int | None:
        return self.day.year - self.year if self.year else None


def next_time(month: int, day: int, today: date) -> date:
    """The next day on or after `today` with this month and day; 29 February is the 28th in common years."""
    coming = _in_year(today.year, month, day)
    return coming if coming >= today else _in_year(today.year + 1, month, day)


def _in_year(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


_SAYS = ("id", "month", "day", "sort", "label", "year")


def _near(owner: UUID, *ends: int) -> QuerySet[Any, Any]:
    """Between two pairs of days of the year, each a number: 1122 is 22 November."""
    alive = {"person__deleted_at": None, "person__locked_by": None, "person__may_suggest": True}
    numbered = ImportantDate.objects.annotate(number=F("month") * 100 + F("day"))
    near = Q(number__range=ends[:2]) | Q(number__range=ends[2:])
    rows = numbered.filter(near, owner_id=owner, **alive)
    return rows.values_list("person_id", "person__name", "person__called", *_SAYS)


def _of_one(owner: UUID, person: UUID) -> QuerySet[Any, Any]:
    return ImportantDate.objects.filter(owner_id=owner, person_id=person).values_list(*_SAYS)


def _stretches(first: date, last: date) -> tuple[int, int, int, int]:
    """The days of the year from `first` to `last`, as two stretches where a year ends between them.

    29 February comes along with the 28th, on which it falls in common years.
    """
    begin, end = first.month * 100 + first.day, last.month * 100 + last.day
    end = _LEAP_DAY if end == _LEAP_DAY - 1 else end
    return (begin, end, begin, end) if first.year == last.year else (begin, _NEW_YEARS_EVE, _NEW_YEAR, end)


_NEAR = HotQuery(_near, UUID, int, int, int, int)
_OF_ONE = HotQuery(_of_one, UUID, UUID)
_YEAR, _LABEL = Words(ImportantDate, "year"), Words(ImportantDate, "label")


def coming_dates(user: User, today: date) -> list[ComingDate]:
    """What comes up within the user's lead time, the nearest first; not of those who ended, are unsafe or died."""
    last = today + timedelta(days=user.date_lead_days)
    near = _NEAR.rows(user.id, *_stretches(today, last))
    if not near:
        return []
    name_of, read = shown_names(user.id), _reader(user.id, today)
    noted = (read(person, name_of(person, name, called), row) for person, name, called, *row in near)
    return _in_order(coming for coming in noted if coming.day <= last)


def dates_of(person: Person, today: date) -> list[ComingDate]:
    """The next time of each of a person's dates, the nearest first."""
    rows = _OF_ONE.rows(person.owner_id, person.id)
    if not rows:
        return []
    read = _reader(person.owner_id, today)
    return _in_order(read(person.id, person.shown_name, row) for row in rows)


def _in_order(dates: Iterable[ComingDate]) -> list[ComingDate]:
    return sorted(dates, key=lambda coming: (coming.day, coming.name.casefold(), coming.label))


def _reader(owner: UUID, today: date) -> Callable[[UUID, str, Sequence[Any]], ComingDate]:
    """From a person and a row of `_SAYS` to the next time of that date."""
    label_of, year_of = _LABEL.of(owner), _YEAR.of(owner)

    def read(person: UUID, name: str, row: Sequence[Any]) -> ComingDate:
        row_id, month, day, sort, label, year = row
        coming = next_time(month, day, today)
        return ComingDate(
            person_id=person,
            name=name,
            sort=sort,
            label=label_of(row_id, label),
            month=month,
            month_day=day,
            year=int(year_of(row_id, year) or 0) or None,
            day=coming,
            days_away=(coming - today).days,
        )

    return read
