"""Saying what one can help with, and that one cannot just now."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.asks.models import Offer, Stretched
from kindring.asks.models.offer import ANY_DAY, EVERY_DAY
from kindring.lib.days import day_in, hour_of
from kindring.lib.fitting import check_fit
from kindring.lib.refused import Refused
from kindring.notices.models import Notice

LONGEST_REST = timedelta(days=366)


@transaction.atomic
def set_offer(*, by: Actor, kind: int, days: int, per_month: int) -> Offer:
    """What the user can help with from now on, in place of what they said of this kind before.

    `days`: bits of the week, 0 for any; `per_month`: at most so often in 30 days.
    """
    given = Offer(owner_id=by.owner_id, kind=kind, days=days, per_month=per_month)
    check_fit(given, ["kind", "days", "per_month"])
    _lock(by)
    row = Offer.objects.of(by.signed_in).filter(kind=kind).first() or given
    row.days, row.per_month = ANY_DAY if days == EVERY_DAY else days, per_month
    row.save()
    return row


@transaction.atomic
def withdraw_offer(*, by: Actor, kind: int) -> None:
    """Not this kind any more; taken back twice is taken back."""
    Offer.objects.of(by.signed_in).filter(kind=kind).delete()


@transaction.atomic
def set_stretched(*, by: Actor, now: datetime, until: date | None) -> Stretched:
    """The user cannot help just now, until a day to come or until they say so. Nobody is told.

    Whoever asked how they are has their answer.
    """
    today = day_in(by.signed_in.time_zone, now)
    if until is not None and not today < until <= today + LONGEST_REST:
        raise Refused("rest_day_out_of_range", _("Choose a day to come, at most a year from today."), 422)
    _lock(by)
    row = Stretched.objects.visible_to(by.signed_in).first() or Stretched(owner_id=by.owner_id)
    row.until = until
    row.save()
    answer_care(by=by, now=now)
    return row


@transaction.atomic
def no_longer_stretched(*, by: Actor) -> None:
    """The user can help again, as they said before."""
    Stretched.objects.visible_to(by.signed_in).delete()


@transaction.atomic
def answer_care(*, by: Actor, now: datetime) -> None:
    """The user was asked how they are, and knows: it is not brought up again."""
    asked = Notice.objects.visible_to(by.signed_in).filter(sort=Notice.Sort.CARE, acted_at=None)
    asked.update(acted_at=hour_of(now))


def _lock(by: Actor) -> None:
    """Of two presses at one moment the second waits, so that there is one row."""
    User.objects.select_for_update(no_key=True).filter(id=by.owner_id).values_list("id").first()
