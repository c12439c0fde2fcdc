"""Choosing the day's three, from stored state alone: nothing is opened."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.engine.choosing import MOST, Candidate, Choice, choose
from kindring.insights.outlooks import person_outlook
from kindring.lib.columns import Columns
from kindring.lib.hot import HotQuery
from kindring.people.actions.suggestions import keep_three
from kindring.people.models import Person, Ring, Suggestion

TIE = ("ring", "wish_days", "placed_on", "contacts", "first_day", "last_day", "recent", "log_gap")
_COLUMNS = Columns(Person, [*TIE, "rests_until"])


def _suggestible(owner: UUID, today: date) -> QuerySet[Any, Any]:
    return Person.objects.filter(owner_id=owner).suggestible(today).values_list(*_COLUMNS.names)


def _shown(owner: UUID, today: date) -> QuerySet[Any, Any]:
    return Suggestion.objects.filter(owner_id=owner, day=today).values_list("person_id")


_SUGGESTIBLE = HotQuery(_suggestible, UUID, date)
_SHOWN = HotQuery(_shown, UUID, date)


def choose_three(user: User, today: date) -> None:
    """Fills the places of today that are free: three in all, one on a low day. Whoever was shown counts."""
    low = user.low_day_on == today
    free = (1 if low else MOST) - len(_SHOWN.rows(user.id, today))
    chosen = _best(_candidates(user, today), today, free, low=low) if free > 0 else []
    keep_three(by=Actor(user), day=today, chosen=chosen)


def _candidates(user: User, today: date) -> list[Candidate[UUID]]:
    """Those of whom nothing speaks against naming them; whoever was shown today rests and is not chosen again."""
    people = map(_COLUMNS.row, _SUGGESTIBLE.rows(user.id, today))
    return [
        Candidate(
            key=person.id,
            outlook=person_outlook(person, today),
            ring=person.ring,
            rests_until=person.rests_until.toordinal() if person.rests_until else None,
        )
        for person in people
    ]


def _best(candidates: list[Candidate[UUID]], today: date, free: int, *, low: bool) -> list[Choice[UUID]]:
    """On a low day whoever is closest comes first, whatever the score."""
    if not low:
        return choose(candidates, today=today.toordinal(), limit=free)
    by_ring = ([one for one in candidates if one.ring == ring] for ring in Ring.values)
    choices = (choose(ring, today=today.toordinal(), limit=free) for ring in by_ring)
    return next((found for found in choices if found), [])
