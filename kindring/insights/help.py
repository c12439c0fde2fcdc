"""What the Help overview is made of: what one is asked, what one carries, what one asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from kindring.asks.keys import open_asks
from kindring.asks.models import Ask, Claim, PutAway, Slot
from kindring.asks.models.ask import HELD
from kindring.lib.columns import Columns
from kindring.lib.hot import HotList, HotQuery
from kindring.lib.rows import Somebody, Viewer
from kindring.notices.models import Notice

MOST_SHOWN = 30
SHOWN_AFTER = timedelta(days=14)  # how long a carried date stays, so that it can be noted

_ASK = Columns(Ask, ["what", "asker", "state"])

Room = tuple[datetime | None, int, int]


@dataclass(frozen=True, slots=True, repr=False)
class AskLine:
    """An ask in a list. `locked` where its key is not at hand; `free` of `places` are still to be taken."""

    ask: Ask
    locked: bool
    soonest: datetime | None
    free: int
    places: int


@dataclass(frozen=True, slots=True, repr=False)
class CarriedLine:
    """Something the user said they would do."""

    ask: Ask
    starts_at: datetime | None
    over: bool


@dataclass(frozen=True, slots=True, repr=False)
class Overview:
    """The lists; each ends."""

    asked: list[AskLine]
    carried: list[CarriedLine]
    mine: list[AskLine]
    ended: list[AskLine]


def overview(user: Viewer, now: datetime) -> Overview:
    """The same few queries, however much there is."""
    claims = [(starts_at, _ASK.row(values)) for starts_at, *values in _CLAIMS.rows(user.id, now - SHOWN_AFTER)]
    asked = [_ASK.row(values) for values in _ASKED.rows(user.id, now.date() - timedelta(days=1))]
    own = [_ASK.row(values) for values in _OWN.rows(user.id)]
    carried_asks = {ask.id for _, ask in claims}
    opened = open_asks(user, {ask.id for ask in [*asked, *own]} | carried_asks)
    room = _room(user, [*asked, *own], now)
    lines = {ask.id: _line(ask, room, opened) for ask in [*asked, *own]}
    return Overview(
        asked=[lines[ask.id] for ask in asked if ask.id not in carried_asks and lines[ask.id].free],
        carried=[_carried(starts_at, ask, now) for starts_at, ask in claims if ask.id in opened],
        mine=[lines[ask.id] for ask in own if ask.state == Ask.State.OPEN],
        ended=[lines[ask.id] for ask in own if ask.state != Ask.State.OPEN][:MOST_SHOWN],
    )


def asked_how_they_are(user: Viewer) -> bool:
    """Whether a notice waits that asks how this user is, after a lot of listening."""
    return bool(_CARE.rows(user.id))


def _claims(user: UUID, since: datetime) -> QuerySet[Any, Any]:
    """What the user carries, the next first; what is over stays for two weeks."""
    viewer, recent = Somebody(user), Q(slot__starts_at=None) | Q(slot__starts_at__gt=since)
    mine = Claim.objects.visible_to(viewer).by(viewer).filter(recent).exclude(ask__state=Ask.State.STOPPED)
    ordered = mine.order_by(F("slot__starts_at").asc(nulls_last=True), "id")
    return ordered.values_list("slot__starts_at", *_ASK.under("ask"))[:MOST_SHOWN]


def _asked(user: UUID, ends_from: date) -> QuerySet[Any, Any]:
    viewer = Somebody(user)
    rows = Ask.objects.visible_to(viewer).open().exclude(owner_id=user).filter(ends_on__gte=ends_from)
    at_hand = rows.exclude(id__in=PutAway.objects.visible_to(viewer).values("ask"))
    return at_hand.order_by("-made_at", "id").values_list(*_ASK.names)[:MOST_SHOWN]


def _own(user: UUID) -> QuerySet[Any, Any]:
    viewer = Somebody(user)
    rows = Ask.objects.visible_to(viewer).of(viewer).order_by("-made_at", "id")
    return rows.values_list(*_ASK.names)[: 2 * MOST_SHOWN]


def _slots(user: UUID, now: datetime, asks: list[UUID]) -> QuerySet[Any, Any]:
    slots = Slot.objects.visible_to(Somebody(user)).filter(ask__in=asks).to_come(now).annotate(held=HELD)
    return slots.order_by("starts_at").values_list("ask_id", "starts_at", "places", "held")


def _care(user: UUID) -> QuerySet[Any, Any]:
    rows = Notice.objects.visible_to(Somebody(user)).waiting().filter(sort=Notice.Sort.CARE)
    return rows.values_list("id")[:1]


_CLAIMS = HotQuery(_claims, UUID, datetime)
_ASKED = HotQuery(_asked, UUID, date)
_OWN = HotQuery(_own, UUID)
_SLOTS = HotList(_slots, UUID, datetime)
_CARE = HotQuery(_care, UUID)


def _room(user: Viewer, asks: Sequence[Ask], now: datetime) -> dict[UUID, Room]:
    """For each ask: the next time at which somebody is still wanted, free places and all places."""
    found: dict[UUID, Room] = {}
    for ask, starts_at, of_slot, held in _SLOTS.rows(user.id, now, ids=[ask.id for ask in asks]):
        soonest, free, places = found.get(ask, (None, 0, 0))
        open_places = of_slot - held
        first = starts_at if open_places and soonest is None else soonest
        found[ask] = (first, free + open_places, places + of_slot)
    return found


def _line(ask: Ask, room: dict[UUID, Room], opened: frozenset[UUID]) -> AskLine:
    soonest, free, places = room.get(ask.id, (None, 0, 0))
    return AskLine(ask, ask.id not in opened, soonest, free, places)


def _carried(starts_at: datetime | None, ask: Ask, now: datetime) -> CarriedLine:
    return CarriedLine(ask, starts_at, starts_at is not None and starts_at < now)
