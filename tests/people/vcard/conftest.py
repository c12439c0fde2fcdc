"""Ways to write a card in a test: `read` takes a whole file, `card` the lines of one card."""

from collections.abc import Callable
from datetime import date

import pytest

from kindring.people.vcard import Card, Reading, read_cards

TODAY = date(2026, 3, 1)

Read = Callable[[str | bytes], Reading]
OneCard = Callable[..., Card]


@pytest.fixture
def read() -> Read:
    def reading(data: str | bytes) -> Reading:
        return read_cards(data.encode() if isinstance(data, str) else data, now=TODAY)

    return reading


@pytest.fixture
def card(read: Read) -> OneCard:
    """The only card of a file with these lines between BEGIN and END; Ana unless a line names someone else."""

    def one(*lines: str | bytes, version: str = "3.0", name: bool = True) -> Card:
        own = [line.encode() if isinstance(line, str) else line for line in lines]
        first = [b"BEGIN:VCARD", b"VERSION:" + version.encode(), *([b"FN:Ana"] if name else [])]
        found = read(b"\r\n".join([*first, *own, b"END:VCARD", b""]))
        assert not found.refused
        assert found.stopped is None
        (only,) = found.cards
        return only

    return one
