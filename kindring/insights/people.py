"""What the page of a person says: how the two stand, what flowed, which dates come, who knows whom."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kindring.engine.rhythm import Outlook
from kindring.insights.dates import ComingDate, dates_of
from kindring.insights.names import shown_name
from kindring.insights.outlooks import person_outlook
from kindring.lib.columns import Columns
from kindring.lib.hot import HotQuery
from kindring.lib.quiet import quiet
from kindring.lib.rows import Viewer
from kindring.people.kinds import KINDS
from kindring.people.models import Knows, Moment, Person, State

FLOW_DAYS = 365
_BITS = [(kind.word, int(kind)) for kind in KINDS]
_COLUMNS = Columns(Person)


class Flow(NamedTuple):
    """One kind of support between the two: what the user says they give each other, and how often it was noted.

    `received`, `given` count moments of the last 365 days.
    """

    kind: str
    they_give: bool
    you_give: bool
    received: int
    given: int


class Known(NamedTuple):
    """Someone on the map whom the person knows."""

    person_id: UUID
    name: str

    def __repr__(self) -> str:
        return quiet(self)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """`outlook` is None where the state overrides it: paused, ended, unsafe, died. `flows` in the order of kinds,
    those that say something; `dates` the next time of each, the nearest first; `knows` by name."""

    person: Person
    state: State
    outlook: Outlook | None
    flows: tuple[Flow, ...]
    dates: tuple[ComingDate, ...]
    knows: tuple[Known, ...]


def kept_person(user: Viewer, person_id: UUID) -> Person | None:
    """Someone on the user's map, also while they are locked; None for whoever is not there."""
    rows = _ONE.rows(user.id, person_id)
    return _COLUMNS.row(rows[0]) if rows else None


def person_facts(user: Viewer, person_id: UUID, today: date) -> PersonFacts | None:
    """The facts of someone on the user's map; None for whoever is not there. Four queries, however long the log."""
    person = kept_person(user, person_id)
    if person is None:
        return None
    state = person.state_on(today)
    return PersonFacts(
        person=person,
        state=state,
        outlook=person_outlook(person, today) if state is State.ACTIVE else None,
        flows=_flows(person, today),
        dates=tuple(dates_of(person, today)),
        knows=_knows(person),
    )


def _one(owner: UUID, person: UUID) -> QuerySet[Any, Any]:
    return Person.objects.filter(owner_id=owner, id=person).not_deleted().values_list(*_COLUMNS.names)


def _flowed(owner: UUID, person: UUID, since: date) -> QuerySet[Any, Any]:
    there = {"presences__owner_id": owner, "presences__person_id": person, "presences__day__gte": since}
    moments = Moment.objects.filter(owner_id=owner, **there)
    told = moments.exclude(received=0, given=0).order_by()
    return told.values_list("received", "given").annotate(Count("id"))


def _known(owner: UUID, person: UUID) -> QuerySet[Any, Any]:
    pairs = Knows.objects.filter(Q(a=person) | Q(b=person), owner_id=owner)
    both = [f"{side}__{name}" for side in "ab" for name in ("id", "deleted_at", "name", "called")]
    return pairs.values_list(*both)


_ONE = HotQuery(_one, UUID, UUID)
_FLOWED = HotQuery(_flowed, UUID, UUID, date)
_KNOWN = HotQuery(_known, UUID, UUID)


def _flows(person: Person, today: date) -> tuple[Flow, ...]:
    counted = _FLOWED.rows(person.owner_id, person.id, today - timedelta(days=FLOW_DAYS))
    flows = (
        Flow(
            kind=word,
            they_give=bool(person.they_give & bit),
            you_give=bool(person.you_give & bit),
            received=sum([count for received, _, count in counted if received & bit]),
            given=sum([count for _, given, count in counted if given & bit]),
        )
        for word, bit in _BITS
    )
    return tuple(flow for flow in flows if any(flow[1:]))


def _knows(person: Person) -> tuple[Known, ...]:
    found = []
    for *a, b_id, b_deleted, b_name, b_called in _KNOWN.rows(person.owner_id, person.id):
        b = [b_id, b_deleted, b_name, b_called]
        other, deleted, name, called = b if a[0] == person.id else a
        if deleted is None:
            shown = shown_name(person.owner_id, other, name, called)
            found.append(Known(other, shown))
    return tuple(sorted(found, key=lambda known: known.name.casefold()))
