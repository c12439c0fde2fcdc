"""Noting that people were in touch, changing what was noted, and taking it back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.lib.days import day_in, hour_of
from kindring.lib.fitting import check_fit, refuse_others
from kindring.lib.hot_writes import HotInsert, HotUpdate
from kindring.lib.refused import Refused
from kindring.lib.texts import paragraphs
from kindring.people.actions.ask_about import renew_ask_about
from kindring.people.actions.day_choice import choose_again
from kindring.people.actions.locking import lock_moment, lock_people
from kindring.people.actions.months import count_moment, recount
from kindring.people.actions.rhythm import TIE_FIELDS, note_contact, replay_ties
from kindring.people.models import Felt, Moment, Person, Presence

MOST_PEOPLE = 50
EARLIEST = date(1900, 1, 1)
COUNTS = {"day", "way", "received", "given"}  # what the months are counted from
_MOMENT, _PRESENCES = HotInsert(Moment), HotInsert(Presence)
_TIE, _TIE_AND_WORDS = HotUpdate(Person, TIE_FIELDS), HotUpdate(Person, [*TIE_FIELDS, "ask_about"])


class MomentWords(TypedDict, total=False):
    """What can be said of a moment. `received`, `given` are bits of `Kind`; `felt` holds values of `Felt`."""

    way: str
    received: int
    given: int
    felt: Sequence[str]
    thanks: str
    note: str
    ask_about: str


class MomentChanges(MomentWords, total=False):
    people: Sequence[Person]
    day: date


@transaction.atomic
def log_moment(
    *,
    by: Actor,
    now: datetime,
    people: Sequence[Person],
    day: date | None = None,
    **words: Unpack[MomentWords],
) -> Moment:
    """They were in touch, today if no `day` is given.

    The same people, day and way a second time with nothing more to say is a double click: the moment that is
    already there comes back.
    """
    today = day_in(by.signed_in.time_zone, now)
    moment = Moment(owner_id=by.owner_id, day=check_day(day or today, today), written_at=hour_of(now))
    _set_words(moment, words)
    if moment.day < today:  # a moment of today only takes someone off the list
        choose_again(by)
    rows = lock_people(by, _ids(people))
    twin = _twin(by, moment, rows)
    if twin is not None:
        return twin
    _MOMENT.write([moment])
    _join(moment, [person.id for person in rows])
    _take_up(by, moment, rows)
    return moment


def check_day(day: date, today: date) -> date:
    """The day, if a moment may have been on it."""
    if day > today:
        raise Refused("moment_in_future", _("That day is still to come. Note it when it has been."), 422)
    if day < EARLIEST:
        raise Refused("moment_too_early", _("That is longer ago than can be kept here."), 422)
    return day


def _ids(people: Iterable[Person]) -> set[UUID]:
    ids = {person.id for person in people}
    if not ids:
        raise Refused("people_missing", _("Choose at least one person."), 422)
    if len(ids) > MOST_PEOPLE:
        raise Refused(
            "people_too_many", _("At most %(most)d people fit into one moment.") % {"most": MOST_PEOPLE}, 422
        )
    return ids


def _set_words(moment: Moment, words: Mapping[str, Any]) -> list[str]:
    """Puts these on the row, cleaned and checked; the names of the fields that were set."""
    refuse_others(words, MomentWords)
    for name, value in words.items():
        setattr(moment, name, paragraphs(value) if name in {"thanks", "note", "ask_about"} else value)
    if "felt" in words:
        moment.felt = _felt(words["felt"])
    check_fit(moment, words)
    return list(words)


def _felt(chosen: Sequence[str]) -> list[str]:
    if set(chosen) - set(Felt.values):
        raise Refused("felt_unknown", _("A moment felt present, rushed, heard or drained."), 422)
    return [felt for felt in Felt.values if felt in chosen]


def _twin(by: Actor, moment: Moment, people: Sequence[Person]) -> Moment | None:
    """What an earlier tap left of the very same; asked only where all were in touch on that day or later."""
    spoken = moment.received or moment.given or moment.felt or moment.thanks or moment.note or moment.ask_about
    if spoken or not all(person.last_day and person.last_day >= moment.day for person in people):
        return None
    mine = Moment.objects.visible_to(by.signed_in).untold().filter(day=moment.day, way=moment.way)
    # The day and the owner stand in every part, so that each is one step in an index, whatever the planner believes.
    same_day = Presence.objects.visible_to(by.signed_in).filter(day=moment.day)
    present = same_day.filter(moment__in=mine.filter(id__in=same_day.filter(person=people[0]).values("moment")))
    groups: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for one, person in present.values_list("moment_id", "person_id"):
        groups[one].add(person)
    wanted = {person.id for person in people}
    return next((mine.get(id=one) for one, group in groups.items() if group == wanted), None)


def _join(moment: Moment, people: Iterable[UUID]) -> None:
    rows = [Presence(owner_id=moment.owner_id, moment=moment, person_id=one, day=moment.day) for one in people]
    _PRESENCES.write(rows)


def _take_up(by: Actor, moment: Moment, people: Sequence[Person]) -> None:
    """What the new moment means for each person's row."""
    late = [person for person in people if person.last_day and person.last_day > moment.day]
    note_contact(by, people, moment)
    count_moment(moment, people)
    if moment.ask_about:
        for person in people:
            if person not in late:
                person.ask_about = moment.ask_about
        renew_ask_about(by, late, moment)
    for person in people:
        (_TIE_AND_WORDS if moment.ask_about else _TIE).write(person)


