"""Where people stand on the map and which labels have room, in numbers alone.

A map stays the same until somebody comes, goes or changes place, so the last few are remembered. That is why nothing
in here knows a name, an id or an owner: a person is a ring, a role and how long their label would be.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from math import cos, sin, sqrt, tau
from typing import NamedTuple

from kindring.web.map_fit import SMALLEST, YOU_ROOM, Circle, circles_for
from kindring.web.map_labels import ASCENT, Sheet, box_around, width_of

SIZE = 800
CENTRE = SIZE / 2
NAME_SIZE, YOU_SIZE = 20.0, 26.0  # of the words on a phone, as large as css/map.css makes them there
DESK = 0.8  # how large they are elsewhere
YOU_BELOW = 7.0  # baseline of "you", counted from the centre
ROOMY = 19.0  # labels of this size can be read on a phone too; css/map.css leaves out others there
LINE_ROOM = 4.0  # how far the corners of a ring's name may stand out over its line
REMEMBERED = 64  # maps; 150 people take about 50 KB


class Figure(NamedTuple):
    """A person in numbers: ring and role by their place in the order, lengths of the label to try, in letters."""

    ring: int
    role: int
    lengths: tuple[float, ...]


class Stand(NamedTuple):
    """Where a disc has its centre; which length of its label has room (-1: none) and its baseline, from y on."""

    x: float
    y: float
    length: int = -1
    label_y: float = 0.0


class Ground(NamedTuple):
    """The rings from the inside out, and everybody's place in the order in which they were given."""

    circles: tuple[Circle, ...]
    names_y: tuple[float, ...]
    stands: tuple[Stand, ...]
    label_text: float

    @property
    def roomy(self) -> bool:
        return self.label_text >= ROOMY


@lru_cache(maxsize=REMEMBERED)
def ground_for(figures: tuple[Figure, ...], names: tuple[float, ...]) -> Ground:
    """The ground for these people, who come in the order of roles; `names` are the lengths of the rings' names."""
    counts = [sum(figure.ring == ring for figure in figures) for ring in range(len(names))]
    circles = circles_for(counts, [width_of(name, NAME_SIZE) for name in names])
    names_y = tuple(name_y(circle.line, name) for circle, name in zip(circles, names, strict=True))
    text = round(10.5 + (circles[1].disc.r - SMALLEST) * 0.46, 1)
    bare = Ground(circles, names_y, spread(figures, circles), text)
    # Labels meet the large words of a phone only where labels are shown there.
    sheet = sheet_with(bare, figures, names, 1.0 if bare.roomy else DESK)
    return Ground(circles, names_y, labelled(bare, figures, sheet), text)


def spread(figures: Sequence[Figure], circles: Sequence[Circle]) -> tuple[Stand, ...]:
    """Everybody's place; in each ring they stand clockwise from the top.

    Each row is even, then pulled a little towards where each would stand if all people stood in one circle with
    a pause between two roles: so a role looks about the same way in every ring.
    """
    slots = [
        iter(sorted((angle, row.radius, row.play) for row in circle.rows for angle in row.places))
        for circle in circles
    ]
    roles = list(accumulate((a.role != b.role for a, b in pairwise(figures)), initial=0))
    homes = (tau * (rank + role + 0.5) / (len(figures) + roles[-1]) for rank, role in enumerate(roles))
    return tuple(_stand(home, *next(slots[figure.ring])) for figure, home in zip(figures, homes, strict=False))


def _stand(home: float, angle: float, radius: float, play: float) -> Stand:
    angle += play * (home - angle)
    return Stand(round(CENTRE + radius * sin(angle), 1), round(CENTRE - radius * cos(angle), 1))


def sheet_with(ground: Ground, figures: Sequence[Figure], names: Sequence[float], share: float) -> Sheet:
    """All that labels have to keep off: "you" and the names, at this share of their size on a phone; the discs."""
    sheet = Sheet(SIZE)
    sheet.add_words(box_around(CENTRE, CENTRE + YOU_BELOW, YOU_ROOM * 2, YOU_SIZE))
    size = NAME_SIZE * share
    for name, baseline in zip(names, ground.names_y, strict=True):
        sheet.add_words(box_around(CENTRE, baseline, width_of(name, size), size))
    for figure, stand in zip(figures, ground.stands, strict=True):
        sheet.add_disc(stand.x, stand.y, ground.circles[figure.ring].disc.reach)
    return sheet


def name_y(line: float, name: float) -> float:
    """The baseline of a ring's name, inside its line; a long name stands lower, where the ring is as wide."""
    highest = line - 0.15 * NAME_SIZE
    fits = sqrt(max(0.0, (line + LINE_ROOM) ** 2 - (width_of(name, NAME_SIZE) / 2) ** 2))
    return round(CENTRE - min(highest, fits) + ASCENT * NAME_SIZE, 1)


def labelled(ground: Ground, figures: Sequence[Figure], sheet: Sheet) -> tuple[Stand, ...]:
    """Everybody with their label, as far as there is room: the inner ring chooses first."""
    stands = list(ground.stands)
    for at in sorted(range(len(figures)), key=lambda at: figures[at].ring):
        figure, stand = figures[at], stands[at]
        reach = ground.circles[figure.ring].disc.reach
        length, baseline = sheet.label(figure.lengths, stand.x, stand.y, reach, ground.label_text)
        stands[at] = Stand(stand.x, stand.y, length, round(baseline, 1))
    return tuple(stands)
