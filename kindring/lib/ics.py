"""Calendar files (iCalendar, RFC 5545), written by hand: what a calendar needs to show when someone is expected.

All times are in UTC, so that no description of time zones has to travel along: calendars show them in the zone of
whoever looks, on nights when the clocks change as well. A whole day is written as a day, which has no zone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRIVATE_TITLE = "Kindring"
_LINE_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar.

    `key` is the same each time the same thing is written (the random number of its row). `begins` and `ends` are
    aware times, or days for what lasts all day, `ends` being the last one; without `ends` it is a point in time, or
    one day. `changed_at` is aware: calendars take the newer of two.
    """

    key: str
    begins: datetime | date
    changed_at: datetime
    ends: datetime | date | None = None
    title: str = PRIVATE_TITLE
    words: str = ""
    where: str = ""
    href: str = ""
    called_off: bool = False


def calendar(entries: Iterable[Entry], now: datetime, site: str = "kindring") -> bytes:
    """A whole calendar file; `site` is the name of the server, which makes the keys unique in the world."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kindring//Kindring//EN", "CALSCALE:GREGORIAN"]
    for entry in entries:
        lines += _event(entry, now, site)
    return b"".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry, now: datetime, site: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.key)}@{escaped(site)}"
    yield f"DTSTAMP:{_utc(now)}"
    yield f"LAST-MODIFIED:{_utc(entry.changed_at)}"
    yield f"SEQUENCE:{_sequence(entry.changed_at)}"
    yield from _times(entry)
    yield f"SUMMARY:{escaped(entry.title)}"
    for name, text in (("DESCRIPTION", entry.words), ("LOCATION", entry.where)):
        if text:
            yield f"{name}:{escaped(text)}"
    if entry.href:
        yield f"URL:{''.join(_UNFIT.sub('', entry.href).split())}"
    yield "CLASS:PRIVATE"
    yield f"STATUS:{'CANCELLED' if entry.called_off else 'CONFIRMED'}"
    yield "END:VEVENT"


def _times(entry: Entry) -> Iterator[str]:
    if isinstance(entry.begins, datetime):
        yield f"DTSTART:{_utc(entry.begins)}"
        if isinstance(entry.ends, datetime) and entry.ends > entry.begins:
            yield f"DTEND:{_utc(entry.ends)}"
    else:
        last = entry.ends or entry.begins
        last = last.date() if isinstance(last, datetime) else last
        yield f"DTSTART;VALUE=DATE:{entry.begins:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{max(last, entry.begins) + timedelta(days=1):%Y%m%d}"  # the first day after


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _sequence(changed_at: datetime) -> int:
    """Grows with every change without being counted: minutes since 2020. It has to fit into 31 bits."""
    return max(0, int((changed_at - datetime(2020, 1, 1, tzinfo=UTC)).total_seconds()) // 60)


def escaped(text: str) -> str:
    """A value of text: what has a meaning in the format is escaped, what has no place in it is left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNFIT.sub("", plain).translate(_ESCAPED)


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, each but the first after a space; no letter is cut in two."""
    pieces, room, piece = [], _LINE_OCTETS, bytearray()
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > room:
            pieces.append(bytes(piece))
            piece, room = bytearray(), _LINE_OCTETS - 1
        piece += octets
    return b"\r\n ".join([*pieces, bytes(piece)]) + b"\r\n"
