"""What changed between readings of one score: words only after two readings in a row, or the published least change.

One reading is weather. So nothing is said of the last one alone, unless a source gives the change that is worth
a word. The two steps below are our own choice, no published figure, and the page does not call them one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Literal, NamedTuple

Direction = Literal["higher", "lower", "same", "early"]
BEFORE = 8  # readings that "before" looks back on
LOOKED_AT = BEFORE + 2  # the latest readings; what came before them changes nothing
FEWEST = 3  # one before, and two in a row
STEP = 10  # a tenth of the range at least


class Reading(NamedTuple):
    """A whole score on a day (`date.toordinal()`)."""

    day: int
    value: int


@dataclass(frozen=True)
class Change:
    """`direction` "early" is too early to say. `since` is the day with which the last two readings are compared.

    `by` is how far the last reading lies from what was before; `published` says that a published least change
    decided, else it was two readings in a row.
    """

    direction: Direction
    since: int | None = None
    by: float = 0
    published: bool = False


def change(readings: Sequence[Reading], *, width: int, least: int | None) -> Change:
    """What changed, from readings in the order of days. `width` is the range of the score, `least` its published
    least change (None where there is none)."""
    if least is not None and len(readings) >= 2:
        before, last = readings[-2:]
        if abs(last.value - before.value) >= least:
            return Change(_way(last.value - before.value), before.day, last.value - before.value, published=True)
    if len(readings) < FEWEST:
        return Change("early")
    earlier = readings[:-2][-BEFORE:]
    usual, step = median(one.value for one in earlier), max(1, ceil(width / STEP))
    gaps = [one.value - usual for one in readings[-2:]]
    both = all(gap >= step for gap in gaps) or all(gap <= -step for gap in gaps)
    return Change(_way(gaps[-1]) if both else "same", earlier[0].day, gaps[-1])


def _way(gap: float) -> Direction:
    return "higher" if gap > 0 else "lower"
