"""From a cookie to a person with open keys, for one request; and the door in front of every view.

A view is closed unless it says otherwise: `open_to_all`, or `open_while_locked`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils import timezone

from kindring.accounts.actions.sessions import note_seen
from kindring.accounts.actor import Actor
from kindring.accounts.models import Session, User
from kindring.accounts.sessions import LASTS, find_session
from kindring.accounts.vault import BrowserSecret, UserKeys, keyring_of
from kindring.lib.days import zone_named
from kindring.lib.keyring import opened_with
from kindring.lib.sealing import Unsealable
from kindring.web.browsers import APP_COOKIE, COUNTRY_COOKIE
from kindring.web.languages import speaking
from kindring.web.way_back import is_ours

COOKIE = f"{settings.KINDRING_COOKIE_PREFIX}kindring"
MARK_COOKIE = f"{settings.KINDRING_COOKIE_PREFIX}kindring_known"
PLAN_COOKIE = f"{settings.KINDRING_COOKIE_PREFIX}kindring_plan"
_MARK_LASTS = 400 * 24 * 3600
View = TypeVar("View", bound=Callable[..., HttpResponse])

open_to_all = login_not_required


def open_while_locked(view: View) -> View:
    """Only who one is matters here, not what one wrote."""
    view.needs_keys = False  # type: ignore[attr-defined]
    return view


def open_before_code(view: View) -> View:
    """May be seen before the recovery code has been written down."""
    view.needs_code = False  # type: ignore[attr-defined]
    return view


class Nobody:
    """Whoever has not signed in."""

    id = None
    pk = None
    is_authenticated = False
    is_anonymous = True
    is_active = False


class SignedIn(HttpRequest):
    """A request that has passed the door: what views may rely on."""

    user: User  # type: ignore[assignment]
    browser_session: Session
    browser: BrowserSecret
    keys: UserKeys


class SessionMiddleware:
    """Finds the session, opens its keys, and lets nobody past who should not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.user, request.browser_session, request.keys = Nobody(), None, ()
        request.browser = BrowserSecret.from_cookie(request.COOKIES.get(COOKIE, ""))
        session = find_session(request.browser.hash, timezone.now()) if request.browser else None
        if session is None:
            return self.get_response(request)
        with _as(request, session):
            return self.get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return _send(request, "sign_in")
        if not getattr(view, "needs_keys", True):
            return None
        if not request.keys:
            return _send(request, "unlock")
        unconfirmed = not request.user.recovery_confirmed and getattr(view, "needs_code", True)
        return _send(request, "join_code") if unconfirmed else None


@contextmanager
def _as(request: Any, session: Session) -> Iterator[None]:
    user = session.owner
    request.user, request.browser_session = user, session
    note_seen(by=Actor(user), now=timezone.now(), session=session)
    request.keys = _keys(request.browser, session)
    keyring = keyring_of(user.id, request.keys) if request.keys else None
    with opened_with(keyring), timezone.override(zone_named(user.time_zone)), speaking(user.language):
        yield


def _keys(secret: BrowserSecret, session: Session) -> UserKeys:
    """The keys of this browser; none where it is locked, or where its wrap is not whole."""
    try:
        return secret.unwrap(session.owner_id, bytes(session.wrap)) if session.wrap else ()
    except Unsealable:
        return ()


def _send(request: Any, to: str) -> HttpResponse:
    """To a page where the person can get in, and back here afterwards if this is a page to come back to."""
    asked = {"next": request.get_full_path()} if request.method == "GET" and request.path != "/" else None
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse(to)
        return response
    response = HttpResponseRedirect(reverse(to, query=asked))
    response.status_code = 303
    return response


def next_page(request: HttpRequest) -> str:
    """Where to go after getting in: only ever to a page of this server."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if is_ours(wanted) else reverse("today")


def let_in(request: HttpRequest, response: HttpResponse, secret: BrowserSecret, mark: str) -> HttpResponse:
    """Gives the browser its secret, and what shows later that it was here before; forms get a new mark.

    Nothing outlives the closing of the browser unless the person asked to stay signed in: others may use it too.
    """
    rotate_token(request)
    _set(response, MARK_COOKIE, mark, _MARK_LASTS if secret.stays else None)
    return give_secret(response, secret)


def give_secret(response: HttpResponse, secret: BrowserSecret | None) -> HttpResponse:
    """The cookie for a new secret; with None (another tab was quicker) the browser keeps what it has."""
    if secret is not None:
        _set(response, COOKIE, secret.cookie, int(LASTS.total_seconds()) if secret.stays else None)
    return response


def _set(response: HttpResponse, name: str, value: str, lasts: int | None) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=lasts, httponly=True, samesite="Lax", secure=secure)


def plan_stays(request: HttpRequest, when: str) -> bool:
    """Whether the plan that this browser keeps was to stay: "o" when its owner signs out, "x" on quick exit."""
    return when in request.COOKIES.get(PLAN_COOKIE, "")


def let_out(response: HttpResponse, *, forget_browser: bool = False, keep_plan: bool = False) -> HttpResponse:
    """Takes the secret back, and with it whatever the browser kept; but for a plan that was to stay (js/plan.js)."""
    response.delete_cookie(COOKIE, samesite="Lax")
    if forget_browser:
        response.delete_cookie(MARK_COOKIE, samesite="Lax")
        response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
        response.delete_cookie(COUNTRY_COOKIE, samesite="Lax")
        response.delete_cookie(APP_COOKIE, samesite="Lax")
    if not keep_plan:
        response.delete_cookie(PLAN_COOKIE, samesite="Lax")
    response["Clear-Site-Data"] = '"cache"' if keep_plan else '"cache", "storage"'
    return response
