"""Who is told what, by a notice without words. Nobody past a block or a mute, and nobody of what they did."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from kindring.accounts.models import Block, Mute
from kindring.asks.actions.limits import A_DAY, heard_enough
from kindring.asks.models import Ask, Asked, Claim, PutAway, Slot, Stretched
from kindring.circles.models import Membership
from kindring.lib.days import day_in
from kindring.notices.actions import leave_notice, settle_notices
from kindring.notices.models import Notice

SOON = timedelta(hours=24)  # what is wanted within a day is told at once to whoever wants that


def tell_those_asked(now: datetime, ask: Ask, stage: int) -> None:
    """Everyone who may open the ask from this stage on, once, whatever stage they were in before.

    Who is stretched, or was told of several today, hears nothing; they find it under Help if they look.
    """
    rows = Asked.objects.filter(ask=ask, stage=stage)
    readers = set(rows.exclude(reader=None).values_list("reader_id", flat=True))
    circles = rows.exclude(circle=None).values("circle_id")
    readers |= set(Membership.objects.confirmed().filter(circle__in=circles).values_list("owner_id", flat=True))
    readers -= set(PutAway.objects.filter(ask=ask.id).values_list("owner_id", flat=True))
    resting = Stretched.objects.filter(owner_id__in=readers).on(day_in(ask.time_zone, now))
    readers -= set(resting.values_list("owner_id", flat=True))
    readers -= heard_enough(ask.owner_id, readers, now)
    due = _due(now, ask)
    for reader in reachable(ask.owner_id, readers):
        leave_notice(to=reader, sort=Notice.Sort.ASKED, now=now, ask=ask.id, about=ask.id, due_at=due)


def _due(now: datetime, ask: Ask) -> datetime | None:
    first = Slot.objects.filter(ask=ask, starts_at__gt=now).order_by("starts_at").values_list("starts_at", flat=True)
    soonest = first.first()
    return soonest if soonest is not None and soonest - now <= SOON else None


def reachable(teller: UUID, readers: Iterable[UUID]) -> set[UUID]:
    """Those of `readers` who may hear of what `teller` does."""
    found = {reader for reader in readers if reader != teller}
    if not found:
        return found
    between = Block.objects.between(teller).values_list("owner_id", "blocked")
    silent = {user for pair in between for user in pair}
    muted = Mute.objects.filter(owner_id__in=found, muted=teller).values_list("owner_id", flat=True)
    return found - silent - set(muted)


def tell_asker(now: datetime, ask: Ask, sort: Notice.Sort, about: UUID, *, of: UUID | None) -> None:
    """Something happened to one's own ask; `of` is the user who did it, None for a helper by link."""
    if of is None or ask.owner_id in reachable(of, [ask.owner_id]):
        leave_notice(to=ask.owner_id, sort=sort, now=now, ask=ask.id, about=about, due_at=_due(now, ask))


def tell_asker_of_place(now: datetime, ask: Ask, claim: Claim, sort: Notice.Sort) -> None:
    """A helper took a place in one's own ask, or gave it back.

    Once they gave it back, nothing more is told of this place and this helper for a day, whatever they do: taking
    and giving back over and over rings no bell, and what was told last is never that somebody comes who does not.
    """
    about = mark_of_place(claim.slot_id, claim.helper_id or claim.link_id)
    before = Notice.objects.filter(owner_id=ask.owner_id, about=about)
    if before.filter(sort=Notice.Sort.WITHDRAWN, made_at__gt=now - A_DAY).exists():
        return
    before.filter(sort=sort).delete()  # from days before
    tell_asker(now, ask, sort, about, of=claim.helper_id)


def mark_of_place(slot: UUID, helper: UUID | None) -> UUID:
    """The number under which an asker is told of one helper and one date: a claim that comes again has a new id."""
    return uuid5(slot, str(helper))


def tell_helper(now: datetime, ask: Ask, claim: Claim, sort: Notice.Sort) -> None:
    """The helper who holds a claim, if they have an account."""
    tell_helpers(now, ask.owner_id, [claim], sort)


def tell_helpers(now: datetime, asker: UUID, claims: Collection[Claim], sort: Notice.Sort) -> None:
    """The same for all of these claims in asks of one asker."""
    hear = reachable(asker, {claim.helper_id for claim in claims if claim.helper_id})
    for claim in claims:
        if claim.helper_id in hear:
            leave_notice(to=claim.helper_id, sort=sort, now=now, ask=claim.ask_id, about=claim.id)


def settle(now: datetime, ask: Ask, user: UUID | None) -> None:
    """Who acted on an ask is not told of it any more."""
    if user is not None:
        settle_notices(to=user, now=now, ask=ask.id)


def settle_for_all(now: datetime, asks: Iterable[UUID]) -> None:
    """These asks are over: nobody is told that they were asked."""
    rows = Notice.objects.filter(ask__in=asks, sort__in=[Notice.Sort.ASKED, Notice.Sort.REOPENED], acted_at=None)
    found = list(rows.values_list("owner_id", "ask"))
    settle_notices(to={owner for owner, _ask in found}, now=now, ask={ask for _owner, ask in found if ask})
