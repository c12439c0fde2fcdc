"""How much a request may bring along, decided by its length before any of it is read."""

from collections.abc import Callable
from math import inf
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from kindring.web.errors import bad_request

MOST_BYTES = 1024 * 1024  # the longest form holds a few notes
_DIGITS = 12
View = TypeVar("View", bound=Callable[..., HttpResponse])


def length_of(request: HttpRequest) -> float:
    """The length that a request says it has; without end where it says nonsense."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() and len(said) < _DIGITS else inf


def checks_length_itself(view: View) -> View:
    """For the view that takes files: it has its own bound, and its own words for what is beyond it."""
    view.checks_length = True  # type: ignore[attr-defined]
    return view


class BodySizeMiddleware:
    """413 for more than a form can hold. Stands before the CSRF check, which reads the whole body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if getattr(view, "checks_length", False) or length_of(request) <= MOST_BYTES:
            return None
        return bad_request(request, RequestDataTooBig())
