"""Short marks of what somebody saw: a form that brings one back was made from just that."""

from hashlib import sha256

_DIGITS = 16


def short_mark(said: str) -> str:
    """64 bits as 16 hexadecimal digits, enough to see a change; it keeps nothing secret and proves nothing."""
    return sha256(said.encode()).hexdigest()[:_DIGITS]
