"""Signing in and out, joining, locking, and getting back in."""

from contextlib import suppress
from datetime import datetime
from typing import Any, TypedDict

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actions import joining, sessions, signing, starting_anew
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.models import User
from kindring.accounts.throttle import browser_mark
from kindring.accounts.vault import BrowserSecret, UserKeys
from kindring.lib.refused import Refused
from kindring.web import door_forms as forms
from kindring.web.browsers import address_of, device_of, sent_from_elsewhere
from kindring.web.filling import filled, form_page, get_or_post
from kindring.web.render import go, page
from kindring.web.sessions import (
    MARK_COOKIE,
    SignedIn,
    give_secret,
    let_in,
    let_out,
    next_page,
    open_before_code,
    open_to_all,
    open_while_locked,
    plan_stays,
)
from kindring.web.way_back import see


def _begin(request: Any, user: User, keys: UserKeys, to: str, *, stays: bool = False) -> HttpResponse:
    begun = sessions.begin_session(
        by=Actor(user),
        now=timezone.now(),
        keys=keys,
        device=device_of(request),
        stays=stays,
        instead_of=request.browser_session,
    )
    return let_in(request, see(to), begun.secret, browser_mark(bytes(user.name_hash)))


@open_to_all
@get_or_post
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" and request.user.is_authenticated:
        return see(next_page(request))
    form = filled(forms.SignInForm, request)
    if form.is_valid():
        given = form.cleaned_data
        try:
            proved = signing.sign_in(
                by=SYSTEM,
                name=given["name"],
                password=given["password"],
                **a_try(request),
            )
            return _begin(request, *proved, next_page(request), stays=given["stay"])
        except Refused as refused:
            return form_page(request, "doors/sign_in.html", form, {"next": next_page(request)}, refused=refused)
    return form_page(request, "doors/sign_in.html", form, {"next": next_page(request)})


@open_to_all
@get_or_post
def join(request: HttpRequest) -> HttpResponse:
    form = filled(forms.JoinForm, request)
    if form.is_valid():
        now = timezone.now()
        try:
            joining.knock(by=SYSTEM, now=now, address=address_of(request))
            with transaction.atomic():
                joined = joining.join(by=SYSTEM, now=now, **form.cleaned_data)
                return _begin(request, *joined, reverse("join_code", query=_onward(request)))
        except Refused as refused:
            return form_page(request, "doors/join.html", form, refused=refused)
    return form_page(request, "doors/join.html", form)


def _onward(request: HttpRequest) -> dict[str, str] | None:
    """Where to go on afterwards, for whoever came to join from a page of ours."""
    to = next_page(request)
    return {"next": to} if to != reverse("today") else None


@open_before_code
@get_or_post
def join_code(request: SignedIn) -> HttpResponse:
    if request.user.recovery_confirmed:
        return see(next_page(request))
    form = filled(forms.CodeForm, request)
    if form.is_valid():
        try:
            joining.confirm_recovery_code(by=Actor(request.user), code=form.cleaned_data["code"])
            return see(next_page(request))
        except Refused as refused:
            return form_page(request, "doors/join_code.html", form, refused=refused)
    return form_page(request, "doors/join_code.html", form)


@open_while_locked
@require_POST
def sign_out(request: SignedIn) -> HttpResponse:
    sessions.end_session(by=Actor(request.user), session=request.browser_session.id)
    return let_out(go("sign_in"), keep_plan=plan_stays(request, "o"))


@open_while_locked
@require_POST
def lock(request: SignedIn) -> HttpResponse:
    sessions.lock_session(by=Actor(request.user), session=request.browser_session)
    response = go("unlock")
    response["Clear-Site-Data"] = '"cache"'
    return response


@open_while_locked
@get_or_post
def unlock(request: SignedIn) -> HttpResponse:
    if request.keys:
        return see(next_page(request))
    form = filled(forms.PasswordForm, request)
    if form.is_valid():
        try:
            keys = prove(request, form.cleaned_data["password"])
        except Refused as refused:
            return form_page(request, "doors/unlock.html", form, {"next": next_page(request)}, refused=refused)
        by, session = Actor(request.user), request.browser_session
        secret = sessions.renew_session(by=by, session=session, secret=request.browser, keys=keys)
        return give_secret(see(next_page(request)), secret)
    return form_page(request, "doors/unlock.html", form, {"next": next_page(request)})


