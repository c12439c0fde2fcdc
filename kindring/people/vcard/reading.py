"""The whole file: which lines make which card, and where reading has to stop."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kindring.people.vcard.card import (
    Card,
    LeftOut,
    Reading,
    RefusedCard,
    Skipped,
    Stopped,
    UnreadableFile,
    WhyStopped,
)
from kindring.people.vcard.cards import fill_sheet
from kindring.people.vcard.files import text_bytes, why_unreadable
from kindring.people.vcard.lines import Deadline, Line, OutOfTime, logical_lines, mark_of
from kindring.people.vcard.properties import Property, parse_property
from kindring.people.vcard.sheet import MAX_SKIPPED
from kindring.people.vcard.text import clean, decode, one_line

MAX_CARDS = 20_000
MAX_PROPERTIES = 500  # of one card
MAX_SIZE = 500_000  # values and notes of all cards together: bounds the memory

_OPENING = {"VERSION", "FN", "N", "NICKNAME", "ORG", "TEL", "EMAIL"}  # a card may have lost its BEGIN
_URN = re.compile(r"urn:uuid:", re.IGNORECASE)


def read_cards(data: bytes, *, now: date, deadline_seconds: float = 5.0) -> Reading:
    """All cards of an address book in vCard 2.1, 3.0 or 4.0, as tolerantly as is safe.

    A bad card is named in `refused` and never stops the others. `now` is the user's calendar day. Reading
    ends early, with `stopped` saying where, after `deadline_seconds` of wall time, after 20,000 cards, or when
    the cards together hold more than fits. Raises `UnreadableFile` when the file is no address book at all.
    """
    deadline = Deadline(deadline_seconds)
    stack = _Stack(now, deadline)
    plain = text_bytes(data)
    try:
        stack.take_all(logical_lines(plain, deadline))
    except OutOfTime as late:
        stack.stop("too long", late.line)
    if not stack.cards and not stack.refused and stack.stopped is None:
        raise UnreadableFile(why_unreadable(plain))
    return Reading(_with_related_names(stack.cards), stack.refused, stack.photos, stack.stopped)


class _Stack:
    """The cards so far and the one whose lines are coming in."""

    def __init__(self, now: date, deadline: Deadline) -> None:
        self.cards: list[Card] = []
        self.refused: list[RefusedCard] = []
        self.photos = 0
        self.stopped: Stopped | None = None
        self._now = now
        self._deadline = deadline
        self._open: _OpenCard | None = None
        self._size = 0

    def take_all(self, lines: Iterable[Line]) -> None:
        for line in lines:
            mark = mark_of(line.raw)
            if mark == "begin":
                self._begin(line)
            elif mark == "end":
                self._end()
            else:
                self._take(line)
            if self.stopped:
                return
        self._close("no end")

    def stop(self, reason: WhyStopped, line: int) -> None:
        self.stopped = Stopped(reason, line)
        if self._open is not None:
            self.refused.append(RefusedCard(self._open.line, "unfinished", self._open.name()))
            self._open = None

    def _begin(self, line: Line) -> None:
        if self._open is not None and self._open.awaits_agent:
            self._open.enter_agent()
            return
        self._close("no end")
        self._open_card(_OpenCard(line.number))

    def _end(self) -> None:
        if self._open is not None and self._open.depth:
            self._open.depth -= 1
        else:
            self._close()

    def _take(self, line: Line) -> None:
        found = parse_property(line)
        if self._open is None and found is not None and found.name in _OPENING:
            self._open_card(_OpenCard(line.number, has_begin=False))
        if self._open is not None:
            self._open.take(found, line)

    def _open_card(self, card: "_OpenCard") -> None:
        if len(self.cards) + len(self.refused) >= MAX_CARDS:
            self.stop("too many cards", card.line)
        elif self._size > MAX_SIZE:
            self.stop("too much", card.line)
        else:
            self._open = card

    def _close(self, missing: LeftOut | None = None) -> None:
        """Read the open card; a stray line without BEGIN and END is none."""
        card = self._open
        if card is None or (missing and card.is_stray()):
            self._open = None
            return
        sheet = fill_sheet(card.properties, card.line, self._now, self._deadline)
        self._open = None
        for skipped in card.skipped:
            sheet.skip(skipped.what, skipped.text)
        if missing:
            sheet.skip(missing)
        self.photos += sheet.photos
        self._keep(sheet.finished())

    def _keep(self, card: Card | RefusedCard) -> None:
        if isinstance(card, RefusedCard):
            self.refused.append(card)
            return
        self.cards.append(card)
        channels = (card.phones, card.emails, card.addresses, card.others, card.related)
        self._size += sum(map(len, channels)) + len(card.dates) + len(card.skipped)


class _OpenCard:
    """The properties of a card until its end; an AGENT's card inside it is only counted through."""

    def __init__(self, line: int, *, has_begin: bool = True) -> None:
        self.line = line
        self.properties: list[Property] = []
        self.skipped = [] if has_begin else [Skipped("no begin")]
        self.depth = 0
        self.awaits_agent = False
        self._has_begin = has_begin

    def is_stray(self) -> bool:
        """A line that looks like one of a card, and nothing more."""
        return not self._has_begin and len(self.properties) < 2

    def take(self, found: Property | None, line: Line) -> None:
        if found is not None and found.name == "AGENT" and mark_of(found.raw) == "begin":
            self.enter_agent()
            return
        self.awaits_agent = found is not None and found.name == "AGENT" and not found.raw.strip()
        if self.depth:
            self._take_agent_name(found)
        elif found is None:
            self._skip("line", clean(decode(line.raw[:200], "")))
        elif len(self.properties) < MAX_PROPERTIES:
            self.properties.append(found)
        else:
            self._skip("too many")

    def enter_agent(self) -> None:
        self.depth += 1
        self.awaits_agent = False
        if self.depth == 1:
            self._skip("agent")

    def name(self) -> str:
        """What can be said of a card that was not read to its end."""
        return next((one_line(p.text())[:200] for p in self.properties[:20] if p.name == "FN"), "")

    def _take_agent_name(self, found: Property | None) -> None:
        unnamed = self.skipped and self.skipped[-1] == Skipped("agent")
        if unnamed and self.depth == 1 and found is not None and found.name == "FN":
            self.skipped[-1] = Skipped("agent", found.text())

    def _skip(self, what: LeftOut, text: str = "") -> None:
        if len(self.skipped) < MAX_SKIPPED:
            self.skipped.append(Skipped(what, text))


def _with_related_names(cards: list[Card]) -> list[Card]:
    """RELATED may point to another card of the file (`urn:uuid:…`): then it gets that card's name."""
    names = {card.uid.lower(): card.name for card in cards if card.uid}
    return [_named(card, names) if any(_URN.match(to) for _, to in card.related) else card for card in cards]


def _named(card: Card, names: dict[str, str]) -> Card:
    related, lost = [], []
    for label, to in card.related:
        name = names.get(_URN.sub("", to).lower()) if _URN.match(to) else to
        if name:
            related.append((label, name))
        else:
            lost.append(Skipped("related", to[:80]))
    return replace(card, related=tuple(related), skipped=(card.skipped + tuple(lost))[:MAX_SKIPPED])
