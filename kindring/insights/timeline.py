"""The moments with one person, the newest first, in pages."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kindring.insights.names import shown_name
from kindring.lib.columns import Columns
from kindring.lib.hot import HotQuery
from kindring.lib.quiet import quiet
from kindring.lib.rows import Viewer
from kindring.people.models import Moment, Presence

PAGE = 20
_COLUMNS = Columns(Moment)


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """`moments` with the names of who else was there; `page` counts from 1; `more` says that older ones follow."""

    moments: tuple[tuple[Moment, tuple[str, ...]], ...]
    page: int
    more: bool

    def __repr__(self) -> str:
        return quiet(self)


def timeline(user: Viewer, person_id: UUID, page: int = 1) -> TimelinePage:
    """A page of the moments with someone, in two queries; a page past the end is empty."""
    page = max(1, page)
    rows, others = _read(user.id, person_id, page)
    names = _names(user.id, others)
    moments = [_COLUMNS.row(row) for row in rows[:PAGE]]
    shown = tuple((moment, tuple(names.get(moment.id, ()))) for moment in moments)
    return TimelinePage(shown, page, more=len(rows) > PAGE)


def _newest_first(owner: UUID, person: UUID) -> QuerySet[Any, Any]:
    mine = Presence.objects.filter(owner_id=owner, person_id=person)
    return mine.order_by("-day", "-moment__written_at", "moment_id")


def _moments(owner: UUID, person: UUID, page: int = 1) -> QuerySet[Any, Any]:
    start = (page - 1) * PAGE  # one more than a page holds tells whether another follows
    return _newest_first(owner, person).values_list(*_COLUMNS.under("moment"))[start : start + PAGE + 1]


def _others(owner: UUID, person: UUID, page: int = 1) -> QuerySet[Any, Any]:
    start = (page - 1) * PAGE
    shown = _newest_first(owner, person).values("moment_id")[start : start + PAGE]
    there = Presence.objects.filter(owner_id=owner, moment__in=shown, person__deleted_at=None)
    return there.exclude(person_id=person).values_list("moment_id", "person_id", "person__name", "person__called")


_FIRST_MOMENTS = HotQuery(_moments, UUID, UUID)
_FIRST_OTHERS = HotQuery(_others, UUID, UUID)


def _read(owner: UUID, person: UUID, page: int) -> tuple[list[Any], list[Any]]:
    """The first page is the one that everybody opens: its queries are compiled once."""
    if page == 1:
        return _FIRST_MOMENTS.rows(owner, person), _FIRST_OTHERS.rows(owner, person)
    return list(_moments(owner, person, page)), list(_others(owner, person, page))


def _names(owner: UUID, others: list[Any]) -> dict[UUID, list[str]]:
    names: defaultdict[UUID, list[str]] = defaultdict(list)
    for moment, person, name, called in others:
        names[moment].append(shown_name(owner, person, name, called))
    return {moment: sorted(found, key=str.casefold) for moment, found in names.items()}
