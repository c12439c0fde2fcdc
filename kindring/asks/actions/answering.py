"""Other answers than yes: smaller, another time, not this time."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.asks.actions.asking import SlotDetails, slot_rows
from kindring.asks.actions.claiming import of_helper, open_for, refuse_unnamed, take_place, user_of
from kindring.asks.actions.finding import lock_ask, lock_own_ask, refuse_unless_open
from kindring.asks.actions.telling import settle, tell_asker, tell_helper
from kindring.asks.keys import open_asks
from kindring.asks.models import Ask, Claim, Proposal, PutAway, Slot
from kindring.lib.days import day_in, hour_of
from kindring.lib.fitting import check_fit
from kindring.lib.refused import Refused
from kindring.lib.texts import can_be_seen, line, paragraphs
from kindring.notices.models import Notice

MOST_PROPOSALS = 5  # of one helper to one ask


@transaction.atomic
def propose(
    *,
    by: Actor,
    now: datetime,
    ask: Ask,
    sort: str,
    name: str,
    words: str,
    slot: Slot | None = None,
    starts_at: datetime | None = None,
) -> Proposal:
    """ "Yes, smaller" or "another time": what they could do instead. The same words twice are a double press."""
    locked = lock_ask(by, now, ask.id)
    refuse_unless_open(locked)
    if locked.owner_id == user_of(by):
        raise Refused("own_ask", _("This is your own ask."))
    open_for(by, locked)
    row = Proposal(owner_id=locked.owner_id, ask=locked, sort=sort, **of_helper(by))
    row.name, row.words, row.starts_at, row.made_at = line(name)[:80], paragraphs(words), starts_at, hour_of(now)
    row.slot = Slot.objects.filter(ask=locked, pk=slot.pk).first() if slot else None
    _check(row, now)
    before = list(Proposal.objects.filter(ask=locked, **of_helper(by)))
    twin = next((one for one in before if (one.words, one.starts_at) == (row.words, row.starts_at)), None)
    if twin is not None:
        return twin
    if len(before) >= MOST_PROPOSALS:
        raise Refused(
            "proposals_too_many", _("You have offered five things instead. Let them look at those first."), 429
        )
    row.save(force_insert=True)
    settle(now, locked, user_of(by))
    tell_asker(now, locked, Notice.Sort.CLAIMED, row.id, of=user_of(by))
    return row


def _check(row: Proposal, now: datetime) -> None:
    if row.sort not in Proposal.Sort.values:
        raise Refused("answer_unknown", _("Choose one of the answers."), 422)
    refuse_unnamed(row.name)
    if not can_be_seen(row.words) and row.starts_at is None:
        raise Refused("proposal_empty", _("Say in a few words what you could do."), 422)
    if row.starts_at is not None and row.starts_at <= now:
        raise Refused("slot_over", _("That time is over. Choose one to come."), 422)
    check_fit(row, ["words"])


@transaction.atomic
def take_proposal(*, by: Actor, now: datetime, proposal: Proposal) -> Claim:
    """The asker says yes to it: a date of its own for another time, else a place in the slot that it was about."""
    ask = lock_own_ask(by, proposal.ask_id)
    refuse_unless_open(ask)
    open_asks(by.signed_in, [ask.id])
    row = Proposal.objects.filter(ask=ask, pk=proposal.pk).select_related("slot").first()
    if row is None:
        raise _no_proposal()
    if row.answer == Proposal.Answer.TAKEN:
        return _taken(row)
    slot = row.slot if row.slot is not None and row.starts_at is None else _slot_for(ask, row)
    held = Claim.objects.filter(slot=slot, helper_id=row.helper_id, link_id=row.link_id).first()
    if held is not None:
        return held
    claim = Claim(owner_id=ask.owner_id, ask=ask, slot=slot, helper_id=row.helper_id, link_id=row.link_id)
    claim.name, claim.word, claim.claimed_on = row.name, row.words, day_in(ask.time_zone, now)
    take_place(claim, slot, reserve=False)
    row.answer = Proposal.Answer.TAKEN
    row.save(update_fields=["answer"])
    tell_helper(now, ask, claim, Notice.Sort.CLAIMED)
    return claim


def _taken(proposal: Proposal) -> Claim:
    """What came of it when it was taken; pressed once more."""
    at = Q(slot=proposal.slot) if proposal.slot and not proposal.starts_at else Q(slot__starts_at=proposal.starts_at)
    by_them = Claim.objects.filter(ask=proposal.ask_id, helper=proposal.helper_id, link=proposal.link_id)
    held = by_them.filter(at).first()
    if held is None:
        raise _no_proposal()
    return held


def _no_proposal() -> Refused:
    return Refused("proposal_not_found", _("This offer is no longer there."), 404)


def _slot_for(ask: Ask, proposal: Proposal) -> Slot:
    """A date of its own for what somebody proposed; made once."""
    [row] = slot_rows(ask, [SlotDetails(proposal.starts_at)])
    row.save(force_insert=True)
    return row


@transaction.atomic
def leave_proposal(*, by: Actor, proposal: Proposal) -> None:
    """The asker lets it be; whoever offered is not told."""
    mine = Proposal.objects.visible_to(by.signed_in).filter(pk=proposal.pk, answer="")
    mine.update(answer=Proposal.Answer.LEFT)


@transaction.atomic
def put_away(*, by: Actor, now: datetime, ask: Ask) -> None:
    """ "Not this time": the ask goes out of sight for whoever acts. The asker never learns of it."""
    locked = lock_ask(by, now, ask.id)
    PutAway.objects.get_or_create(owner_id=by.owner_id, ask=locked.id)
    settle(now, locked, by.owner_id)


@transaction.atomic
def take_out_again(*, by: Actor, ask: Ask) -> None:
    """Undoes "not this time"."""
    PutAway.objects.visible_to(by.signed_in).filter(ask=ask.id).delete()
