"""On to the next page: what it shall say goes along, and htmx is told to turn the page.

htmx follows a redirect by itself, and would put the whole next page into a corner of this one.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kindring.web.render import by_htmx
from kindring.web.way_back import SeeOther, sent_along

REDIRECTS = (301, 302, 303)


class PageTurnMiddleware:
    """A redirect takes its closing sentence along; one that answers htmx becomes `HX-Redirect`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, SeeOther):
            response["Location"] = sent_along(request, response)
        if response.status_code in REDIRECTS and by_htmx(request):
            response["HX-Redirect"] = response["Location"]
            del response["Location"]
            response.status_code = 204
        return response
