"""What is yours to take along, and yours to erase."""

import io

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kindring.accounts.actions.erasing import erase_account, erase_locked
from kindring.accounts.actor import Actor
from kindring.accounts.export import write_export
from kindring.insights.own_words import open_own_words
from kindring.lib.refused import Refused
from kindring.web.done import done
from kindring.web.door_forms import PasswordForm
from kindring.web.doors import a_try
from kindring.web.filling import filled, form_page, get_or_post
from kindring.web.render import go, page
from kindring.web.sessions import SignedIn, let_out, open_to_all, open_while_locked
from kindring.web.visible import locked_people

LOCKED_ERASED = done("locked-erased", _("What was locked is erased."))


class EraseForm(PasswordForm):
    sure = forms.BooleanField(
        label=_("Erase everything. I know that nobody can bring it back."),
        error_messages={"required": _("Please tick this to go on.")},
    )


@get_or_post
def settings_export(request: SignedIn) -> HttpResponse:
    """The file comes by POST only, so that no link on another page can make a browser fetch it."""
    if request.method != "POST":
        return page(request, "settings/export.html")
    file = io.BytesIO()  # in memory: on disk it would lie open
    open_own_words(request.user)
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
            erase_account(by=Actor(request.user), password=form.cleaned_data["password"], **a_try(request))
            return let_out(go("farewell"), forget_browser=True)
        except Refused as refused:
            return form_page(request, "settings/erase.html", form, refused=refused)
    return form_page(request, "settings/erase.html", form)


@get_or_post
def reopen_erase(request: SignedIn) -> HttpResponse:
    """Gives up what is locked with a key from before, and keeps everything else."""
    form, facts = filled(PasswordForm, request), {"locked": locked_people(request.user)}
    if form.is_valid():
        try:
            erase_locked(by=Actor(request.user), password=form.cleaned_data["password"], **a_try(request))
            return go("settings", done=LOCKED_ERASED)
        except Refused as refused:
            return form_page(request, "doors/reopen_erase.html", form, facts, refused=refused)
    return form_page(request, "doors/reopen_erase.html", form, facts)


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
    path("reopen/erase", reopen_erase, name="reopen_erase"),
    path("farewell", farewell, name="farewell"),
]
