"""Secrets that stand in a link: whoever holds the link knows one, the database knows its hash."""

from hashlib import sha256
from secrets import token_urlsafe

_BYTES = 32


def new_secret() -> str:
    """32 random bytes as 43 letters, digits, `-` and `_`, for an address that only its holder knows."""
    return token_urlsafe(_BYTES)


def secret_hash(secret: str) -> bytes:
    """The 32 bytes by which a link is found again. What somebody made up is hashed like any other."""
    return sha256(secret.encode()).digest()
