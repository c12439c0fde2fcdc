"""Whose pair of keys is vouched for: keys of circles, asks, reports and parts of a plan go to these alone.

Beside each key that was handed over stands a voucher: the member's public half and their bond, locked by the
circle's key. Whoever runs the server can write another public half into the database; they cannot write its voucher.

A bond is a secret that a member makes from their own private half, for one circle, and tells the circle when they
come. It belongs to the place in which the circle's key opens to them, so that nobody hands them a false one.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from kindring.accounts.models import ReceivingPair
from kindring.circles.models import CircleKey, Invite, Membership
from kindring.lib import keyring
from kindring.lib.sealing import KEY_BYTES, Unsealable, derive, secret_kek, unwrap, wrap


class Holder(NamedTuple):
    """How keys reach a member: their pair and their bond; b"" until their first visit since there are bonds."""

    pair: ReceivingPair
    bond: bytes

    def __repr__(self) -> str:
        return "Holder()"


def bond_of(private: bytes, circle: UUID) -> bytes:
    """32 bytes that only the holder of a private half can make."""
    return derive(private, b"kindring/v1/circle/bond/" + circle.bytes)


def voucher_for(key: bytes, circle: UUID, holder: Holder) -> bytes:
    """By whoever hands the circle's key over: this is how keys reach them."""
    return _locked(_by_circle(key), "voucher", circle, holder)


def promise_for(secret: str, circle: UUID, holder: Holder) -> bytes:
    """By whoever accepts an invitation, with its secret: this is how keys reach me."""
    return _locked(_by_invite(secret), "promise", circle, holder)


def _by_circle(key: bytes) -> bytes:
    return secret_kek(key, "voucher")


def _by_invite(secret: str) -> bytes:
    return secret_kek(secret.encode(), "promise")


def _locked(kek: bytes, label: str, circle: UUID, holder: Holder) -> bytes:
    pair = holder.pair
    return wrap(kek, bytes(pair.public) + holder.bond, label, circle, pair.owner_id, pair.id)


def _opened(kek: bytes, blob: bytes, label: str, circle: UUID, pair: ReceivingPair) -> Holder | None:
    """None where the pair of today is not the one that this was written for."""
    try:
        said = unwrap(kek, blob, label, circle, pair.owner_id, pair.id)
    except Unsealable:
        return None
    return Holder(pair, said[KEY_BYTES:]) if said[:KEY_BYTES] == bytes(pair.public) else None


def vouched_pairs(
    circles: Collection[UUID], users: Collection[UUID] | None = None
) -> dict[tuple[UUID, UUID], Holder]:
    """By circle and user: the members, or of these users, for whom there is a good voucher. Two queries.

    The circles are open; for one that is not, nobody is vouched for.
    """
    held = CircleKey.objects.filter(circle_id__in=circles)
    if users is not None:
        held = held.filter(owner_id__in=users)
    pairs = {pair.id: pair for pair in ReceivingPair.objects.filter(id__in=held.values("pair"))}
    keys = keyring.current()
    keks = {circle: _by_circle(keys.key_of(circle)) for circle in circles if keys.has(circle)}
    found = {(row.circle_id, row.owner_id): _vouched(row, pairs.get(row.pair), keks) for row in held}
    return {place: holder for place, holder in found.items() if holder}


def _vouched(row: CircleKey, pair: ReceivingPair | None, keks: Mapping[UUID, bytes]) -> Holder | None:
    kek = keks.get(row.circle_id)
    if kek is None or pair is None or pair.owner_id != row.owner_id:
        return None
    if row.voucher is not None:
        return _opened(kek, bytes(row.voucher), "voucher", row.circle_id, pair)
    # From before there were vouchers; whoever was handed the key since then knows that everybody has one.
    return None if row.circle_id in keyring.current().vouched else Holder(pair, b"")


def promised(members: Iterable[Membership], made: Mapping[UUID, Invite]) -> dict[UUID, Holder]:
    """By membership: those who wait and whose pair of today is the one that they accepted with. One query.

    `made` are the invitations by their ids; the circle is open.
    """
    rows = list(members)
    pairs = {
        pair.owner_id: pair for pair in ReceivingPair.objects.filter(owner_id__in={row.owner_id for row in rows})
    }
    found = {
        row.id: _promised(row, made.get(row.invite) if row.invite else None, pairs.get(row.owner_id)) for row in rows
    }
    return {member: holder for member, holder in found.items() if holder}


def _promised(member: Membership, made: Invite | None, pair: ReceivingPair | None) -> Holder | None:
    if made is None or pair is None or member.promise is None or made.circle_id != member.circle_id:
        return None
    try:
        secret = made.secret
    except Unsealable:
        return None
    # An invitation that was taken back has no secret: anybody could lock with that.
    return _opened(_by_invite(secret), bytes(member.promise), "promise", member.circle_id, pair) if secret else None
