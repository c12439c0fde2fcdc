"""The next small steps: what the engine needs to know of those whom one could name, and of nobody else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import nlargest

from kindring.accounts.models import User
from kindring.engine.adequacy import Adequacy
from kindring.engine.presence import FEWEST, IN_PERSON, presence
from kindring.engine.rhythm import Word
from kindring.engine.steps import MOST, THANKS_WITHIN, NextStep, Tie, next_steps
from kindring.insights.known_pairs import knows_on_map
from kindring.insights.map import PALENESS, MapNode
from kindring.insights.tie_months import TieCounts
from kindring.people.kinds import KINDS
from kindring.people.models import Ring
from kindring.people.models.months import WAYS

_WORDS: dict[int, Word] = {pale: word for word, pale in PALENESS.items()}
_MET = WAYS.index(IN_PERSON)
_NONE = TieCounts(0, 0, (0,) * len(KINDS), (0,) * len(WAYS))
_LOOKED_AT = 2 * MOST  # of each sort: one person is named once, so that the next ones may come up

Counts = Mapping[str, TieCounts]


def small_steps(
    user: User, nodes: Sequence[MapNode], counts: Counts, now: Adequacy[str], today: date
) -> tuple[NextStep[str], ...]:
    """At most three, in one query. How moments felt is sealed and not opened for this, so warmth is not weighed."""
    knows = knows_on_map(user)
    free = [node for node in nodes if not (node.paused or node.resting)]
    wanted = {node.person_id for node in (*_to_thank(free, counts, today), *_to_meet(free, counts))}
    wanted |= {node.person_id for node in _for_holes(free, counts, now)}
    wanted |= {one.rests_on for one in now.covers if one.rests_on is not None}
    wanted |= {other for pair in knows if wanted.intersection(pair) for other in pair}
    ties = [_tie(node, counts.get(node.person_id, _NONE)) for node in free if node.person_id in wanted]
    steps = next_steps(now, ties, knows, today=today)
    # One club is enough to look for; none where nothing is marked yet: what the people here give comes first.
    look = next((step for step in steps if step.sort == "look" and any(node.they_give for node in nodes)), None)
    return tuple(step for step in steps if step.sort != "look" or step is look)


def _to_thank(free: Iterable[MapNode], counts: Counts, today: date) -> list[MapNode]:
    """Who gave most of those who gave something lately and were not thanked since."""
    since = today - THANKS_WITHIN
    helped = [node for node in free if node.helped_on is not None and node.helped_on > since]
    waiting = [node for node in helped if node.thanked_on is None or node.thanked_on < (node.helped_on or since)]
    return nlargest(_LOOKED_AT, waiting, key=lambda node: sum(counts.get(node.person_id, _NONE).received_by_kind))


def _to_meet(free: Iterable[MapNode], counts: Counts) -> list[MapNode]:
    """Of the closest and the close, those with whom the least share was in person; who was never met is far away."""
    apart = []
    for node in free:
        if node.ring != Ring.OUTER and node.met_on is not None:
            ways = counts.get(node.person_id, _NONE).ways
            times = sum(ways)
            if times >= FEWEST and 2 * ways[_MET] < times:
                apart.append((node.ring == Ring.INNER, -ways[_MET] / times, node))
    return [node for *_, node in nlargest(_LOOKED_AT, apart, key=lambda one: one[:2])]


def _for_holes(free: Sequence[MapNode], counts: Counts, now: Adequacy[str]) -> Iterator[MapNode]:
    """For each kind of which there is little, who of the wider rings gave it most, or is marked for it."""
    missing = {one.kind for one in now.holes} | {one.kind for one in now.covers if one.rests_on is not None}
    for place, kind in enumerate(KINDS):
        if kind in missing:
            wider = [node for node in free if node.ring != Ring.INNER]
            known = [(counts.get(node.person_id, _NONE).received_by_kind[place], node) for node in wider]
            fitting = [(count, bool(node.they_give & kind), node) for count, node in known]
            best = nlargest(_LOOKED_AT, [one for one in fitting if one[0] or one[1]], key=lambda one: one[:2])
            yield from (node for *_, node in best)


def _tie(node: MapNode, counts: TieCounts) -> Tie[str]:
    received = zip(KINDS, counts.received_by_kind, strict=True)
    near = node.ring != Ring.OUTER and node.met_on is not None
    return Tie(
        key=node.person_id,
        ring=node.ring,
        gives=node.they_give,
        gave={int(kind): count for kind, count in received if count},
        helped_on=node.helped_on,
        thanked_on=node.thanked_on,
        word=_WORDS[node.paleness],
        presence=presence(dict(zip(WAYS, counts.ways, strict=True))) if near else None,
    )
