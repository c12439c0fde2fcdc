"""The next small steps: what the engine needs to know of those whom one could name, and of nobody else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from heapq import nlargest

from kindring.accounts.models import User
from kindring.engine.adequacy import Adequacy
from kindring.engine.presence import FEWEST, IN_PERSON, presence
from kindring.engine.rhythm import Word
from kindring.engine.steps import BY_WARMTH, MOST, THANKS_WITHIN, WARM, NextStep, Reason, Tie, next_steps
from kindring.insights.could_give import Counts, gave_lately, nearest, times_given
from kindring.insights.known_pairs import knows_on_map
from kindring.insights.map import PALENESS, MapNode
from kindring.insights.tie_months import TieCounts
from kindring.insights.warmth import Warmth, warmth_of
from kindring.people.kinds import ALL_KINDS, KINDS, Kind
from kindring.people.models import Ring
from kindring.people.models.months import WAYS

Felts = Mapping[str, Warmth]
_WORDS: dict[int, Word] = {pale: word for word, pale in PALENESS.items()}
_MET = WAYS.index(IN_PERSON)
_NONE = TieCounts(0, 0, (0,) * len(KINDS), (0,) * len(WAYS))
_UNTOLD = Warmth()
_LOOKED_AT = 2 * MOST  # of each sort: one person is named once, so that the next ones may come up


def small_steps(
    user: User, nodes: Sequence[MapNode], counts: Counts, now: Adequacy[str], today: date
) -> tuple[NextStep[str], ...]:
    """At most three, in two queries."""
    knows, felt = knows_on_map(user), warmth_of(user, today)
    free = [node for node in nodes if not (node.paused or node.resting)]
    wanted = {node.person_id for node in (*_to_thank(free, counts, today), *_to_meet(free, counts, felt))}
    wanted |= {node.person_id for node in _for_holes(free, counts, felt, now)}
    wanted |= {one.rests_on for one in now.covers if one.rests_on is not None}
    wanted |= {other for pair in knows if wanted.intersection(pair) for other in pair}
    named = [node for node in free if node.person_id in wanted]
    ties = [_tie(node, counts.get(node.person_id, _NONE), felt.get(node.person_id, _UNTOLD)) for node in named]
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


def _to_meet(free: Iterable[MapNode], counts: Counts, felt: Felts) -> list[MapNode]:
    """Of the closest and the close, those with whom the least share was in person; who was never met is far away."""
    apart = []
    for node in filter(partial(_not_draining, felt), free):
        if node.ring != Ring.OUTER and node.met_on is not None:
            ways = counts.get(node.person_id, _NONE).ways
            times = sum(ways)
            if times >= FEWEST and 2 * ways[_MET] < times:
                apart.append((node.ring == Ring.INNER, -ways[_MET] / times, node))
    return [node for *_, node in nlargest(_LOOKED_AT, apart, key=lambda one: one[:2])]


def _not_draining(felt: Felts, node: MapNode) -> bool:
    told = felt.get(node.person_id, _UNTOLD)
    return told.warm >= told.drained


def _for_holes(free: Sequence[MapNode], counts: Counts, felt: Felts, now: Adequacy[str]) -> Iterator[MapNode]:
    """For each kind of which there is little, who of the wider rings gave it most, is marked for it, or is warm."""
    wider = [node for node in free if node.ring != Ring.INNER and _not_draining(felt, node)]
    missing = {one.kind for one in now.holes} | {one.kind for one in now.covers if one.rests_on is not None}
    for place, kind in enumerate(KINDS):
        if kind in missing:
            fitting = [(fit, node) for node in wider if (fit := _fit(node, kind, place, counts, felt))]
            best = nlargest(_LOOKED_AT, fitting, key=lambda one: one[0])
            yield from (node for *_, node in best)


def _fit(node: MapNode, kind: Kind, place: int, counts: Counts, felt: Felts) -> tuple[int, bool, int] | None:
    """How often they gave it, whether they are marked, how warm it is; None where nothing of it speaks for them."""
    told = felt.get(node.person_id, _UNTOLD)
    gave, marked = counts.get(node.person_id, _NONE).received_by_kind[place], bool(node.they_give & kind)
    known = gave or marked or (kind & BY_WARMTH and told.warm >= WARM)
    return (gave, marked, told.warm - told.drained) if known else None


def _tie(node: MapNode, counts: TieCounts, felt: Warmth) -> Tie[str]:
    received = zip(KINDS, counts.received_by_kind, strict=True)
    near = node.ring != Ring.OUTER and node.met_on is not None
    return Tie(
        key=node.person_id,
        ring=node.ring,
        gives=node.they_give,
        gave={int(kind): count for kind, count in received if count},
        warm=felt.warm,
        drained=felt.drained,
        helped_on=node.helped_on,
        thanked_on=node.thanked_on,
        word=_WORDS[node.paleness],
        presence=presence(dict(zip(WAYS, counts.ways, strict=True))) if near else None,
    )
