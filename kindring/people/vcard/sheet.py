"""The sheet on which one card is filled in, value by value, within its limits."""

from datetime import date
from typing import Literal

from kindring.people.vcard.card import (
    Card,
    CardDate,
    Labelled,
    LeftOut,
    RefusedCard,
    Skipped,
    Sort,
    WhyRefused,
)
from kindring.people.vcard.dates import read_day
from kindring.people.vcard.text import one_line

MAX_VALUES = 100  # channels, dates and relations of one card
MAX_VALUE_LENGTH = 7_500  # characters of these together, so that the channels of a person hold them
FRAME = 48  # characters that each value costs beside its own
MAX_SKIPPED = 20
MAX_NAME = 200
MAX_LABEL = 80
MAX_NOTE = 10_000
MAX_VALUE = 500
MAX_SKIPPED_TEXT = 80

Field = Literal["uid", "full", "given", "family", "nickname", "pronouns", "org", "title", "role"]
Channel = Literal["phones", "emails", "addresses", "others", "related"]
_MAX = {"pronouns": 40, "nickname": 80}


class Sheet:
    """Collects the values of one card. The first value of a field wins, the same channel is noted once."""

    def __init__(self, line: int, now: date, *, old: bool) -> None:
        self.line = line
        self.old = old
        self.names: list[str] = []  # prefix, given, additional, family, suffix
        self.kind = ""
        self.has_died = False
        self.photos = 0
        self._now = now
        self._fields: dict[Field, str] = {}
        self._notes: dict[str, None] = {}
        self._note_room = MAX_NOTE
        self._channels: dict[Channel, dict[Labelled, None]] = {}
        self._dates: dict[CardDate, None] = {}
        self._skipped: dict[Skipped, None] = {}
        self._values = 0
        self._length = 0

    def skip(self, what: LeftOut, text: str = "") -> None:
        """Note that something is left out, once, and no more of it than anyone reads."""
        full = len(self._skipped) >= MAX_SKIPPED - 1
        skipped = Skipped("too many") if full else Skipped(what, one_line(text)[:MAX_SKIPPED_TEXT].rstrip())
        self._skipped[skipped] = None

    def fit(self, text: str, longest: int = MAX_VALUE) -> str:
        """The text on one line, cut with a note when it is too long."""
        line = one_line(text)
        if len(line) <= longest:
            return line
        self.skip("cut", line)
        return line[:longest].rstrip()

    def set(self, field: Field, text: str) -> None:
        if not self._fields.get(field):
            self._fields[field] = self.fit(text, _MAX.get(field, MAX_NAME))

    def get(self, field: Field) -> str:
        return self._fields.get(field, "")

    def add(self, channel: Channel, label: str, text: str) -> None:
        """One more phone, e-mail address, postal address, other way, or related person."""
        value = (self.fit(label, MAX_LABEL), self.fit(text))
        known = self._channels.setdefault(channel, {})
        if value[1] and value not in known and self._has_room(len(value[0]) + len(value[1])):
            known[value] = None

    def add_note(self, text: str) -> None:
        text = "\n".join(line.rstrip() for line in text.expandtabs(4).split("\n")).strip()
        if len(text) > self._note_room:
            self.skip("cut", text)
            text = text[: self._note_room].rstrip()
        if text and text not in self._notes:
            self._notes[text] = None
            self._note_room = max(self._note_room - len(text) - 1, 0)

    def add_date(self, sort: Sort, text: str, *, label: str = "", left_out_year: str = "") -> None:
        """A birthday, an anniversary or a day of their own; what is no day is noted with its text."""
        text = one_line(text)
        if not text:
            return
        found = read_day(text, left_out_year=left_out_year)
        if found is None:
            self.skip("date", text)
            return
        year = found.year
        if sort == "birthday" and year and date(year, found.month, found.day) > self._now:
            self.skip("future year", text)
            year = None
        self._keep_date((sort, found.month, found.day, year, self.fit(label, MAX_LABEL)), text)

    def finished(self) -> Card | RefusedCard:
        """The card, or why it cannot be one."""
        name = self._name()
        reason = self._why_refused(name)
        return RefusedCard(self.line, reason, name) if reason else self._card(name)

    def _card(self, name: str) -> Card:
        return Card(
            line=self.line,
            uid=self.get("uid"),
            name=name,
            given=self.get("given"),
            family=self.get("family"),
            nickname=self.get("nickname"),
            pronouns=self.get("pronouns"),
            org=self.get("org"),
            title=self.get("title") or self.get("role"),
            note="\n".join(self._notes),
            is_organisation=self._is_organisation(name),
            has_died=self.has_died,
            phones=self._all("phones"),
            emails=self._all("emails"),
            addresses=self._all("addresses"),
            others=self._all("others"),
            dates=tuple(self._dates),
            related=self._all("related"),
            skipped=tuple(self._skipped),
        )

    def _keep_date(self, entry: CardDate, text: str) -> None:
        """One birthday only, every other day once."""
        if entry in self._dates:
            return
        if entry[0] == "birthday" and any(known[0] == "birthday" for known in self._dates):
            self.skip("second birthday", text)
        elif self._has_room(len(entry[4])):
            self._dates[entry] = None

    def _why_refused(self, name: str) -> WhyRefused | None:
        if self.kind == "group":
            return "group"
        if self.kind in ("location", "application", "device", "thing"):
            return "not a person"
        if name:
            return None
        filled = any(self._fields.values()) or self._channels or self._dates or self._notes or self._skipped
        return "no name" if filled else "empty"

    def _name(self) -> str:
        ways = (
            self.get("full"),
            " ".join(self.names)[:MAX_NAME].rstrip(),
            self.get("nickname"),
            self.get("org"),
            *(value for _, value in (*self._all("emails"), *self._all("phones"))),
        )
        return next(filter(None, ways), "")

    def _is_organisation(self, name: str) -> bool:
        """Said to be one, or nameless but for a company's name."""
        return self.kind == "org" or (not self.kind and not self.names and name == self.get("org"))

    def _all(self, channel: Channel) -> tuple[Labelled, ...]:
        return tuple(self._channels.get(channel, ()))

    def _has_room(self, length: int) -> bool:
        if self._values >= MAX_VALUES or self._length + FRAME + length > MAX_VALUE_LENGTH:
            self.skip("too many")
            return False
        self._values += 1
        self._length += FRAME + length
        return True
