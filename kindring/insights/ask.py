"""One ask as somebody sees it: its dates, who carries them, and nothing that is not for them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from kindring.asks.models import Ask, Claim, HelperLink, Proposal, PutAway, Slot
from kindring.lib.rows import Viewer


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """A place in a slot, or in its reserve. `claim` is whose it is, where the one who looks may know."""

    taken: bool
    claim: Claim | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Day:
    """A slot with its places; `mine` is what whoever looks holds in it. `ends_at` is None where no end is known."""

    slot: Slot
    places: tuple[Place, ...]
    reserve: tuple[Place, ...]
    mine: Claim | None
    over: bool

    @property
    def ends_at(self) -> datetime | None:
        slot = self.slot
        return slot.starts_at + timedelta(minutes=slot.minutes) if slot.starts_at and slot.minutes else None

    @property
    def free(self) -> int:
        """Places that are still to be taken; none once it is over."""
        return 0 if self.over else sum(not place.taken for place in self.places)

    @property
    def may_stand_by(self) -> bool:
        """Whether only the reserve has room."""
        return not self.over and not self.free and not all(place.taken for place in self.reserve)

    @property
    def in_reserve(self) -> bool:
        """Whether what whoever looks holds is in reserve."""
        return self.mine is not None and self.mine.number >= self.slot.places


def days_for(user: Viewer, ask: Ask, now: datetime) -> list[Day]:
    """The calendar of an ask that this user may open. Three queries."""
    seen = {claim.id: claim for claim in Claim.objects.visible_to(user).filter(ask=ask)}
    mine = {claim.id for claim in seen.values() if claim.helper_id == user.id}
    return _days(ask, seen, mine, now)


def days_by_link(ask: Ask, link: HelperLink, now: datetime) -> list[Day]:
    """The same for a helper by link, who is told no other helper's name: nobody knows where a link travels."""
    seen = {claim.id: claim for claim in Claim.objects.filter(ask=ask, link=link)}
    return _days(ask, seen, set(seen), now)


def _days(ask: Ask, seen: Mapping[UUID, Claim], mine: set[UUID], now: datetime) -> list[Day]:
    held: defaultdict[UUID, dict[int, UUID]] = defaultdict(dict)
    for claim, slot, number in Claim.objects.filter(ask=ask).values_list("id", "slot_id", "number"):
        held[slot][number] = claim
    slots = Slot.objects.filter(ask=ask).order_by(F("starts_at").asc(nulls_last=True), "number")
    return [_day(slot, held[slot.id], seen, mine, now) for slot in slots]


def _day(slot: Slot, held: Mapping[int, UUID], seen: Mapping[UUID, Claim], mine: set[UUID], now: datetime) -> Day:
    def places(numbers: Iterable[int]) -> tuple[Place, ...]:
        return tuple(Place(number in held, seen.get(held[number]) if number in held else None) for number in numbers)

    own = next((seen[claim] for claim in held.values() if claim in mine), None)
    over = slot.starts_at is not None and slot.starts_at <= now
    last = slot.places + slot.reserve
    return Day(slot, places(range(slot.places)), places(range(slot.places, last)), own, over)


def my_proposals(user: Viewer, ask: Ask) -> list[Proposal]:
    """What this helper offered instead, as long as the asker may still take it."""
    return list(
        Proposal.objects.filter(ask=ask, helper_id=user.id, answer="")
        .select_related("slot")
        .order_by("made_at", "id")
    )


def proposals_by_link(link: HelperLink) -> list[Proposal]:
    return list(Proposal.objects.filter(link=link, answer="").select_related("slot").order_by("made_at", "id"))


def proposals_to(user: Viewer, ask: Ask) -> list[Proposal]:
    """What helpers offered instead and the asker has not answered."""
    rows = Proposal.objects.visible_to(user).filter(ask=ask, answer="")
    return list(rows.select_related("slot").order_by("made_at", "id"))


def is_put_away(user: Viewer, ask: Ask) -> bool:
    return PutAway.objects.visible_to(user).filter(ask=ask.id).exists()


def links_of(user: Viewer, ask: Ask) -> list[HelperLink]:
    """The links of one's own ask, as long as they work."""
    return list(HelperLink.objects.visible_to(user).working().filter(ask=ask).order_by("id"))


def claim_of(link: HelperLink, claim: UUID) -> Claim | None:
    """A claim of a helper by link; None for any other."""
    return Claim.objects.filter(link=link, pk=claim).select_related("ask").first()


def slot_of(ask: Ask, slot: UUID | None) -> Slot | None:
    """A date of this ask; None for any other."""
    return Slot.objects.filter(ask=ask, pk=slot).first() if slot else None
