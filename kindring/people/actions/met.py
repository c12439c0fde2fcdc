"""Noting with one press that two met, and how it was."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.days import day_in
from kindring.people.actions.locking import lock_person
from kindring.people.actions.moments import change_moment, log_moment
from kindring.people.models import Moment, Person, Presence, Way


class Met(NamedTuple):
    """`made` by this very press, and so gone with it when it is undone; else the moment stood there before."""

    moment: Moment
    made: bool


@transaction.atomic
def note_met(
    *,
    by: Actor,
    now: datetime,
    person: Person,
    day: date | None = None,
    way: str = Way.IN_PERSON,
    felt: Sequence[str] = (),
    note: str = "",
) -> Met:
    """They met, today if no `day` is given.

    What an earlier press of that day left with this person alone, and of which nothing is told but how it felt, is
    the same moment: this one adds to it.
    """
    # The user first, people then, as everywhere.
    User.objects.select_for_update(no_key=True).filter(id=by.owner_id).values_list("id").first()
    row, day = lock_person(by, person), day or day_in(by.signed_in.time_zone, now)
    earlier = _earlier(by, row, day, way)
    if earlier is None:
        return Met(log_moment(by=by, now=now, people=[row], day=day, way=way, felt=felt, note=note), made=True)
    felts = [*earlier.felt, *felt]
    return Met(change_moment(by=by, now=now, moment=earlier, way=way, felt=felts, note=note), made=False)


def _earlier(by: Actor, person: Person, day: date, way: str) -> Moment | None:
    others = Presence.objects.visible_to(by.signed_in).filter(moment=OuterRef("pk")).exclude(person=person)
    mine = Moment.objects.visible_to(by.signed_in).filter(day=day, way__in=["", way], presences__person=person)
    untold = {f"{name}__isnull": True for name in ("thanks", "note", "ask_about")}
    bare = mine.open().filter(received=0, given=0, **untold).exclude(Exists(others))
    return bare.order_by("written_at", "id").first()
