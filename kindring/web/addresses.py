"""The addresses of our pages and static files, resolved once by name: a page of 150 people holds 150 of them.

They are the same for as long as the server runs: it answers at the root of its host.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.templatetags.static import static as static_url
from django.urls import reverse
from django.utils.http import urlencode

from kindring.lib.ids import spelled

_SOME_ID = UUID(int=0)
_PLAIN = re.compile(r"[\w.~-]*", re.ASCII).fullmatch


def url(name: str, *args: Any, query: Any = None, fragment: str = "", **named: Any) -> str:
    """The address of a page by its name, as `reverse`."""
    if named or len(args) > 1 or (args and not isinstance(args[0], UUID)):
        address = reverse(name, args=args or None, kwargs=named or None)
    elif args:
        before, after = around_id(name)
        address = before + spelled(args[0]) + after
    else:
        address = _without_id(name)
    if query:
        address += "?" + spelled_query(query)
    return f"{address}#{fragment}" if fragment else address


@lru_cache(maxsize=512)
def around_id(name: str) -> tuple[str, str]:
    """What stands before and after the id in the address of a page."""
    before, _id, after = reverse(name, args=[_SOME_ID]).partition(str(_SOME_ID))
    return before, after


def spelled_query(query: Mapping[str, Any]) -> str:
    """As `urlencode`, which takes long over what needs no encoding: an id, a word of the program."""
    values = [spelled(value) if isinstance(value, UUID) else value for value in query.values()]
    if all(isinstance(value, str) and _PLAIN(value) for value in values):
        return "&".join(map("=".join, zip(query, values, strict=True)))
    return urlencode(query, doseq=True)


_without_id = lru_cache(maxsize=512)(reverse)


def static(path: str) -> str:
    """The address of a static file; remembered where files do not change under a running server."""
    return static_url(path) if settings.DEBUG else _static(path)


_static = lru_cache(maxsize=256)(static_url)
