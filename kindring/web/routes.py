"""Addresses by their first word, so that finding a page does not mean trying all of them one after the other."""

from collections import defaultdict
from collections.abc import Iterable

from django.urls import URLPattern, URLResolver, include, path


def by_first_word(patterns: Iterable[URLPattern]) -> list[URLPattern | URLResolver]:
    """The same addresses; those of more than one word stand together under the first, in the order they came in."""
    whole: list[URLPattern | URLResolver] = []
    under: defaultdict[str, list[URLPattern]] = defaultdict(list)
    for pattern in patterns:
        first, slash, rest = str(pattern.pattern).partition("/")
        if slash:
            under[first].append(path(rest, pattern.callback, pattern.default_args, pattern.name))
        else:
            whole.append(pattern)
    return whole + [path(f"{first}/", include(group)) for first, group in under.items()]
