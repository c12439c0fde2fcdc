"""The sealed formats K1 (values) and W1 (wraps of keys).

A sealed value is `"K1" | key id 8 | nonce 12 | AES-256-GCM(padded text)`; a wrap is
`"W1" | nonce 12 | AES-256-GCM(key)`. What a value belongs to (owner, label of the field, row id) is its
associated data, so that a value moved anywhere else is refused. `tests/lib/sealed_vectors.json` is frozen:
what was once written must open for ever.
"""

import hashlib
import json
import os
import re
import secrets
from collections.abc import Mapping
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_VALUE, _WRAP = b"K1", b"W1"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RECOVERY_CHARACTERS = 32
_AS_IT_IS = re.compile(r"[ !#-\[\]-~]*").fullmatch  # what JSON writes without escaping any of it


class Unsealable(Exception):
    """The one error for whatever cannot be opened: no key, a wrong key, a moved or damaged value."""


def new_key() -> bytes:
    """A key for a user, a circle, an ask, a report or a shared part: 32 random bytes."""
    return os.urandom(KEY_BYTES)


class PasswordCost(NamedTuple):
    """What Argon2id is asked to spend: passes, lanes and memory in KiB."""

    iterations: int = 3
    lanes: int = 1
    memory_cost: int = 65536


def derive(key: bytes, info: bytes, salt: bytes = b"") -> bytes:
    """32 bytes from `key` for the purpose `info` (HKDF-SHA256)."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt or None, info).derive(key)


def subkey(user_key: bytes, purpose: str) -> bytes:
    """The key of one class of data (people, notes, journal, measures, plan) under a user key."""
    return derive(user_key, b"kindring/v1/data/" + purpose.encode())


def key_id(key: bytes) -> bytes:
    """8 bytes that name a key without telling anything of it."""
    return hashlib.sha256(b"kindring/kid/v1" + derive(key, b"kindring/v1/kid")).digest()[:8]


def context(*parts: object) -> bytes:
    """Associated data: an unambiguous spelling of what a value belongs to."""
    words = [*map(str, parts)]
    if words and all(map(_AS_IT_IS, words)):  # nearly always: ids, labels, hashes
        return b'["kindring",1,"' + '","'.join(words).encode() + b'"]'
    return json.dumps(["kindring", 1, *words], separators=(",", ":"), ensure_ascii=True).encode()


def pad(text: bytes) -> bytes:
    """Hides the exact length: steps of 64 bytes up to 1 KiB, then of 512."""
    length = len(text) + 4
    step = 64 if length <= 1024 else 512
    return len(text).to_bytes(4, "big") + text + bytes(-length % step)


class ValueKey:
    """A key for values, ready to use: its id and its cipher."""

    __slots__ = ("cipher", "id", "prefix")

    def __init__(self, key: bytes) -> None:
        self.id = key_id(key)
        self.prefix = _VALUE + self.id
        self.cipher = AESGCM(key)

    def __repr__(self) -> str:
        return "ValueKey()"


def seal(key: ValueKey, text: str, *parts: object) -> bytes:
    """`text` sealed for the place named by `parts`."""
    nonce = os.urandom(12)
    return key.prefix + nonce + key.cipher.encrypt(nonce, pad(text.encode()), key.prefix + context(*parts))


def unseal(keys: Mapping[bytes, ValueKey], blob: bytes, *parts: object) -> str:
    """The text of a sealed value in its place; `Unsealable` for everything else."""
    return unseal_in(keys, blob, context(*parts))


def unseal_in(keys: Mapping[bytes, ValueKey], blob: bytes, place: bytes) -> str:
    """`unseal` for a place that is spelled already (`context`), for pages that open many values."""
    try:
        if blob[:2] != _VALUE:
            raise ValueError("not a sealed value")
        padded = keys[blob[2:10]].cipher.decrypt(blob[10:22], blob[22:], blob[:10] + place)
        return padded[4 : 4 + int.from_bytes(padded[:4], "big")].decode()
    except (InvalidTag, KeyError, ValueError):
        raise Unsealable from None


def password_kek(password: str, salt: bytes, pepper: bytes, cost: PasswordCost) -> bytes:
    """The key-encryption key of a password; `pepper` comes from the key file, never from the database."""
    hard = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_cost,
    ).derive(password.encode())
    return derive(hard, b"kindring/v1/kek/password", pepper)


def secret_kek(secret: bytes, kind: str) -> bytes:
    """The key-encryption key of a secret of 128 bits or more: recovery, prf, session, token, older."""
    return derive(secret, b"kindring/v1/kek/" + kind.encode())


def wrap(kek: bytes, key: bytes, *parts: object) -> bytes:
    """`key` wrapped for the place named by `parts`."""
    nonce = os.urandom(12)
    return _WRAP + nonce + AESGCM(kek).encrypt(nonce, key, _WRAP + context("wrap", *parts))


def unwrap(kek: bytes, blob: bytes, *parts: object) -> bytes:
    """The wrapped key; `Unsealable` when anything is wrong."""
    try:
        if blob[:2] != _WRAP:
            raise ValueError("not a wrap")
        return AESGCM(kek).decrypt(blob[2:14], blob[14:], _WRAP + context("wrap", *parts))
    except (InvalidTag, ValueError):
        raise Unsealable from None


def new_recovery_code() -> str:
    """160 bits in Crockford's base32, eight groups of four."""
    letters = "".join(secrets.choice(_CROCKFORD) for _ in range(_RECOVERY_CHARACTERS))
    return "-".join(letters[at : at + 4] for at in range(0, _RECOVERY_CHARACTERS, 4))


def recovery_secret(code: str) -> bytes:
    """The 20 bytes behind a recovery code as a person types it; `Unsealable` when it is none.

    Case, spaces and hyphens do not matter; O reads as 0, I and L as 1 (Crockford).
    """
    letters = "".join(code.upper().split()).replace("-", "")
    letters = letters.translate(str.maketrans("OIL", "011"))
    if len(letters) != _RECOVERY_CHARACTERS or set(letters) - set(_CROCKFORD):
        raise Unsealable
    number = 0
    for letter in letters:
        number = number * 32 + _CROCKFORD.index(letter)
    return number.to_bytes(20, "big")
