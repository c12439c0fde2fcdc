"""Adding, changing and removing the people on a map."""

from datetime import date, datetime, timedelta
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.lib.days import day_in
from kindring.lib.fitting import check_fit
from kindring.lib.refused import Refused
from kindring.people.actions.day_choice import choose_again
from kindring.people.actions.details import PersonChanges, PersonDetails, set_details
from kindring.people.actions.locking import lock_people, lock_person
from kindring.people.actions.map_months import CHANGES_MAP, keep_map
from kindring.people.models import Person, State
from kindring.people.models.person import LONGEST_WISH, WEEK

LONGEST_PAUSE = timedelta(days=3660)
_NEVER_SUGGESTED = (State.ENDED, State.UNSAFE, State.DIED)


@transaction.atomic
def add_person(*, by: Actor, now: datetime, name: str, ring: str = "", **details: Unpack[PersonDetails]) -> Person:
    """Puts someone on the map; a name is enough."""
    person = Person(owner_id=by.owner_id)
    set_details(person, {"name": name, **details})
    if ring:
        choose_again(by)
        keep_map(by, now)
        _place(by, now, person, ring)
    person.save(force_insert=True)
    return person


@transaction.atomic
def change_person(*, by: Actor, now: datetime, person: Person, **changes: Unpack[PersonChanges]) -> Person:
    """Changes what is given and nothing else; `ask_about=""` clears the current "next time ask about …"."""
    if changes.keys() & {"ring", "wish_days"}:
        choose_again(by)
    if changes.keys() & CHANGES_MAP:
        keep_map(by, now)
    row = lock_person(by, person)
    words = {name: value for name, value in changes.items() if name not in {"ring", "wish_days"}}
    fields = set_details(row, words)
    if "wish_days" in changes:
        fields += _wish(row, changes["wish_days"])
    if "ring" in changes:
        fields += _place(by, now, row, changes["ring"])
    row.save(update_fields=fields)
    return row


@transaction.atomic
def place_person(*, by: Actor, now: datetime, person: Person, ring: str) -> Person:
    """Puts someone into a ring, or with '' back to those not placed. The day of the first placing is kept."""
    choose_again(by)
    keep_map(by, now)
    row = lock_person(by, person)
    row.save(update_fields=_place(by, now, row, ring))
    return row


def _place(by: Actor, now: datetime, person: Person, ring: str) -> list[str]:
    person.ring = ring
    check_fit(person, ["ring"])
    if ring and person.placed_on is None:
        person.placed_on = day_in(by.signed_in.time_zone, now)
    return ["ring", "placed_on"]


@transaction.atomic
def set_state(*, by: Actor, now: datetime, person: Person, state: str, until: date | None = None) -> Person:
    """How it stands between the two. Ended, unsafe and died are never suggested, from this moment on."""
    choose_again(by)
    keep_map(by, now)
    row = lock_person(by, person)
    row.state = state or State.ACTIVE
    check_fit(row, ["state"])
    row.may_suggest = row.state not in _NEVER_SUGGESTED
    row.paused_until = _pause(by, now, until) if row.state == State.PAUSED else None
    if row.state == State.ACTIVE:
        row.state = ""  # stored as nothing, like for everyone with whom all is well
    row.save(update_fields=["state", "may_suggest", "paused_until"])
    return row


def _pause(by: Actor, now: datetime, until: date | None) -> date:
    today = day_in(by.signed_in.time_zone, now)
    if until is None:
        raise Refused("until_missing", _("A pause needs the day on which it ends; you can change it any time."), 422)
    if not today < until <= today + LONGEST_PAUSE:
        raise Refused("until_out_of_range", _("A pause ends on a day to come, within ten years."), 422)
    return until


@transaction.atomic
def set_wish(*, by: Actor, person: Person, days: int | None) -> Person:
    """The gap the user would like, in days; 0 leaves the tie to rest, None lets the rhythm speak."""
    choose_again(by)
    row = lock_person(by, person)
    row.save(update_fields=_wish(row, days))
    return row


def _wish(person: Person, days: int | None) -> list[str]:
    """The wish of before waits while a tie rests."""
    if days is not None and days > LONGEST_WISH:
        raise Refused("wish_days_out_of_range", _("Two years is the longest wish that can be kept here."), 422)
    if days != 0:
        person.wish_before_rest = None
    elif person.wish_days != 0:
        person.wish_before_rest = person.wish_days
    person.wish_days = days
    check_fit(person, ["wish_days"])
    return ["wish_days", "wish_before_rest"]


@transaction.atomic
def delete_person(*, by: Actor, now: datetime, person: Person) -> Person:
    """Takes someone off every page. The rows stay for a week, so that it can be undone."""
    keep_map(by, now)
    (row,) = lock_people(by, [person.id], deleted_too=True)
    if row.deleted_at is None:
        row.deleted_at = now
        row.save(update_fields=["deleted_at"])
    return row


@transaction.atomic
def restore_person(*, by: Actor, now: datetime, person: Person) -> Person:
    """Brings someone back with everything that belongs to them, within the week."""
    choose_again(by)
    keep_map(by, now)
    (row,) = lock_people(by, [person.id], deleted_too=True)
    if row.deleted_at is not None and row.deleted_at <= now - WEEK:
        raise Refused("person_not_found", _("This person is no longer here."), 404)
    if row.deleted_at is not None:
        row.deleted_at = None
        row.save(update_fields=["deleted_at"])
    return row
