"""Making and handing over the keys of circles."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actions.pairs import ensure_pair
from kindring.accounts.actor import Actor
from kindring.accounts.models import ReceivingPair
from kindring.circles.keys import handed_to, older_under, open_circles
from kindring.circles.models import Circle, CircleEpoch, CircleKey, Membership
from kindring.circles.vouching import vouched_pairs
from kindring.lib import keyring
from kindring.lib.refused import Refused
from kindring.lib.sealing import new_key


def lock_circle(by: Actor, circle: UUID) -> Circle:
    """The circle, for a change: whoever changes it at the same moment waits. Refused where it is not theirs."""
    found = Circle.objects.visible_to(by.signed_in).select_for_update().filter(pk=circle).first()
    if found is None:
        raise Refused("circle_not_found", _("This circle is no longer here."), 404)
    return found


def open_for_writing(by: Actor, circle: Circle) -> None:
    """The circle's newest key is on the keyring; a new one is made first where someone has gone since.

    The caller has locked the circle.
    """
    if circle.id not in open_circles(by.signed_in):
        raise Refused("circle_closed", _("A member has to hand you this circle's key first. Their next visit does."))
    if circle.key_due:
        begin_epoch(circle)


def begin_epoch(circle: Circle) -> None:
    """A new key, handed to everyone who is confirmed; whoever went has none of what is sealed from now on.

    The circle is locked and its key is open.
    """
    before, key = keyring.current().key_of(circle.id), new_key()
    circle.epoch, circle.key_due = circle.epoch + 1, False
    circle.save(update_fields=["epoch", "key_due"])
    CircleEpoch.objects.create(
        circle=circle, number=circle.epoch, older=older_under(key, circle.id, circle.epoch, before)
    )
    pairs = _receivers(circle)
    CircleKey.objects.filter(circle=circle).delete()
    _hand(circle, key, pairs)
    keyring.current().add(circle.id, key, before)


def _receivers(circle: Circle) -> list[ReceivingPair]:
    """Those of the confirmed members for whom somebody vouches."""
    confirmed = set(Membership.objects.confirmed().filter(circle=circle).values_list("owner_id", flat=True))
    return [pair for pair in vouched_pairs([circle.id]).values() if pair.owner_id in confirmed]


def hand_key(circle: Circle, member: UUID) -> None:
    """The newest key to one member; the circle is locked and its key is open."""
    CircleKey.objects.filter(circle=circle, owner_id=member).delete()
    _hand(circle, keyring.current().key_of(circle.id), ReceivingPair.objects.filter(owner_id=member))


def _hand(circle: Circle, key: bytes, pairs: Iterable[ReceivingPair]) -> None:
    CircleKey.objects.bulk_create(
        CircleKey(
            owner_id=pair.owner_id,
            circle=circle,
            epoch=circle.epoch,
            pair=pair.id,
            handed=handed_to(pair.owner_id, bytes(pair.public), circle.id, circle.epoch, key),
        )
        for pair in pairs
    )


@transaction.atomic
def give_first_key(*, by: Actor, circle: Circle) -> None:
    """The key of a circle that has just been made, for whoever made it."""
    pair = ensure_pair(by=by)
    key = new_key()
    keyring.current().add(circle.id, key)
    circle.save(force_insert=True)
    _hand(circle, key, [pair])


@transaction.atomic
def hand_over_keys(*, by: Actor, circle: Circle) -> None:
    """What a member's visit does for the others: where someone has gone, a new key for all who hold the one before.

    Nothing happens where the visitor cannot open the circle themselves. Whoever began anew and lost what was handed
    to them is confirmed by a steward again first: otherwise whoever runs the server could let themselves in.
    """
    locked = lock_circle(by, circle.id)
    if locked.key_due and locked.id in open_circles(by.signed_in):
        begin_epoch(locked)
