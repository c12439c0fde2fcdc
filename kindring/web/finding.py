"""Searching in opened text: the database cannot compare what it cannot read."""

import unicodedata
from collections.abc import Iterable

from kindring.people.models import Person

_NOT_COMPOSED = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})


def folded(text: str) -> str:
    """`text` as searching and comparing sees it, without case and accents: "petrovic" finds "Petrović"."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_NOT_COMPOSED)


def found(people: Iterable[Person], asked: str) -> list[Person]:
    """The people in whose words every word of `asked` occurs somewhere; all of them when nothing is asked."""
    words = folded(asked).split()
    return [person for person in people if _says_all(person, words)]


def _says_all(person: Person, words: list[str]) -> bool:
    if not words:
        return True
    text = folded("\n".join(_texts(person)))
    return all(word in text for word in words)


def _texts(person: Person) -> list[str]:
    channels = [channel.get(part, "") for channel in person.channels for part in ("value", "label")]
    numbers = ["".join(filter(str.isdigit, value)) for value in channels]
    return [person.name, person.called, person.notes, person.how_met, *channels, *numbers]


def of_the_same_name(people: Iterable[Person], name: str) -> list[Person]:
    """Those called the same, to hint at someone who may have been added twice."""
    asked = folded(" ".join(name.split()))
    return [person for person in people if folded(" ".join(person.name.split())) == asked]
