"""Who carried what, from the claims: for choosing fairly, and for a word in time to whoever carries much."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from kindring.asks.models import Ask, Claim
from kindring.engine.matching import CARRIED_OVER, Carried, Carrying, carrying, heavy
from kindring.lib.days import day_in
from kindring.lib.hot import HotQuery
from kindring.lib.rows import Viewer


def taken_on(user: Viewer, helpers: Collection[UUID], today: date) -> list[Carried[UUID]]:
    """What these helpers took on in the last 60 days, for whomever, and what anyone took on for this user.

    A helper by link is known by the id of the link, which is another one in each ask. What stands in reserve, and
    what was taken back, is carried by nobody. One query.
    """
    since = today - CARRIED_OVER
    mine_or_theirs = Q(owner_id=user.id) | Q(helper__in=helpers)
    found: Iterable[Any] = _taken(mine_or_theirs, since) if helpers else _FOR_ONE.rows(user.id, since)
    return [Carried(helper or link, kinds, on, owner == user.id) for helper, link, kinds, on, owner in found]


def who_carries_most(user: Viewer, known: Collection[UUID], today: date) -> list[Carrying[UUID]]:
    """Who carries more than half of a kind of help for this user; `known` are all whom they could ask."""
    return carrying(taken_on(user, (), today), today=today, known=known)


def was_heavy(claim: Claim, today: date) -> bool:
    """Whether the helper is to be asked how they are, now that this claim has ended. False for one by link."""
    if claim.helper_id is None:
        return False
    rows = _held().filter(helper=claim.helper_id)
    found = rows.values_list("ask__kind", "claimed_on", "slot__starts_at", "ask__time_zone")
    carried = [Carried(claim.helper_id, kinds, day_in(zone, at) if at else on) for kinds, on, at, zone in found]
    return heavy(claim.ask.kind, carried, today=today)


def day_of(claim: Claim, time_zone: str, now: datetime) -> date:
    """The day on which it was, as whoever notes it lives it; today where it had no time. The claim has its slot."""
    at = claim.slot.starts_at
    return day_in(time_zone, min(at, now) if at else now)


def _taken(whose: Q, since: date) -> QuerySet[Any, Any]:
    rows = _held().filter(whose, claimed_on__gt=since)
    return rows.values_list("helper_id", "link_id", "ask__kind", "claimed_on", "owner_id")


def _for_one(user: UUID, since: date) -> QuerySet[Any, Any]:
    return _taken(Q(owner_id=user), since)


_FOR_ONE = HotQuery(_for_one, UUID, date)


def _held() -> QuerySet[Claim]:
    """Places that somebody holds, in asks that were not taken back."""
    return Claim.objects.filter(number__lt=F("slot__places")).exclude(ask__state=Ask.State.STOPPED)
