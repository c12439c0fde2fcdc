"""Cards of an address book as they wait, sealed, to be chosen."""

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypedDict, cast

from kindring.lib.quiet import quiet
from kindring.people.models import ImportCard
from kindring.people.vcard import Card, Reading, RefusedCard

Outcome = ImportCard.Outcome
Pair = Sequence[str]  # what the reader calls Labelled, as JSON gives it back

_SHORTEST_UID = 8  # characters: "1", "2", "3" are numbers of one program, not names for the whole world

_WORDS = ("name", "nickname", "pronouns", "org", "title", "note", "is_organisation", "has_died")
_LISTS = ("phones", "emails", "addresses", "others", "dates", "related")


class KeptCard(TypedDict, total=False):
    """What is kept of a card; what is empty is left out.

    `line` and `upload` say where it stands (`upload` is the file's name where several came at once), `source` is
    what tells it from every other card, `like` is the place of an earlier card of the same name.
    """

    line: int
    upload: str
    source: str
    like: tuple[int, str]
    name: str
    nickname: str
    pronouns: str
    org: str
    title: str
    note: str
    is_organisation: bool
    has_died: bool
    phones: Sequence[Pair]
    emails: Sequence[Pair]
    addresses: Sequence[Pair]
    others: Sequence[Pair]
    dates: Sequence[tuple[str, int, int, int | None, str]]
    related: Sequence[Pair]
    skipped: Sequence[Pair]


class Kept(NamedTuple):
    """One card, how it stands, and why where it cannot be brought."""

    line: int
    outcome: Outcome
    reason: str
    card: KeptCard

    def __repr__(self) -> str:
        return quiet(self)


def plain_name(name: str) -> str:
    """One spelling of a name, for comparing."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def digits(phone: str) -> str:
    return "".join(filter(str.isdigit, phone))


class CardKeeper:
    """Keeps the cards of one or several files, and knows which of them say the same twice."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._sources: Counter[str] = Counter()
        self._places: dict[str, tuple[int, str]] = {}

    def keep(self, reading: Reading, upload: str) -> Iterator[Kept]:
        cards = [(card, hash(replace(card, line=0, skipped=()))) for card in reading.cards]
        named_by = Counter(uid for uid, _ in {(card.uid, content) for card, content in cards})
        for card, content in cards:
            unique = len(card.uid) >= _SHORTEST_UID and named_by[card.uid] == 1
            yield self._keep(card, content, upload, card.uid if unique else fingerprint(card))
        for refused in reading.refused:
            yield not_read(refused, upload)

    def _keep(self, card: Card, content: int, upload: str, source: str) -> Kept:
        if content in self._seen:
            return Kept(card.line, Outcome.KNOWN, "twice", _place(card.line, upload, card.name))
        self._seen.add(content)
        kept = _place(card.line, upload, card.name)
        kept |= {"source": self._only(source)} | _content(card)
        like = self._places.setdefault(plain_name(card.name), (card.line, upload))
        if like != (card.line, upload):
            kept["like"] = like
        return Kept(card.line, Outcome.WAITING, "", kept)

    def _only(self, source: str) -> str:
        """The same for the same card when the file comes again; different for two cards that differ."""
        self._sources[source] += 1
        count = self._sources[source]
        return source if count == 1 else f"{source}#{count}"


def not_read(refused: RefusedCard, upload: str) -> Kept:
    return Kept(refused.line, Outcome.UNREADABLE, refused.reason, _place(refused.line, upload, refused.name))


def fingerprint(card: Card) -> str:
    """For cards without a UID of their own: by name, phones and e-mail addresses, however they are ordered."""
    phones = sorted(digits(value) for _, value in card.phones)
    emails = sorted(value.casefold() for _, value in card.emails)
    said = json.dumps([plain_name(card.name), phones, emails])
    return f"card:{hashlib.sha256(said.encode()).hexdigest()}"


def _place(line: int, upload: str, name: str) -> KeptCard:
    place: KeptCard = {"line": line, "name": name}
    return place | {"upload": upload} if upload else place


def _content(card: Card) -> KeptCard:
    said = {name: value for name in _WORDS + _LISTS if (value := getattr(card, name))}
    if card.skipped:
        said["skipped"] = [(skipped.what, skipped.text) for skipped in card.skipped]
    return cast("KeptCard", said)


def size_of(card: KeptCard) -> int:
    """How many values a card holds, for bounding memory."""
    return sum(len(card.get(part, ())) for part in (*_LISTS, "skipped"))  # type: ignore[misc,arg-type]
