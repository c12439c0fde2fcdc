"""What the Help overview is made of: what one is asked, what one carries, what one asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q

from kindring.accounts.models import User
from kindring.asks.keys import open_asks
from kindring.asks.models import Ask, Claim, PutAway, Slot

MOST_SHOWN = 30
SHOWN_AFTER = timedelta(days=14)  # how long a carried date stays, so that it can be noted


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

    claim: Claim
    ask: Ask
    starts_at: datetime | None
    over: bool


@dataclass(frozen=True, slots=True, repr=False)
class Overview:
    """The three lists; each ends."""

    asked: list[AskLine]
    carried: list[CarriedLine]
    mine: list[AskLine]
    ended: list[AskLine]


def overview(user: User, now: datetime) -> Overview:
    """The same few queries, however much there is."""
    visible = Ask.objects.visible_to(user)
    put_away = PutAway.objects.visible_to(user).values("ask")
    claims = list(_claims(user, now))
    asked = list(
        visible.open()
        .exclude(owner_id=user.id)
        .exclude(id__in=put_away)
        .filter(ends_on__gte=now.date() - timedelta(days=1))
        .order_by("-made_at", "id")[:MOST_SHOWN]
    )
    own = list(visible.of(user).order_by("-made_at", "id")[: 2 * MOST_SHOWN])
    opened = open_asks(user, {ask.id for ask in [*asked, *own]} | {claim.ask_id for claim in claims})
    room = _room(user, [*asked, *own], now)
    carried_asks = {claim.ask_id for claim in claims}
    lines = {ask.id: _line(ask, room, opened) for ask in [*asked, *own]}
    return Overview(
        asked=[lines[ask.id] for ask in asked if ask.id not in carried_asks and lines[ask.id].free],
        carried=[_carried(claim, now) for claim in claims if claim.ask_id in opened],
        mine=[lines[ask.id] for ask in own if ask.state == Ask.State.OPEN],
        ended=[lines[ask.id] for ask in own if ask.state != Ask.State.OPEN][:MOST_SHOWN],
    )


def _claims(user: User, now: datetime) -> Iterable[Claim]:
    """What the user carries, the next first; what is over stays for two weeks."""
    recent = Q(slot__starts_at=None) | Q(slot__starts_at__gt=now - SHOWN_AFTER)
    mine = Claim.objects.visible_to(user).by(user).filter(recent).exclude(ask__state=Ask.State.STOPPED)
    return mine.select_related("ask", "slot").order_by(F("slot__starts_at").asc(nulls_last=True), "id")[:MOST_SHOWN]


def _room(user: User, asks: list[Ask], now: datetime) -> dict[UUID, tuple[datetime | None, int, int]]:
    """For each ask: the next time at which somebody is still wanted, free places and all places."""
    to_come = Q(starts_at=None) | Q(starts_at__gt=now)
    held = Count("claims", filter=Q(claims__number__lt=F("places")))
    slots = Slot.objects.visible_to(user).filter(ask__in=asks).filter(to_come).annotate(held=held)
    found: dict[UUID, tuple[datetime | None, int, int]] = {}
    for slot in slots.order_by("starts_at"):
        soonest, free, places = found.get(slot.ask_id, (None, 0, 0))
        open_places = slot.places - slot.held
        first = slot.starts_at if open_places and soonest is None else soonest
        found[slot.ask_id] = (first, free + open_places, places + slot.places)
    return found


def _line(ask: Ask, room: dict[UUID, tuple[datetime | None, int, int]], opened: frozenset[UUID]) -> AskLine:
    soonest, free, places = room.get(ask.id, (None, 0, 0))
    return AskLine(ask, ask.id not in opened, soonest, free, places)


def _carried(claim: Claim, now: datetime) -> CarriedLine:
    starts_at = claim.slot.starts_at
    return CarriedLine(claim, claim.ask, starts_at, starts_at is not None and starts_at < now)
