"""The pair of keys by which a user is handed keys while they are away."""

from typing import NamedTuple
from uuid import UUID

from kindring.accounts.models import ReceivingPair
from kindring.lib import keyring
from kindring.lib.sealing import Unsealable, secret_kek, unwrap, wrap


class Receiver(NamedTuple):
    """A user's open pair: the row's id and the private half."""

    pair: UUID
    private: bytes

    def __repr__(self) -> str:
        return "Receiver()"


def receiver_of(user: UUID) -> Receiver | None:
    """This user's pair, opened with their key; None where there is none, or it was made under a key before."""
    row = ReceivingPair.objects.filter(owner_id=user).first()
    return _opened(row) if row else None


def _opened(row: ReceivingPair) -> Receiver | None:
    try:
        return Receiver(row.id, unwrap(_kek(row.owner_id), bytes(row.private), row.owner_id, "pair", row.id))
    except Unsealable:
        return None


def wrapped(owner: UUID, pair: UUID, private: bytes) -> bytes:
    """The private half as it is stored; needs the owner's open key."""
    return wrap(_kek(owner), private, owner, "pair", pair)


def _kek(owner: UUID) -> bytes:
    return secret_kek(keyring.current().key_of(owner), "pair")
