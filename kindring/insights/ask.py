"""One ask as somebody sees it: its dates, who carries them, and nothing that is not for them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from kindring.asks.models import Ask, Claim, HelperLink, Proposal, PutAway, Slot
from kindring.lib.columns import Columns
from kindring.lib.hot import HotQuery
from kindring.lib.rows import Somebody, Viewer

_ASK, _CLAIM, _SLOT = Columns(Ask), Columns(Claim), Columns(Slot)
_LINK, _PROPOSAL = Columns(HelperLink), Columns(Proposal)


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """A place in a slot, or in its reserve. `claim` is whose it is, where the one who looks may know."""

    taken: bool
    claim: Claim | None = None


_OPEN = Place(taken=False)


@dataclass(frozen=True, slots=True, repr=False)
class Day:
    """A slot with its places; `mine` is what whoever looks holds in it. `ends_at` is None where no end is known.

    `free` counts the places that are still to be taken; none once it is over.
    """

    slot: Slot
    places: tuple[Place, ...]
    reserve: tuple[Place, ...]
    mine: Claim | None
    over: bool
    free: int

    @property
    def ends_at(self) -> datetime | None:
        slot = self.slot
        return slot.starts_at + timedelta(minutes=slot.minutes) if slot.starts_at and slot.minutes else None

    @property
    def may_stand_by(self) -> bool:
        """Whether only the reserve has room."""
        return not self.over and not self.free and not all(place.taken for place in self.reserve)

    @property
    def in_reserve(self) -> bool:
        """Whether what whoever looks holds is in reserve."""
        return self.mine is not None and self.mine.number >= self.slot.places


def seen_ask(user: Viewer, ask: UUID) -> Ask | None:
    """An ask that this user may open; None for any other."""
    return next((_ASK.row(values) for values in _SEEN.rows(user.id, ask)), None)


def days_for(user: Viewer, ask: Ask, now: datetime) -> list[Day]:
    """The calendar of an ask that this user may open. Three queries."""
    seen = {claim.id: claim for claim in map(_CLAIM.row, _CLAIMS_SEEN.rows(user.id, ask.id))}
    mine = {claim.id for claim in seen.values() if claim.helper_id == user.id}
    return _days(ask, seen, mine, now)


def days_by_link(ask: Ask, link: HelperLink, now: datetime) -> list[Day]:
    """The same for a helper by link, who is told no other helper's name: nobody knows where a link travels."""
    seen = {claim.id: claim for claim in Claim.objects.filter(ask=ask, link=link)}
    return _days(ask, seen, set(seen), now)


def _days(ask: Ask, seen: Mapping[UUID, Claim], mine: set[UUID], now: datetime) -> list[Day]:
    held: defaultdict[UUID, dict[int, UUID]] = defaultdict(dict)
    for claim, slot, number in _HELD.rows(ask.id):
        held[slot][number] = claim
    return [_day(slot, held[slot.id], seen, mine, now) for slot in map(_SLOT.row, _SLOTS.rows(ask.id))]


def _seen(user: UUID, ask: UUID) -> QuerySet[Any, Any]:
    return Ask.objects.visible_to(Somebody(user)).filter(id=ask).values_list(*_ASK.names)


def _claims_seen(user: UUID, ask: UUID) -> QuerySet[Any, Any]:
    return Claim.objects.visible_to(Somebody(user)).filter(ask=ask).values_list(*_CLAIM.names)


def _held(ask: UUID) -> QuerySet[Any, Any]:
    return Claim.objects.filter(ask=ask).values_list("id", "slot_id", "number")


def _slots(ask: UUID) -> QuerySet[Any, Any]:
    rows = Slot.objects.filter(ask=ask).order_by(F("starts_at").asc(nulls_last=True), "number")
    return rows.values_list(*_SLOT.names)


