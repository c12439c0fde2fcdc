"""Signing in and out, joining, locking, and getting back in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kindring.accounts.actions import joining, sessions, signing, starting_anew
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.names import check_name
from kindring.accounts.throttle import browser_mark
from kindring.accounts.vault import UserKeys
from kindring.lib.refused import Refused
from kindring.web import door_forms as forms
from kindring.web.browsers import address_of, device_of
from kindring.web.filling import filled, refused_in
from kindring.web.render import go, page
from kindring.web.sessions import (
    MARK_COOKIE,
    SignedIn,
    let_in,
    let_out,
    next_page,
    open_before_code,
    open_to_all,
    open_while_locked,
)

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _begin(request: HttpRequest, user: Any, keys: UserKeys, to: str, *, stay: bool = False) -> HttpResponse:
    begun = sessions.begin_session(by=Actor(user), now=timezone.now(), keys=keys, device=device_of(request))
    response = redirect(to)
    response.status_code = 303
    return let_in(response, begun, browser_mark(bytes(user.name_hash)), stay=stay)


@open_to_all
@get_or_post
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" and request.user.is_authenticated:
        return redirect(next_page(request))
    form = filled(forms.SignInForm, request)
    if form.is_valid():
        given = form.cleaned_data
        try:
            proved = signing.sign_in(
                by=SYSTEM,
                now=timezone.now(),
                name=given["name"],
                password=given["password"],
                address=address_of(request),
                mark=request.COOKIES.get(MARK_COOKIE, ""),
            )
            return _begin(request, *proved, next_page(request), stay=given["stay"])
        except Refused as refused:
            return _again(request, "doors/sign_in.html", form, refused)
    return _form_page(request, "doors/sign_in.html", form)


def _form_page(request: HttpRequest, template: str, form: Any, **facts: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return page(request, template, {"form": form, "next": next_page(request), **facts}, status=status)


def _again(request: HttpRequest, template: str, form: Any, refused: Refused, **facts: Any) -> HttpResponse:
    refused_in(form, refused)
    return page(request, template, {"form": form, "next": next_page(request), **facts}, status=refused.status)


@open_to_all
@get_or_post
def join(request: HttpRequest) -> HttpResponse:
    form = filled(forms.JoinForm, request)
    if form.is_valid():
        try:
            now, address = timezone.now(), address_of(request)
            joined = joining.join(by=SYSTEM, now=now, address=address, **form.cleaned_data)
            return _begin(request, joined.user, joined.keys, "join_code")
        except Refused as refused:
            return _again(request, "doors/join.html", form, refused)
    return _form_page(request, "doors/join.html", form)


@open_before_code
@get_or_post
def join_code(request: SignedIn) -> HttpResponse:
    if request.user.recovery_confirmed:
        return redirect("today")
    form = filled(forms.CodeForm, request)
    if form.is_valid():
        try:
            joining.confirm_recovery_code(by=Actor(request.user), code=form.cleaned_data["code"])
            return go("today")
        except Refused as refused:
            return _again(request, "doors/join_code.html", form, refused)
    return _form_page(request, "doors/join_code.html", form)


@open_while_locked
@require_POST
def sign_out(request: SignedIn) -> HttpResponse:
    sessions.end_session(by=Actor(request.user), session=request.browser_session.id)
    return let_out(go("sign_in"))


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
        return redirect(next_page(request))
    form = filled(forms.PasswordForm, request)
    if form.is_valid():
        try:
            keys = prove(request, form.cleaned_data["password"])
        except Refused as refused:
            return _again(request, "doors/unlock.html", form, refused)
        session = request.browser_session
        sessions.unlock_session(by=Actor(request.user), session=session, secret=request.browser, keys=keys)
        response = redirect(next_page(request))
        response.status_code = 303
        return response
    return _form_page(request, "doors/unlock.html", form)


def prove(request: SignedIn, password: str) -> UserKeys:
    """The password once more, with the throttle that every try falls under."""
    return signing.prove_again(
        by=Actor(request.user),
        now=timezone.now(),
        password=password,
        address=address_of(request),
        mark=request.COOKIES.get(MARK_COOKIE, ""),
    )


@open_to_all
@get_or_post
def recover(request: HttpRequest) -> HttpResponse:
    form = filled(forms.RecoverForm, request)
    if form.is_valid():
        try:
            now, address = timezone.now(), address_of(request)
            proved = signing.recover(by=SYSTEM, now=now, address=address, **form.cleaned_data)
            return _begin(request, *proved, "today")
        except Refused as refused:
            return _again(request, "doors/recover.html", form, refused)
    return _form_page(request, "doors/recover.html", form)


@open_to_all
@get_or_post
def reset_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The host's one-use link. Looking at it spends nothing: a preview must not use it up."""
    form = filled(forms.ResetForm, request)
    if form.is_valid():
        given = form.cleaned_data
        try:
            check_name(given["name"])
            proved = starting_anew.use_reset_link(
                by=SYSTEM,
                now=timezone.now(),
                secret=secret,
                name=given["name"],
                password=given["password"],
                erase=given["what"] == forms.ResetForm.ERASE,
            )
            return _begin(request, *proved, "join_code")
        except Refused as refused:
            return _again(request, "doors/reset.html", form, refused)
    return _form_page(request, "doors/reset.html", form)


@get_or_post
def reopen(request: SignedIn) -> HttpResponse:
    form = filled(forms.ReopenForm, request)
    if form.is_valid():
        by, now = Actor(request.user), timezone.now()
        try:
            secret = form.cleaned_data["secret"]
            keys = starting_anew.reopen_older(by=by, now=now, keys=request.keys, secret=secret)
        except Refused as refused:
            return _again(request, "doors/reopen.html", form, refused)
        session = request.browser_session
        sessions.rewrap_sessions(by=by, now=now, keys=keys, session=session, secret=request.browser)
        return go("today")
    return _form_page(request, "doors/reopen.html", form)


@csrf_exempt
@open_to_all
@require_POST
def leave(request: Any) -> HttpResponse:
    """Quick exit: the session is gone, the cookies are gone, and so is the page.

    No CSRF token is asked for: someone in a hurry must get out of a page that has lain open for days. The cookie is
    SameSite, so that another site cannot sign anyone out.
    """
    if request.user.is_authenticated:
        sessions.end_session(by=Actor(request.user), session=request.browser_session.id)
    return let_out(go("away"), forget_browser=True)


@open_to_all
@require_GET
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
