"""What people type or bring, made fit to keep: nothing that a page could not show."""

import re
import unicodedata

# Control characters, halves of characters, and marks that turn the direction of everything after them.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")


def line(text: str) -> str:
    """One line, with single spaces."""
    return " ".join(paragraphs(text).split())


def paragraphs(text: str) -> str:
    """Any number of lines, without spaces around them all."""
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", text).strip()


def can_be_seen(text: str) -> bool:
    """Whether at least one character leaves a mark: spaces and joiners alone do not."""
    return any(unicodedata.category(letter)[0] in "LNPSM" for letter in text)


def name_line(text: str) -> str:
    """What someone or something is called, in one line; what leaves no mark is called nothing."""
    return line(text) if can_be_seen(text) else ""
