"""The hidden field that lets a form pass Django's CSRF check.

The same as Django's `csrf_input`, but masked with one draw of the system's randomness: Django draws each of the 32
letters by itself, which costs as much as reading a page's rows. A new secret is still made by Django.
"""

from operator import add
from secrets import token_bytes

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token
from markupsafe import Markup

_PLACE = {letter: place for place, letter in enumerate(CSRF_ALLOWED_CHARS)}
_LETTERS = len(CSRF_ALLOWED_CHARS)
_STEP = bytes(byte % _LETTERS for byte in range(256))
_UNEVEN = bytes(range(256 - 256 % _LETTERS, 256))  # with these the first letters would come more often
_TWICE = CSRF_ALLOWED_CHARS * 2


class CsrfField:
    """Made when a page first prints it; one mask serves the whole page."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._field: Markup | None = None

    def __html__(self) -> str:
        if self._field is None:
            token = _token(self._request)
            self._field = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="%s">') % token
        return self._field


def _token(request: HttpRequest) -> str:
    """The masked secret of this browser. One that it holds already lasts as long as the browser is open."""
    secret = request.META.get("CSRF_COOKIE")
    return masked(secret) if secret else get_token(request)


def masked(secret: str) -> str:
    """A random mask, then the secret with each letter moved on by it, so that no two pages hold the same token."""
    steps = _drawn()
    mask = map(CSRF_ALLOWED_CHARS.__getitem__, steps)
    cipher = map(_TWICE.__getitem__, map(add, map(_PLACE.__getitem__, secret), steps))
    return "".join((*mask, *cipher))


def _drawn() -> bytes:
    """As many numbers as a secret has letters, each below `_LETTERS` and each as likely as the others."""
    drawn = b""
    while len(drawn) < CSRF_SECRET_LENGTH:
        drawn += token_bytes(CSRF_SECRET_LENGTH + 8).translate(_STEP, _UNEVEN)
    return drawn[:CSRF_SECRET_LENGTH]
