"""What is planned with people: for Today, for someone's page, and what is taken already."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kindring.accounts.models import User
from kindring.insights.names import shown_name
from kindring.lib.columns import Columns
from kindring.lib.days import day_in
from kindring.lib.hot import HotQuery
from kindring.lib.quiet import quiet
from kindring.people.actions.together import ASKED_AFTER
from kindring.people.models import Person, TimeTogether

_DAY, _AHEAD = timedelta(days=1), timedelta(days=14)
_COLUMNS = Columns(TimeTogether)


@dataclass(frozen=True, slots=True)
class Planned:
    """A time with someone. `starts_at` is None while it is only proposed; `day` is its day, in the user's time zone,
    or the last that was proposed; `begun` says that it can be noted."""

    time_id: UUID
    person_id: UUID
    name: str
    what: str
    place: str
    starts_at: datetime | None
    day: date
    begun: bool

    def __repr__(self) -> str:
        return quiet(self)


def planned_around(user: User, now: datetime) -> tuple[Planned, ...]:
    """What was agreed for yesterday (and not noted yet) and for the fourteen days to come, in order.

    No query for whoever plans nothing, one for everybody else.
    """
    today = day_in(user.time_zone, now)
    if not _may_be_planned(user, today):
        return ()
    found = []
    for *values, name, called in _AROUND.rows(user.id, today - _DAY, today + _AHEAD, today):
        row = _COLUMNS.row(values)
        found.append(_planned(row, shown_name(user.id, row.person_id, name, called), now))
    return tuple(sorted(found, key=_when))


def planned_with(user: User, person: Person, now: datetime) -> tuple[Planned, ...]:
    """What is planned with someone: agreed first, then proposed; also what was agreed for the last seven days."""
    today = day_in(user.time_zone, now)
    if not _may_be_planned(user, today):
        return ()
    rows = map(_COLUMNS.row, _WITH.rows(user.id, person.id, today - ASKED_AFTER))
    found = [_planned(row, person.shown_name, now) for row in rows if row.starts_at or row.last_day >= today]
    return tuple(sorted(found, key=_when))


def planned_days(user: User, today: date) -> set[date]:
    """The days from today on for which something is agreed."""
    if not _may_be_planned(user, today):
        return set()
    mine = TimeTogether.objects.visible_to(user).with_company().waiting(today).agreed()
    return set(mine.values_list("last_day", flat=True))


def _may_be_planned(user: User, today: date) -> bool:
    return user.planned_until is not None and user.planned_until >= today


def _around(owner: UUID, first: date, last: date, today: date) -> QuerySet[Any, Any]:
    stands = Q(person__paused_until=None) | Q(person__paused_until__lte=today)
    rows = TimeTogether.objects.filter(stands, owner_id=owner, last_day__lte=last)
    mine = rows.with_company().waiting(first).agreed()
    return mine.values_list(*_COLUMNS.names, "person__name", "person__called")


def _with(owner: UUID, person: UUID, since: date) -> QuerySet[Any, Any]:
    rows = TimeTogether.objects.filter(owner_id=owner, person_id=person).with_company().waiting(since)
    return rows.values_list(*_COLUMNS.names)


_AROUND = HotQuery(_around, UUID, date, date, date)
_WITH = HotQuery(_with, UUID, UUID, date)


def _planned(row: TimeTogether, name: str, now: datetime) -> Planned:
    return Planned(
        time_id=row.id,
        person_id=row.person_id,
        name=name,
        what=row.what,
        place=row.place,
        starts_at=row.starts_at,
        day=row.last_day,
        begun=row.starts_at is not None and row.starts_at <= now,
    )


def _when(planned: Planned) -> tuple[bool, float, str]:
    at = planned.starts_at
    return at is None, at.timestamp() if at else 0.0, str(planned.time_id)
