"""Who comes first on Today: the few people whose silence weighs most, never the same ones every day."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from heapq import nsmallest
from math import ceil, sqrt
from typing import Generic, TypeVar
from zlib import crc32

from kindring.engine.rhythm import SPARE, Outlook, Reason

Key = TypeVar("Key", bound=Hashable)

RING_WEIGHT = {"inner": 3, "middle": 2, "outer": 1}
MOST = 3
LEAST_REST = 3  # days


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Key]):
    """Someone who may be shown. `key` is the caller's, with a `str()` of its own (an id).

    `rests_until` is the first day (ordinal) on which they may be shown again. Whoever is paused, ended,
    unsafe or has died is not made a candidate.
    """

    key: Key
    outlook: Outlook
    ring: str
    rests_until: int | None = None


@dataclass(frozen=True, slots=True)
class Choice(Generic[Key]):
    """Someone to show: the score that placed them, what it is made of, and why in words to come.

    score = weight (3, 2, 1 by ring) * sqrt(outlook.days_a_month) * outlook.risk; no unit, not for showing.
    """

    key: Key
    score: float
    weight: int
    outlook: Outlook

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The outlook's, the one that decides first."""
        return self.outlook.reasons


def choose(candidates: Iterable[Candidate[Key]], *, today: int, limit: int = MOST) -> list[Choice[Key]]:
    """At most `limit` people for `today` (ordinal), highest score first, whatever the order of `candidates`.

    Equal scores, as after an import, are settled by day and key: the same all day, others tomorrow.
    """
    fitting = (candidate for candidate in candidates if may_be_shown(candidate, today))
    return nsmallest(max(0, limit), map(_weigh, fitting), key=lambda choice: _place(choice, today))


def may_be_shown(candidate: Candidate[Key], today: int) -> bool:
    """In a ring, not left to rest, not resting since last shown, silent for half the shorter of gap and wish.

    The wish counts here because it always wins: wished every 7 days, usually 30, day 8 is not too early.
    """
    outlook = candidate.outlook
    rests = candidate.rests_until is not None and today < candidate.rests_until
    return outlook.suggestible and not rests and outlook.silent + SPARE >= outlook.shorter_gap / 2


def rest_days(outlook: Outlook) -> int:
    """Days for which a shown name rests: half the shorter of usual gap and wish, rounded up, at least 3."""
    return max(LEAST_REST, ceil(outlook.shorter_gap / 2 - SPARE))


def _weigh(candidate: Candidate[Key]) -> Choice[Key]:
    outlook, weight = candidate.outlook, RING_WEIGHT[candidate.ring]
    return Choice(candidate.key, weight * sqrt(outlook.days_a_month) * outlook.risk, weight, outlook)


def _place(choice: Choice[Key], today: int) -> tuple[float, int, str]:
    key = str(choice.key)
    return -choice.score, crc32(f"{today} {key}".encode()), key
