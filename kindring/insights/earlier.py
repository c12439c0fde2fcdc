"""The map as an earlier month began, beside today's, and what changed between the two."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from kindring.accounts.models import User
from kindring.insights.map import MapNode
from kindring.people.kinds import ALL_KINDS, KINDS
from kindring.people.models import MapMonth, Ring

_ID = re.compile("[0-9a-f]{32}")
_PLACE = {ring: place for place, ring in enumerate(Ring.values)}


class Stood(NamedTuple):
    """Someone as they stood then; `person_id` as addresses spell it."""

    person_id: str
    ring: str
    they_give: int
    you_give: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """The map as `month` (its first day) began.

    `nodes` are those of then who are still on the map, in the ring of then; `gone` counts the others, who are not
    named: what ended is no news. `came`, `closer` and `further` are ids of people of today, in no order. `kinds`
    holds by the word of a kind how many people there were for it and how many there are, where that changed.
    """

    month: date
    nodes: tuple[MapNode, ...]
    gone: int
    came: tuple[str, ...]
    closer: tuple[str, ...]
    further: tuple[str, ...]
    kinds: Mapping[str, tuple[int, int]]

    @property
    def is_the_same(self) -> bool:
        return not (self.gone or self.came or self.closer or self.further or self.kinds)


def kept_months(user: User) -> list[date]:
    """The months, the latest first, of whose beginning there is a map with somebody on it."""
    rows = MapMonth.objects.visible_to(user).open().latest_first()
    return list(rows.filter(people__isnull=False).values_list("month", flat=True))


def earlier(user: User, month: date, today: Sequence[MapNode]) -> Earlier | None:
    """The map as `month` began beside the people of today; None where none was kept."""
    row = MapMonth.objects.visible_to(user).open().filter(month=month).first()
    if row is None:
        return None
    then = {one.person_id: one for one in _those_who_stood(row.people)}
    now = {node.person_id: node for node in today}
    both = [(then[person], now[person]) for person in then.keys() & now.keys()]
    return Earlier(
        month=month,
        nodes=tuple(_as_then(node, stood) for stood, node in both),
        gone=len(then.keys() - now.keys()),
        came=tuple(now.keys() - then.keys()),
        closer=tuple(node.person_id for stood, node in both if _PLACE[node.ring] < _PLACE[stood.ring]),
        further=tuple(node.person_id for stood, node in both if _PLACE[node.ring] > _PLACE[stood.ring]),
        kinds=_kinds(then.values(), today),
    )


def _those_who_stood(told: Iterable[Any]) -> Iterable[Stood]:
    """Whatever cannot be, because it comes from elsewhere, is left out."""
    for one in told:
        match one:
            case [str(person), str(ring), int(they_give), int(you_give)] if ring in _PLACE and _ID.fullmatch(person):
                yield Stood(str(UUID(person)), ring, they_give & ALL_KINDS, you_give & ALL_KINDS)


def _as_then(node: MapNode, stood: Stood) -> MapNode:
    """How quiet it was then is not kept, so nobody is pale."""
    then = node._replace(ring=stood.ring, they_give=stood.they_give, you_give=stood.you_give)  # noqa: SLF001
    return then._replace(paleness=0, paused=False)  # noqa: SLF001 a public method of named tuples


def _kinds(then: Iterable[Stood], today: Iterable[MapNode]) -> dict[str, tuple[int, int]]:
    before, now = [one.they_give for one in then], [node.they_give for node in today]
    counts = {
        kind.word: (sum(bool(bits & kind) for bits in before), sum(bool(bits & kind) for bits in now))
        for kind in KINDS
    }
    return {kind: (were, are) for kind, (were, are) in counts.items() if were != are}
