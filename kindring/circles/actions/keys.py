"""Making and handing over the keys of circles."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actions.pairs import ensure_pair, make_careful, mend_pair
from kindring.accounts.actor import Actor
from kindring.accounts.pairs import receiver_of
from kindring.circles.keys import handed_to, needs_key, older_under, open_circles
from kindring.circles.models import Circle, CircleEpoch, CircleKey, Membership
from kindring.circles.vouching import Holder, bond_of, vouched_pairs, voucher_for
from kindring.lib import keyring
from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable, new_key


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
    if needs_key(circle):
        begin_epoch(by, circle)


def begin_epoch(by: Actor, circle: Circle) -> None:
    """A new key, handed to everyone who is confirmed; whoever went has none of what is sealed from now on.

    The circle is locked and its key is open to whoever acts.
    """
    before, key = keyring.current().key_of(circle.id), new_key()
    circle.epoch, circle.key_due = circle.epoch + 1, False
    circle.save(update_fields=["epoch", "key_due"])
    CircleEpoch.objects.create(
        circle=circle, number=circle.epoch, older=older_under(key, circle.id, circle.epoch, before)
    )
    members = [oneself(by, circle.id), *_others(by, circle)]
    CircleKey.objects.filter(circle=circle).delete()
    _hand(circle, key, members)
    keyring.current().add(circle.id, key, *keyring.current().keys_of(circle.id))
    keyring.current().vouched.add(circle.id)


def oneself(by: Actor, circle: UUID) -> Holder:
    """How keys reach whoever acts: by the pair that their own key opens; what stands in its row is mended first."""
    opened = receiver_of(by.owner_id)
    if opened is None:
        raise Unsealable
    return Holder(mend_pair(opened), bond_of(opened.private, circle))


def _others(by: Actor, circle: Circle) -> list[Holder]:
    """Those of the other confirmed members who are vouched for."""
    others = Membership.objects.confirmed().filter(circle=circle).exclude(owner_id=by.owner_id)
    return list(vouched_pairs([circle.id], list(others.values_list("owner_id", flat=True))).values())


def hand_key(circle: Circle, member: Holder) -> None:
    """The newest key to one member; the circle is locked and its key is open."""
    CircleKey.objects.filter(circle=circle, owner_id=member.pair.owner_id).delete()
    _hand(circle, keyring.current().key_of(circle.id), [member])


def _hand(circle: Circle, key: bytes, members: Iterable[Holder]) -> None:
    CircleKey.objects.bulk_create(
        CircleKey(
            owner_id=member.pair.owner_id,
            circle=circle,
            epoch=circle.epoch,
            pair=member.pair.id,
            handed=handed_to(member, circle.id, circle.epoch, key),
            voucher=voucher_for(key, circle.id, member),
        )
        for member in members
    )


@transaction.atomic
def give_first_key(*, by: Actor, circle: Circle) -> None:
    """The key of a circle that has just been made, for whoever made it."""
    ensure_pair(by=by)
    key = new_key()
    keyring.current().add(circle.id, key)
    keyring.current().vouched.add(circle.id)
    circle.save(force_insert=True)
    _hand(circle, key, [oneself(by, circle.id)])


@transaction.atomic
def hand_over_keys(*, by: Actor, circle: Circle) -> None:
    """What a member's visit does for the others: where someone has gone, a new key for all who hold the one before.

    Nothing happens where the visitor cannot open the circle themselves. Whoever began anew and lost what was handed
    to them comes by a new invitation first: otherwise whoever runs the server could let themselves in.
    """
    locked = lock_circle(by, circle.id)
    if locked.id in open_circles(by.signed_in) and needs_key(locked):
        begin_epoch(by, locked)
        _be_careful(by)


def _be_careful(by: Actor) -> None:
    """Whoever was here before there were bonds, once they have one to each of their circles."""
    opened = receiver_of(by.owner_id)
    if opened is not None and not opened.careful and open_circles(by.signed_in) <= keyring.current().vouched:
        make_careful(by=by, opened=opened)
