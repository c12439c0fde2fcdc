"""Give and take, in words: between the user and one person, and over all.

No ledger: nothing is owed, nothing adds up to a debt. An act is a moment in which some support went one way; one in
which it went both ways is an act of each. Among the closest nobody counts, so the inner ring is left out unless the
user wants it. Source: DESIGN section 6, "Per network".
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Generic, Literal, TypeVar

from kindring.engine.intervals import Interval, side, wilson

Key = TypeVar("Key", bound=Hashable)

SPAN = timedelta(days=182)
FEWEST = 4  # acts, below which nothing is said
WIDE = 1 / 3  # of an interval: from here on "about even" also means that little is known yet

Word = Literal["about even", "you give more", "you receive more", "too early to say"]
UnknownCode = Literal["no_record", "too_few", "wide", "inner_left_out"]

_WORDS: dict[int, Word] = {1: "you give more", 0: "about even", -1: "you receive more"}


@dataclass(frozen=True, slots=True)
class Flow(Generic[Key]):
    """Acts with `people` on a day, or in the period that begins on it: how often the user gave and received."""

    people: tuple[Key, ...]
    day: date
    given: int = 0
    received: int = 0


@dataclass(frozen=True, slots=True)
class Unknown:
    """What is not known, or left out.

    | code | says |
    |---|---|
    | no_record | nothing that went either way is noted in this span |
    | too_few | only `count` acts: at least 4 are needed before a word means something |
    | wide | the interval of `count` acts is wider than a third, so that the next few may change the word |
    | inner_left_out | `count` people of the closest ring are not weighed |
    """

    code: UnknownCode
    count: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the user gave `given` times and received `received` times in `days`."""

    given: int
    received: int
    days: int


@dataclass(frozen=True, slots=True)
class Balance:
    """How give and take stand.

    word       uneven only where the whole interval lies on one side of a half
    share      given / all acts; None below 4 acts
    balance    (given - received) / all acts, -1 to 1; None below 4 acts
    interval   80 % interval of `share`; None below 4 acts
    reasons    the counts, if a word is said; `unknown` says why none is, or how little it rests on
    """

    word: Word
    share: float | None
    balance: float | None
    interval: Interval | None
    reasons: tuple[Reason, ...]
    unknown: tuple[Unknown, ...]


@dataclass(frozen=True, slots=True)
class GiveAndTake(Generic[Key]):
    """Over all, and with each person of whom some act is noted; in no order."""

    overall: Balance
    by_person: Mapping[Key, Balance]


def balance(given: int, received: int, *, days: int = SPAN.days) -> Balance:
    """Give and take from the numbers of acts in `days`; ValueError for one below 0."""
    if min(given, received) < 0:
        raise ValueError(f"{given} given, {received} received")
    acts = given + received
    if acts < FEWEST:
        few = Unknown("too_few", acts) if acts else Unknown("no_record")
        return Balance("too early to say", None, None, None, (), (few,))
    interval, counted = wilson(given, acts), Reason(given, received, days)
    wide = (Unknown("wide", acts),) if interval[1] - interval[0] > WIDE else ()
    return Balance(_WORDS[side(interval)], given / acts, (given - received) / acts, interval, (counted,), wide)


def give_and_take(
    flows: Iterable[Flow[Key]],
    rings: Mapping[Key, str],
    *,
    today: date,
    span: timedelta = SPAN,
    with_inner: bool = False,
) -> GiveAndTake[Key]:
    """Give and take in the last `span`, today counted.

    `rings` holds whoever may be weighed and their ring ('' for none): someone who is unsafe, has ended or has died is
    not in it, and acts with them count nowhere. Of the inner ring only `with_inner`. An act with several people is
    one act over all, and one with each of them.
    """
    weighed = {key for key, ring in rings.items() if with_inner or ring != "inner"}
    overall, by_person = _counts(flows, weighed, after=today - span)
    found = balance(*overall, days=span.days)
    out = len(rings) - len(weighed)
    if out:
        found = replace(found, unknown=(*found.unknown, Unknown("inner_left_out", out)))
    return GiveAndTake(found, {key: balance(*acts, days=span.days) for key, acts in by_person.items()})


def _counts(
    flows: Iterable[Flow[Key]], weighed: set[Key], *, after: date
) -> tuple[tuple[int, int], dict[Key, tuple[int, int]]]:
    given = received = 0
    by_person: dict[Key, tuple[int, int]] = {}
    for flow in flows:
        people = weighed.intersection(flow.people)
        if not people or flow.day <= after or not (flow.given or flow.received):
            continue
        given, received = given + flow.given, received + flow.received
        for key in people:
            so_far = by_person.get(key, (0, 0))
            by_person[key] = so_far[0] + flow.given, so_far[1] + flow.received
    return (given, received), by_person
