"""How much one person can ask, in all and of one and the same, so that nobody's bell is rung over and over."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.asks.models import Ask, Asked
from kindring.lib.refused import Refused
from kindring.notices.models import Notice

A_DAY = timedelta(days=1)
MOST_OPEN = 20
MOST_A_DAY = 20  # whatever became of them
MOST_OF_ONE = 5  # of one person within a day, by name; and so often they are told of this asker's asks


class AskedOften(Refused):
    """Some of those who were chosen have been asked enough for a day; `users` says who, so that the page can."""

    def __init__(self, users: frozenset[UUID]) -> None:
        super().__init__(
            "asked_often",
            _("Five of your asks since yesterday are with somebody you chose. Ask others first, or go on tomorrow."),
            429,
        )
        self.users = users


def refuse_too_many(by: Actor, now: datetime) -> None:
    mine = Ask.objects.of(by.signed_in)
    if mine.open().count() >= MOST_OPEN:
        raise Refused("asks_too_many", _("Twenty of your asks are open. Close one that is over first."), 429)
    if mine.filter(made_at__gt=now - A_DAY).count() >= MOST_A_DAY:
        raise Refused(
            "asks_today",
            _(
                "You have asked twenty times since yesterday. Give people a little time to answer, and go on "
                "tomorrow. If something cannot wait, the Lifeline is there now."
            ),
            429,
        )


def refuse_too_often(by: Actor, now: datetime, users: Collection[UUID]) -> None:
    """Nobody is asked by name, by one person, more often than they could answer."""
    rows = Asked.objects.visible_to(by.signed_in).filter(ask__made_at__gt=now - A_DAY, reader__in=users)
    often = _often(rows, "reader_id")
    if often:
        raise AskedOften(frozenset(often))


def heard_enough(asker: UUID, readers: Collection[UUID], now: datetime) -> set[UUID]:
    """Those of `readers` who were told of as many asks of this asker as a day allows.

    Whoever is asked later, or in a circle, still finds the ask under Help; only the bell stays quiet.
    """
    asks = Ask.objects.filter(owner_id=asker).values("id")
    rows = Notice.objects.filter(owner_id__in=readers, sort=Notice.Sort.ASKED, ask__in=asks)
    return _often(rows.filter(made_at__gt=now - A_DAY), "owner_id")


def _often(rows: QuerySet[Asked] | QuerySet[Notice], column: str) -> set[UUID]:
    counted = rows.values(column).annotate(times=Count("id")).filter(times__gte=MOST_OF_ONE)
    return set(counted.values_list(column, flat=True))
