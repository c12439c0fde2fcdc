"""The calendar feed: an address that only its owner knows, for a calendar that cannot sign in.

Whoever reads a calendar may be anyone who looks over a shoulder, and the server has no key of the owner's here: so
every entry is called "Kindring" and says when, nothing else.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kindring.lib.ics import CONTENT_TYPE, PRIVATE_TITLE, Entry, calendar
from kindring.notices.feeds import whose_feed
from kindring.notices.recipients import Recipient
from kindring.web.sessions import open_to_all

AT_MOST = 500
Entries = Callable[[Recipient, datetime], Iterable[Entry]]
"""From a user, whose words are closed, and now to what is in their calendar."""

_ENTRIES: list[Entries] = []


def entries_from(lookup: Entries) -> Entries:
    """Lets a room put what it knows into the feed."""
    if lookup not in _ENTRIES:
        _ENTRIES.append(lookup)
    return lookup


@open_to_all
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    owner, now = whose_feed(secret), timezone.now()
    if owner is None:
        raise Http404
    found = chain.from_iterable(lookup(owner, now) for lookup in _ENTRIES)
    private = [_private(entry) for entry in islice(found, AT_MOST)]
    return ics_file(private, now)


def _private(entry: Entry) -> Entry:
    return replace(entry, title=PRIVATE_TITLE, words="", where="", href="")


def ics_file(entries: Iterable[Entry], now: datetime, name: str = "") -> HttpResponse:
    """A calendar file; with a `name` it is one to download."""
    response = HttpResponse(calendar(entries, now), content_type=CONTENT_TYPE)
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def feed_address(request: HttpRequest, secret: str) -> str:
    """As a calendar program wants it."""
    return request.build_absolute_uri(reverse("feed", args=[secret]))


urlpatterns = [path("feed/<str:secret>.ics", feed, name="feed")]
