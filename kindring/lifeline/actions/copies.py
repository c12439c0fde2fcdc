"""Keeping the plan on a device, and taking it back."""

from datetime import datetime
from hashlib import sha256
from secrets import token_bytes
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actions.one_at_a_time import wait_for_turn
from kindring.accounts.actor import Actor
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.lifeline.models import DeviceCopy

MOST_COPIES = 10
_SECRET_BYTES = 32


@transaction.atomic
def keep_copy(*, by: Actor, now: datetime, device: str) -> str:
    """Notes that a device keeps the plan; the secret (hex) with which it asks later whether it still may."""
    wait_for_turn(by.signed_in)
    if DeviceCopy.objects.visible_to(by.signed_in).count() >= MOST_COPIES:
        raise Refused("copies_too_many", _("Ten devices keep the plan already. Take one of them back first."))
    secret = token_bytes(_SECRET_BYTES)
    today = day_in(by.signed_in.time_zone, now)
    row = DeviceCopy(owner_id=by.owner_id, secret_hash=sha256(secret).digest(), device=device, made_on=today)
    row.save(force_insert=True)
    return secret.hex()


@transaction.atomic
def take_back_copy(*, by: Actor, copy: UUID) -> bool:
    """The device forgets the plan as soon as it asks; whether there was such a copy of one's own."""
    gone, _rows = DeviceCopy.objects.visible_to(by.signed_in).filter(id=copy).delete()
    return bool(gone)
