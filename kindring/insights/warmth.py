"""How times with people felt: opened for what was told of late, and no more of it than a page can carry."""

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from kindring.accounts.models import User
from kindring.lib.columns import Words
from kindring.lib.hot import HotQuery
from kindring.people.models import Felt, Moment

OF_LATE = timedelta(days=182)
MOST = 120  # times with someone, the latest first
_GOOD, _HARD = {Felt.PRESENT.value, Felt.HEARD.value}, {Felt.RUSHED.value, Felt.DRAINED.value}
_FELT = Words(Moment, "felt")


class Warmth(NamedTuple):
    """Of one person: after how many times the user felt present or heard, after how many rushed or drained."""

    warm: int = 0
    drained: int = 0


def _told(owner: UUID, since: date) -> QuerySet[Any, Any]:
    # From the moments, by an index of those alone that were told: it is read no further than it is shown.
    told = Moment.objects.filter(owner_id=owner, day__gte=since, locked_by=None, felt__isnull=False)
    return told.order_by("-day", "id").values_list("presences__person_id", "id", "felt")[:MOST]


_TOLD = HotQuery(_told, UUID, date, text_ids=True)


def warmth_of(user: User, today: date) -> dict[str, Warmth]:
    """By person, as addresses spell their id; whoever nothing was told of is not there. One query."""
    told = _TOLD.rows(user.id, today - OF_LATE)
    if not told:
        return {}
    felt_after, warm, drained = _FELT.of(user.id), Counter[str](), Counter[str]()
    for person, moment, sealed in told:
        felt = set(json.loads(felt_after(moment, sealed)))
        warm[person] += bool(felt & _GOOD)
        drained[person] += bool(felt & _HARD)
    return {person: Warmth(warm[person], drained[person]) for person in warm}