class Try(TypedDict):
    """When and where someone tries to prove who they are: what the throttle counts by."""

    now: datetime
    address: str
    mark: str


def a_try(request: HttpRequest) -> Try:
    mark = request.COOKIES.get(MARK_COOKIE, "")
    return {"now": timezone.now(), "address": address_of(request), "mark": mark}


def prove(request: SignedIn, password: str) -> UserKeys:
    """The password once more, with the throttle that every try falls under."""
    return signing.prove_again(by=Actor(request.user), password=password, **a_try(request))


@open_to_all
@get_or_post
def recover(request: HttpRequest) -> HttpResponse:
    form = filled(forms.RecoverForm, request)
    if form.is_valid():
        try:
            now, address = timezone.now(), address_of(request)
            proved = signing.recover(by=SYSTEM, now=now, address=address, **form.cleaned_data)
            return _begin(request, *proved, reverse("today"))
        except Refused as refused:
            return form_page(request, "doors/recover.html", form, refused=refused)
    return form_page(request, "doors/recover.html", form)


@open_to_all
@get_or_post
def reset_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The host's one-use link. Looking at it spends nothing: a preview must not use it up."""
    if signing.find_reset_link(secret, timezone.now()) is None:
        raise Refused("link_ended", gettext("This link has been used, or its day is over."), 403)
    form = filled(forms.ResetForm, request)
    if form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                proved = starting_anew.use_reset_link(
                    by=SYSTEM,
                    now=timezone.now(),
                    secret=secret,
                    name=given["name"],
                    password=given["password"],
                    erase=given["what"] == forms.ResetForm.ERASE,
                )
                return _begin(request, *proved, reverse("join_code"))
        except Refused as refused:
            return form_page(request, "doors/reset.html", form, refused=refused)
    return form_page(request, "doors/reset.html", form)


@get_or_post
def reopen(request: SignedIn) -> HttpResponse:
    form = filled(forms.ReopenForm, request)
    if form.is_valid():
        try:
            return give_secret(go("today"), _reopened(request, form.cleaned_data["secret"]))
        except Refused as refused:
            return form_page(request, "doors/reopen.html", form, refused=refused)
    return form_page(request, "doors/reopen.html", form)


def _reopened(request: SignedIn, typed: str) -> BrowserSecret | None:
    by, now = Actor(request.user), timezone.now()
    older = starting_anew.prove_before(by=by, secret=typed, **a_try(request))
    session, secret = request.browser_session, request.browser
    return starting_anew.reopen_older(by=by, now=now, keys=request.keys, older=older, session=session, secret=secret)


@csrf_exempt
@open_to_all
@require_POST
def leave(request: Any) -> HttpResponse:
    """Quick exit: the session is gone, the cookies are gone, and so is the page.

    No CSRF token is asked for: someone in a hurry must get out of a page that has lain open for days. That another
    site cannot send anyone out is seen to by what browsers say of themselves. A database that fails does not keep
    anyone here: without the cookie, the session opens nothing.
    """
    if sent_from_elsewhere(request):
        raise PermissionDenied
    if request.user.is_authenticated:
        with suppress(DatabaseError):
            sessions.end_session(by=Actor(request.user), session=request.browser_session.id)
    return let_out(go("away"), forget_browser=True, keep_plan=plan_stays(request, "x"))


@open_to_all
@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """On to a neutral site, by the page itself: browsers refuse to redirect a form to another origin here."""
    return page(request, "doors/away.html", {"safe_exit": settings.KINDRING_SAFE_EXIT})


urlpatterns = [
    path("sign-in", sign_in, name="sign_in"),
    path("join", join, name="join"),
    path("join/code", join_code, name="join_code"),
    path("sign-out", sign_out, name="sign_out"),
    path("lock", lock, name="lock"),
    path("unlock", unlock, name="unlock"),
    path("recover", recover, name="recover"),
    path("start/<str:secret>", reset_link, name="reset_link"),
    path("reopen", reopen, name="reopen"),
    path("leave", leave, name="leave"),
    path("away", away, name="away"),
]
