"""How two people are in touch: face to face, by voice, in writing; and how much of it is in person.

Words for a choice ("we might meet instead"), never a mark. Where two can only be in touch from afar, nothing is said
of meeting. Source: DESIGN section 6, "Per network".
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Generic, Literal, TypeVar

from kindring.engine.intervals import Interval, side, wilson

Key = TypeVar("Key", bound=Hashable)

SPAN = timedelta(days=90)
FEWEST = 5  # moments whose way is known, below which nothing is shown
IN_PERSON = "in_person"
WAYS = (IN_PERSON, "video", "call", "message", "letter")

Word = Literal["mostly in person", "some of both", "mostly from afar", "too early to say"]
UnknownCode = Literal["no_record", "too_few", "way_not_said", "only_remote"]

_WORDS: dict[int, Word] = {1: "mostly in person", 0: "some of both", -1: "mostly from afar"}


@dataclass(frozen=True, slots=True)
class Contact(Generic[Key]):
    """Moments with `people` on a day, or in the period that begins on it; `way` is '' where it was not said."""

    people: tuple[Key, ...]
    day: date
    way: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Unknown:
    """What is not known, or left out.

    | code | says |
    |---|---|
    | no_record | no moment whose way is known |
    | too_few | only `count` such moments: at least 5 are needed before a share means something |
    | way_not_said | of `count` moments it is not said how |
    | only_remote | `count` people with whom one can only be in touch from afar are left out |
    """

    code: UnknownCode
    count: int = 0


@dataclass(frozen=True, slots=True)
class WayShare:
    """One way of being in touch: `times` of all moments, and the 80 % interval of that share."""

    way: str
    times: int
    share: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: `in_person` of `moments` in `days` were in person."""

    in_person: int
    moments: int
    days: int


@dataclass(frozen=True, slots=True)
class Presence:
    """How being in touch divides.

    word       one-sided only where the whole interval lies on one side of a half
    share      of the moments whose way is known, those in person; None below 5
    interval   80 % interval of `share`; None below 5
    times      moments by each way that occurred; {} below 5
    reasons    the counts, if a word is said; `unknown` says why none is
    """

    word: Word
    share: float | None
    interval: Interval | None
    times: Mapping[str, int]
    reasons: tuple[Reason, ...]
    unknown: tuple[Unknown, ...]

    @property
    def ways(self) -> tuple[WayShare, ...]:
        """The balance of ways, the most frequent first; () below 5 moments."""
        moments = sum(self.times.values())
        shares = [WayShare(way, some, some / moments, wilson(some, moments)) for way, some in self.times.items()]
        return tuple(sorted(shares, key=lambda one: -one.times))

    @property
    def shown(self) -> bool:
        return self.share is not None


@dataclass(frozen=True, slots=True)
class InTouch(Generic[Key]):
    """Over all, and with each person with whom a moment is noted; in no order."""

    overall: Presence
    by_person: Mapping[Key, Presence]


def presence(times: Mapping[str, int], *, days: int = SPAN.days) -> Presence:
    """How `times` by way ('' where it was not said) divide, counted in `days`.

    ValueError for a way that is none of the five, and for a number below 0.
    """
    strange = [way for way, count in times.items() if way not in {*WAYS, ""} or count < 0]
    if strange:
        raise ValueError(f"moments by {strange}")
    known = {way: times[way] for way in WAYS if times.get(way)}
    moments, unsaid = sum(known.values()), times.get("", 0)
    unknown = (Unknown("way_not_said", unsaid),) if unsaid else ()
    if moments < FEWEST:
        few = Unknown("too_few", moments) if moments else Unknown("no_record")
        return Presence("too early to say", None, None, {}, (), (few, *unknown))
    met = known.get(IN_PERSON, 0)
    interval = wilson(met, moments)
    return Presence(_WORDS[side(interval)], met / moments, interval, known, (Reason(met, moments, days),), unknown)


def in_touch(
    contacts: Iterable[Contact[Key]],
    people: Collection[Key],
    *,
    today: date,
    span: timedelta = SPAN,
    only_remote: Collection[Key] = (),
) -> InTouch[Key]:
    """How the user was in touch in the last `span`, today counted.

    `people` are those who may be looked at: someone who is unsafe, has ended or has died is not among them. Those in
    `only_remote` are left out, and moments with nobody but them. A moment with several people is one over all.
    """
    looked_at = set(people).difference(only_remote)
    overall, by_person = _counts(contacts, looked_at, after=today - span)
    found, out = presence(overall, days=span.days), len(set(people)) - len(looked_at)
    if out:
        found = replace(found, unknown=(*found.unknown, Unknown("only_remote", out)))
    return InTouch(found, {key: presence(times, days=span.days) for key, times in by_person.items()})


def _counts(
    contacts: Iterable[Contact[Key]], looked_at: set[Key], *, after: date
) -> tuple[dict[str, int], dict[Key, dict[str, int]]]:
    overall: dict[str, int] = {}
    by_person: dict[Key, dict[str, int]] = {}
    for contact in contacts:
        present = looked_at.intersection(contact.people)
        if not present or contact.day <= after:
            continue
        way, times = contact.way, contact.times
        overall[way] = overall.get(way, 0) + times
        for key in present:
            if key not in by_person:
                by_person[key] = {}
            by_person[key][way] = by_person[key].get(way, 0) + times
    return overall, by_person
