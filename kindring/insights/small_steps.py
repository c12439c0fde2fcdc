"""The next small steps: what the engine needs to know of those whom one could name, and of nobody else."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from heapq import nlargest

from kindring.accounts.models import User
from kindring.engine.adequacy import Adequacy
from kindring.engine.presence import FEWEST, IN_PERSON, presence
from kindring.engine.rhythm import Word
from kindring.engine.steps import MOST, THANKS_WITHIN, NextStep, Reason, Tie, next_steps
from kindring.insights.could_give import Counts, gave_lately, nearest, times_given
from kindring.insights.known_pairs import knows_on_map
from kindring.insights.map import PALENESS, MapNode
from kindring.insights.tie_months import TieCounts
from kindring.people.kinds import ALL_KINDS, KINDS
from kindring.people.models import Ring
from kindring.people.models.months import WAYS

_WORDS: dict[int, Word] = {pale: word for word, pale in PALENESS.items()}
_MET = WAYS.index(IN_PERSON)
_NONE = TieCounts(0, 0, (0,) * len(KINDS), (0,) * len(WAYS))
_LOOKED_AT = 2 * MOST  # of each sort: one person is named once, so that the next ones may come up


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
    return people_first(steps, nodes, free, counts)


def people_first(
    steps: Sequence[NextStep[str]], nodes: Iterable[MapNode], free: Iterable[MapNode], counts: Counts
) -> tuple[NextStep[str], ...]:
    """One club is enough to look for, and before it comes whoever is here; none where nothing is marked yet."""
    look = next((step for step in steps if step.sort == "look" and any(node.they_give for node in nodes)), None)
    taken = {step.key for step in steps}
    left = [node for node in free if node.person_id not in taken]
    kept = [step for step in steps if step.sort != "look" or step is look]
    return tuple([_before_looking(step, left, counts) if step is look else step for step in kept])


def _before_looking(step: NextStep[str], left: Sequence[MapNode], counts: Counts) -> NextStep[str]:
    """Whoever gave it of late, else whoever is close and not marked: could they? Once everyone close is marked the
    club stays, beside the nearest who may be there for this, too."""
    why, kind = tuple(one for one in step.reasons if one.code != "nobody_fits"), step.kind
    if node := gave_lately(kind, left, counts):
        gave: Reason[str] = Reason("gave", kind, times_given(node, kind, counts))
        return NextStep("mark", node.person_id, kind, "one_tick", (*why, gave), ())
    if node := nearest(left, without=ALL_KINDS):
        return NextStep("mark", node.person_id, kind, "one_tick", (*why, Reason("unmarked")), ())
    node = nearest(left, without=kind)
    return replace(step, key=node.person_id) if node else step


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
