"""Several files of an address book, read as one pile of cards within one bound of time and size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import NamedTuple

from kindring.lib.quiet import quiet
from kindring.people.kept_cards import CardKeeper, Kept, Outcome, size_of
from kindring.people.vcard import UnreadableFile, read_cards
from kindring.people.vcard.reading import MAX_CARDS, MAX_SIZE
from kindring.people.vcard.text import clean, one_line

READING_SECONDS = 5.0  # for all files together
WHOLE_FILE = "file: "  # before the reason why no card of a file could be read
_LONGEST_NAME = 100


class Upload(NamedTuple):
    """A file as it came."""

    name: str
    data: bytes

    def __repr__(self) -> str:
        return quiet(self)


@dataclass
class Pile:
    """All cards, with lines that go on from one file to the next; `cut_short` says why reading ended early."""

    cards: list[Kept] = field(default_factory=list)
    photos_skipped: int = 0
    cut_short: str = ""

    @property
    def why_nothing(self) -> str:
        """Why there is nothing to show; '' where there is."""
        reasons = [kept.reason for kept in self.cards]
        if not all(reason.startswith(WHOLE_FILE) for reason in reasons):
            return ""
        return reasons[0].removeprefix(WHOLE_FILE) if reasons else self.cut_short or "empty"


def read_pile(uploads: Sequence[Upload], today: date) -> Pile:
    """The cards of all files. Where there are several, each card remembers the name of its file."""
    reader = _Reader(today)
    for upload in uploads:
        reader.read(upload.data, one_line(clean(upload.name))[-_LONGEST_NAME:] if len(uploads) > 1 else "")
    return reader.pile


class _Reader:
    """The pile so far, and how much room and time are left."""

    def __init__(self, today: date) -> None:
        self.pile = Pile()
        self._today = today
        self._ends = monotonic() + READING_SECONDS
        self._keeper = CardKeeper()
        self._size = self._last_line = 0

    def read(self, data: bytes, name: str) -> None:
        begins = self._last_line
        for kept in self._cards(data, name):
            self._size += size_of(kept.card)
            self._last_line = max(self._last_line, begins + kept.line)
            self.pile.cards.append(Kept(begins + kept.line, kept.outcome, kept.reason, kept.card))

    def _cards(self, data: bytes, name: str) -> Iterator[Kept]:
        left = self._ends - monotonic()
        if left <= 0 or len(self.pile.cards) >= MAX_CARDS or self._size > MAX_SIZE:
            yield _whole_file("not reached", name)
            return
        try:
            reading = read_cards(data, now=self._today, deadline_seconds=left)
        except UnreadableFile as unreadable:
            yield _whole_file(unreadable.code, name)
            return
        self.pile.photos_skipped += reading.photos_skipped
        if reading.stopped:
            self.pile.cut_short = reading.stopped.reason
        yield from self._keeper.keep(reading, name)


def _whole_file(code: str, name: str) -> Kept:
    return Kept(1, Outcome.UNREADABLE, WHOLE_FILE + code, {"line": 0, "name": "", "upload": name})
