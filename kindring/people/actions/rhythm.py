"""What is stored of a tie: observed when a moment is logged in order, replayed from all days otherwise."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q

from kindring.accounts.actor import Actor
from kindring.engine.rhythm import observe, replay
from kindring.people.models import Moment, Person, Presence, Way

TIE_FIELDS = (
    *("contacts", "first_day", "last_day", "recent", "log_gap"),
    *("last_way", "met_on", "helped_on", "thanked_on"),
)
_CLOSENESS = {way: rank for rank, way in enumerate((Way.MESSAGE, Way.LETTER, Way.CALL, Way.VIDEO, Way.IN_PERSON))}


class Contact(NamedTuple):
    """What of a moment the row of a person keeps: the day, how, whether something was received, and thanks said."""

    day: date
    way: str
    helped: bool
    thanked: bool


def note_contact(by: Actor, people: Sequence[Person], moment: Moment) -> None:
    """The people's rows after a moment already written; not saved. One query, or none when it is in order."""
    contact = Contact(moment.day, moment.way, bool(moment.received), bool(moment.thanks))
    late = [person for person in people if not _observed(person, contact)]
    if late:
        replay_ties(by, late)


def _observed(person: Person, contact: Contact) -> bool:
    """Whether it could simply be added: it is not before the last, nor a second way on the same day."""
    last, (day, way, helped, thanked) = person.last_day, contact
    if last is not None and (day < last or (day == last and way and person.last_way not in {"", way})):
        return False
    person.rhythm = observe(person.rhythm, day.toordinal())
    person.last_way = way or person.last_way
    person.met_on = day if way == Way.IN_PERSON else person.met_on
    person.helped_on = day if helped else person.helped_on
    person.thanked_on = day if thanked else person.thanked_on
    return True


def replay_ties(by: Actor, people: Sequence[Person]) -> None:
    """The people's rows as their presences say, in one query; not saved."""
    thanked = ExpressionWrapper(Q(moment__thanks__isnull=False), BooleanField())
    helped = ExpressionWrapper(Q(moment__received__gt=0), BooleanField())
    rows = (
        Presence.objects.visible_to(by.signed_in).filter(person__in=people).annotate(helped=helped, thanked=thanked)
    )
    contacts: defaultdict[UUID, list[Contact]] = defaultdict(list)
    for person, *told in rows.values_list("person_id", "day", "moment__way", "helped", "thanked").distinct():
        contacts[person].append(Contact(*told))
    for one in people:
        _replay(one, contacts[one.id])


def _replay(person: Person, contacts: Sequence[Contact]) -> None:
    person.rhythm = replay(one.day.toordinal() for one in contacts)
    told = [(one.day, _CLOSENESS[Way(one.way)], one.way) for one in contacts if one.way]
    person.last_way = max(told)[2] if told else ""
    person.met_on = max((day for day, _, way in told if way == Way.IN_PERSON), default=None)
    person.helped_on = max((one.day for one in contacts if one.helped), default=None)
    person.thanked_on = max((one.day for one in contacts if one.thanked), default=None)
