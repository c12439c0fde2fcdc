"""The map of people: three rings around "you" in a box of 800 by 800, ready to be drawn.

Lengths are units of that box, y grows downwards. Everything here is arithmetic on its arguments: the same
people give the same map, in whatever order they come. `map_fit` says how large the discs are and where their
rows run, `map_labels` which names have room, `map_ground` where everybody stands; here they get their names.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from math import cos, pi, sin
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup

from kindring.lib.quiet import quiet
from kindring.web.map_fit import Circle, Disc, what_fits
from kindring.web.map_ground import NAME_SIZE, Figure, Stand, ground_for
from kindring.web.map_labels import lengths_of, letters_of, width_of

RINGS = ("inner", "middle", "outer")
NAMES = MappingProxyType({"inner": "closest", "middle": "close", "outer": "wider"})
ROLES = ("family", "partner", "friend", "colleague", "neighbour", "community", "professional", "other", "")
KINDS = (("emotional", 1), ("practical", 2), ("informational", 4), ("companionship", 8))
RING_PLACE = {ring: place for place, ring in enumerate(RINGS)}
ROLE_PLACE = {role: place for place, role in enumerate(ROLES)}
_NO_ROLE = len(ROLES) - 1
ARC_GAP = 0.13  # share of a quarter left open at each end of an arc


class Node(NamedTuple):
    """A person to place. `gives` adds up the bits of KINDS; `pale` is 0 (in rhythm) to 3 (sleeping)."""

    key: str
    initials: str
    label: str
    ring: str
    role: str = ""
    gives: int = 0
    pale: int = 0
    spoken: str = ""  # the whole accessible name: "Mira, closest, gives emotional and company"

    def __repr__(self) -> str:
        return quiet(self)


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

    def __repr__(self) -> str:
        return quiet(self)


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


def lay_out(nodes: Iterable[Node], *, names: Mapping[str, str] = NAMES) -> Layout:
    """The map of these people; `names` are the rings' words on the page, by ring.

    Where not all fit, the largest rings are cut first, and in each those given first stay. Someone whose ring is
    not one of RINGS is only listed.
    """
    everyone = list(nodes)
    lengths = tuple(letters_of(names[ring]) for ring in RINGS)
    people = sorted(_those_who_fit(everyone, lengths), key=_order)
    labels = [lengths_of(node.label) for node in people]
    ground = ground_for(tuple(map(_figure, people, labels)), lengths)
    circles = dict(zip(RINGS, ground.circles, strict=True))
    rings: dict[str, list[Placed]] = {ring: [] for ring in RINGS}
    for node, written, stand in zip(people, labels, ground.stands, strict=True):
        rings[node.ring].append(_placed(node, written, stand, circles[node.ring].disc))
    drawn = (
        _ring(ring, names[ring], y, circles[ring], rings[ring]) for ring, y in zip(RINGS, ground.names_y, strict=True)
    )
    return Layout(tuple(drawn), ground.label_text, ground.roomy, len(everyone) - len(people))


def _those_who_fit(nodes: Iterable[Node], names: Iterable[float]) -> list[Node]:
    given: dict[str, list[Node]] = {ring: [] for ring in RINGS}
    for node in nodes:
        if node.ring in given:
            given[node.ring].append(node)
    counts = what_fits(tuple(map(len, given.values())), tuple(width_of(name, NAME_SIZE) for name in names))
    return [node for people, count in zip(given.values(), counts, strict=True) for node in people[:count]]


def _order(node: Node) -> tuple[int, str, str]:
    return ROLE_PLACE.get(node.role, _NO_ROLE), node.label, node.key


def _figure(node: Node, labels: tuple[str, ...]) -> Figure:
    lengths = tuple(map(len if node.label.isascii() else letters_of, labels))
    return Figure(RING_PLACE[node.ring], ROLE_PLACE.get(node.role, _NO_ROLE), lengths)


def _placed(node: Node, labels: tuple[str, ...], stand: Stand, disc: Disc) -> Placed:
    key, initials, label, ring, _role, gives, pale, spoken = node
    x, y, length, label_y = stand
    written = labels[length] if length >= 0 else ""
    arcs = arcs_by_kinds(disc)[gives]
    return Placed(key, x, y, disc.r, initials, written, label_y, label, spoken or label, ring, pale, arcs)


def _ring(key: str, name: str, name_y: float, circle: Circle, people: Iterable[Placed]) -> Ring:
    disc = circle.disc
    return Ring(key, name, name_y, circle.line, disc.text, disc.stroke, circle.hit, tuple(people))


@lru_cache(maxsize=256)
def arcs_by_kinds(disc: Disc) -> tuple[Markup, ...]:
    """The arcs for every sum of the bits of KINDS."""
    return tuple(arcs_of(disc, gives) for gives in range(2 ** len(KINDS)))


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
