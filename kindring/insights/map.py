"""The map: who stands in which ring, and how quiet it has been, from stored days alone."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet

from kindring.accounts.models import User
from kindring.engine.rhythm import Word, word_after
from kindring.insights.names import shown_names
from kindring.lib.hot import HotQuery
from kindring.lib.quiet import quiet
from kindring.people.models import Person

PALENESS: dict[Word, int] = {"in rhythm": 0, "due": 1, "drifting": 2, "sleeping": 3}


class MapNode(NamedTuple):
    """Someone in a ring; `person_id` as addresses spell it. `they_give`, `you_give` are bits of `Kind`.

    `paleness` 0 to 3: in rhythm, due, drifting, sleeping. Someone `paused` is not pale: the pause says enough.
    `last_day` is None before the first contact; then the day of placing stands in for it. `resting`: the user left
    the tie to rest. `met_on`, `helped_on`, `thanked_on`: the last days of meeting, of help received, of thanks.
    """

    person_id: str
    name: str
    ring: str
    role: str
    they_give: int
    you_give: int
    paleness: int
    paused: bool
    last_day: date | None
    resting: bool
    met_on: date | None
    helped_on: date | None
    thanked_on: date | None

    def __repr__(self) -> str:
        return quiet(self)


def _on_map(owner: UUID) -> QuerySet[Any, Any]:
    looks = ("id", "name", "called", "ring", "role", "they_give", "you_give", "paused_until")
    tie = ("wish_days", "placed_on", "contacts", "last_day", "log_gap")
    lately = ("met_on", "helped_on", "thanked_on")
    return Person.objects.filter(owner_id=owner).on_map().values_list(*looks, *lately, *tie)


def _waiting(owner: UUID) -> QuerySet[Any, Any]:
    people = Person.objects.filter(owner_id=owner, may_suggest=True).kept().unplaced().order_by()
    return people.values_list("owner_id").annotate(Count("id"))


_ON_MAP = HotQuery(_on_map, UUID, text_ids=True)
_WAITING = HotQuery(_waiting, UUID)


def map_nodes(user: User, today: date) -> list[MapNode]:
    """Everyone kept, in a ring, and active or paused; in no order."""
    name_of = shown_names(user.id)
    nodes = []
    rows = _ON_MAP.rows(user.id)
    for person, name, called, ring, role, they_give, you_give, paused_until, met, helped, thanked, *tie in rows:
        shown = name_of(person, name, called)
        paused = paused_until is not None and paused_until > today
        paleness = 0 if paused else PALENESS[_word(today, ring, *tie)]
        looks = person, shown, ring, role, they_give, you_give, paleness, paused
        nodes.append(MapNode(*looks, tie[3], tie[0] == 0, met, helped, thanked))
    return nodes


def waiting_count(user: User) -> int:
    """How many have no ring yet and may be given one."""
    return sum(count for _, count in _WAITING.rows(user.id))


def _word(
    today: date, ring: str, wish: int | None, placed_on: date | None, contacts: int, last: date | None, log_gap: float
) -> Word:
    silent = (today - (last or placed_on or today)).days
    return word_after(silent, contacts=contacts, log_gap=log_gap, ring=ring, wish=wish)
