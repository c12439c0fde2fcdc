"""What the counts of months add up to: give and take, and the ways of being in touch. The log is not read."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from kindring.accounts.models import User
from kindring.lib.hot import HotQuery
from kindring.people.models import TieMonth, Way

WAYS = tuple(way.value for way in Way)


class MonthOfRing(NamedTuple):
    """The counts of one ring in one month, as told with each person who was there.

    `ways` are in the order of WAYS, and only of those whom the user has ever met in person: with whoever lives far
    away, nothing could be in person.
    """

    ring: str
    month: date
    gave: int
    received: int
    ways: tuple[int, ...]


def months_of_rings(user: User, since: date) -> list[MonthOfRing]:
    """From the month that begins on `since`, of everyone kept and neither ended nor unsafe nor died."""
    return [MonthOfRing(*row[:4], row[4:]) for row in _MONTHS.rows(user.id, since)]


def months_back(today: date, months: int) -> date:
    """The first day of the month that lies `months` before this one."""
    count = today.year * 12 + today.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _months(owner: UUID, since: date) -> QuerySet[Any, Any]:
    theirs = {"person__deleted_at": None, "person__locked_by": None, "person__may_suggest": True}
    rows = TieMonth.objects.filter(owner_id=owner, month__gte=since, **theirs).order_by()
    met = Q(person__met_on__isnull=False)
    ways = {f"{way}_count": Sum(way, filter=met, default=0) for way in WAYS}
    return rows.values_list("person__ring", "month").annotate(Sum("gave"), Sum("received"), **ways)


_MONTHS = HotQuery(_months, UUID, date)
