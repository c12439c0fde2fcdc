"""Who of an address book is on the user's map already."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from kindring.lib.quiet import quiet
from kindring.lib.rows import Viewer
from kindring.lib.sealed import open_value, sealed_field
from kindring.people.kept_cards import KeptCard, digits, plain_name
from kindring.people.models import Person

_SHORTEST, _COMPARED = 5, 9  # digits: what comes before the last nine is a country or a trunk code


class Here(NamedTuple):
    """Someone who is, or may be, whom a card describes.

    `same_card`: they came from this very card; `sure`: or else name and a number or address are the same.
    """

    name: str
    same_card: bool
    sure: bool

    def __repr__(self) -> str:
        return quiet(self)


class OnTheMap:
    """Everyone on a map, by what their cards would say."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._sources: dict[str, Person] = {}
        self._names: defaultdict[str, list[tuple[Person, set[str]]]] = defaultdict(list)
        for person in people:
            if person.source:
                self._sources[person.source] = person
            pairs = ((channel["kind"], channel["value"]) for channel in person.channels)
            self._names[plain_name(person.name)].append((person, _ways(pairs)))

    def find(self, card: KeptCard) -> Here | None:
        """Whom the card describes: the same card, else the same name and way to reach them, else the same name."""
        same = self._sources.get(card.get("source", ""))
        if same:
            return Here(same.name, same_card=True, sure=True)
        namesakes = self._names.get(plain_name(card["name"]))
        if not namesakes:
            return None
        pairs = [("phone", value) for _, value in card.get("phones", ())]
        pairs += [("email", value) for _, value in card.get("emails", ())]
        ways = _ways(pairs)
        sure = [person for person, theirs in namesakes if theirs & ways]
        return Here((sure or [namesakes[0][0]])[0].name, same_card=False, sure=bool(sure))


def _ways(pairs: Iterable[tuple[str, str]]) -> set[str]:
    """Phone numbers and e-mail addresses as they compare."""
    ways = set()
    for kind, value in pairs:
        if kind == "email":
            ways.add(value.strip().casefold())
        elif kind == "phone" and len(number := digits(value)) >= _SHORTEST:
            ways.add(number[-_COMPARED:])
    return ways


def on_the_map(user: Viewer) -> OnTheMap:
    """Everyone on the user's map, in one query; those who were removed may come again."""
    return OnTheMap(Person.objects.visible_to(user).kept().only("owner", "name", "channels", "source"))


def sources_on_map(user: Viewer) -> set[str]:
    """The cards that people on the user's map came from; opened without their rows, there may be thousands."""
    people = Person.objects.visible_to(user).kept().filter(source__isnull=False)
    field = sealed_field(Person, "source")
    return {open_value(field, user.id, row, held.blob) for row, held in people.values_list("id", "source")}
