"""Changing an ask: its words and its dates."""

from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.asks.actions.asking import (
    AskWords,
    SlotDetails,
    last_day,
    refuse_too_many_slots,
    set_ask_words,
    slot_rows,
)
from kindring.asks.actions.finding import lock_own_ask, refuse_unless_open
from kindring.asks.actions.telling import tell_helper
from kindring.asks.keys import open_asks
from kindring.asks.models import Ask, Claim, Slot
from kindring.lib.refused import Refused
from kindring.notices.models import Notice


@transaction.atomic
def change_ask(*, by: Actor, ask: Ask, **words: Unpack[AskWords]) -> Ask:
    """Other words, for example for something smaller. What is not given stays."""
    locked = lock_own_ask(by, ask.id)
    refuse_unless_open(locked)
    open_asks(by.signed_in, [locked.id])
    locked.save(update_fields=set_ask_words(locked, words))
    return locked


@transaction.atomic
def add_slots(*, by: Actor, now: datetime, ask: Ask, slots: Sequence[SlotDetails]) -> None:
    """More dates. One that is there already is not made again."""
    locked = lock_own_ask(by, ask.id)
    refuse_unless_open(locked)
    there = set(Slot.objects.filter(ask=locked).values_list("starts_at", flat=True))
    fresh = [slot for slot in slots if slot.starts_at is None or slot.starts_at not in there]
    if not fresh:
        return
    latest = last_day(by, now, fresh)
    rows = slot_rows(locked, fresh)
    refuse_too_many_slots(Slot.objects.filter(ask=locked).count() + len(rows))
    Slot.objects.bulk_create(rows)
    if latest > locked.ends_on:
        locked.ends_on = latest
        locked.save(update_fields=["ends_on"])


@transaction.atomic
def remove_slot(*, by: Actor, now: datetime, slot: Slot) -> None:
    """A date that is not needed any more; whoever held a place in it is told."""
    ask = lock_own_ask(by, slot.ask_id)
    row = Slot.objects.filter(ask=ask, pk=slot.pk).first()
    if row is None:
        return
    if not Slot.objects.filter(ask=ask).exclude(pk=row.pk).exists():
        raise Refused("last_slot", _("This is the only date. To end the ask, take it back."))
    for claim in Claim.objects.filter(slot=row):
        tell_helper(now, ask, claim, Notice.Sort.ENDED)
    row.delete()


@transaction.atomic
def move_slot(*, by: Actor, now: datetime, slot: Slot, to: SlotDetails) -> None:
    """Another time in place of this one. Whoever held a place is told: they said yes to the time before."""
    ask = lock_own_ask(by, slot.ask_id)
    if slot.starts_at != to.starts_at:
        add_slots(by=by, now=now, ask=ask, slots=[to])
        remove_slot(by=by, now=now, slot=slot)
