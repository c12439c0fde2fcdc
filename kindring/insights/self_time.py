"""The middle of the map: time for oneself, had lately or planned."""

from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from kindring.accounts.models import User
from kindring.checkins.models import SelfTime
from kindring.lib.hot import HotQuery

LATELY = timedelta(days=7)


class OwnTime(NamedTuple):
    """The last day within a week on which it was had, and the next for which it is planned; None for none."""

    had: date | None
    planned: date | None


def own_time(user: User, today: date) -> OwnTime:
    """One query; nothing is opened."""
    rows = _TIMES.rows(user.id, today - LATELY)
    return OwnTime(
        had=max((day for day, done in rows if done and day <= today), default=None),
        planned=min((day for day, done in rows if not done and day >= today), default=None),
    )


def _times(owner: UUID, since: date) -> QuerySet[Any, Any]:
    return SelfTime.objects.filter(owner_id=owner, day__gt=since).open().values_list("day", "done")


_TIMES = HotQuery(_times, UUID, date)
