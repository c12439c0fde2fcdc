"""The crisis lines: a file of data, read strictly. What cannot be dialled as it is shown is not read at all.

No library of phone numbers decides here what a number is: they refuse real ones (188 in Brazil, 14416 in India).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

HIDDEN_MONTHS = 24
STALE_MONTHS = 12
ALWAYS = "always"
WAYS = ("call", "text", "chat")
CALLED_FOR = ("everything", "ambulance", "police")
_NUMBER = re.compile(r"[0-9*#](?:[ -]?[0-9*#]){1,17}")
_INTERNATIONAL = re.compile(r"\+[1-9](?:[ -]?[0-9]){6,14}")
_CODE = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SHORT = 6  # digits; a number this short works in its own country only
_LONGEST = 200


class LinesError(Exception):
    """The file does not say what it has to; the text names the place."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """A number for when life is in danger. `called_for` is one of `CALLED_FOR`."""

    number: str
    called_for: str
    source: str
    checked: date

    @property
    def dial(self) -> str:
        return dialled(self.number)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach a line: call, text or chat.

    `number` is exactly what one dials in that country, spaced for reading; `international` the form from abroad or
    ''. `send` is the word to text, '' for any. A chat has an `address` and no number.
    """

    way: str
    number: str
    international: str
    send: str
    address: str

    @property
    def dial(self) -> str:
        return dialled(self.number)


@dataclass(frozen=True, slots=True)
class Line:
    """A crisis line. `hours` is `ALWAYS` or words; `whom` is '' for everyone; `free` None where it is not said."""

    name: str
    whom: str
    languages: tuple[str, ...]
    hours: str
    free: bool | None
    ways: tuple[Way, ...]
    source: str
    checked: date


@dataclass(frozen=True, slots=True)
class Country:
    """A country's numbers: emergency first. `code` is ISO 3166-1, `name` English."""

    code: str
    name: str
    emergency: tuple[Emergency, ...]
    lines: tuple[Line, ...]

    def on(self, today: date) -> "Country":
        """Without what was checked longer than 24 months ago."""
        fresh = [one for one in self.emergency if not older(one.checked, today, HIDDEN_MONTHS)]
        lines = [line for line in self.lines if not older(line.checked, today, HIDDEN_MONTHS)]
        return Country(self.code, self.name, tuple(fresh), tuple(lines))

    @property
    def checked(self) -> date | None:
        """The day of the oldest check; None where nothing is left."""
        days = [one.checked for one in self.emergency] + [line.checked for line in self.lines]
        return min(days, default=None)


def dialled(number: str) -> str:
    """What a phone dials for a number as it is shown: the same, without what is only there for reading."""
    return re.sub(r"[ -]", "", number)


def older(checked: date, today: date, months: int) -> bool:
    """Whether a check lies more than so many calendar months back."""
    gone = (today.year - checked.year) * 12 + today.month - checked.month
    return gone > months or (gone == months and today.day > checked.day)


def stale(countries: Sequence[Country], today: date, months: int = STALE_MONTHS) -> list[str]:
    """What was checked more than so many months ago, by country and name or number."""
    found = []
    for country in countries:
        found += [f"{country.code} {one.number}" for one in country.emergency if older(one.checked, today, months)]
        found += [f"{country.code} {line.name}" for line in country.lines if older(line.checked, today, months)]
    return found


