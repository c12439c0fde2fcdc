"""Kindring among the apps of a phone: under a name and an icon that tell nobody else what it is."""

from typing import NamedTuple

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kindring.web.addresses import static
from kindring.web.browsers import APP_COOKIE
from kindring.web.done import done
from kindring.web.filling import filled, form_page, get_or_post
from kindring.web.render import go
from kindring.web.sessions import SignedIn, open_to_all

KEPT = done("app_look", _("Kept. Install it anew to see the name and the icon."))
_REMEMBERED = 400 * 24 * 3600


class Look(NamedTuple):
    name: str | Promise
    icon: str


LOOKS = {
    "kindring": Look("Kindring", "favicon.svg"),
    "notes": Look(_("Notes"), "app/notes.svg"),
    "days": Look(_("Days"), "app/days.svg"),
    "garden": Look(_("Garden"), "app/garden.svg"),
}


class LookForm(forms.Form):
    look = forms.ChoiceField(
        choices=[(key, look.name) for key, look in LOOKS.items()],
        widget=forms.RadioSelect,
        label=_("Name and icon"),
    )


def _chosen(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(APP_COOKIE, "")
    return chosen if chosen in LOOKS else "kindring"


@open_to_all
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a browser needs to install it: no shortcuts and no description, which a phone would show to anyone."""
    look = LOOKS[_chosen(request)]
    told = {
        "name": str(look.name),
        "short_name": str(look.name),
        "start_url": reverse("today"),
        "scope": reverse("today"),
        "display": "standalone",
        "background_color": "#faf7f1",
        "theme_color": "#faf7f1",
        "icons": [{"src": static(look.icon), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    response = JsonResponse(told, content_type="application/manifest+json")
    response["Vary"] = "Cookie"
    return response


@get_or_post
def app_look(request: SignedIn) -> HttpResponse:
    """Kept by this browser only."""
    form = filled(LookForm, request, initial={"look": _chosen(request)})
    if not form.is_valid():
        return form_page(request, "settings/app.html", form, {"looks": LOOKS})
    response = go("app_look", done=KEPT)
    secure = settings.SESSION_COOKIE_SECURE
    look = form.cleaned_data["look"]
    response.set_cookie(APP_COOKIE, look, max_age=_REMEMBERED, httponly=True, samesite="Lax", secure=secure)
    return response


urlpatterns = [
    path("app.webmanifest", manifest, name="manifest"),
    path("settings/app", app_look, name="app_look"),
]
