"""From a cookie to open keys: who is behind it, what is open, and that oddities are closed doors, not faults."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from kindring.accounts.actions.joining import Joined
from kindring.accounts.models import Session, User
from kindring.lib import keyring
from kindring.lib.sealing import Unsealable
from kindring.web.browsers import device_of
from kindring.web.sessions import COOKIE, open_before_code, open_to_all, open_while_locked
from tests import cast
from tests.cast import NOW
from tests.online import browser_of, locked

pytestmark = pytest.mark.django_db


class Clock:
    now = NOW


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


@pytest.fixture
def joined(clock: Clock) -> Joined:
    return cast.make_user("ana")


def location(client: Client, page: str = "settings") -> str:
    """Where a page sends to; '' where it is open."""
    answer = client.get(reverse(page))
    return str(answer["Location"]).partition("?")[0] if answer.status_code == 303 else ""


def test_two_weeks_unseen_end_a_session_and_each_visit_begins_them_anew(joined: Joined, clock: Clock) -> None:
    browser = browser_of(joined)
    for _ in range(3):
        clock.now += timedelta(days=13, hours=23)
        assert location(browser) == ""
    clock.now += timedelta(days=14)
    assert location(browser) == reverse("sign_in")


def test_keys_are_open_during_the_request_and_closed_after_it(joined: Joined) -> None:
    browser_of(joined).get(reverse("settings"))
    with pytest.raises(Unsealable):
        keyring.current()


DAMAGED: list[Any] = [b"", b"W1", b"W1" + bytes(11), b"W1" + bytes(60), b"K1" + bytes(80), bytes(512)]


@pytest.mark.parametrize("wrap", DAMAGED)
def test_a_wrap_that_was_tampered_with_is_a_locked_session(joined: Joined, wrap: bytes) -> None:
    browser = browser_of(joined)
    Session.objects.update(wrap=wrap)
    assert location(browser) == reverse("unlock")
    assert location(browser, "settings_sessions") == ""


def test_one_changed_bit_anywhere_in_a_wrap_locks(joined: Joined) -> None:
    browser = browser_of(joined)
    whole = bytes(Session.objects.get().wrap or b"")
    for at in range(0, len(whole), 5):
        bent = bytearray(whole)
        bent[at] ^= 1 << (at % 8)
        Session.objects.update(wrap=bytes(bent))
        assert location(browser) == reverse("unlock"), at
    Session.objects.update(wrap=whole)
    assert location(browser) == ""


def test_the_wrap_of_another_put_into_a_session_opens_nothing(joined: Joined) -> None:
    """Also not as the other: whose session it is stands in the row, and the wrap must fit it."""
    browser, cleo = browser_of(joined), cast.make_user("cleo")
    browser_of(cleo)
    wrap = Session.objects.get(owner=cleo.user).wrap
    Session.objects.filter(owner=joined.user).update(wrap=wrap)
    assert location(browser) == reverse("unlock")


def test_a_session_given_to_another_owner_opens_nothing_of_either(joined: Joined) -> None:
    browser, cleo = browser_of(joined), cast.make_user("cleo")
    Session.objects.update(owner=cleo.user)
    assert location(browser) == reverse("unlock")


def test_an_erased_user_is_signed_out(joined: Joined) -> None:
    browser = browser_of(joined)
    User.objects.all().delete()
    assert location(browser) == reverse("sign_in")


def test_a_zone_that_is_no_longer_known_does_not_close_the_pages(joined: Joined) -> None:
    browser = browser_of(joined)
    for zone in ("Mars/Base", "../etc/passwd", "", "US/Pacific-New"):
        User.objects.update(time_zone=zone)
        for page in ("today", "people", "settings", "settings_sessions"):
            assert browser.get(reverse(page)).status_code == 200, (zone, page)


def test_htmx_is_told_to_turn_the_page_when_a_session_is_over(joined: Joined) -> None:
    browser = browser_of(joined)
    for page in ("unlock", "sign_in"):
        locked(browser, joined) if page == "unlock" else Session.objects.all().delete()
        answer = browser.get(reverse("people"), headers={"HX-Request": "true"})
        assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse(page))


def test_every_view_is_closed_unless_it_says_otherwise() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert getattr(view, "login_required", True)
    assert not open_to_all(view).login_required  # type: ignore[attr-defined]
    assert not open_while_locked(view).needs_keys  # type: ignore[attr-defined]
    assert not open_before_code(view).needs_code  # type: ignore[attr-defined]


@override_settings(SESSION_COOKIE_SECURE=True)
def test_cookies_are_taken_back_under_the_conditions_they_were_given(joined: Joined) -> None:
    answer = browser_of(joined).post(reverse("sign_out"))
    assert (answer.cookies[COOKIE]["path"], answer.cookies[COOKIE]["max-age"]) == ("/", 0)


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148", "phone"),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/120 Mobile Safari/537.36", "phone"),
        ("Mozilla/5.0 (Linux; Android 14; SM-X200) Chrome/120 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X)", "tablet"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Firefox/120.0", "computer"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "computer"),
        ("curl/8.0", "unknown"),
        ("", "unknown"),
        ("<script>alert(1)</script>" * 100, "unknown"),
    ],
)
def test_of_a_browser_only_the_kind_of_device_is_kept(joined: Joined, agent: str, device: str) -> None:
    request = HttpRequest()
    request.META["HTTP_USER_AGENT"] = agent
    assert device_of(request) == device
