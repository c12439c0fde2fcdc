"""The keys of asks: made with the ask, handed to whoever is asked, and opened again by them alone."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kindring.accounts.models import ReceivingPair
from kindring.accounts.pairs import Receiver, received, receiver_of
from kindring.asks.models import Ask, Asked, HelperLink
from kindring.circles.keys import open_circles
from kindring.circles.models import Circle, in_circle
from kindring.lib import keyring
from kindring.lib.columns import Columns
from kindring.lib.hot import HotList
from kindring.lib.key_pairs import hand_over
from kindring.lib.keyring import Keyring
from kindring.lib.rows import Viewer
from kindring.lib.sealing import Unsealable, secret_kek, unwrap, wrap

_ASKED = Columns(Asked, ["ask_id", "reader_id", "circle_id", "pair", "handed"])


def for_reader(ask: Ask, key: bytes, pair: ReceivingPair, stage: int) -> Asked:
    """An unsaved row that lets one user open the ask from `stage` on."""
    handed = hand_over(key, bytes(pair.public), "ask", ask.id, pair.owner_id)
    return Asked(owner_id=ask.owner_id, ask=ask, stage=stage, reader_id=pair.owner_id, pair=pair.id, handed=handed)


def for_circle(ask: Ask, key: bytes, circle: Circle, stage: int) -> Asked:
    """The same for everyone in a circle; its key is open."""
    kek = secret_kek(keyring.current().key_of(circle.id), "ask")
    handed = wrap(kek, key, "ask", ask.id, "circle", circle.id)
    return Asked(owner_id=ask.owner_id, ask=ask, stage=stage, circle=circle, epoch=circle.epoch, handed=handed)


def for_link(ask: Ask, key: bytes, link: HelperLink, secret: str) -> Asked:
    """The same for whoever holds the link."""
    handed = wrap(secret_kek(secret.encode(), "ask"), key, "ask", ask.id, "link", link.id)
    return Asked(owner_id=ask.owner_id, ask=ask, link=link, handed=handed)


def open_asks(user: Viewer, asks: Iterable[UUID]) -> frozenset[UUID]:
    """Lets these asks open for this request; those whose key the user has. The same few queries for any number.

    Which of them the user may see at this hour the door has decided before: `Ask.objects.visible_to`.
    """
    rows = [_ASKED.row(values) for values in _FOR.rows(user.id, ids=list(asks))]
    if any(row.circle_id for row in rows):
        open_circles(user)
    receiver = receiver_of(user.id) if any(row.reader_id for row in rows) else None
    return frozenset(row.ask_id for row in rows if _opened(row, receiver))


def _for(user: UUID, asks: list[UUID]) -> QuerySet[Any, Any]:
    mine = Q(reader_id=user) | Q(in_circle(user))
    return Asked.objects.filter(ask_id__in=asks).filter(mine).order_by("circle_id").values_list(*_ASKED.names)


_FOR = HotList(_for, UUID)


def _opened(row: Asked, receiver: Receiver | None) -> bool:
    keys = keyring.current()
    if keys.has(row.ask_id):
        return True
    try:
        keys.add(row.ask_id, _of_circle(row) if row.circle_id else _of_reader(row, receiver))
    except Unsealable:
        return False
    return True


def _of_reader(row: Asked, receiver: Receiver | None) -> bytes:
    return received(receiver, row.pair, bytes(row.handed), "ask", row.ask_id, row.reader_id)


def _of_circle(row: Asked) -> bytes:
    for key in keyring.current().keys_of(row.circle_id) if row.circle_id else ():
        try:
            return unwrap(secret_kek(key, "ask"), bytes(row.handed), "ask", row.ask_id, "circle", row.circle_id)
        except Unsealable:
            continue
    raise Unsealable


def keyring_of_link(link: HelperLink, secret: str) -> Keyring:
    """A keyring that opens the one ask behind a link, and nothing else; `Unsealable` for another secret."""
    row = Asked.objects.get(link=link)
    place: tuple[Any, ...] = ("ask", row.ask_id, "link", link.id)
    keys = Keyring()
    keys.add(row.ask_id, unwrap(secret_kek(secret.encode(), "ask"), bytes(row.handed), *place))
    return keys
