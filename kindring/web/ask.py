"""Looking at one ask, and taking it along into a calendar."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kindring.asks.keys import open_asks
from kindring.asks.models import Ask
from kindring.insights.ask import Day, days_for
from kindring.lib import ics
from kindring.lib.rows import Viewer
from kindring.web.ask_doors import ask_or_404
from kindring.web.ask_page import show
from kindring.web.notice_words import Named, names_from
from kindring.web.sessions import SignedIn


@require_safe
def ask_page(request: SignedIn, ask: UUID) -> HttpResponse:
    return show(request, ask_or_404(request.user, ask))


@require_safe
def ask_calendar(request: SignedIn, ask: UUID) -> HttpResponse:
    """What a helper carries; for the asker all dates."""
    found = ask_or_404(request.user, ask)
    days = days_for(request.user, found, timezone.now())
    own = found.owner_id == request.user.id
    shown = days if own else [day for day in days if day.mine and not day.in_reserve]
    return calendar_file(request, found, shown)


def calendar_file(request: HttpRequest, ask: Ask, days: Sequence[Day], *, href: bool = True) -> HttpResponse:
    """An ICS file. What it is about stands in it only where that was asked for: calendars are often shared."""
    said = "words" in request.GET
    address = request.build_absolute_uri(reverse("ask", args=[ask.id])) if href else ""
    body = ics.calendar(_entries(ask, days, said=said, href=address), timezone.now(), request.get_host())
    answer = HttpResponse(body, content_type=ics.CONTENT_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="kindring.ics"'
    return answer


def _entries(ask: Ask, days: Sequence[Day], *, said: bool, href: str) -> Iterator[ics.Entry]:
    for day in days:
        begins: datetime | None = day.slot.starts_at
        if begins is not None:
            title = gettext("%(what)s, for %(name)s") % {"what": ask.what, "name": ask.for_whom or ask.asker}
            yield ics.Entry(
                key=str(day.slot.id),
                begins=begins,
                ends=day.ends_at,
                changed_at=ask.made_at,
                title=title if said else ics.PRIVATE_TITLE,
                words=ask.more if said else "",
                where=ask.place if said else "",
                href=href,
                called_off=ask.state == Ask.State.STOPPED,
            )


@names_from
def asks_by_name(user: Viewer, ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """For the page of notices: the asks that this user may open, and opens."""
    found = {ask.id: ask for ask in Ask.objects.visible_to(user).filter(id__in=ids)}
    return {row: Named(found[row].what, reverse("ask", args=[row])) for row in open_asks(user, found)}


urlpatterns = [
    path("help/<uuid:ask>", ask_page, name="ask"),
    path("help/<uuid:ask>/calendar", ask_calendar, name="ask_calendar"),
]