_SEEN = HotQuery(_seen, UUID, UUID)
_CLAIMS_SEEN = HotQuery(_claims_seen, UUID, UUID)
_HELD = HotQuery(_held, UUID)
_SLOTS = HotQuery(_slots, UUID)


def _day(slot: Slot, held: Mapping[int, UUID], seen: Mapping[UUID, Claim], mine: set[UUID], now: datetime) -> Day:
    def places(numbers: range) -> tuple[Place, ...]:
        return (
            (_OPEN,) * len(numbers)
            if not held
            else tuple(
                Place(taken=True, claim=seen.get(held[number])) if number in held else _OPEN for number in numbers
            )
        )

    own = next((seen[claim] for claim in held.values() if claim in mine), None)
    over = slot.starts_at is not None and slot.starts_at <= now
    wanted = places(range(slot.places))
    free = 0 if over else sum(not place.taken for place in wanted)
    return Day(slot, wanted, places(range(slot.places, slot.places + slot.reserve)), own, over, free)


def my_proposals(user: Viewer, ask: Ask) -> list[Proposal]:
    """What this helper offered instead, as long as the asker may still take it."""
    return [_proposal(values) for values in _OFFERED_BY.rows(user.id, ask.id)]


def proposals_by_link(link: HelperLink) -> list[Proposal]:
    return list(Proposal.objects.filter(link=link, answer="").select_related("slot").order_by("made_at", "id"))


def proposals_to(user: Viewer, ask: Ask) -> list[Proposal]:
    """What helpers offered instead and the asker has not answered."""
    return [_proposal(values) for values in _OFFERED_TO.rows(user.id, ask.id)]


def _proposal(values: Sequence[Any]) -> Proposal:
    """With its slot, as `select_related` would."""
    own = len(_PROPOSAL.names)
    row = _PROPOSAL.row(values[:own])
    row.slot = _SLOT.row(values[own:]) if row.slot_id else None
    return row


def is_put_away(user: Viewer, ask: Ask) -> bool:
    return bool(_PUT_AWAY.rows(user.id, ask.id))


def links_of(user: Viewer, ask: Ask) -> list[HelperLink]:
    """The links of one's own ask, as long as they work."""
    return [_LINK.row(values) for values in _LINKS.rows(user.id, ask.id)]


def _offered_by(user: UUID, ask: UUID) -> QuerySet[Any, Any]:
    return _with_slots(Proposal.objects.filter(ask=ask, helper_id=user, answer=""))


def _offered_to(user: UUID, ask: UUID) -> QuerySet[Any, Any]:
    return _with_slots(Proposal.objects.visible_to(Somebody(user)).filter(ask=ask, answer=""))


def _with_slots(rows: QuerySet[Proposal, Any]) -> QuerySet[Any, Any]:
    return rows.order_by("made_at", "id").values_list(*_PROPOSAL.names, *_SLOT.under("slot"))


def _put_away(user: UUID, ask: UUID) -> QuerySet[Any, Any]:
    return PutAway.objects.visible_to(Somebody(user)).filter(ask=ask).values_list("id")


def _links(user: UUID, ask: UUID) -> QuerySet[Any, Any]:
    rows = HelperLink.objects.visible_to(Somebody(user)).working().filter(ask=ask)
    return rows.order_by("id").values_list(*_LINK.names)


_OFFERED_BY = HotQuery(_offered_by, UUID, UUID)
_OFFERED_TO = HotQuery(_offered_to, UUID, UUID)
_PUT_AWAY = HotQuery(_put_away, UUID, UUID)
_LINKS = HotQuery(_links, UUID, UUID)


def claim_of(link: HelperLink, claim: UUID) -> Claim | None:
    """A claim of a helper by link; None for any other."""
    return Claim.objects.filter(link=link, pk=claim).select_related("ask").first()


def slot_of(ask: Ask, slot: UUID | None) -> Slot | None:
    """A date of this ask; None for any other."""
    return Slot.objects.filter(ask=ask, pk=slot).first() if slot else None
