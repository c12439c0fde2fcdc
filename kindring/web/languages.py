"""What the program itself says is put into words once for each language."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

from django.utils.translation import get_language

Given = TypeVarTuple("Given")
Said = TypeVar("Said")


def per_language(say: Callable[[*Given], Said]) -> Callable[[*Given], Said]:
    """Remembers what `say` says in each language: a ring, a way, a day of the calendar.

    Never for what a person wrote: its arguments are numbers, dates, and names of our own.
    """

    @lru_cache(maxsize=4096)
    def said(language: str | None, given: tuple[*Given]) -> Said:
        return say(*given)

    @wraps(say)
    def now(*given: *Given) -> Said:
        return said(get_language(), given)

    return now
