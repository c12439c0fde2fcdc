"""What is yours to take along, and yours to erase."""

import io

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kindring.accounts.actions.erasing import erase_account
from kindring.accounts.actor import Actor
from kindring.accounts.export import write_export
from kindring.lib.refused import Refused
from kindring.web.browsers import address_of
from kindring.web.door_forms import PasswordForm
from kindring.web.filling import filled, refused_in
from kindring.web.render import go, page
from kindring.web.sessions import MARK_COOKIE, SignedIn, let_out, open_to_all, open_while_locked

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class EraseForm(PasswordForm):
    sure = forms.BooleanField(label=_("Erase everything. I know that nobody can bring it back."))


@get_or_post
def settings_export(request: SignedIn) -> HttpResponse:
    """The file comes by POST only, so that no link on another page can make a browser fetch it."""
    if request.method != "POST":
        return page(request, "settings/export.html")
    file = io.BytesIO()  # in memory: on disk it would lie open
    write_export(request.user, timezone.now(), file.write)
    response = HttpResponse(file.getvalue(), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="kindring.json"'
    response["Cache-Control"] = "no-store"
    return response


@open_while_locked
@get_or_post
def settings_erase(request: SignedIn) -> HttpResponse:
    form = filled(EraseForm, request)
    if form.is_valid():
        try:
            _erase(request, form.cleaned_data["password"])
            return let_out(go("farewell"), forget_browser=True)
        except Refused as refused:
            refused_in(form, refused)
    return page(request, "settings/erase.html", {"form": form}, status=422 if form.is_bound else 200)


def _erase(request: SignedIn, password: str) -> None:
    erase_account(
        by=Actor(request.user),
        now=timezone.now(),
        password=password,
        address=address_of(request),
        mark=request.COOKIES.get(MARK_COOKIE, ""),
    )


@open_to_all
@require_safe
def farewell(request: HttpRequest) -> HttpResponse:
    """After erasing; to whoever is signed in, it is not time yet."""
    if request.user.is_authenticated:
        return go("today")
    return page(request, "settings/farewell.html")


urlpatterns = [
    path("settings/export", settings_export, name="settings_export"),
    path("settings/erase", settings_erase, name="settings_erase"),
    path("farewell", farewell, name="farewell"),
]
