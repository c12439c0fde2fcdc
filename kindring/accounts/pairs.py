"""The pair of keys by which a user is handed keys while they are away."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from kindring.accounts.models import ReceivingPair
from kindring.lib import keyring
from kindring.lib.hot import HotQuery
from kindring.lib.key_pairs import take
from kindring.lib.sealing import Unsealable, secret_kek, unwrap, wrap

_CAREFUL, _BEFORE = "careful pair", "pair"


class Receiver(NamedTuple):
    """A user's open pair: the row's id and the private half.

    `careful` is false for a pair from before circles knew bonds, until its owner has one to each of their circles.
    """

    pair: UUID
    private: bytes
    careful: bool = True

    def __repr__(self) -> str:
        return "Receiver()"


def receiver_of(user: UUID) -> Receiver | None:
    """This user's pair, opened with their key; None where there is none, or it was made under a key before."""
    return next((_opened(user, pair, bytes(private)) for pair, private in _PAIR.rows(user)), None)


def _pair(user: UUID) -> QuerySet[Any, Any]:
    return ReceivingPair.objects.filter(owner_id=user).order_by("id").values_list("id", "private")[:1]


_PAIR = HotQuery(_pair, UUID)


def _opened(owner: UUID, pair: UUID, private: bytes) -> Receiver | None:
    for place, careful in ((_CAREFUL, True), (_BEFORE, False)):
        try:
            return Receiver(pair, unwrap(_kek(owner), private, owner, place, pair), careful)
        except Unsealable:
            continue
    return None


def received(receiver: Receiver | None, pair: UUID | None, handed: bytes, *place: object) -> bytes:
    """A key that was handed to this user; `Unsealable` where that was to another pair than they hold today."""
    if receiver is None or receiver.pair != pair:
        raise Unsealable
    return take(handed, receiver.private, *place)


def open_received(of: UUID, receiver: Receiver | None, pair: UUID, handed: bytes, *place: object) -> bool:
    """Lets what belongs to `of` open for this request; False where the key is not for this user."""
    try:
        keyring.current().add(of, received(receiver, pair, handed, *place))
    except Unsealable:
        return False
    return True


def wrapped(owner: UUID, pair: UUID, private: bytes) -> bytes:
    """The private half as it is stored; needs the owner's open key."""
    return wrap(_kek(owner), private, owner, _CAREFUL, pair)


def _kek(owner: UUID) -> bytes:
    return secret_kek(keyring.current().key_of(owner), "pair")
