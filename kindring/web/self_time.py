"""Time for oneself: planning it, and noting that it was had."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kindring.accounts.actor import Actor
from kindring.checkins.actions.self_time import delete_self_time, finish_self_time, keep_self_time
from kindring.checkins.models import SelfTime
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.web.checkin_forms import SelfTimeForm
from kindring.web.done import done
from kindring.web.filling import filled, form_page, get_or_post
from kindring.web.render import go
from kindring.web.sessions import SignedIn
from kindring.web.visible import unlocked

KEPT = done("self-time-kept", _("Kept. It is on your map, in the middle."))
HAD = done("self-time-had", _("Good. It is noted."))
TAKEN_BACK = done("self-time-taken-back", _("Taken back."))
SHOWN = 20
MARKS = {"rest": "bed-single", "body": "footprints", "nature": "sprout", "joy": "sun"}


@get_or_post
def self_time(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    today = day_in(request.user.time_zone, now)
    form = filled(SelfTimeForm, request, today=today)
    refused = None
    if form.is_valid():
        try:
            keep_self_time(by=Actor(request.user), now=now, **form.cleaned_data)
            return go("self_time", done=KEPT)
        except Refused as said:
            refused = said
    mine = SelfTime.objects.visible_to(request.user)
    facts = {"today": today, "planned": mine.planned(today), "had": mine.had()[:SHOWN]}
    facts |= {"marks": MARKS, "words": dict(SelfTime.What.choices)}
    return form_page(request, "checkins/self.html", form, facts, refused=refused)


@require_POST
def self_time_done(request: SignedIn, time: UUID) -> HttpResponse:
    finish_self_time(by=Actor(request.user), now=timezone.now(), time=_time_or_404(request, time))
    return go("self_time", done=HAD)


@require_POST
def self_time_delete(request: SignedIn, time: UUID) -> HttpResponse:
    delete_self_time(by=Actor(request.user), time=_time_or_404(request, time))
    return go("self_time", done=TAKEN_BACK)


def _time_or_404(request: SignedIn, time: UUID) -> SelfTime:
    return unlocked(get_object_or_404(SelfTime.objects.visible_to(request.user), id=time))


urlpatterns = [
    path("check-in/self", self_time, name="self_time"),
    path("check-in/self/<uuid:time>/done", self_time_done, name="self_time_done"),
    path("check-in/self/<uuid:time>/delete", self_time_delete, name="self_time_delete"),
]
