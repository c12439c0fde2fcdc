"""How a user key is made, wrapped and opened again."""

import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from kindring.accounts.models import KeyWrap
from kindring.lib.keyring import Keyring
from kindring.lib.sealing import (
    KEY_BYTES,
    PasswordCost,
    Unsealable,
    derive,
    key_id,
    new_key,
    password_kek,
    recovery_secret,
    secret_kek,
    unwrap,
    wrap,
)

UserKeys = tuple[bytes, ...]
"""The current user key first, then older ones that still open what they sealed."""

COST = PasswordCost()
_SALT_BYTES = 16
_STAYS = ".stays"
_COOKIE = re.compile(r"([0-9a-f]{64})(\.stays)?")


def new_user_key() -> bytes:
    return new_key()


def name_hash(name: str) -> bytes:
    """The sign-in name as the database knows it: keyed, so that the database alone cannot be searched for names."""
    return hmac.digest(settings.KINDRING_KEYS.names, plain_name(name).encode(), sha256)


def plain_name(name: str) -> str:
    """One spelling for what people type: case and spaces at the ends do not matter."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def wrap_with_password(owner: UUID, user_key: bytes, password: str, today: date) -> KeyWrap:
    """An unsaved wrap that opens with `password`."""
    salt = os.urandom(_SALT_BYTES)
    kek = password_kek(password, salt, settings.KINDRING_KEYS.pepper, COST)
    row = _row(owner, KeyWrap.Kind.PASSWORD, kek, user_key, today)
    row.salt, (row.iterations, row.lanes, row.memory_cost) = salt, COST
    return row


def wrap_with_recovery(owner: UUID, user_key: bytes, code: str, today: date) -> KeyWrap:
    """An unsaved wrap that opens with the recovery code."""
    return _row(owner, KeyWrap.Kind.RECOVERY, secret_kek(recovery_secret(code), "recovery"), user_key, today)


def wrap_older(owner: UUID, older_key: bytes, user_key: bytes, today: date) -> KeyWrap:
    """An unsaved wrap of a key before, so that `user_key` opens what that one sealed."""
    return _row(owner, KeyWrap.Kind.OLDER, secret_kek(user_key, "older"), older_key, today)


def _row(owner: UUID, kind: KeyWrap.Kind, kek: bytes, key: bytes, today: date) -> KeyWrap:
    kid = key_id(key)
    return KeyWrap(
        owner_id=owner, kind=kind, key_id=kid, wrap=wrap(kek, key, *_place(owner, kind, kid)), made_on=today
    )


def _place(owner: UUID, kind: str, kid: bytes) -> tuple[str, ...]:
    return str(owner), str(kind), kid.hex()


def open_with_password(row: KeyWrap | None, password: str) -> bytes:
    """The user key behind a password; `Unsealable` for a wrong one.

    With `row` None (an unknown name) the same work is done for nothing, so that the time tells nothing.
    """
    cost = PasswordCost(row.iterations, row.lanes, row.memory_cost) if row else COST
    salt = bytes(row.salt or b"") if row else bytes(_SALT_BYTES)
    kek = password_kek(password, salt, settings.KINDRING_KEYS.pepper, cost)
    return _opened(row, kek)


def open_with_recovery(row: KeyWrap | None, code: str) -> bytes:
    """The user key behind a recovery code; `Unsealable` for a wrong one."""
    return _opened(row, secret_kek(recovery_secret(code), "recovery"))


def _opened(row: KeyWrap | None, kek: bytes) -> bytes:
    if row is None:
        raise Unsealable
    return unwrap(kek, bytes(row.wrap), *_place(row.owner_id, row.kind, bytes(row.key_id)))


def with_older(rows: Iterable[KeyWrap], user_key: bytes) -> UserKeys:
    """`user_key` and the keys before it that it opens. Rows that were set aside belong to another key."""
    kek = secret_kek(user_key, "older")
    older = (row for row in rows if row.kind == KeyWrap.Kind.OLDER and not row.set_aside)
    return user_key, *(_opened(row, kek) for row in older)


def open_older(row: KeyWrap, user_key: bytes) -> bytes:
    """The key before, behind the key that wrapped it; `Unsealable` for any other."""
    return _opened(row, secret_kek(user_key, "older"))


class BrowserSecret:
    """What exists only in a browser's cookie: it finds the session row and opens the wrap in it."""

    def __init__(self, secret: bytes, *, stays: bool = False) -> None:
        self._secret = secret
        self.stays = stays

    def __repr__(self) -> str:
        return "BrowserSecret()"

    @classmethod
    def new(cls, *, stays: bool = False) -> "BrowserSecret":
        """`stays`: the person asked the browser to keep it when it is closed, and so its successors."""
        return cls(secrets.token_bytes(KEY_BYTES), stays=stays)

    @classmethod
    def from_cookie(cls, value: str) -> "BrowserSecret | None":
        found = _COOKIE.fullmatch(value)
        return cls(bytes.fromhex(found[1]), stays=bool(found[2])) if found else None

    @property
    def cookie(self) -> str:
        return self._secret.hex() + (_STAYS if self.stays else "")

    @cached_property
    def hash(self) -> bytes:
        return sha256(derive(self._secret, b"kindring/v1/session-id")).digest()

    def wrap(self, owner: UUID, keys: UserKeys) -> bytes:
        return wrap(secret_kek(self._secret, "session"), b"".join(keys), owner, "session", self.hash.hex())

    def unwrap(self, owner: UUID, blob: bytes) -> UserKeys:
        keys = unwrap(secret_kek(self._secret, "session"), blob, owner, "session", self.hash.hex())
        return tuple(keys[at : at + KEY_BYTES] for at in range(0, len(keys), KEY_BYTES))


def keyring_of(owner: UUID, keys: UserKeys) -> Keyring:
    """A keyring that opens what `owner` wrote."""
    keyring = Keyring()
    keyring.add(owner, *keys)
    return keyring
