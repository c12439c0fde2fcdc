"""What is stored of a tie: observed when a moment is logged in order, replayed from all days otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from kindring.accounts.actor import Actor
from kindring.engine.rhythm import observe, replay
from kindring.people.models import Person, Presence, Way

TIE_FIELDS = ("contacts", "first_day", "last_day", "recent", "log_gap", "last_way", "met_on")
_CLOSENESS = {way: rank for rank, way in enumerate((Way.MESSAGE, Way.LETTER, Way.CALL, Way.VIDEO, Way.IN_PERSON))}

Contact = tuple[date, str]


def note_contact(by: Actor, people: Sequence[Person], day: date, way: str) -> None:
    """The people's rows after a moment already written; not saved. One query, or none when it is in order."""
    late = [person for person in people if not _observed(person, day, way)]
    if late:
        replay_ties(by, late)


def _observed(person: Person, day: date, way: str) -> bool:
    """Whether it could simply be added: it is not before the last, nor a second way on the same day."""
    last = person.last_day
    if last is not None and (day < last or (day == last and way and person.last_way not in {"", way})):
        return False
    person.rhythm = observe(person.rhythm, day.toordinal())
    person.last_way = way or person.last_way
    person.met_on = day if way == Way.IN_PERSON else person.met_on
    return True


def replay_ties(by: Actor, people: Sequence[Person]) -> None:
    """The people's rows as their presences say, in one query; not saved."""
    rows = Presence.objects.visible_to(by.signed_in).filter(person__in=people)
    contacts: defaultdict[UUID, list[Contact]] = defaultdict(list)
    for person, day, way in rows.values_list("person_id", "day", "moment__way").distinct():
        contacts[person].append((day, way))
    for one in people:
        _replay(one, contacts[one.id])


def _replay(person: Person, contacts: Iterable[Contact]) -> None:
    person.rhythm = replay(day.toordinal() for day, _ in contacts)
    told = [(day, _CLOSENESS[Way(way)], way) for day, way in contacts if way]
    person.last_way = max(told)[2] if told else ""
    person.met_on = max((day for day, _, way in told if way == Way.IN_PERSON), default=None)