@transaction.atomic
def change_moment(*, by: Actor, now: datetime, moment: Moment, **changes: Unpack[MomentChanges]) -> Moment:
    """Changes what is given and nothing else. Someone who was deleted may stay in it, but not come to it."""
    choose_again(by)
    row = lock_moment(by, moment)
    was = _presences(row)
    are = _ids(changes["people"]) if "people" in changes else was
    people = lock_people(by, was | are, deleted_too=True)
    _check_people(people, was, are)
    asked, day = row.ask_about, row.day
    words = {name: value for name, value in changes.items() if name not in {"people", "day"}}
    fields = _set_words(row, words)
    if "day" in changes:
        row.day = check_day(changes["day"], day_in(by.signed_in.time_zone, now))
        fields.append("day")
    row.save(update_fields=fields)
    _move(row, was, are)
    replay_ties(by, people)
    if set(fields) & COUNTS or was != are:
        recount(by, people, {day, row.day})
    moved = was if day != row.day or asked != row.ask_about else set()
    _pass_on_ask_about(by, people, row, asked, newly=(are - was) | (are & moved))
    for person in people:
        _TIE_AND_WORDS.write(person)
    return row


def _presences(moment: Moment) -> set[UUID]:
    return set(Presence.objects.filter(owner_id=moment.owner_id, moment=moment).values_list("person_id", flat=True))


def _check_people(people: Iterable[Person], was: set[UUID], are: set[UUID]) -> None:
    deleted = {person.id for person in people if person.deleted_at is not None}
    if deleted & (are - was):
        raise Refused("person_not_found", _("This person is no longer here."), 404)
    if are <= deleted:
        raise Refused("people_missing", _("Choose at least one person."), 422)


def _move(moment: Moment, was: set[UUID], are: set[UUID]) -> None:
    """The presences after a change of people or day."""
    present = Presence.objects.filter(owner_id=moment.owner_id, moment=moment)
    present.filter(person__in=was - are).delete()
    present.exclude(day=moment.day).update(day=moment.day)
    if are - was:
        _join(moment, are - was)


def _pass_on_ask_about(by: Actor, people: Sequence[Person], moment: Moment, asked: str, *, newly: set[UUID]) -> None:
    """`asked` is what the moment said before; `newly` are those to whom it now says something new."""
    lost = {person.id for person in people if asked and person.ask_about == asked}
    concerned = [person for person in people if person.id in lost | (newly if moment.ask_about else set())]
    renew_ask_about(by, concerned, moment, lost=lost)


@transaction.atomic
def delete_moment(*, by: Actor, now: datetime, moment: Moment) -> None:
    """Takes a moment back; everyone's rhythm is as if it had not been noted."""
    choose_again(by)
    row = lock_moment(by, moment)
    asked = row.ask_about
    people = lock_people(by, _presences(row), deleted_too=True)
    row.delete()
    replay_ties(by, people)
    recount(by, people, {row.day})
    lost = {person.id for person in people if asked and person.ask_about == asked}
    renew_ask_about(by, [person for person in people if person.id in lost], None, lost=lost)
    for person in people:
        _TIE_AND_WORDS.write(person)
