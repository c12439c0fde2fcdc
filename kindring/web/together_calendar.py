"""Time together in calendars: in one's own file, with its words if wanted, and in the feed, which has none."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kindring.lib.ics import PRIVATE_TITLE, Entry
from kindring.lib.refused import Refused
from kindring.notices.recipients import Recipient
from kindring.people.models import TimeTogether
from kindring.people.standing import check_standing
from kindring.web.feed import entries_from, ics_file
from kindring.web.sessions import SignedIn
from kindring.web.together import time_or_404
from kindring.web.together_words import heading

BACK = timedelta(days=31)


@require_safe
def together_calendar(request: SignedIn, time: UUID) -> HttpResponse:
    """An ICS file. What it is about stands in it only where that was asked for: calendars are often shared."""
    found, now = time_or_404(request, time), timezone.now()
    check_standing(found.person)
    if found.starts_at is None:
        raise Refused("time_not_agreed", gettext("Say first which time it was."))
    entry = _entry(found, found.starts_at)
    if "words" in request.GET:
        entry = replace(entry, title=heading(found), where=found.place)
    href = request.build_absolute_uri(reverse("together", args=[found.id]))
    return ics_file([replace(entry, href=href)], now, "kindring")


@entries_from
def times_together(user: Recipient, now: datetime) -> Iterator[Entry]:
    """One query; nobody's words are open here. Of whoever is unsafe, ended or died there is nothing in it."""
    agreed = TimeTogether.objects.visible_to(user).with_company().agreed()
    for time in agreed.filter(starts_at__gt=now - BACK).order_by("starts_at", "id"):
        if time.starts_at is not None:
            yield _entry(time, time.starts_at)


def _entry(time: TimeTogether, starts_at: datetime) -> Entry:
    return Entry(
        key=str(time.id),
        begins=starts_at,
        ends=starts_at + timedelta(minutes=time.minutes),
        changed_at=time.changed_at,
        title=PRIVATE_TITLE,
        called_off=time.called_off,
    )


urlpatterns = [path("together/<uuid:time>/calendar", together_calendar, name="together_calendar")]
