"""Planning time for oneself, and noting that it was had."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.checkins.models import SelfTime
from kindring.lib.days import day_in
from kindring.lib.fitting import check_fit
from kindring.lib.refused import Refused
from kindring.lib.texts import paragraphs

FURTHEST, LONGEST_AGO = timedelta(days=366), timedelta(days=366)


@transaction.atomic
def keep_self_time(*, by: Actor, now: datetime, what: str, day: date | None = None, note: str = "") -> SelfTime:
    """Notes it for today or a day that was, plans it for one to come.

    The very same a second time is a double click: what is there already comes back. Plans that their day went by
    without are forgotten here; nothing is overdue.
    """
    today = day_in(by.signed_in.time_zone, now)
    day = day or today
    if not today - LONGEST_AGO <= day <= today + FURTHEST:
        raise Refused("self_time_too_far", _("Choose a day at most a year from today."), 422)
    row = SelfTime(owner_id=by.owner_id, day=day, done=day <= today, what=what, note=paragraphs(note))
    if not what:
        raise Refused("what_missing", _("Choose what it is: rest, body, nature or joy."), 422)
    check_fit(row, ["what", "note"])
    User.objects.select_for_update(no_key=True).filter(id=by.owner_id).values_list("id").first()
    mine = SelfTime.objects.visible_to(by.signed_in).open()
    mine.filter(done=False, day__lt=today).delete()
    same = [one for one in mine.filter(day=day, done=row.done) if (one.what, one.note) == (row.what, row.note)]
    if same:
        return same[0]
    row.save()
    return row


@transaction.atomic
def finish_self_time(*, by: Actor, now: datetime, time: SelfTime) -> SelfTime:
    """It was had: a plan of today or of earlier; one of a day to come is had today instead."""
    row = _own(by, time)
    row.done, row.day = True, min(row.day, day_in(by.signed_in.time_zone, now))
    row.save(update_fields=["done", "day"])
    return row


@transaction.atomic
def delete_self_time(*, by: Actor, time: SelfTime) -> None:
    """Takes a plan or a note back."""
    _own(by, time).delete()


def _own(by: Actor, time: SelfTime) -> SelfTime:
    found = SelfTime.objects.visible_to(by.signed_in).filter(id=time.id).select_for_update(no_key=True).first()
    if found is None:
        raise Refused("self_time_not_found", _("This is no longer here."), 404)
    return found
