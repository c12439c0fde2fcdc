"""How a tie stands on a day, and the step that fits, from what is stored of it."""

from datetime import date

from kindring.engine.next_step import Step, next_step
from kindring.engine.rhythm import Outlook, outlook, placed
from kindring.insights.dates import ComingDate
from kindring.people.channels import is_fax
from kindring.people.models import ImportantDate, Person

_FEASTS = {ImportantDate.Sort.BIRTHDAY, ImportantDate.Sort.ANNIVERSARY}


def person_outlook(person: Person, today: date) -> Outlook:
    """The outlook of someone on the map; until something is noted, the day they were placed stands in for it.

    What overrides it (a pause, an end) is the state's to say: `Person.state_on`.
    """
    rhythm = person.rhythm or placed((person.placed_on or today).toordinal())
    return outlook(rhythm, today=today.toordinal(), ring=person.ring, wish=person.wish_days)


def fitting_step(person: Person, outlook: Outlook, coming: ComingDate | None, today: date) -> Step:
    """How to be in touch this time; `coming` is the next of their dates if it is near."""
    return next_step(
        word=outlook.word,
        nothing_noted=outlook.nothing_noted,
        last_way=person.last_way,
        met_days_ago=(today - person.met_on).days if person.met_on else None,
        reachable_by={channel["kind"] for channel in person.channels if not is_fax(channel)},
        feast_in=coming.days_away if coming and coming.sort in _FEASTS else None,
    )
