"""From what is missing to the next small step: whom to come closer to, to thank, to meet, and what to look for.

Finding a hole helped nobody in a trial (PALS, 469 adults); a step that is small enough may. So: at most three, of
different sorts, each with its reasons, with how small it can be made, and with what we do not know. The weights and
the times are a choice, not a finding.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Generic, Literal, TypeVar
from zlib import crc32

from kindring.engine.adequacy import Adequacy, Cover, Said
from kindring.engine.presence import Presence
from kindring.engine.rhythm import Word
from kindring.engine.structure import neighbours

Key = TypeVar("Key", bound=Hashable)

MOST = 3
THANKS_WITHIN = timedelta(days=60)  # later is never too late, but it is not the next small step
BY_WARMTH = 1 | 8  # an ear and company grow where it feels good; a hand and know-how one must know of
WARM = 2  # moments that felt good, before they speak for someone
_NEARNESS = {"inner": 3, "middle": 2, "outer": 1}

State = Literal["active", "paused", "ended", "unsafe", "died"]
Sort = Literal["closer", "thank", "meet", "look", "mark"]
Small = Literal["say_hello", "ask_one_thing", "one_line", "ten_minutes", "read_about_one", "one_tick"]
Code = Literal[
    "said",
    "nobody",
    "some",
    "rests_on",
    "gave",
    "gives",
    "warm",
    "shared",
    "helped",
    "afar",
    "nobody_fits",
    "unmarked",
]
UnknownCode = Literal["their_wish", "thanked_otherwise", "what_is_near"]


@dataclass(frozen=True, slots=True)
class Tie(Generic[Key]):
    """What is known of someone. `key` is the caller's, with a `str()` of its own (an id).

    gives       kinds for which the user could turn to them (their mark)
    allowed     False for whoever may not be suggested, or is left to rest
    gave        by kind, in how many moments they gave it
    warm        moments after which the user felt present or heard; `drained`: drained or rushed
    helped_on   the last day on which they gave anything; `thanked_on` the last on which they were thanked
    word        of their rhythm, None where there is none
    presence    how the two are in touch; None for those with whom it can only be from afar
    """

    key: Key
    ring: str = ""
    gives: int = 0
    state: State = "active"
    allowed: bool = True
    gave: Mapping[int, int] = field(default_factory=dict)
    warm: int = 0
    drained: int = 0
    helped_on: date | None = None
    thanked_on: date | None = None
    word: Word | None = None
    presence: Presence | None = None


@dataclass(frozen=True, slots=True)
class Reason(Generic[Key]):
    """Why: a code and its numbers; words are made elsewhere.

    | code | says |
    |---|---|
    | said | asked whether there is enough of `kind`, the user said `said` |
    | nobody | there is nobody for `kind` |
    | some | there are only `count` of the `of` who are wished for `kind` |
    | rests_on | `kind` rests on one person: `key`, None where they are not to be named |
    | gave | they gave `kind` in `count` moments |
    | gives | the user's own mark says that they give `kind` |
    | warm | `count` moments with them felt good |
    | shared | `count` people who are closer know them |
    | helped | they gave something in `count` moments, the last `days` days ago, and no thanks is noted since |
    | afar | only `count` of the last `of` moments were in person |
    | nobody_fits | of nobody in the wider rings it is known that they could be there for `kind` |
    | unmarked | the user has not said yet what they give |
    """

    code: Code
    kind: int = 0
    count: int = 0
    of: int = 0
    days: int = 0
    said: Said | None = None
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class NextStep(Generic[Key]):
    """One small step.

    | sort | says | smallest |
    |---|---|---|
    | closer | come closer to `key`, for `kind` | say_hello after a long silence, else ask_one_thing |
    | thank | thank `key` | one_line |
    | meet | meet `key` instead of writing | ten_minutes |
    | look | look for `kind` in communities | read_about_one |
    | mark | say whether `key` gives `kind`, before one looks elsewhere; put in by who knows all marks | one_tick |

    `unknown`: their_wish (whether they would like it), thanked_otherwise (perhaps it was said and not noted),
    what_is_near (whether there is such a community).
    """

    sort: Sort
    key: Key | None
    kind: int
    smallest: Small
    reasons: tuple[Reason[Key], ...]
    unknown: tuple[UnknownCode, ...]


def next_steps(
    now: Adequacy[Key], ties: Iterable[Tie[Key]], knows: Iterable[tuple[Key, Key]], *, today: date
) -> list[NextStep[Key]]:
    """At most three steps, whatever the order of `ties`; each person in one of them at most.

    Only people who are active and allowed: nobody paused, ended, unsafe or dead. The greatest hole first, then a
    thanks, then a meeting; other holes take the places that are left. Equals are settled by day and key: the same
    all day, others tomorrow.
    """
    free = [tie for tie in ties if tie.allowed and tie.state == "active"]
    free.sort(key=lambda tie: (crc32(f"{today.toordinal()} {tie.key}".encode()), str(tie.key)))
    named, shared = {tie.key for tie in free}, _shared(free, knows)
    finders: list[Callable[[Sequence[Tie[Key]]], NextStep[Key] | None]]
    finders = [partial(_for_hole, hole, named=named, shared=shared) for hole in _holes(now)]
    finders[1:1] = [partial(_thank, weighty=_rests_on(now), today=today), _meet]
    found: list[NextStep[Key]] = []
    for find in finders:
        taken = {step.key for step in found}
        step = find([tie for tie in free if tie.key not in taken]) if len(found) < MOST else None
        found += [step] if step else []
    return found


def _holes(now: Adequacy[Key]) -> list[Cover[Key]]:
    """What is missing, the most first: as the user said, then by the count; then kinds that rest on one person."""
    thin = [one for one in now.covers if one.rests_on is not None and one.said is None and one not in now.holes]
    said = {"very_short": 0, "bit_short": 1, None: 2}
    return sorted(now.holes, key=lambda one: (said.get(one.said, 2), one.coverage or 0)) + thin


def _rests_on(now: Adequacy[Key]) -> set[Key]:
    return {one.rests_on for one in now.covers if one.rests_on is not None}


def _shared(free: Iterable[Tie[Key]], knows: Iterable[tuple[Key, Key]]) -> dict[Key, int]:
    """By how many people who are closer to the user each is known."""
    near = {tie.key: _NEARNESS.get(tie.ring, 0) for tie in free}
    known = neighbours(near, knows)
    return {key: sum(near[other] > near[key] for other in others) for key, others in known.items()}


def _for_hole(
    hole: Cover[Key], free: Sequence[Tie[Key]], *, named: set[Key], shared: Mapping[Key, int]
) -> NextStep[Key]:
    """Someone of the wider rings who fits best, else the kind to look for."""
    why, kind = tuple(_why(hole, named)), hole.kind
    fitting = [tie for tie in free if _could_come_closer(tie, hole)]
    if not fitting:
        return NextStep("look", None, kind, "read_about_one", (*why, Reason("nobody_fits", kind)), ("what_is_near",))
    best = max(fitting, key=lambda tie: _fit(tie, kind, shared))
    smallest: Small = "say_hello" if best.word in {"drifting", "sleeping"} else "ask_one_thing"
    return NextStep("closer", best.key, kind, smallest, (*why, *_speaks_for(best, kind, shared)), ("their_wish",))


def _could_come_closer(tie: Tie[Key], hole: Cover[Key]) -> bool:
    """In a wider ring, known for the kind (or, where warmth is enough, warm), and not more draining than good.

    Whoever is marked for the kind is among those who were counted: they fill a hole only where the user said that
    there is one.
    """
    kind, marked = hole.kind, bool(tie.gives & hole.kind)
    known = bool(tie.gave.get(kind)) or bool(kind & BY_WARMTH and tie.warm >= WARM)
    fits = hole.said is not None if marked else known
    return fits and tie.ring in {"middle", "outer"} and tie.warm >= tie.drained


def _fit(tie: Tie[Key], kind: int, shared: Mapping[Key, int]) -> tuple[int, int, int, int, int]:
    marked = bool(tie.gives & kind)
    return tie.gave.get(kind, 0), marked, tie.warm - tie.drained, shared[tie.key], _NEARNESS[tie.ring]


def _thank(free: Sequence[Tie[Key]], *, weighty: set[Key], today: date) -> NextStep[Key] | None:
    """Whoever gave something lately and was not thanked since: first on whom a kind rests, then who gave most."""
    helped = [(tie, (today - tie.helped_on).days) for tie in free if tie.helped_on and _unthanked(tie, today)]
    if not helped:
        return None
    tie, days = max(helped, key=lambda one: (one[0].key in weighty, sum(one[0].gave.values()), -one[1]))
    why: Reason[Key] = Reason("helped", count=max(1, sum(tie.gave.values())), days=max(0, days))
    return NextStep("thank", tie.key, 0, "one_line", (why,), ("thanked_otherwise",))


def _unthanked(tie: Tie[Key], today: date) -> bool:
    if tie.helped_on is None or tie.helped_on <= today - THANKS_WITHIN:
        return False
    return tie.thanked_on is None or tie.thanked_on < tie.helped_on


def _meet(free: Sequence[Tie[Key]]) -> NextStep[Key] | None:
    """Someone close with whom it is mostly from afar; not after a long silence, where a word comes first."""
    apart = [(tie, tie.presence) for tie in free if tie.presence and _mostly_apart(tie)]
    if not apart:
        return None
    tie, how = max(apart, key=lambda one: (_NEARNESS[one[0].ring], -(one[1].share or 0)))
    of, met = how.reasons[0].moments, how.reasons[0].in_person
    why: Reason[Key] = Reason("afar", count=met, of=of)
    return NextStep("meet", tie.key, 0, "ten_minutes", (why,), ("their_wish",))


def _mostly_apart(tie: Tie[Key]) -> bool:
    apart = tie.presence is not None and tie.presence.word == "mostly from afar"
    return apart and tie.ring in {"inner", "middle"} and tie.word != "sleeping" and tie.warm >= tie.drained


def _why(hole: Cover[Key], named: set[Key]) -> Iterable[Reason[Key]]:
    kind, people, want = hole.kind, hole.people, hole.want
    if hole.said is not None:
        yield Reason("said", kind, said=hole.said)
    if hole.missing:
        yield Reason("some", kind, people, want) if people else Reason("nobody", kind, of=want)
    if hole.rests_on is not None:
        yield Reason("rests_on", kind, key=hole.rests_on if hole.rests_on in named else None)


def _speaks_for(tie: Tie[Key], kind: int, shared: Mapping[Key, int]) -> Iterable[Reason[Key]]:
    if tie.gave.get(kind):
        yield Reason("gave", kind, tie.gave[kind])
    if tie.gives & kind:
        yield Reason("gives", kind)
    if tie.warm:
        yield Reason("warm", count=tie.warm)
    if shared[tie.key]:
        yield Reason("shared", count=shared[tie.key])
