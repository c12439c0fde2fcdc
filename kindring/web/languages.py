"""What the program itself says is put into words once for each language."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

from django.utils import translation
from django.utils.translation import get_language, override

Given = TypeVarTuple("Given")
Said = TypeVar("Said")


_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Pages are in this language: as Django's `override`, and remembered where it is found sooner."""
    token = _spoken.set(language)
    try:
        with nullcontext() if get_language() == language else override(language):
            yield
    finally:
        _spoken.reset(token)


def per_language(say: Callable[[*Given], Said]) -> Callable[[*Given], Said]:
    """Remembers what `say` says in each language: a ring, a way, a day of the calendar.

    Never for what a person wrote: its arguments are numbers, dates, and names of our own.
    """

    @lru_cache(maxsize=4096)
    def said(language: str | None, given: tuple[*Given]) -> Said:
        return say(*given)

    @wraps(say)
    def now(*given: *Given) -> Said:
        return said(_spoken.get() or get_language(), given)

    return now


# As Django's, for the pages that say a lot: looked up once in each language.
gettext = per_language(translation.gettext)
ngettext = per_language(translation.ngettext)
