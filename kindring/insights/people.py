"""What the page of a person says: how the two stand, what is between them, which dates come, who knows whom."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from kindring.accounts.models import User
from kindring.engine.rhythm import Outlook
from kindring.insights.between import NOTHING, Between, between
from kindring.insights.dates import ComingDate, dates_of
from kindring.insights.names import shown_name
from kindring.insights.outlooks import person_outlook
from kindring.lib.columns import Columns
from kindring.lib.hot import HotQuery
from kindring.lib.quiet import quiet
from kindring.lib.rows import Viewer
from kindring.people.models import Knows, Person, State

_COLUMNS = Columns(Person)


class Known(NamedTuple):
    """Someone on the map whom the person knows."""

    person_id: UUID
    name: str

    def __repr__(self) -> str:
        return quiet(self)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """`outlook` is None where the state overrides it: paused, ended, unsafe, died. `between` says nothing of whoever
    is unsafe, ended or died, but where the user asked. `dates` the next time of each, the nearest first; `knows` by
    name."""

    person: Person
    state: State
    outlook: Outlook | None
    between: Between
    dates: tuple[ComingDate, ...]
    knows: tuple[Known, ...]


def kept_person(user: Viewer, person_id: UUID) -> Person | None:
    """Someone on the user's map, also while they are locked; None for whoever is not there."""
    rows = _ONE.rows(user.id, person_id)
    return _COLUMNS.row(rows[0]) if rows else None


def person_facts(user: User, person_id: UUID, today: date, *, asked: bool = False) -> PersonFacts | None:
    """The facts of someone on the user's map; None for whoever is not there. Five queries, however long the log.

    `asked`: the user wants to see what was between them, however it stands.
    """
    person = kept_person(user, person_id)
    if person is None:
        return None
    state = person.state_on(today)
    return PersonFacts(
        person=person,
        state=state,
        outlook=person_outlook(person, today) if state is State.ACTIVE else None,
        between=between(user, person, today) if person.may_suggest or asked else NOTHING,
        dates=tuple(dates_of(person, today)),
        knows=_knows(person),
    )


def _one(owner: UUID, person: UUID) -> QuerySet[Any, Any]:
    return Person.objects.filter(owner_id=owner, id=person).not_deleted().values_list(*_COLUMNS.names)


def _known(owner: UUID, person: UUID) -> QuerySet[Any, Any]:
    pairs = Knows.objects.filter(Q(a=person) | Q(b=person), owner_id=owner)
    both = [f"{side}__{name}" for side in "ab" for name in ("id", "deleted_at", "name", "called")]
    return pairs.values_list(*both)


_ONE = HotQuery(_one, UUID, UUID)
_KNOWN = HotQuery(_known, UUID, UUID)


def _knows(person: Person) -> tuple[Known, ...]:
    found = []
    for *a, b_id, b_deleted, b_name, b_called in _KNOWN.rows(person.owner_id, person.id):
        b = [b_id, b_deleted, b_name, b_called]
        other, deleted, name, called = b if a[0] == person.id else a
        if deleted is None:
            shown = shown_name(person.owner_id, other, name, called)
            found.append(Known(other, shown))
    return tuple(sorted(found, key=lambda known: known.name.casefold()))
