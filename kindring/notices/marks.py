"""What stands for an address, a place or a link without telling it: keyed hashes.

A link in a mail is made again at each try, from its row's number and the server's key: so the outbox holds none.
"""

import hmac
from uuid import UUID

from django.conf import settings

from kindring.lib.sealing import ValueKey, seal, unseal

_ID_DIGITS = 32
_LABEL = "push.place"


def mark_of(purpose: str, value: str) -> bytes:
    """32 bytes that stand for `value`; nobody without the server's key can tell for which."""
    return hmac.digest(settings.KINDRING_KEYS.notices, f"{purpose}\n{value}".encode(), "sha256")


def address_mark(owner: UUID, address: str) -> bytes:
    return mark_of("address", f"{owner}\n{address.strip()}")


def link_for(purpose: str, row: UUID) -> str:
    """The secret part of a link about a row: its number and its mark, 96 digits."""
    return row.hex + mark_of(f"link {purpose}", row.hex).hex()


def row_in_link(purpose: str, secret: str) -> UUID | None:
    """The row that a link of ours is about; None for any other text."""
    row = secret[:_ID_DIGITS]
    try:
        known = link_for(purpose, UUID(hex=row))
    except ValueError:
        return None
    return UUID(hex=row) if hmac.compare_digest(known.encode(), secret.encode()) else None


def seal_place(owner: UUID, row: UUID, endpoint: str) -> bytes:
    """Where a push goes, under the server's key: it has to be read without its owner."""
    return seal(ValueKey(settings.KINDRING_KEYS.mail), endpoint, owner, _LABEL, row)


def open_place(owner: UUID, row: UUID, blob: bytes | memoryview) -> str:
    key = ValueKey(settings.KINDRING_KEYS.mail)
    return unseal({key.id: key}, bytes(blob), owner, _LABEL, row)
