"""Planning time with someone: a few times that suit, then one of them, and afterwards how it was.

The user's row carries the last day on which something planned may have to be shown: pages of whoever plans nothing
ask for nothing.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypedDict, Unpack
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.days import day_in
from kindring.lib.fitting import check_fit, refuse_others
from kindring.lib.refused import Refused
from kindring.lib.rows import made_once
from kindring.lib.texts import name_line
from kindring.people.actions.locking import lock_person
from kindring.people.actions.met import Met, note_met
from kindring.people.models import Person, TimeTogether
from kindring.people.standing import check_standing

MOST_TIMES = 3
FURTHEST = timedelta(days=366)
ASKED_AFTER = timedelta(days=7)  # so long after the day one may still say how it was


class TimeWords(TypedDict, total=False):
    """`what` in the user's words ("a walk"), always; `way` a value of `Way`; `minutes` how long it may last."""

    what: str
    place: str
    way: str
    minutes: int


@transaction.atomic
def propose_time(
    *,
    by: Actor,
    now: datetime,
    person: Person,
    times: Sequence[datetime],
    key: UUID | None = None,
    **words: Unpack[TimeWords],
) -> TimeTogether:
    """One to three times that suit, of which nobody is told: the user sends the words. One `key` is one plan."""
    _lock_plans(by)
    someone = lock_person(by, person)
    check_standing(someone)
    row = TimeTogether(owner_id=by.owner_id, person=someone, id=made_once(by.owner_id, key or uuid4()))
    there = TimeTogether.objects.visible_to(by.signed_in).filter(id=row.id).first()
    if there is not None:
        return there
    _set_words(row, words)
    row.offered = [at.astimezone(UTC).isoformat() for at in _checked(by, now, times)]
    row.last_day = day_in(by.signed_in.time_zone, max(times))
    row.changed_at = now
    check_fit(row, ["offered"])
    row.save(force_insert=True)
    _renew_mark(by)
    return row


def _set_words(row: TimeTogether, words: TimeWords) -> None:
    refuse_others(words, TimeWords)
    for name, value in words.items():
        setattr(row, name, name_line(value) if isinstance(value, str) else value)
    if not row.what:
        raise Refused("what_missing", _("Say what it could be: a walk, a meal, a call."), 422)
    check_fit(row, words)


def _checked(by: Actor, now: datetime, times: Sequence[datetime]) -> list[datetime]:
    """Each time once, in order."""
    if not times:
        raise Refused("times_missing", _("Choose at least one time that suits you."), 422)
    if len(times) > MOST_TIMES:
        raise Refused("times_too_many", _("Three times are enough to choose from."), 422)
    if min(times) < now:
        raise Refused("time_over", _("One of these times is over. Choose one that is still to come."), 422)
    _check_near(by, now, max(times))
    return sorted(set(times))


def _check_near(by: Actor, now: datetime, at: datetime) -> date:
    """The day of it, in the user's time zone."""
    day, today = (day_in(by.signed_in.time_zone, one) for one in (at, now))
    if day > today + FURTHEST:
        raise Refused("time_too_far", _("Choose a time within a year from today."), 422)
    if day < today:
        raise Refused("time_over", _("That day is over. Choose one that is still to come."), 422)
    return day


@transaction.atomic
def agree_time(*, by: Actor, now: datetime, time: TimeTogether, starts_at: datetime) -> TimeTogether:
    """The time that it will be: one of those offered or any other, also in place of one agreed before."""
    row = _lock_time(by, time)
    check_standing(row.person)
    _refuse_noted(row)
    row.last_day = _check_near(by, now, starts_at)
    row.starts_at, row.called_off, row.changed_at = starts_at, False, now
    row.save(update_fields=["starts_at", "last_day", "called_off", "changed_at"])
    _renew_mark(by)
    return row


def _refuse_noted(row: TimeTogether) -> None:
    if row.moment_id is not None:
        raise Refused("time_noted", _("This has been already. Plan another time instead."))


@transaction.atomic
def call_off_time(*, by: Actor, now: datetime, time: TimeTogether) -> TimeTogether:
    """It will not be. Nobody is told, and nothing asks why."""
    return _set_off(by, now, time, off=True)


@transaction.atomic
def restore_time(*, by: Actor, now: datetime, time: TimeTogether) -> TimeTogether:
    """It will be after all."""
    return _set_off(by, now, time, off=False)


def _set_off(by: Actor, now: datetime, time: TimeTogether, *, off: bool) -> TimeTogether:
    row = _lock_time(by, time)
    if off:
        _refuse_noted(row)
    row.called_off, row.changed_at = off, now
    row.save(update_fields=["called_off", "changed_at"])
    _renew_mark(by)
    return row


@transaction.atomic
def note_time(*, by: Actor, now: datetime, time: TimeTogether, felt: Sequence[str] = ()) -> Met:
    """It was: a moment on its day, with what it was as the note. Noted twice, it is the same moment."""
    row = _lock_time(by, time)
    if row.moment is not None:
        return Met(row.moment, made=False)
    if row.starts_at is None:
        raise Refused("time_not_agreed", _("Say first which time it was."))
    day = day_in(by.signed_in.time_zone, row.starts_at)
    what = row.what[:1].upper() + row.what[1:]
    met = note_met(by=by, now=now, person=row.person, day=day, way=row.way, felt=felt, note=what)
    row.moment, row.called_off, row.changed_at = met.moment, False, now
    row.save(update_fields=["moment", "called_off", "changed_at"])
    _renew_mark(by)
    return met


def _lock_time(by: Actor, time: TimeTogether) -> TimeTogether:
    """The time as it is now, if it is the actor's own and whoever it is with is still there."""
    _lock_plans(by)
    rows = TimeTogether.objects.visible_to(by.signed_in).filter(id=time.id, person__deleted_at=None)
    found = rows.select_related("person", "moment").first()
    if found is None:
        raise Refused("time_not_found", _("This is no longer here."), 404)
    return found


def _lock_plans(by: Actor) -> None:
    """One change of what is planned at a time. The user is locked first and people then, as everywhere."""
    User.objects.select_for_update(no_key=True).filter(id=by.owner_id).values_list("id").first()


def _renew_mark(by: Actor) -> None:
    """What is noted counts too: its moment may be taken back."""
    mine = TimeTogether.objects.visible_to(by.signed_in).filter(called_off=False)
    last: date | None = mine.aggregate(last=Max("last_day"))["last"]
    until = last + ASKED_AFTER if last else None
    by.signed_in.planned_until = until
    User.objects.filter(id=by.owner_id).update(planned_until=until)
