"""Keeping what someone answered, changing it, and taking it back."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.checkins.definitions import ENERGY, measures
from kindring.checkins.models import CheckIn
from kindring.checkins.reading import answered, as_stored, mark_of
from kindring.engine.measures import Answers, BadAnswer, score
from kindring.lib.days import day_in, hour_of
from kindring.lib.refused import Refused
from kindring.people.actions.suggestions import set_low_day


@transaction.atomic
def keep_answers(*, by: Actor, now: datetime, measure: str, answers: Answers, was: str = "") -> CheckIn | None:
    """What was answered today to one measure; the rest of the day's check-in stays. None where nothing is kept.

    `was` is the mark (`mark_of`) of the answers that the form began with. If others were given since, on another
    device, nothing is overwritten: Refused `answered_elsewhere`.
    """
    _check(measure, answers)
    _lock(by)
    checkin = _of_day(by, day_in(by.signed_in.time_zone, now), now)
    held = answered(checkin).get(measure, {})
    if held and held != answers and was != mark_of(held):
        raise Refused("answered_elsewhere", _("You answered this on another device in the meantime."))
    return _keep(checkin, {measure: answers}, now)


@transaction.atomic
def change_checkin(
    *, by: Actor, now: datetime, checkin: CheckIn, answers: Mapping[str, Answers], was: Mapping[str, str]
) -> CheckIn | None:
    """Other answers for a day that was kept, by measure; one without answers goes, and with the last the day.

    `was` holds the marks of what the form began with, as in `keep_answers`.
    """
    for key, given in answers.items():
        _check(key, given)
    _lock(by)
    row = _own(by, checkin)
    held = answered(row)
    for key, given in answers.items():
        if held.get(key, {}) != given and was.get(key, mark_of({})) != mark_of(held.get(key, {})):
            raise Refused("answered_elsewhere", _("You answered this on another device in the meantime."))
    return _keep(row, answers, now)


@transaction.atomic
def delete_checkin(*, by: Actor, checkin: CheckIn) -> None:
    """Takes a day's answers back; they are gone for good."""
    _own(by, checkin).delete()


@transaction.atomic
def note_energy(*, by: Actor, now: datetime, energy: str) -> CheckIn | None:
    """How much energy there is today, in one tap; the latest counts.

    Low makes today a low day; more than low ends the low day that a tap began.
    """
    _check(ENERGY, {ENERGY: energy})
    _lock(by)
    checkin = _of_day(by, day_in(by.signed_in.time_zone, now), now)
    before = answered(checkin).get(ENERGY, {}).get(ENERGY)
    if energy == "low" or before == "low":
        set_low_day(by=by, now=now, on=energy == "low")
    return _keep(checkin, {ENERGY: {ENERGY: energy}}, now)


def _check(measure: str, answers: Answers) -> None:
    if measure not in measures():
        raise Refused("measure_unknown", _("These questions are not asked here."), 422)
    try:
        score(measures()[measure], answers)
    except BadAnswer:
        raise Refused("answer_unknown", _("One of these answers is not among those to choose from."), 422) from None


def _lock(by: Actor) -> None:
    """Of two presses at one moment the second waits, so that a day has one row."""
    User.objects.select_for_update(no_key=True).filter(id=by.owner_id).values_list("id").first()


def _of_day(by: Actor, day: date, now: datetime) -> CheckIn:
    found = CheckIn.objects.visible_to(by.signed_in).open().filter(day=day).latest_first().first()
    return found or CheckIn(owner_id=by.owner_id, day=day, written_at=hour_of(now))


def _own(by: Actor, checkin: CheckIn) -> CheckIn:
    found = CheckIn.objects.visible_to(by.signed_in).filter(id=checkin.id).select_for_update(no_key=True).first()
    if found is None:
        raise Refused("checkin_not_found", _("This check-in is no longer here."), 404)
    return found


def _keep(checkin: CheckIn, answers: Mapping[str, Answers], now: datetime) -> CheckIn | None:
    told = dict(checkin.answers)
    for key, given in answers.items():
        told.pop(key, None)
        if given:
            told[key] = as_stored(measures()[key], given)
    if not told:
        if not checkin._state.adding:
            checkin.delete()
        return None
    if told != checkin.answers:
        checkin.answers, checkin.written_at = told, hour_of(now)
        checkin.save()
    return checkin