@cache
def lines_in(file: Path | None) -> tuple[Country, ...]:
    """The countries of a host's own file, or of ours. Read once: a change needs a new start."""
    if file is None:
        return read_lines((resources.files("kindring.lifeline") / "lines.json").read_text(encoding="utf-8"))
    try:
        return read_lines(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise LinesError(f"the file cannot be read: {problem}") from None


def read_lines(text: str) -> tuple[Country, ...]:
    """The countries in a JSON text, by name; LinesError for anything missing, unknown or that cannot be dialled."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise LinesError(f"not JSON: {problem}") from None
    rows = _list(_mapping(told, {"about", "countries"}, "the file"), "countries", "the file")
    countries = [_country(row, f"country {at}") for at, row in enumerate(rows, 1)]
    codes = [country.code for country in countries]
    if twice := {code for code in codes if codes.count(code) > 1}:
        _wrong(min(twice), "stands in the file twice")
    return tuple(sorted(countries, key=lambda country: country.name))


def _country(told: Any, place: str) -> Country:
    row = _mapping(told, {"country", "name", "emergency", "lines"}, place)
    code = _words(row, "country", place)
    if not _CODE.fullmatch(code):
        _wrong(place, f"country is two capital letters, not {code!r}")
    emergency = [_emergency(one, f"{code}, emergency {at}") for at, one in _numbered(row, "emergency", code)]
    lines = [_line(one, f"{code}, line {at}") for at, one in _numbered(row, "lines", code)]
    if not emergency:
        _wrong(code, "needs a number for emergencies")
    return Country(code, _words(row, "name", code), tuple(emergency), tuple(lines))


def _emergency(told: Any, place: str) -> Emergency:
    row = _mapping(told, {"number", "for", "source", "checked"}, place)
    return Emergency(
        number=_number(row, place),
        called_for=_one_of(_words(row, "for", place), CALLED_FOR, place),
        source=_address(row, "source", place),
        checked=_day(row, place),
    )


_OF_LINE = {"name", "whom", "languages", "hours", "free", "ways", "source", "checked"}


def _line(told: Any, place: str) -> Line:
    row = _mapping(told, _OF_LINE, place)
    languages = tuple(_list(row, "languages", place))
    if not languages or not all(isinstance(one, str) and _LANGUAGE.fullmatch(one) for one in languages):
        _wrong(place, "languages are codes of two or three letters")
    ways = tuple(_way(one, f"{place}, way {at}") for at, one in _numbered(row, "ways", place))
    if not ways:
        _wrong(place, "needs a way to reach it")
    if not isinstance(row.get("free"), bool | None):
        _wrong(place, "free is true, false or null")
    return Line(
        name=_words(row, "name", place),
        whom=_words(row, "whom", place) if row.get("whom") else "",
        languages=languages,
        hours=_words(row, "hours", place),
        free=row.get("free"),
        ways=ways,
        source=_address(row, "source", place),
        checked=_day(row, place),
    )


def _way(told: Any, place: str) -> Way:
    row = _mapping(told, {"way", "number", "international", "send", "address"}, place)
    way = _one_of(_words(row, "way", place), WAYS, place)
    if way == "chat":
        if set(row) != {"way", "address"}:
            _wrong(place, "a chat has an address and nothing else")
        return Way(way, "", "", "", _address(row, "address", place))
    if "address" in row or ("send" in row and way != "text"):
        _wrong(place, f"a {way} has no address, and only a text has words to send")
    number = _number(row, place)
    send = _words(row, "send", place) if row.get("send") else ""
    return Way(way, number, _international(row, number, place), send, "")


def _number(row: Mapping[str, Any], place: str) -> str:
    number = _words(row, "number", place)
    if not _NUMBER.fullmatch(number):
        _wrong(place, f"{number!r} cannot be dialled")
    return number


def _international(row: Mapping[str, Any], number: str, place: str) -> str:
    """The form from abroad ends like the number at home; a short number has none."""
    if not row.get("international"):
        return ""
    abroad, home = _words(row, "international", place), dialled(number)
    if not _INTERNATIONAL.fullmatch(abroad):
        _wrong(place, f"{abroad!r} is no international number")
    if len(home) <= _SHORT:
        _wrong(place, f"{number!r} is too short to be reached from abroad")
    if not dialled(abroad).endswith(home[1:]):
        _wrong(place, f"{abroad!r} dials something else than {number!r}")
    return abroad


def _day(row: Mapping[str, Any], place: str) -> date:
    told = _words(row, "checked", place)
    try:
        return date.fromisoformat(told)
    except ValueError:
        _wrong(place, f"checked is a day such as 2026-11-22, not {told!r}")


def _address(row: Mapping[str, Any], name: str, place: str) -> str:
    address = _words(row, name, place)
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or re.search(r"[\s\"'<>\\]", address):
        _wrong(place, f"{name} is an https:// address, not {address!r}")
    return address


def _one_of(value: str, choices: Sequence[str], place: str) -> str:
    if value not in choices:
        _wrong(place, f"{value!r} is none of {', '.join(choices)}")
    return value


def _words(row: Mapping[str, Any], name: str, place: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST or not value.isprintable():
        _wrong(place, f"{name} has to be one line of words")
    return value


def _numbered(row: Mapping[str, Any], name: str, place: str) -> Iterator[tuple[int, Any]]:
    return enumerate(_list(row, name, place), 1)


def _list(row: Mapping[str, Any], name: str, place: str) -> list[Any]:
    value = row.get(name)
    if not isinstance(value, list):
        _wrong(place, f"{name} is a list")
    return value


def _mapping(value: Any, known: set[str], place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        _wrong(place, "names and values are expected")
    if unknown := sorted(set(value) - known):
        _wrong(place, f"{unknown[0]} is not known")
    return value


def _wrong(place: str, what: str) -> NoReturn:
    raise LinesError(f"{place}: {what}")
