"""The addresses of our pages and static files, resolved once by name: a page of 150 people holds 150 of them.

They are the same for as long as the server runs: it answers at the root of its host.
"""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.templatetags.static import static as static_url
from django.urls import reverse
from django.utils.http import urlencode

_SOME_ID = UUID(int=0)


def url(name: str, *args: Any, query: Any = None, fragment: str = "", **named: Any) -> str:
    """The address of a page by its name, as `reverse`."""
    if named or len(args) > 1 or (args and not isinstance(args[0], UUID)):
        address = reverse(name, args=args or None, kwargs=named or None)
    else:
        before, after = _around(name, with_id=bool(args))
        address = f"{before}{args[0]}{after}" if args else before
    asked = f"?{urlencode(query, doseq=True)}" if query else ""
    return f"{address}{asked}#{fragment}" if fragment else address + asked


def around_id(name: str) -> tuple[str, str]:
    """What stands before and after the id in the address of a page."""
    return _around(name, with_id=True)


@lru_cache(maxsize=512)
def _around(name: str, *, with_id: bool) -> tuple[str, str]:
    before, _id, after = reverse(name, args=[_SOME_ID] if with_id else None).partition(str(_SOME_ID))
    return before, after


def static(path: str) -> str:
    """The address of a static file; remembered where files do not change under a running server."""
    return static_url(path) if settings.DEBUG else _static(path)


_static = lru_cache(maxsize=256)(static_url)
