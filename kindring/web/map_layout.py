"""Where each person stands on the map: three rings around "you" in a box of 800 by 800, ready to be drawn.

Lengths are units of that box, y grows downwards. Everything here is arithmetic on its arguments: the same
people give the same map, in whatever order they come. `map_fit` says how large the discs are and where their
rows run, `map_labels` which names have room.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from math import cos, pi, sin, sqrt, tau
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup

from kindring.web.map_fit import SMALLEST, YOU_ROOM, Circle, Disc, circles_for, what_fits
from kindring.web.map_labels import ASCENT, Sheet, box_around, width_of

SIZE = 800
CENTRE = SIZE / 2
RINGS = ("inner", "middle", "outer")
NAMES = MappingProxyType({"inner": "closest", "middle": "close", "outer": "wider"})
ROLES = ("family", "partner", "friend", "colleague", "neighbour", "community", "professional", "other", "")
KINDS = (("emotional", 1), ("practical", 2), ("informational", 4), ("companionship", 8))
ROLE_PLACE = {role: place for place, role in enumerate(ROLES)}
NAME_SIZE, YOU_SIZE = 20.0, 26.0  # of the words on a phone, as large as css/map.css makes them there
DESK = 0.8  # how large they are elsewhere
YOU_BELOW = 7.0  # baseline of "you", counted from the centre
ROOMY = 19.0  # labels of this size can be read on a phone too; css/map.css leaves out others there
LINE_ROOM = 4.0  # how far the corners of a ring's name may stand out over its line
ARC_GAP = 0.13  # share of a quarter left open at each end of an arc


@dataclass(frozen=True, slots=True)
class Node:
    """A person to place. `gives` adds up the bits of KINDS; `pale` is 0 (in rhythm) to 3 (sleeping)."""

    key: str
    initials: str
    label: str
    ring: str
    role: str = ""
    gives: int = 0
    pale: int = 0
    spoken: str = ""  # the whole accessible name: "Mira, closest, gives emotional and company"


class Placed(NamedTuple):
    """A person on the map. `label` is '' where it found no room; `label_y` is its baseline, from y on."""

    key: str
    x: float
    y: float
    r: float
    initials: str
    label: str
    label_y: float
    full_label: str
    spoken: str
    ring: str
    pale: int
    arcs: Markup  # the arcs as SVG, drawn around 0,0


class Ring(NamedTuple):
    """A ring and its people, clockwise from the top. `radius` is that of the line around it."""

    key: str
    name: str
    name_y: float
    radius: float
    text: float  # size of the initials
    stroke: float  # width of the arcs
    hit: float  # radius within which a click means this person and no other
    people: tuple[Placed, ...]


class Layout(NamedTuple):
    """The whole map. `only_listed` counts the people who found no place and are in the list alone."""

    rings: tuple[Ring, ...]
    label_text: float
    roomy: bool  # few people: labels stay readable on a phone
    only_listed: int

    @property
    def placed(self) -> tuple[Placed, ...]:
        return tuple(chain.from_iterable(ring.people for ring in self.rings))


class Spot(NamedTuple):
    """Where a person's disc has its centre."""

    node: Node
    x: float
    y: float


def lay_out(nodes: Iterable[Node], *, names: Mapping[str, str] = NAMES) -> Layout:
    """The map of these people; `names` are the rings' words on the page, by ring.

    Where not all fit, the largest rings are cut first, and in each those given first stay. Someone whose ring is
    not one of RINGS is only listed.
    """
    given: dict[str, list[Node]] = {ring: [] for ring in RINGS}
    missing = 0
    for node in nodes:
        if node.ring in given:
            given[node.ring].append(node)
        else:
            missing += 1
    wanted = [len(people) for people in given.values()]
    widths = [width_of(names[ring], NAME_SIZE) for ring in RINGS]
    counts = what_fits(wanted, widths)
    kept = [node for people, count in zip(given.values(), counts, strict=True) for node in people[:count]]
    circles = circles_for(counts, widths)
    return drawn(spread(kept, circles), circles, names, missing + sum(wanted) - len(kept))


