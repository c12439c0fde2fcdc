"""The four kinds of support (House; Cohen and Wills), as bits so that a tie's kinds are one small number."""

from collections.abc import Iterable
from enum import IntFlag


class Kind(IntFlag):
    """A kind of support; "practical" is the field's *instrumental*."""

    EMOTIONAL = 1
    PRACTICAL = 2
    INFORMATIONAL = 4
    COMPANIONSHIP = 8

    @property
    def word(self) -> str:
        return (self.name or "").lower()


KINDS = tuple(Kind)
ALL_KINDS = 15


def words_of(bits: int) -> list[str]:
    """The kinds in `bits` by name, in the fixed order."""
    return [kind.word for kind in KINDS if bits & kind]


def bits_of(words: Iterable[str]) -> int:
    """The bits of kinds named by word; ValueError for a word that is none."""
    bits = 0
    for word in words:
        try:
            bits |= Kind[word.upper()]
        except KeyError:
            raise ValueError(word) from None
    return bits
