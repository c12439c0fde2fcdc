"""The addresses of the site, and one more under which every error can be seen."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from kindring.config.urls import handler400, handler403, handler404, handler500
from kindring.config.urls import urlpatterns as of_the_site
from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable
from kindring.web.sessions import open_to_all

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
RAISED = {
    400: SuspiciousOperation(),
    403: PermissionDenied(),
    404: Http404(),
    409: Refused("too_far", "That day lies in the future."),
    413: Refused("too_large", "This is more than 20 MB.", 413),
    422: Refused("form_not_whole", "This did not arrive as it was sent.", 422),
    423: Unsealable(),
    429: Refused("wait", "Too many tries just now. Please wait a little and try again.", 429),
    500: ZeroDivisionError(),
}


@open_to_all
def raising(request: HttpRequest, status: int) -> HttpResponse:
    raise RAISED[status]


urlpatterns = [*of_the_site, path("raising/<int:status>", raising)]
