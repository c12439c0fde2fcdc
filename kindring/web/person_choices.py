"""Choosing people from a list: who stands where, and what they are called there."""

from collections.abc import Iterable

from django.utils.translation import gettext

from kindring.lib.rows import Viewer
from kindring.people.models import Person, Ring
from kindring.web.finding import folded

_SHOWN = ("id", "owner_id", "name", "called", "ring", "deleted_at")
_RING_PLACE = {**{ring: place for place, ring in enumerate(Ring.values)}, "": len(Ring.values)}


def kept_people(user: Viewer) -> list[Person]:
    """Everyone on the map, with as much as a choice shows."""
    return list(Person.objects.visible_to(user).kept().only(*_SHOWN))


def by_closeness(people: Iterable[Person]) -> list[Person]:
    """The closest first, then by name as people read it."""
    return sorted(people, key=lambda person: (_RING_PLACE[person.ring], folded(person.shown_name)))


def choices_for(people: Iterable[Person]) -> list[tuple[str, str]]:
    """What a form offers; who was removed is said, because an older moment may still name them."""
    return [(str(person.id), _said(person)) for person in by_closeness(people)]


def _said(person: Person) -> str:
    return gettext("%(name)s (removed)") % {"name": person.shown_name} if person.deleted_at else person.shown_name
