"""Who could give a kind of which there is too little: whoever gave it of late, and whoever is close and not marked.

A mark stays the user's own: what is counted here only asks.
"""

from collections.abc import Iterable, Mapping, Sequence

from kindring.engine.adequacy import Adequacy
from kindring.insights.map import MapNode
from kindring.insights.tie_months import TieCounts
from kindring.people.kinds import KINDS
from kindring.people.models import Ring

Counts = Mapping[str, TieCounts]

_PLACE = {int(kind): place for place, kind in enumerate(KINDS)}
_NEAR = {Ring.INNER.value: 0, Ring.MIDDLE.value: 1}


def times_given(node: MapNode, kind: int, counts: Counts) -> int:
    """In how many moments of late they gave it."""
    found = counts.get(node.person_id)
    return found.received_by_kind[_PLACE[kind]] if found else 0


def gave_lately(kind: int, nodes: Iterable[MapNode], counts: Counts) -> MapNode | None:
    """Who gave it most of those who are not marked for it."""
    given = [(times_given(node, kind, counts), node) for node in nodes if not node.they_give & kind]
    most = max(given, key=lambda one: (one[0], one[1].person_id), default=None)
    return most[1] if most and most[0] else None


def given_unmarked(now: Adequacy[str], nodes: Sequence[MapNode], counts: Counts) -> dict[str, int]:
    """By person, the wanted kinds for which nobody is marked though they gave them of late."""
    found: dict[str, int] = {}
    for cover in now.wanted:
        node = gave_lately(cover.kind, nodes, counts) if not cover.people else None
        if node:
            found[node.person_id] = found.get(node.person_id, 0) | cover.kind
    return found


def nearest(nodes: Iterable[MapNode], *, without: int) -> MapNode | None:
    """Of the closest and the close, the nearest who is marked for none of the kinds in `without`."""
    near = [node for node in nodes if node.ring in _NEAR and not node.they_give & without]
    return min(near, key=lambda node: (_NEAR[node.ring], node.name.casefold(), node.person_id), default=None)
