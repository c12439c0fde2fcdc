"""What the reader hands back: cards, those it refused, and what was left out, each with its reason."""

from dataclasses import dataclass
from typing import Literal

from kindring.lib.quiet import quiet

Sort = Literal["birthday", "anniversary", "own"]
Labelled = tuple[str, str]  # (label in plain words or '', value on one line)
CardDate = tuple[Sort, int, int, int | None, str]  # (sort, month, day, year, own label)

LeftOut = Literal[
    "photo",  # no picture is brought in; nor is one fetched
    "logo",
    "sound",
    "key",
    "agent",  # a card inside the card; text: its name
    "date",  # text: what was written and is no day we can read
    "second birthday",  # text: what was written
    "future year",  # a birthday to come: day and month are kept; text: what was written
    "link",  # an address that would run a program when opened; text: what was written
    "related",  # points to a card that is not in this file; text: where
    "line",  # a line that is no property; text: its beginning
    "cut",  # longer than we keep; text: how what is kept begins
    "too many",  # more lines, values or notes like these than we keep of one card
    "no begin",  # the card starts without BEGIN:VCARD
    "no end",  # the card stops without END:VCARD
]
WhyRefused = Literal[
    "empty",
    "no name",  # nor anything else to call them by
    "group",  # a list of people, not a person
    "not a person",  # a place, a device, a program
    "unfinished",  # reading had to stop within it
]
WhyUnreadable = Literal["empty", "too large", "archive", "calendar", "table", "binary", "not an address book"]
WhyStopped = Literal["too long", "too many cards", "too much"]


class UnreadableFile(Exception):
    """The file as a whole is no address book, `code` says why. The only exception that leaves the package."""

    def __init__(self, code: WhyUnreadable) -> None:
        super().__init__(code)
        self.code: WhyUnreadable = code


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something of a card that is not brought in, or not as it was written."""

    what: LeftOut
    text: str = ""

    def __repr__(self) -> str:
        return quiet(self)


@dataclass(frozen=True, slots=True)
class Card:
    """One person (or organisation) of an address book. Texts are free of control and direction characters.

    `line` is where the card begins in its file, from 1; `name` is never empty, all else may be. Names, labels
    and values are single lines, `note` may have several.
    """

    line: int
    uid: str
    name: str
    given: str
    family: str
    nickname: str
    pronouns: str
    org: str
    title: str
    note: str
    is_organisation: bool
    has_died: bool
    phones: tuple[Labelled, ...]
    emails: tuple[Labelled, ...]
    addresses: tuple[Labelled, ...]
    others: tuple[Labelled, ...]
    dates: tuple[CardDate, ...]
    related: tuple[Labelled, ...]
    skipped: tuple[Skipped, ...]

    def __repr__(self) -> str:
        return quiet(self)


@dataclass(frozen=True, slots=True)
class RefusedCard:
    """A card that is not brought in; `name` is '' when unknown."""

    line: int
    reason: WhyRefused
    name: str

    def __repr__(self) -> str:
        return quiet(self)


@dataclass(frozen=True, slots=True)
class Stopped:
    """Reading ended before the file did, at this line."""

    reason: WhyStopped
    line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All of one file. `photos_skipped` counts pictures, not cards."""

    cards: list[Card]
    refused: list[RefusedCard]
    photos_skipped: int
    stopped: Stopped | None
