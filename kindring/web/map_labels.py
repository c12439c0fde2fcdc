"""Room for words on the map: a label is written where it covers no disc and no word, else it is left out.

Widths are estimates that rather err on the wide side: the server has no fonts.
"""

from collections import defaultdict
from collections.abc import Iterable

EM = 0.6  # width of a letter, as a share of the text's size
WIDE = 1.05 / EM  # width of a wide sign, in letters
WIDE_FROM = "\u2600"  # signs from here on (emoji, Chinese, Japanese, Korean) fill a whole square
ASCENT, DESCENT, AIR = 0.85, 0.3, 2.0
BUCKET = 32
PLAIN = 15.5  # size of words from which on a label may stand above its disc
LENGTHS = (16, 10)  # letters of a long name

Box = tuple[float, float, float, float]  # left, top, right, bottom


def width_of(letters: float, size: float) -> float:
    return size * EM * letters


def letters_of(text: str) -> float:
    """How many usual letters are as wide as this text."""
    if text.isascii() or max(text) < WIDE_FROM:
        return len(text)
    return len(text) + (WIDE - 1) * sum(letter >= WIDE_FROM for letter in text)


def box_around(x: float, baseline: float, width: float, size: float) -> Box:
    """The box of a line of text centred on x."""
    return x - width / 2, baseline - ASCENT * size, x + width / 2, baseline + DESCENT * size


class Sheet:
    """A square sheet on which discs and words keep off each other. Discs first, then words."""

    def __init__(self, side: float) -> None:
        self.side = side
        self._discs: defaultdict[int, list[tuple[float, float, float]]] = defaultdict(list)
        self._words: defaultdict[int, list[Box]] = defaultdict(list)

    def add_disc(self, x: float, y: float, radius: float) -> None:
        reach = radius + AIR / 2
        for row in range(int(y - reach) // BUCKET, int(y + reach) // BUCKET + 1):
            self._discs[row].append((x, y, reach * reach))

    def add_words(self, box: Box) -> None:
        for row in range(int(box[1]) // BUCKET, int(box[3]) // BUCKET + 1):
            self._words[row].append(box)

    def is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        if left < 0 or top < 0 or right > self.side or bottom > self.side:
            return False
        for row in range(int(top) // BUCKET, int(bottom) // BUCKET + 1):
            for other in self._words[row]:
                if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                    return False
            for x, y, reach2 in self._discs[row]:
                dx = left - x if x < left else x - right if x > right else 0.0
                dy = top - y if y < top else y - bottom if y > bottom else 0.0
                if dx * dx + dy * dy < reach2:
                    return False
        return True

    def label(self, lengths: Iterable[float], x: float, y: float, reach: float, size: float) -> tuple[int, float]:
        """Writes the first of a name's lengths that finds room at a disc, and its baseline counted from y; else -1.

        `lengths` are in letters: the sheet knows how long words are, not what they say.
        """
        for place, letters in enumerate(lengths):
            for baseline in baselines(reach, size):
                box = box_around(x, y + baseline, width_of(letters, size), size)
                if self.is_free(box):
                    self.add_words(box)
                    return place, baseline
        return -1, 0.0


def lengths_of(name: str) -> tuple[str, ...]:
    """A name in the lengths to try, the longest first."""
    if len(name) <= LENGTHS[-1]:
        return (name,) if name else ()
    longer, shorter = _cut(name, LENGTHS[0]), _cut(name, LENGTHS[1])
    return (longer, shorter) if longer != shorter else (shorter,)


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def baselines(reach: float, size: float) -> tuple[float, ...]:
    """Under the disc; or above it where words are large: there discs are few, and it is plain whose name it is."""
    under, above = reach + AIR + ASCENT * size, -(reach + AIR + DESCENT * size)
    return (under, above) if size >= PLAIN else (under,)
