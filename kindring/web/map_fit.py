"""How large the discs on the map can be, and on which circles they stand. Lengths are units of the map's box.

A ring holds one or more rows of people. A row goes once round, but the outermost row of a ring leaves a gap
at the top for the ring's name. The largest discs with which all rings fit into the box are taken; what then is
left of the box is shared out. `names` are the widths of the rings' names, and like counts go from the inside out.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from math import asin, pi, sin, tau
from typing import NamedTuple

EDGE = 392.0  # radius of the outermost line
YOU_ROOM = 34.0  # radius kept free around the word "you"
EMPTY = (84.0, 44.0, 44.0)  # thickness of a ring without people: its name, and where to drop someone
USUAL = (140.0, 122.0, 130.0)  # thickness of the rings where there is room for everything
SMALLEST, LARGEST = 11.0, 36.0  # radius of a disc in the middle ring
STEPS = 2  # sizes tried per unit
BY_RING = (1.15, 1.0, 0.88)  # the closer, the larger
SHARES = (1.0, 1.5, 2.0)  # of the rings, where not everybody fits
ENOUGH = 30.0  # radius of a comfortable target
TOWARDS_ROLE = 0.35  # how far people leave their even places for the direction of their role


class Disc(NamedTuple):
    """How large the people of a ring are drawn."""

    r: float
    arc: float  # radius of the arcs' middle line
    stroke: float  # width of the arcs
    reach: float  # radius of all that is drawn
    pitch: float  # least distance between two centres
    inside: float  # between the next line inwards and the discs
    outside: float  # between the discs and their own line; holds a label at the bottom where discs are large
    text: float  # size of the initials


Discs = tuple[Disc, Disc, Disc]


def disc_of(radius: float) -> Disc:
    stroke = min(4.5, 2 + radius / 10)
    arc = radius + 1.5 + stroke / 2
    reach = arc + stroke / 2
    breath = 3 + (radius - SMALLEST)
    text = min(24.0, 5.2 + radius / 2)
    parts = (radius, arc, stroke, reach, 2 * reach + breath, 3 + breath / 2, 3 + breath * 0.85, text)
    return Disc(*(round(part, 2) for part in parts))


def discs_of(middle: float) -> Discs:
    inner, middle, outer = (max(SMALLEST, middle * share) for share in BY_RING)
    return disc_of(inner), disc_of(middle), disc_of(outer)


LEVELS = tuple(discs_of(SMALLEST + step / STEPS) for step in range(int(STEPS * (LARGEST - SMALLEST)) + 1))


class Row(NamedTuple):
    """People round a circle. Angles are radians, clockwise from the top."""

    radius: float
    people: int
    step: float  # least angle between two people
    top: float  # angle kept free on either side of the top
    alone: bool  # the only row of its ring

    @property
    def gap(self) -> float:
        """What the top takes away on either side beyond the half place that is free there anyway."""
        return max(0.0, (self.people * self.top - pi) / (self.people - 1)) if self.people > 1 else 0.0

    @property
    def play(self) -> float:
        """The share of the way that all may go towards other angles in the same order without touching.

        0 in a full row. People in several rows stay on their even places, which looks calmer.
        """
        taken = self.people * max(self.step / tau, self.top / pi)
        return max(0.0, min(TOWARDS_ROLE, 1 - taken)) if self.alone else 0.0

    @property
    def places(self) -> list[float]:
        """The even angles."""
        gap, each = self.gap, (tau - 2 * self.gap) / (self.people or 1)
        return [gap + each * (place + 0.5) for place in range(self.people)]

    @property
    def half_space(self) -> float:
        """Half the least distance between two neighbours."""
        angle = (1 - self.play) * (tau - 2 * self.gap) / self.people if self.people > 1 else pi
        return self.radius * sin(angle / 2)


class Circle(NamedTuple):
    """A ring's line and what stands inside it."""

    line: float
    disc: Disc
    rows: tuple[Row, ...]

    @property
    def hit(self) -> float:
        """Radius round each disc that no other such circle touches, not larger than anyone needs."""
        between = [(b.radius - a.radius) / 2 for a, b in pairwise(self.rows)]
        around = [row.half_space for row in self.rows]
        wished = max(ENOUGH, self.disc.reach + 4)
        return round(min(wished, self.disc.reach + self.disc.inside, *between, *around) - 0.05, 1)


class Band(NamedTuple):
    """A ring at its thinnest: its rows, how far the first moves outwards, and the thickness this takes."""

    rows: int
    push: float
    thickness: float


@lru_cache(maxsize=256)
def what_fits(wanted: tuple[int, ...], names: tuple[float, ...]) -> tuple[int, ...]:
    """How many of each ring fit with the smallest discs; small rings are kept whole."""
    if plan(wanted, LEVELS[0], names):
        return wanted
    low, high = 0, max(wanted)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if plan(capped(wanted, middle), LEVELS[0], names) else (low, middle)
    return capped(wanted, low)


