"""Taking a place, and giving it back."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.asks.actions.finding import lock_ask, refuse_unless_open
from kindring.asks.actions.telling import settle, tell_asker_of_place, tell_helper
from kindring.asks.keys import open_asks
from kindring.asks.models import Ask, Claim, Slot
from kindring.lib.days import day_in
from kindring.lib.fitting import check_fit
from kindring.lib.refused import Refused
from kindring.lib.texts import can_be_seen, line, paragraphs
from kindring.notices.models import Notice


class PlaceTaken(Refused):
    """Someone was quicker. `reserve`: whether they could step in if somebody drops out; the page offers the rest."""

    def __init__(self, slot: Slot, *, reserve: bool) -> None:
        super().__init__("place_taken", _("Somebody has just taken this one. Thank you for wanting to."))
        self.slot, self.reserve = slot, reserve


@transaction.atomic
def claim_place(*, by: Actor, now: datetime, slot: Slot, name: str, word: str = "", reserve: bool = False) -> Claim:
    """ "I'll take it". Of two who press at once exactly one gets a place; the other gets `PlaceTaken`.

    With `reserve` they stand by in case somebody drops out. A second press finds the place they hold already.
    """
    ask = lock_ask(by, now, slot.ask_id)
    refuse_unless_open(ask)
    there = _refuse_unless_helper(by, now, ask, slot)
    held = Claim.objects.filter(slot=there, **of_helper(by)).first()
    if held is not None:
        return held
    row = Claim(owner_id=ask.owner_id, ask=ask, slot=there, **of_helper(by))
    row.claimed_on = day_in(ask.time_zone, now)
    open_for(by, ask)
    say(row, name, word)
    take_place(row, there, reserve=reserve)
    settle(now, ask, user_of(by))
    tell_asker_of_place(now, ask, row, Notice.Sort.CLAIMED)
    return row


def user_of(by: Actor) -> UUID | None:
    return by.user.id if by.user else None


def of_helper(by: Actor) -> dict[str, UUID | None]:
    """Whose a claim or a proposal is, as its columns say it."""
    return {"helper_id": user_of(by), "link_id": by.link}


def open_for(by: Actor, ask: Ask) -> None:
    """A helper by link has the key on their keyring already."""
    if by.user is not None and ask.id not in open_asks(by.user, [ask.id]):
        raise Refused("ask_locked", _("This ask was sealed for a key that you no longer have."))


def _refuse_unless_helper(by: Actor, now: datetime, ask: Ask, slot: Slot) -> Slot:
    if ask.owner_id == user_of(by):
        raise Refused("own_ask", _("This is your own ask."))
    there = Slot.objects.filter(pk=slot.pk, ask=ask).first()
    if there is None:
        raise Refused("slot_not_found", _("This date is no longer part of the ask."), 404)
    if not is_to_come(there, now):
        raise Refused("slot_over", _("That time is over. Perhaps another one suits?"))
    return there


def say(row: Claim, name: str, word: str) -> None:
    row.name, row.word = line(name)[:80], paragraphs(word)
    refuse_unnamed(row.name)
    check_fit(row, ["word"])


def refuse_unnamed(name: str) -> None:
    if not can_be_seen(name):
        raise Refused("helper_unnamed", _("Say who you are, so that they know whom to expect."), 422)


def take_place(row: Claim, slot: Slot, *, reserve: bool) -> None:
    """Tries the free places one after the other; the database lets only one row have a number."""
    numbers = range(slot.places, slot.places + slot.reserve) if reserve else range(slot.places)
    held = set(Claim.objects.filter(slot=slot).values_list("number", flat=True))
    for number in numbers:
        if number in held:
            continue
        row.number = number
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            continue
        return
    full = held >= set(range(slot.places, slot.places + slot.reserve))
    raise PlaceTaken(slot, reserve=not reserve and not full)


@transaction.atomic
def withdraw_claim(*, by: Actor, now: datetime, claim: Claim) -> None:
    """A helper cannot after all: whoever stood by steps in, else the place is open again. The asker is told."""
    ask = lock_ask(by, now, claim.ask_id)
    row = Claim.objects.filter(pk=claim.pk, ask=ask, **of_helper(by)).select_related("slot").first()
    if row is None:
        raise Refused("claim_not_found", _("This is not yours to give back any more."), 404)
    give_back(now, ask, row)


def give_back(now: datetime, ask: Ask, claim: Claim) -> None:
    """The claim, which comes with its slot, is gone."""
    slot, number = claim.slot, claim.number
    claim.delete()
    if number < slot.places:
        _step_in(now, ask, slot, number)
    tell_asker_of_place(now, ask, claim, Notice.Sort.WITHDRAWN)


def is_to_come(slot: Slot, now: datetime) -> bool:
    """A date without a time is always to come."""
    return slot.starts_at is None or slot.starts_at > now


def _step_in(now: datetime, ask: Ask, slot: Slot, number: int) -> None:
    """The first in reserve takes the place that became free, and is told."""
    first = Claim.objects.filter(slot=slot, number__gte=slot.places).order_by("number").first()
    if first is None:
        return
    first.number = number
    first.save(update_fields=["number"])
    tell_helper(now, ask, first, Notice.Sort.REOPENED)
