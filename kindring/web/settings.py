"""The settings room: preferences, what opens the vault, and where one is signed in."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actions import joining, preferences, sessions, signing
from kindring.accounts.actor import Actor
from kindring.accounts.mail_seal import open_address
from kindring.accounts.models import KeyWrap, Session
from kindring.accounts.vault import BrowserSecret
from kindring.lib.refused import Refused
from kindring.lifeline.models import DeviceCopy
from kindring.web import settings_forms as forms
from kindring.web.ask_words import hour_words
from kindring.web.done import done
from kindring.web.door_forms import PasswordForm
from kindring.web.doors import prove
from kindring.web.filling import filled, form_page, get_or_post
from kindring.web.render import go, page
from kindring.web.sessions import SignedIn, give_secret, let_out, open_while_locked, plan_stays

SAVED = done("settings-saved", _("Kept."))
PASSWORD_CHANGED = done("password-changed", _("Your password is changed. Other devices are signed out."))
SIGNED_OUT = done("signed-out-there", _("That device is signed out."))
ALL_SIGNED_OUT = done("signed-out-elsewhere", _("Every other device is signed out."))


@get_or_post
def settings(request: SignedIn) -> HttpResponse:
    user = request.user
    held = {
        "called": user.called,
        "time_zone": user.time_zone,
        "date_lead_days": user.date_lead_days,
        "email": open_address(user.id, user.email_sealed),
    }
    form = filled(forms.PreferencesForm, request, initial=held)
    if form.is_valid():
        try:
            preferences.change_preferences(by=Actor(user), **form.cleaned_data)
            return go("settings", done=SAVED)
        except Refused as refused:
            return form_page(request, "settings/settings.html", form, _keys_set(request), refused=refused)
    return form_page(request, "settings/settings.html", form, _keys_set(request))


def _keys_set(request: SignedIn) -> dict[str, date | None]:
    """When the password and the recovery code were set: someone else's change would show."""
    rows = KeyWrap.objects.visible_to(request.user).filter(set_aside=False)
    days = dict(rows.values_list("kind", "made_on"))
    return {"password_set": days.get(KeyWrap.Kind.PASSWORD), "code_set": days.get(KeyWrap.Kind.RECOVERY)}


@get_or_post
def settings_password(request: SignedIn) -> HttpResponse:
    form = filled(forms.NewPasswordForm, request)
    if form.is_valid():
        try:
            secret = _change_password(request, **form.cleaned_data)
            return give_secret(go("settings", done=PASSWORD_CHANGED), secret)
        except Refused as refused:
            return form_page(request, "settings/password.html", form, refused=refused)
    return form_page(request, "settings/password.html", form)


def _change_password(request: SignedIn, password: str, new_password: str) -> BrowserSecret | None:
    return signing.change_password(
        by=Actor(request.user),
        now=timezone.now(),
        keys=prove(request, password),
        password=new_password,
        session=request.browser_session,
        secret=request.browser,
    )


@get_or_post
def settings_recovery(request: SignedIn) -> HttpResponse:
    form = filled(PasswordForm, request)
    if form.is_valid():
        try:
            return give_secret(go("join_code"), _renew_code(request, form.cleaned_data["password"]))
        except Refused as refused:
            return form_page(request, "settings/recovery.html", form, refused=refused)
    return form_page(request, "settings/recovery.html", form)


def _renew_code(request: SignedIn, password: str) -> BrowserSecret | None:
    return joining.renew_recovery_code(
        by=Actor(request.user),
        now=timezone.now(),
        keys=prove(request, password),
        session=request.browser_session,
        secret=request.browser,
    )


@open_while_locked
@require_safe
def settings_sessions(request: SignedIn) -> HttpResponse:
    rows = Session.objects.visible_to(request.user).order_by("-seen_at", "id")
    devices = [
        {
            "id": row.id,
            "device": row.get_device_display(),
            "since": timezone.localdate(row.started_at),
            "seen": timezone.localdate(row.seen_at),
            "hour": hour_words(row.seen_at),
            "here": row.id == request.browser_session.id,
        }
        for row in rows
    ]
    copies = DeviceCopy.objects.visible_to(request.user).order_by("made_on", "id")
    return page(request, "settings/sessions.html", {"devices": devices, "copies": copies})


@open_while_locked
@require_POST
def session_end(request: SignedIn, session: UUID) -> HttpResponse:
    if not sessions.end_session(by=Actor(request.user), session=session):
        raise Http404
    if session == request.browser_session.id:
        return let_out(go("sign_in"), keep_plan=plan_stays(request, "o"))
    return go("settings_sessions", done=SIGNED_OUT)


@open_while_locked
@require_POST
def sessions_end(request: SignedIn) -> HttpResponse:
    sessions.end_sessions(by=Actor(request.user), but=request.browser_session)
    return go("settings_sessions", done=ALL_SIGNED_OUT)


urlpatterns = [
    path("settings", settings, name="settings"),
    path("settings/password", settings_password, name="settings_password"),
    path("settings/recovery", settings_recovery, name="settings_recovery"),
    path("settings/devices", settings_sessions, name="settings_sessions"),
    path("settings/devices/<uuid:session>/end", session_end, name="session_end"),
    path("settings/devices/end", sessions_end, name="sessions_end"),
]
