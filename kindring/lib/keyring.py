"""The keys that are open right now, in this thread of work only.

Pages open a keyring for the length of a request; nothing else holds keys. It is a context variable, so two
requests served at once never see each other's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from kindring.lib.sealing import Unsealable, ValueKey, subkey


class Keyring:
    """Keys by whose they are: a user's, and those of circles and asks; subkeys are derived when first needed."""

    def __init__(self) -> None:
        self._keys_of: dict[UUID, list[bytes]] = {}
        # By the number in a UUID: Python compares numbers itself, UUIDs by a method of theirs, and pages ask often.
        self._value_keys: dict[tuple[int, str], dict[bytes, ValueKey]] = {}
        self._current: dict[tuple[int, str], ValueKey] = {}
        self.vouched: set[UUID] = set()
        """Owners whose key came from someone who vouches for all who hold it."""

    def __repr__(self) -> str:
        return "Keyring()"

    def add(self, owner: UUID, key: bytes, *older: bytes) -> None:
        """Lets values of `owner` open; new values are sealed with `key`, `older` keys only open."""
        self._keys_of[owner] = [key, *older]
        for place in [place for place in self._value_keys if place[0] == owner.int]:
            del self._value_keys[place], self._current[place]

    def key_of(self, owner: UUID) -> bytes:
        """The current key of `owner`; `Unsealable` where it is not open."""
        try:
            return self._keys_of[owner][0]
        except KeyError:
            raise Unsealable from None

    def keys_of(self, owner: UUID) -> tuple[bytes, ...]:
        """The current key of `owner` and the older ones that open with it; none where it is not open."""
        return tuple(self._keys_of.get(owner, ()))

    def has(self, owner: UUID) -> bool:
        return owner in self._keys_of

    def to_open(self, owner: UUID, purpose: str) -> dict[bytes, ValueKey]:
        """Every key, by id, under which a value of this class may have been sealed."""
        found = self._value_keys.get((owner.int, purpose))
        return found if found is not None else self._derive(owner, purpose)

    def to_seal(self, owner: UUID, purpose: str) -> ValueKey:
        """The key for new values of this class."""
        self.to_open(owner, purpose)
        return self._current[owner.int, purpose]

    def _derive(self, owner: UUID, purpose: str) -> dict[bytes, ValueKey]:
        if owner not in self._keys_of:
            raise Unsealable
        keys = [ValueKey(subkey(key, purpose)) for key in self._keys_of[owner]]
        self._current[owner.int, purpose] = keys[0]
        return self._value_keys.setdefault((owner.int, purpose), {key.id: key for key in keys})


_open: ContextVar[Keyring | None] = ContextVar("keyring", default=None)


def current() -> Keyring:
    """The keyring of this request; `Unsealable` where there is none."""
    keyring = _open.get()
    if keyring is None:
        raise Unsealable
    return keyring


@contextmanager
def opened_with(keyring: Keyring | None) -> Iterator[None]:
    """Within the block, sealed fields open with `keyring`."""
    token = _open.set(keyring)
    try:
        yield
    finally:
        _open.reset(token)