def capped(wanted: Sequence[int], most: int) -> tuple[int, ...]:
    """At most `most` in the inner ring, and more in the wider ones, which have longer rows."""
    return tuple(min(count, int(most * share)) for count, share in zip(wanted, SHARES, strict=True))


def circles_for(counts: Sequence[int], names: Sequence[float]) -> tuple[Circle, ...]:
    """The rings with the largest discs that fit, but not larger than looks calm with so many people."""
    calm = (LARGEST - SMALLEST) * (4 / max(4, sum(counts))) ** 0.35
    low, high = 0, int(STEPS * calm) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if plan(counts, LEVELS[middle], names) else (low, middle)
    return stretched(counts, LEVELS[low], plan(counts, LEVELS[low], names), names)


def plan(counts: Sequence[int], discs: Discs, names: Sequence[float]) -> tuple[Band, ...]:
    """The thinnest rings for so many discs of these sizes; () where they would not fit into the box."""
    bands: list[Band] = []
    line = 0.0
    for place, (count, disc, name) in enumerate(zip(counts, discs, names, strict=True)):
        free = disc.inside if place else YOU_ROOM
        rows, push = rows_for(count, line + free + disc.reach, disc, name)
        needed = free + 2 * disc.reach + push + (rows - 1) * disc.pitch + disc.outside
        bands.append(Band(rows, push, needed if count else EMPTY[place]))
        line += bands[-1].thickness
        if line > EDGE:
            return ()
    return tuple(bands)


def rows_for(count: int, start: float, disc: Disc, name: float) -> tuple[int, float]:
    """The fewest rows from radius `start` on that hold `count` discs, and how far they move outwards."""
    rows = 0
    while count:
        rows += 1
        for push in (0.0, disc.pitch / 4, disc.pitch / 2, disc.pitch * 3 / 4):
            if sum(capacities(radii_of(rows, start + push, disc.pitch), disc, name)) >= count:
                return rows, push
    return rows, 0.0


def radii_of(rows: int, start: float, between: float) -> list[float]:
    return [start + row * between for row in range(rows)]


def capacities(radii: Sequence[float], disc: Disc, name: float) -> list[int]:
    """How many people each row holds; the outermost leaves room for the ring's name."""
    return [capacity(*angles(radius, disc, name if radius == radii[-1] else 0.0)) for radius in radii]


def angles(radius: float, disc: Disc, name: float) -> tuple[float, float]:
    """(least angle between two neighbours, angle to keep free on either side of the top)."""
    step = 2 * asin(min(1.0, disc.pitch / 2 / radius))
    return step, asin(min(1.0, (name / 2 + disc.reach + 3) / radius)) if name else 0.0


def capacity(step: float, top: float) -> int:
    return int(min(tau / step, 1 + (tau - 2 * top) / step) + 1e-9)


def stretched(
    counts: Sequence[int], discs: Discs, bands: Sequence[Band], names: Sequence[float]
) -> tuple[Circle, ...]:
    """The rings as they are drawn: they fill the box, and their rows are as far apart as that allows."""
    circles, line = [], 0.0
    for count, disc, band, name, thickness in zip(counts, discs, bands, names, share_out(bands), strict=True):
        step = (thickness - band.thickness) / (band.rows + 1)
        start = line + (disc.inside if line else YOU_ROOM) + disc.reach + band.push + step
        radii = radii_of(band.rows, start, disc.pitch + step)
        line += thickness
        circles.append(Circle(round(line, 1), disc, filled(count, radii, disc, name)))
    return tuple(circles)


def share_out(bands: Sequence[Band]) -> list[float]:
    """The final thickness of each ring: what it needs, then up to the usual, then by its rows."""
    spare = EDGE - sum(band.thickness for band in bands)
    lacks = [max(0.0, usual - band.thickness) for band, usual in zip(bands, USUAL, strict=True)]
    part = min(1.0, spare / (sum(lacks) or 1.0))
    rest = (spare - part * sum(lacks)) / sum(band.rows + 1 for band in bands)
    return [band.thickness + part * lack + rest * (band.rows + 1) for band, lack in zip(bands, lacks, strict=True)]


def filled(count: int, radii: Sequence[float], disc: Disc, name: float) -> tuple[Row, ...]:
    """The rows with their people, shared in proportion to what each can hold, so that none gets more."""
    room = list(accumulate(capacities(radii, disc, name), initial=0))
    ends = [count * so_far // (room[-1] or 1) for so_far in room]
    return tuple(
        Row(radius, end - begin, *angles(radius, disc, name if radius == radii[-1] else 0.0), len(radii) == 1)
        for radius, (begin, end) in zip(radii, pairwise(ends), strict=True)
    )
