"""Making the pair of keys by which a user is handed keys."""

from django.db import transaction

from kindring.accounts.actions.one_at_a_time import wait_for_turn
from kindring.accounts.actor import Actor
from kindring.accounts.models import ReceivingPair
from kindring.accounts.pairs import receiver_of, wrapped
from kindring.lib.key_pairs import KeyPair


@transaction.atomic
def ensure_pair(*, by: Actor) -> ReceivingPair:
    """The pair of whoever acts; made when there is none that their key opens."""
    user = by.signed_in
    wait_for_turn(user)
    opened = receiver_of(user.id)
    if opened is not None:
        return ReceivingPair.objects.get(pk=opened.pair)
    ReceivingPair.objects.visible_to(user).delete()
    made = KeyPair.new()
    row = ReceivingPair(owner_id=user.id, public=made.public)
    row.private = wrapped(user.id, row.id, made.private)
    row.save(force_insert=True)
    return row