def spread(people: Iterable[Node], circles: Sequence[Circle]) -> list[list[Spot]]:
    """Everybody's place, ring by ring, clockwise from the top in the order of roles.

    Each row is even, then pulled a little towards where each would stand if all people stood in one circle with
    a pause between two roles: so a role looks about the same way in every ring.
    """
    rings: dict[str, list[tuple[Node, float]]] = {ring: [] for ring in RINGS}
    order = sorted(people, key=_order)
    roles = list(accumulate((a.role != b.role for a, b in pairwise(order)), initial=0))
    for rank, (node, role) in enumerate(zip(order, roles, strict=False)):
        rings[node.ring].append((node, tau * (rank + role + 0.5) / (len(order) + roles[-1])))
    spots = []
    for circle, members in zip(circles, rings.values(), strict=True):
        slots = sorted((angle, row.radius, row.play) for row in circle.rows for angle in row.places)
        ring = [
            _spot(node, angle + play * (home - angle), radius)
            for (node, home), (angle, radius, play) in zip(members, slots, strict=True)
        ]
        spots.append(ring)
    return spots


def _order(node: Node) -> tuple[int, str, str]:
    return ROLE_PLACE.get(node.role, len(ROLES) - 1), node.label, node.key


def _spot(node: Node, angle: float, radius: float) -> Spot:
    return Spot(node, round(CENTRE + radius * sin(angle), 1), round(CENTRE - radius * cos(angle), 1))


def drawn(
    spots: Sequence[Sequence[Spot]], circles: Sequence[Circle], names: Mapping[str, str], only_listed: int
) -> Layout:
    """The places with their words and arcs."""
    text = round(10.5 + (circles[1].disc.r - SMALLEST) * 0.46, 1)
    roomy = text >= ROOMY
    # Labels meet the large words of a phone only where labels are shown there.
    sheet = sheet_with(spots, circles, names, 1.0 if roomy else DESK)
    rings = []
    for ring, circle, members in zip(RINGS, circles, spots, strict=True):
        disc, baseline = circle.disc, name_y(circle.line, names[ring])
        people = tuple(_placed(spot, disc, sheet, text) for spot in members)
        rings.append(Ring(ring, names[ring], baseline, circle.line, disc.text, disc.stroke, circle.hit, people))
    return Layout(tuple(rings), text, roomy, only_listed)


def sheet_with(
    spots: Sequence[Sequence[Spot]], circles: Sequence[Circle], names: Mapping[str, str], share: float
) -> Sheet:
    """All that labels have to keep off: "you" and the names, at this share of their size on a phone; the discs."""
    sheet = Sheet(SIZE)
    sheet.add_words(box_around(CENTRE, CENTRE + YOU_BELOW, YOU_ROOM * 2, YOU_SIZE))
    for ring, circle, members in zip(RINGS, circles, spots, strict=True):
        size, name = NAME_SIZE * share, names[ring]
        sheet.add_words(box_around(CENTRE, name_y(circle.line, name), width_of(name, size), size))
        for _, x, y in members:
            sheet.add_disc(x, y, circle.disc.reach)
    return sheet


def name_y(line: float, name: str) -> float:
    """The baseline of a ring's name, inside its line; a long name stands lower, where the ring is as wide."""
    highest = line - 0.15 * NAME_SIZE
    fits = sqrt(max(0.0, (line + LINE_ROOM) ** 2 - (width_of(name, NAME_SIZE) / 2) ** 2))
    return round(CENTRE - min(highest, fits) + ASCENT * NAME_SIZE, 1)


def _placed(spot: Spot, disc: Disc, sheet: Sheet, size: float) -> Placed:
    node, x, y = spot
    label, label_y = sheet.label(node.label, x, y, disc.reach, size)
    return Placed(
        key=node.key,
        x=x,
        y=y,
        r=disc.r,
        initials=node.initials,
        label=label,
        label_y=round(label_y, 1),
        full_label=node.label,
        spoken=node.spoken or node.label,
        ring=node.ring,
        pale=node.pale,
        arcs=arcs_of(disc, node.gives),
    )


@lru_cache(maxsize=2048)
def arcs_of(disc: Disc, gives: int) -> Markup:
    """The arcs of the kinds in `gives` around 0,0, a quarter each, clockwise from the top: KINDS in order."""
    return Markup("").join(
        Markup('<path class="arc {}" d="{}"/>').format(kind, quarter(disc.arc, place))
        for place, (kind, bit) in enumerate(KINDS)
        if gives & bit
    )


def quarter(radius: float, place: int) -> str:
    """SVG path data of a quarter of a circle, a little shorter at both ends; place 0 is the top right."""
    begin, end = ((place + part) * pi / 2 for part in (ARC_GAP, 1 - ARC_GAP))
    x0, y0, x1, y1 = radius * sin(begin), -radius * cos(begin), radius * sin(end), -radius * cos(end)
    return f"M{x0:.1f} {y0:.1f}A{radius:.1f} {radius:.1f} 0 0 1 {x1:.1f} {y1:.1f}"
