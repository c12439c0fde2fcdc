"""What happened on the map in the weeks of a change: facts that went together, and no more than that."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kindring.accounts.models import User
from kindring.lib.hot import HotQuery
from kindring.people.models import Person, Presence, Way

WEEKS = timedelta(days=28)


@dataclass(frozen=True)
class Beside:
    """The last four weeks and the four before them: how many people were met face to face, and how many were
    placed on the map; `paused` counts who is paused now, `rested` whom the person leaves to rest."""

    met: int
    met_before: int
    came: int
    paused: int
    rested: int


def beside(user: User, today: date) -> Beside:
    """Two queries, from days that are stored anyway."""
    met: dict[bool, set[UUID]] = {True: set(), False: set()}
    for person, day in _MET.rows(user.id, today - 2 * WEEKS):
        if day <= today:
            met[day > today - WEEKS].add(person)
    people = _PEOPLE.rows(user.id)
    return Beside(
        met=len(met[True]),
        met_before=len(met[False]),
        came=sum(placed is not None and today - WEEKS < placed <= today for placed, _until, _wish in people),
        paused=sum(until is not None and until > today for _placed, until, _wish in people),
        rested=sum(wish == 0 for _placed, _until, wish in people),
    )


def _met(owner: UUID, since: date) -> QuerySet[Any, Any]:
    in_person = {"moment__way": Way.IN_PERSON.value, "person__deleted_at": None}
    rows = Presence.objects.filter(owner_id=owner, day__gt=since, **in_person)
    return rows.values_list("person_id", "day")


def _people(owner: UUID) -> QuerySet[Any, Any]:
    return Person.objects.filter(owner_id=owner).on_map().values_list("placed_on", "paused_until", "wish_days")


_MET = HotQuery(_met, UUID, date)
_PEOPLE = HotQuery(_people, UUID)
