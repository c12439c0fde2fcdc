"""E-mail addresses, sealed under a key from the key file: the server has to read them to write to someone."""

from uuid import UUID

from django.conf import settings

from kindring.lib.sealing import ValueKey, seal, unseal

_LABEL = "user.email"


def _key() -> ValueKey:
    return ValueKey(settings.KINDRING_KEYS.mail)


def seal_address(user: UUID, address: str) -> bytes:
    return seal(_key(), address.strip(), user, _LABEL, user)


def open_address(user: UUID, blob: bytes | memoryview | None) -> str:
    """The address, '' where none was given."""
    key = _key()
    return unseal({key.id: key}, bytes(blob), user, _LABEL, user) if blob else ""
