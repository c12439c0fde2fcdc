"""The file as a whole: too large, no text, or text in UTF-16; and what it is when it is no address book."""

import re

from kindring.people.vcard.card import UnreadableFile, WhyUnreadable

MAX_BYTES = 20 * 1024 * 1024

_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")
_PICTURES_AND_PAPERS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"%PDF", b"SQLite format", b"\xd0\xcf\x11\xe0")
_WIDE = {  # how a file of wide characters begins: with its mark, or with BEGIN
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"B\0E\0": "utf-16-le",
    b"b\0e\0": "utf-16-le",
    b"\0B\0E": "utf-16-be",
    b"\0b\0e": "utf-16-be",
}
_CALENDAR = re.compile(rb"\s*BEGIN:VCALENDAR", re.IGNORECASE)
_TABLE = re.compile(rb'"?(?:First Name|Name|Given Name|Vorname|Title)"?[,;\t]', re.IGNORECASE)


def text_bytes(data: bytes) -> bytes:
    """The bytes of the file as one-byte or UTF-8 text, without NULs; raises `UnreadableFile`."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile("too large")
    if not data.strip(b" \t\r\n\0"):
        raise UnreadableFile("empty")
    if data.startswith(_ARCHIVES):
        raise UnreadableFile("archive")
    if data.startswith(_PICTURES_AND_PAPERS):
        raise UnreadableFile("binary")
    for mark, codec in _WIDE.items():
        if data.startswith(mark):
            data = data.decode(codec, "replace").encode("utf-8", "replace")
            break
    return data.replace(b"\0", b"") if b"\0" in data else data


def why_unreadable(text: bytes) -> WhyUnreadable:
    """What a text without a single card may be."""
    text = text.removeprefix(b"\xef\xbb\xbf")
    if not text.strip():
        return "empty"
    if _CALENDAR.match(text):
        return "calendar"
    if _TABLE.match(text):
        return "table"
    odd = sum(byte < 9 or 13 < byte < 32 for byte in text[:4096])
    return "binary" if odd * 20 > min(len(text), 4096) else "not an address book"
