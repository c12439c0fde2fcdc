"""From bytes to logical lines: folded lines, soft breaks and base64 blocks are joined again, within bounds.

Folding: RFC 2425, 5.8.1 (one leading space goes) and, in vCard 2.1, RFC 822 (it stays). Time is linear in the
input.
"""

import re
from collections.abc import Iterator
from time import monotonic
from typing import Literal, NamedTuple

from kindring.lib.quiet import quiet

MAX_LINE = 32_768  # bytes of a logical line that are kept
MAX_HEAD_LINES = 8  # physical lines over which the part before the colon may be folded
MAX_HEAD = 8_192  # bytes in which the colon has to come

Mark = Literal["begin", "end", ""]

_LINE_ENDS = re.compile(rb"[\r\n]+")
_HEAD = re.compile(rb'(?:[^:"]++|"[^"]*+")*+:')  # possessive: nothing is tried twice
_MARK = re.compile(rb"\s*(BEGIN|END)\s*:\s*VCARD\s*", re.IGNORECASE)
_GLUED_MARK = re.compile(rb"(?:BEGIN|END):VCARD", re.IGNORECASE)
_IN_BASE64 = re.compile(rb'[;=]"?(?:BASE64|B)"?\s*(?:;|$)', re.IGNORECASE)
_BINARY_NAME = re.compile(rb"(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)(?:;|$)", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"
_MARK_STARTS = b"bBeE \t\v\f"
_SOFT_ENDS = (b"=", b" ", b"\t")
_MAYBE_GLUED = b"bBeE\xef"


class OutOfTime(Exception):
    """Reading has to stop at this line; stays inside the package."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class Deadline:
    """The moment (monotonic seconds from now) at which reading stops."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def check(self, line: int) -> None:
        if monotonic() >= self._end:
            raise OutOfTime(line)


class Line(NamedTuple):
    """A logical line: number of its first physical line (from 1), its bytes, whether some were cut off."""

    number: int
    raw: bytes
    cut: bool = False

    def __repr__(self) -> str:
        return quiet(self)


def mark_of(raw: bytes) -> Mark:
    """Whether the line is exactly BEGIN:VCARD or END:VCARD, in any case and spacing."""
    if not raw or raw[0] not in _MARK_STARTS or len(raw) > 64 or not (found := _MARK.fullmatch(raw)):
        return ""
    return "begin" if found[1][:1] in b"Bb" else "end"


def end_of_head(raw: bytes) -> int:
    """Where the colon between head (name, parameters) and value is, quoted ones set aside; -1 without one."""
    found = _HEAD.match(raw, 0, MAX_HEAD)
    return found.end() - 1 if found else raw.find(b":", 0, MAX_HEAD)


def logical_lines(data: bytes, deadline: Deadline) -> Iterator[Line]:
    """The logical lines of a file (NULs and the byte order mark already removed); raises `OutOfTime`."""
    draft: _Draft | None = None
    old = False
    for number, raw in _physical_lines(data, deadline):
        if draft is not None:
            if not raw:
                draft.soft = False
                continue
            if draft.takes(raw):
                draft.add(raw)
                continue
            yield draft.line()
            old = draft.old_style_after()
        draft = _Draft(number, raw, old=old) if raw else None
    if draft is not None:
        yield draft.line()


def _physical_lines(data: bytes, deadline: Deadline) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each line that is not empty; a run of empty lines is one b"".

    Lines end in LF, CRLF, CR or (seen on an iPhone) CRCRLF.
    """
    start, number = 0, 1
    for ends in _LINE_ENDS.finditer(data):
        deadline.check(number)
        end, following = ends.span()
        if end > start:
            raw = data[start : min(end, start + MAX_LINE + 1)]
            if raw[0] in _MAYBE_GLUED:
                yield from _split_glued(number, raw)
            else:
                yield number, raw
        feeds = data.count(b"\n", end, following) or following - end
        if feeds > 1:
            yield number, b""
        number += feeds
        start = following
    if start < len(data):
        yield from _split_glued(number, data[start : start + MAX_LINE + 1])


def _split_glued(number: int, raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Files joined without a line break between them leave `END:VCARDBEGIN:VCARD`."""
    raw = raw.removeprefix(_BOM)
    while (found := _GLUED_MARK.match(raw)) and (rest := raw[found.end() :].strip(b" \t")):
        yield number, found[0]
        raw = rest
    if raw:
        yield number, raw


class _Draft:
    """A logical line while its physical lines come in."""

    __slots__ = ("_closed", "_cut", "_head", "_looks", "_number", "_old", "_parts", "_size", "soft")

    def __init__(self, number: int, raw: bytes, *, old: bool) -> None:
        self._number = number
        self._old = old
        self._closed = mark_of(raw) != ""
        self._parts: list[bytes] = []
        self._size = 0
        self._cut = False
        self._head: bytes | None = None
        self._looks = 0
        self.soft = False  # the line so far ends in a quoted-printable soft break
        self._append(raw)

    def takes(self, raw: bytes) -> bool:
        """Whether the next physical line goes on with this one."""
        if self._closed or mark_of(raw):
            return False
        return self.soft or raw[0] in b" \t" or (b":" not in raw and self._is_binary())

    def add(self, raw: bytes) -> None:
        indented = raw[0] in b" \t"
        if self.soft:
            self._append(raw[1:] if indented and not self._old else raw)
        elif not indented:
            self._append(raw)
        else:
            self._append(b" " + raw.lstrip() if self._old else raw[1:])

    def line(self) -> Line:
        return Line(self._number, b"".join(self._parts), self._cut)

    def old_style_after(self) -> bool:
        """Whether the lines after this one are folded as in vCard 2.1."""
        if self._closed:
            return False
        start = self._parts[0][:64].upper() if self._parts else b""
        return b"2.1" in start if start.startswith(b"VERSION") else self._old

    def _append(self, part: bytes) -> None:
        ends_soft = part[-1:] in _SOFT_ENDS and part.rstrip(b" \t").endswith(b"=")
        self.soft = ends_soft and self._is_quoted_printable(part)
        if self.soft:
            part = part.rstrip(b" \t")[:-1]
        room = MAX_LINE - self._size
        if len(part) > room:
            self._cut = True
            part = part[:room]
        if part:
            self._parts.append(part)
            self._size += len(part)

    def _is_quoted_printable(self, coming: bytes) -> bool:
        return b"QUOTED-PRINTABLE" in self._head_so_far(coming).upper()

    def _is_binary(self) -> bool:
        """A base64 block may go on without indent: its lines never hold a colon."""
        head = self._head_so_far(b"")
        return bool(_BINARY_NAME.match(head) or _IN_BASE64.search(head))

    def _head_so_far(self, coming: bytes) -> bytes:
        """The head, looked for a few times only, so that a line without a colon costs no square."""
        if self._head is None:
            raw = b"".join((*self._parts, coming))
            end = end_of_head(raw)
            self._looks += 1
            if end < 0 and self._looks < MAX_HEAD_LINES:
                return b""
            self._head = raw[: max(end, 0)]
        return self._head
