"""How a tie stands on a day, from what is stored of it."""

from datetime import date

from kindring.engine.rhythm import Outlook, outlook, placed
from kindring.people.models import Person


def person_outlook(person: Person, today: date) -> Outlook:
    """The outlook of someone on the map; until something is noted, the day they were placed stands in for it.

    What overrides it (a pause, an end) is the state's to say: `Person.state_on`.
    """
    rhythm = person.rhythm or placed((person.placed_on or today).toordinal())
    return outlook(rhythm, today=today.toordinal(), ring=person.ring, wish=person.wish_days)
