"""The keys of circles: which of them a user can open."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kindring.accounts.pairs import Receiver, received, receiver_of
from kindring.circles.models import Circle, CircleEpoch, CircleKey, Membership
from kindring.circles.vouching import Holder, bond_of, vouched_pairs
from kindring.lib import keyring
from kindring.lib.hot import HotQuery
from kindring.lib.key_pairs import hand_over
from kindring.lib.rows import Somebody, Viewer
from kindring.lib.sealing import Unsealable, derive, secret_kek, unwrap, wrap

_OLDER = "older circle key"


def open_circles(user: Viewer) -> frozenset[UUID]:
    """Lets open, for this request, what lies in the circles of this user; the circles whose key they hold.

    Three queries, however many circles there are.
    """
    handed = {circle: (epoch, pair, bytes(blob)) for circle, epoch, pair, blob in _HANDED.rows(user.id)}
    receiver = receiver_of(user.id) if handed else None
    if receiver is None:
        return frozenset()
    older = _older(user)
    return frozenset(circle for circle, found in handed.items() if _add(user, receiver, circle, *found, older))


def _handed(user: UUID) -> QuerySet[Any, Any]:
    return CircleKey.objects.visible_to(Somebody(user)).values_list("circle_id", "epoch", "pair", "handed")


def _epochs(user: UUID) -> QuerySet[Any, Any]:
    held = CircleKey.objects.visible_to(Somebody(user)).values("circle_id")
    return CircleEpoch.objects.filter(circle__in=held).order_by("-number").values_list("circle_id", "number", "older")


_HANDED = HotQuery(_handed, UUID)
_EPOCHS = HotQuery(_epochs, UUID)


def _older(user: Viewer) -> Mapping[UUID, list[tuple[int, bytes]]]:
    """The chains of keys before, newest first."""
    found: defaultdict[UUID, list[tuple[int, bytes]]] = defaultdict(list)
    for circle, number, blob in _EPOCHS.rows(user.id):
        found[circle].append((number, bytes(blob)))
    return found


def _add(
    user: Viewer,
    receiver: Receiver,
    circle: UUID,
    epoch: int,
    pair: UUID,
    handed: bytes,
    older: Mapping[UUID, list[tuple[int, bytes]]],
) -> bool:
    """Puts the circle's keys on the keyring; False where what was handed over was for another pair."""
    try:
        keys = [_newest(receiver, pair, handed, circle, _place(circle, epoch, user.id))]
        for number, blob in older.get(circle, ()):
            if number <= epoch:
                keys.append(unwrap(secret_kek(keys[-1], "older"), blob, circle, _OLDER, number))
    except Unsealable:
        return False
    keyring.current().add(circle, *keys)
    return True


def _newest(receiver: Receiver, pair: UUID, handed: bytes, circle: UUID, place: tuple[object, ...]) -> bytes:
    try:
        key = received(receiver, pair, handed, *place, bond_of(receiver.private, circle).hex())
    except Unsealable:
        if receiver.careful:
            raise
        return received(receiver, pair, handed, *place)  # from before there were bonds
    keyring.current().vouched.add(circle)
    return key


def handed_to(holder: Holder, circle: UUID, epoch: int, key: bytes) -> bytes:
    """The circle's key of this epoch, which only this member can take, and only from who knows their bond."""
    bond = (holder.bond.hex(),) if holder.bond else ()
    return hand_over(key, bytes(holder.pair.public), *_place(circle, epoch, holder.pair.owner_id), *bond)


def _place(circle: UUID, epoch: int, user: UUID) -> tuple[object, ...]:
    return "circle", circle, epoch, user


def older_under(key: bytes, circle: UUID, number: int, before: bytes) -> bytes:
    """The key before, opened by the key of epoch `number`."""
    return wrap(secret_kek(key, "older"), before, circle, _OLDER, number)


def needs_key(circle: Circle) -> bool:
    """Whether a visit makes a new key: somebody went, or the visitor was handed theirs before there were vouchers.

    The circle is open.
    """
    return circle.key_due or circle.id not in keyring.current().vouched


def lost_key(user: Viewer, member: Membership) -> bool:
    """Whether this user, a member, holds no key to the circle, or one to a pair that nobody vouches for any more."""
    if member.state == Membership.State.ACCEPTED:
        return False
    return member.circle_id not in open_circles(user) or not vouched_pairs([member.circle_id], [user.id])


def hello_key(secret: bytes) -> bytes:
    """The key under which someone who accepts says who they are, before they have the circle's."""
    return derive(secret, b"kindring/v1/invite/hello")
