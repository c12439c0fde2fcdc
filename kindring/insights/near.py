"""Whom one can ask for help: those in the closest ring of whom it is said that they give emotional support."""

from datetime import date

from kindring.lib.rows import Viewer
from kindring.people.kinds import Kind
from kindring.people.models import Person, Ring

MOST = 4


def near_people(user: Viewer, today: date) -> list[Person]:
    """At most four, those lately in touch first; nobody paused, ended or unsafe."""
    inner = Person.objects.visible_to(user).suggestible(today).filter(ring=Ring.INNER.value)
    near = [person for person in inner if person.they_give & Kind.EMOTIONAL]
    return sorted(near, key=lambda person: (person.last_day or date.min, person.id), reverse=True)[:MOST]
