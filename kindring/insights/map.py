"""The map: who stands in which ring, and how quiet it has been, from stored days alone."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from kindring.accounts.models import User
from kindring.engine.rhythm import Rhythm, Word, placed, word_on
from kindring.lib.columns import Words
from kindring.lib.hot import HotQuery
from kindring.people.models import Person

PALENESS: dict[Word, int] = {"in rhythm": 0, "due": 1, "drifting": 2, "sleeping": 3}
_NAME, _CALLED = Words(Person, "name"), Words(Person, "called")


@dataclass(frozen=True, slots=True)
class MapNode:
    """Someone in a ring. `they_give`, `you_give` are bits of `Kind`.

    `paleness` 0 to 3: in rhythm, due, drifting, sleeping. Someone `paused` is not pale: the pause says enough.
    `last_day` is None before the first contact; then the day of placing stands in for it.
    """

    person_id: UUID
    name: str
    ring: str
    role: str
    they_give: int
    you_give: int
    paleness: int
    paused: bool
    last_day: date | None


def _on_map(owner: UUID) -> QuerySet[Any, Any]:
    tie = ("wish_days", "placed_on", "contacts", "first_day", "last_day", "recent", "log_gap")
    looks = ("id", "name", "called", "ring", "role", "they_give", "you_give", "paused_until")
    return Person.objects.filter(owner_id=owner).on_map().values_list(*looks, *tie)


def _waiting(owner: UUID) -> QuerySet[Any, Any]:
    people = Person.objects.filter(owner_id=owner, may_suggest=True).kept().unplaced().order_by()
    return people.values_list("owner_id").annotate(Count("id"))


_ON_MAP = HotQuery(_on_map, UUID)
_WAITING = HotQuery(_waiting, UUID)


def map_nodes(user: User, today: date) -> list[MapNode]:
    """Everyone kept, in a ring, and active or paused; in no order."""
    return [_node(user.id, today, *row) for row in _ON_MAP.rows(user.id)]


def waiting_count(user: User) -> int:
    """How many have no ring yet and may be given one."""
    return sum(count for _, count in _WAITING.rows(user.id))


def _node(owner: UUID, today: date, *row: Any) -> MapNode:
    person, name, called, ring, role, they_give, you_give, paused_until, *tie = row
    paused = paused_until is not None and paused_until > today
    shown = _CALLED.open(owner, person, called) or _NAME.open(owner, person, name)
    paleness = 0 if paused else PALENESS[_word(today, ring, *tie)]
    return MapNode(person, shown, ring, role, they_give, you_give, paleness, paused, tie[4])


def _word(today: date, ring: str, wish: int | None, placed_on: date | None, *stored: Any) -> Word:
    contacts, first, last, recent, log_gap = stored
    if contacts:
        rhythm = Rhythm(contacts, first.toordinal(), last.toordinal(), recent, log_gap)
    else:
        rhythm = placed((placed_on or today).toordinal())
    return word_on(rhythm, today=today.toordinal(), ring=ring, wish=wish)
