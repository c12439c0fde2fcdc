"""The plan on this device, for times without a network or a login: by choice, under a PIN, taken back any time."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import Actor
from kindring.lib.days import day_in
from kindring.lifeline.actions.copies import keep_copy, take_back_copy
from kindring.lifeline.copies import is_kept
from kindring.lifeline.plan import plan_of
from kindring.web.browsers import device_of
from kindring.web.dates import full_day
from kindring.web.done import done
from kindring.web.filling import get_or_post, sent
from kindring.web.lifeline_words import shown_parts
from kindring.web.render import go, page
from kindring.web.sessions import PLAN_COOKIE, SignedIn, open_to_all, open_while_locked

TAKEN_BACK = done("plan_taken_back", _("Taken back. That device removes it as soon as it asks."))
_LASTS = 400 * 24 * 3600


class KeepForm(forms.Form):
    """What happens to the copy; the PIN never leaves the browser."""

    out = forms.BooleanField(required=False, label=_("Remove it when I sign out"))
    leaves = forms.BooleanField(required=False, initial=True, label=_("Remove it when I leave quickly"))


@get_or_post
def device(request: SignedIn) -> HttpResponse:
    """The page; and for its script the plan, to be sealed on the device."""
    if request.method != "POST":
        return page(request, "lifeline/device.html", {"form": KeepForm()})
    chosen, now = sent(KeepForm(request.POST)), timezone.now()
    secret = keep_copy(by=Actor(request.user), now=now, device=device_of(request))
    response = JsonResponse({"secret": secret, "leaves": chosen["leaves"], "plan": _to_keep(request)})
    stays = ("" if chosen["out"] else "o") + ("" if chosen["leaves"] else "x")
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(PLAN_COOKIE, stays, max_age=_LASTS, httponly=True, samesite="Lax", secure=secure)
    return response


def _to_keep(request: SignedIn) -> list[dict[str, Any]]:
    """The parts that say something, as headings, lines and where one tap leads; above them the day of the copy."""
    today = day_in(request.user.time_zone, timezone.now())
    parts = [shown for shown in shown_parts(plan_of(request.user, today)).values() if shown.steps]
    made = {"heading": gettext("As it was on %(day)s") % {"day": full_day(today)}, "steps": []}
    return [made, *({"heading": str(shown.part.label), "steps": _lines(shown.steps)} for shown in parts)]


def _lines(steps: Any) -> list[dict[str, Any]]:
    return [
        {"words": step.words, "links": [{"words": link.words, "href": link.href} for link in step.links]}
        for step in steps
    ]


@open_while_locked
@require_POST
def copy_end(request: SignedIn, copy: UUID) -> HttpResponse:
    if not take_back_copy(by=Actor(request.user), copy=copy):
        raise Http404
    return go("settings_sessions", done=TAKEN_BACK)


@open_to_all
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Asked by a device before it opens its copy: 204 while it may stay. Of whom, nothing is said."""
    if not is_kept(request.headers.get("X-Copy", "")):
        raise Http404
    return HttpResponse(status=204)


urlpatterns = [
    path("lifeline/device", device, name="lifeline_device"),
    path("lifeline/device/<uuid:copy>/end", copy_end, name="copy_end"),
    path("lifeline/kept", kept, name="lifeline_kept"),
]
