"""Ids as objects and as text, each made once: a page writes down and reads the same few hundred again and again.

`uuid.UUID` takes a microsecond to be made and another to be spelled, which for a page of 150 people is more than
opening their names takes. What is remembered are ids alone, the last few thousand of them.
"""

from functools import lru_cache
from uuid import UUID

_REMEMBERED = 8192


@lru_cache(_REMEMBERED)
def id_of(stored: str) -> UUID:
    """The id that a database without a type for it holds as 32 hexadecimal digits."""
    return UUID(int=int(stored, 16))


def spelled(one: UUID) -> str:
    """As `str(one)`: what stands in addresses, and in the place of a sealed value."""
    return _spelled(one.int)  # a number is hashed at once, an id by asking Python


@lru_cache(_REMEMBERED)
def _spelled(number: int) -> str:
    return str(UUID(int=number))
