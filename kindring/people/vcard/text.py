"""Bytes to text a person may see: character sets, hidden characters, escapes, parts."""

import re

_CODECS = {
    "ascii": "ascii",
    "usascii": "ascii",
    "utf8": "utf-8",
    "utf16": "utf-16",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
    "latin1": "cp1252",
    "iso88591": "cp1252",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "windows31j": "cp932",
    "cp932": "cp932",
    "eucjp": "euc_jp",
    "iso2022jp": "iso2022_jp",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "euckr": "cp949",
    "ksc56011987": "cp949",
    "cp949": "cp949",
    "koi8r": "koi8_r",
    "koi8u": "koi8_u",
    "macintosh": "mac_roman",
    "tis620": "cp874",
    "windows874": "cp874",
    **{f"iso8859{n}": f"iso8859_{n}" for n in (*range(2, 12), *range(13, 17))},
    **{f"windows125{n}": f"cp125{n}" for n in range(9)},
    **{f"cp125{n}": f"cp125{n}" for n in range(9)},
    **{f"cp{n}": f"cp{n}" for n in (437, 850, 852, 855, 857, 858, 866)},
}  # a list of our own: what the file names never reaches the codec registry

# Control characters, marks that turn the direction of text around, and characters that show as nothing. The
# joiners U+200C and U+200D stay, Persian and emoji need them; so do the tag letters of a region's flag.
_HIDDEN = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007f]+)|"
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_NEW_LINES = re.compile("\r\n|[\r\x85\u2028\u2029]")
_BLANK = " \t\n\u00a0\u200c\u200d\u2800"
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_OLD_ESCAPES = ";,:"
_STOPS = {stop: re.compile(rf"\\.|{stop}", re.DOTALL) for stop in ";,"}
MAX_PARTS = 32  # parts of one structured value


def decode(raw: bytes, charset: str) -> str:
    """The text of some bytes. A wrong or missing character set is tolerated: UTF-8, then Windows-1252."""
    if raw.isascii() and not charset:
        return raw.decode("ascii")
    codec = _CODECS.get(re.sub("[-_ ]", "", charset.lower()), "utf-8")
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return _guess(raw)


def _guess(raw: bytes) -> str:
    """UTF-8 with a few bad bytes when most of what is not ASCII reads as UTF-8, else Windows-1252."""
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(not character.isascii() for character in text) - bad
    return text if good > bad else raw.decode("cp1252", "replace")


def clean(text: str) -> str:
    """Without hidden characters, line ends as LF."""
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(lambda found: found[1] or "", _NEW_LINES.sub("\n", text))


def one_line(text: str) -> str:
    """White space of any kind as single spaces; '' when nothing of it can be seen."""
    line = " ".join(text.split())
    return line if line.isascii() or line.strip(_BLANK) else ""


def unescape(text: str, *, old: bool) -> str:
    """Backslashes undone. vCard 2.1 (`old`) escapes punctuation only: there `\\n` is part of a path."""
    if "\\" not in text:
        return text

    def meant(found: re.Match[str]) -> str:
        character = found[1]
        if old:
            return character if character in _OLD_ESCAPES else found[0]
        if character in "nN":
            return "\n"
        return character if character in ',;:\\"' else found[0]

    return _ESCAPE.sub(meant, text)


def split_parts(text: str, stop: str) -> list[str]:
    """The parts between separators (`;` or `,`) that are not escaped; still escaped themselves."""
    parts, start = [], 0
    for found in _STOPS[stop].finditer(text):
        if found[0] == stop:
            parts.append(text[start : found.start()])
            start = found.end()
            if len(parts) == MAX_PARTS:
                return parts
    return [*parts, text[start:]]
