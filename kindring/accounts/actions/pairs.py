"""Making the pair of keys by which a user is handed keys."""

from django.db import transaction

from kindring.accounts.actions.one_at_a_time import wait_for_turn
from kindring.accounts.actor import Actor
from kindring.accounts.models import ReceivingPair
from kindring.accounts.pairs import Receiver, receiver_of, wrapped
from kindring.lib.key_pairs import KeyPair, public_of


@transaction.atomic
def ensure_pair(*, by: Actor) -> ReceivingPair:
    """The pair of whoever acts; made when there is none that their key opens."""
    user = by.signed_in
    wait_for_turn(user)
    opened = receiver_of(user.id)
    if opened is not None:
        return mend_pair(opened)
    ReceivingPair.objects.visible_to(user).delete()
    made = KeyPair.new()
    row = ReceivingPair(owner_id=user.id, public=made.public)
    row.private = wrapped(user.id, row.id, made.private)
    row.save(force_insert=True)
    return row


def mend_pair(opened: Receiver) -> ReceivingPair:
    """The row of an open pair, with the public half that belongs to the private one, whatever was written there."""
    row, public = ReceivingPair.objects.get(pk=opened.pair), public_of(opened.private)
    if bytes(row.public) != public:
        row.public = public
        row.save(update_fields=["public"])
    return row


def make_careful(*, by: Actor, opened: Receiver) -> None:
    """From now on this user takes a circle's key only from whoever knows their bond to it."""
    private = wrapped(by.owner_id, opened.pair, opened.private)
    ReceivingPair.objects.visible_to(by.signed_in).filter(pk=opened.pair).update(private=private)
