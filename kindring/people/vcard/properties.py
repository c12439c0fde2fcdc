"""From a logical line to a property: group, name, the parameters we use, and the raw value."""

import binascii
import re
from typing import NamedTuple

from kindring.lib.quiet import quiet
from kindring.people.vcard.lines import Line, end_of_head
from kindring.people.vcard.text import clean, decode

MAX_PARAMETERS = 64  # of one property; what comes after them is not looked at

_NAME = re.compile(r"(?:([\w-]{1,64})\.)?([\w-]{1,512})", re.ASCII)
_PIECES = re.compile(rb'(?:[^;"]++|"[^"]*+")++|[;"]')
_CARET = re.compile(r"\^([n'^])")
_CARET_MEANS = {"n": "\n", "'": '"', "^": "^"}
_USED = {
    "TYPE",
    "ENCODING",
    "CHARSET",
    "VALUE",
    "LABEL",
    "CALSCALE",
    "X-SERVICE-TYPE",
    "SERVICE-TYPE",
    "X-APPLE-OMIT-YEAR",
}
_BARE = {
    "QUOTED-PRINTABLE": "ENCODING",
    "BASE64": "ENCODING",
    "B": "ENCODING",
    "8BIT": "ENCODING",
    "7BIT": "ENCODING",
    "INLINE": "VALUE",
    "URL": "VALUE",
    "URI": "VALUE",
    "CONTENT-ID": "VALUE",
    "CID": "VALUE",
}


class Property(NamedTuple):
    """One property of a card. `group` lower case, `name` upper case, `parameters` by upper-case name."""

    group: str
    name: str
    parameters: dict[str, list[str]]
    raw: bytes
    line: int
    cut: bool

    def __repr__(self) -> str:
        return quiet(self)

    def parameter(self, name: str) -> str:
        """The first value of a parameter, '' without one."""
        return self.parameters.get(name, [""])[0]

    @property
    def types(self) -> list[str]:
        """The words of TYPE in lower case, those without a name (vCard 2.1) too."""
        values = self.parameters.get("TYPE", [])
        return [word.strip().lower() for value in values for word in value.split(",") if word.strip()]

    def text(self) -> str:
        """The value as text: encoding and character set undone, nothing hidden in it, still escaped."""
        encoding = self.parameter("ENCODING").upper()
        raw = self.raw
        if encoding in ("QUOTED-PRINTABLE", "Q"):
            raw = binascii.a2b_qp(raw)
        elif encoding in ("BASE64", "B"):
            raw = _from_base64(raw)
        return clean(decode(raw, self.parameter("CHARSET")))


def parse_property(line: Line) -> Property | None:
    """The property on a logical line; None when the line is not one."""
    end = end_of_head(line.raw)
    if end < 0:
        return None
    first, *rest = _head_pieces(line.raw[:end])
    name = _NAME.fullmatch(first.strip())
    if not name:
        return None
    return Property(
        group=(name[1] or "").lower(),
        name=name[2].upper(),
        parameters=_parameters(rest),
        raw=line.raw[end + 1 :],
        line=line.number,
        cut=line.cut,
    )


def _head_pieces(head: bytes) -> list[str]:
    """The head split at its semicolons, those in quotes set aside."""
    if b'"' not in head:
        return decode(head, "").split(";", MAX_PARAMETERS + 1)[: MAX_PARAMETERS + 1]
    pieces: list[list[bytes]] = [[]]
    for found in _PIECES.finditer(head):
        if found[0] != b";":
            pieces[-1].append(found[0])
        elif len(pieces) > MAX_PARAMETERS:
            break
        else:
            pieces.append([])
    return [decode(b"".join(piece), "") for piece in pieces]


def _parameters(pieces: list[str]) -> dict[str, list[str]]:
    parameters: dict[str, list[str]] = {}
    for piece in pieces:
        name, equals, value = piece.partition("=")
        name = name.strip().upper()
        if name.startswith("X-CUSTOM("):  # Android 2.1: TEL;X-CUSTOM(CHARSET=…,ENCODING=…,=48=6F):
            name, value = "TYPE", _android_label(piece)
        elif not equals:
            name, value = _BARE.get(name, "TYPE"), name
        if name in _USED:
            parameters.setdefault(name, []).append(_plain_value(value))
    return parameters


def _plain_value(value: str) -> str:
    """Without quotes, carets of RFC 6868 undone."""
    if value.isascii() and value.isalnum():
        return value
    return _CARET.sub(lambda found: _CARET_MEANS[found[1]], clean(value).replace('"', "").strip())


def _android_label(piece: str) -> str:
    encoded = piece.rpartition(",")[2].removesuffix(")")
    return decode(binascii.a2b_qp(encoded.encode()), "UTF-8").replace(",", " ")


def _from_base64(raw: bytes) -> bytes:
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        return b""
