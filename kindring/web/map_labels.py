"""Room for words on the map: a label is written where it covers no disc and no word, else it is left out.

Widths are estimates that rather err on the wide side: the server has no fonts.
"""

from collections import defaultdict

EM = 0.6  # width of a letter, as a share of the text's size
WIDE_FROM = "\u1100"  # scripts from here on (Korean, Chinese, Japanese, emoji) fill a whole square
ASCENT, DESCENT, AIR = 0.85, 0.3, 2.0
BUCKET = 32

Box = tuple[float, float, float, float]  # left, top, right, bottom


def width_of(text: str, size: float) -> float:
    wide = 0 if text.isascii() else sum(letter >= WIDE_FROM for letter in text)
    return size * (EM * len(text) + (1.05 - EM) * wide)


def box_around(x: float, baseline: float, width: float, size: float) -> Box:
    """The box of a line of text centred on x."""
    return x - width / 2, baseline - ASCENT * size, x + width / 2, baseline + DESCENT * size


class Sheet:
    """A square sheet on which discs and words keep off each other. Discs first, then words."""

    def __init__(self, side: float) -> None:
        self.side = side
        self._discs: defaultdict[int, list[tuple[float, float, float]]] = defaultdict(list)
        self._words: defaultdict[int, list[Box]] = defaultdict(list)

    def add_disc(self, x: float, y: float, reach: float) -> None:
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

    def write(self, text: str, x: float, y: float, reach: float, size: float) -> float | None:
        """The baseline, counted from y, where `text` fits under the disc there; None where it does not."""
        baseline = reach + AIR + ASCENT * size
        box = box_around(x, y + baseline, width_of(text, size), size)
        if not self.is_free(box):
            return None
        self.add_words(box)
        return baseline
