"""Text comes in one encoding.

A form may name another one for itself, and Python knows some that make text which cannot be written again, or that
are no encoding of text at all. No browser sends them: every page of ours is UTF-8.
"""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class OnlyUtf8Middleware:
    """400 for whatever says that it is not UTF-8."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        params = request.content_params or {}
        if params.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
            raise BadRequest
        return self.get_response(request)
