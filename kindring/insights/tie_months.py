"""What the counts of months add up to, by tie: give and take, and the ways of being in touch. The log is not read."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from kindring.accounts.models import User
from kindring.lib.hot import HotQuery
from kindring.people.kinds import KINDS
from kindring.people.models import TieMonth
from kindring.people.models.months import RECEIVED, WAYS


class TieCounts(NamedTuple):
    """The counts of one tie, each since the day that was asked for.

    `received_by_kind` are in the order of KINDS, `ways` in that of WAYS.
    """

    gave: int
    received: int
    received_by_kind: tuple[int, ...]
    ways: tuple[int, ...]


def counts_of_ties(user: User, *, flows_since: date, ways_since: date) -> dict[str, TieCounts]:
    """By the ids of everyone with whom something was counted, whoever they are. Both days are firsts of months."""
    rows = _COUNTS.rows(user.id, min(flows_since, ways_since), flows_since, ways_since)
    return {row[0]: TieCounts(row[1], row[2], row[3:7], row[7:]) for row in rows}


def ways_together(ties: Iterable[TieCounts]) -> Counter[str]:
    """How often by each way, over all of them."""
    times = zip(*[tie.ways for tie in ties], strict=True)
    return Counter(dict(zip(WAYS, map(sum, times), strict=False)))


def months_back(today: date, months: int) -> date:
    """The first day of the month that lies `months` before this one."""
    count = today.year * 12 + today.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _counts(owner: UUID, since: date, flows_since: date, ways_since: date) -> QuerySet[Any, Any]:
    rows = TieMonth.objects.filter(owner_id=owner, month__gte=since).order_by()
    flows, ways = Q(month__gte=flows_since), Q(month__gte=ways_since)
    names = ["gave", "received", *(RECEIVED[kind] for kind in KINDS)]
    sums = {f"{name}_sum": Sum(name, filter=flows, default=0) for name in names}
    sums |= {f"{name}_sum": Sum(name, filter=ways, default=0) for name in WAYS}
    return rows.values_list("person_id").annotate(**sums)


_COUNTS = HotQuery(_counts, UUID, date, date, date, text_ids=True)
