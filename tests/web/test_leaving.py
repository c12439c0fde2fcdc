"""Signing out, and leaving at once."""

import re
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from kindring.accounts.actions.joining import Joined
from kindring.accounts.models import Session, User
from kindring.web.browsers import APP_COOKIE, COUNTRY_COOKIE
from kindring.web.sessions import COOKIE, MARK_COOKIE, PLAN_COOKIE
from tests import cast
from tests.cast import NOW, PASSWORD
from tests.online import browser_of, locked, new_browser

pytestmark = pytest.mark.django_db
SIGN_IN = {"name": "ana", "password": PASSWORD}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def joined() -> Joined:
    joined = cast.make_user("ana")
    User.objects.update(recovery_confirmed=True)
    return joined


@pytest.fixture
def visitor() -> Client:
    """Someone in front of the sign-in page."""
    return new_browser()


def signing_in(client: Client, next_page: str | None = None, **words: Any) -> Any:
    asked = {} if next_page is None else {"next": next_page}
    return client.post(reverse("sign_in"), SIGN_IN | asked | words)


def private_pages() -> list[str]:
    names = ("today", "people", "people_list", "settings", "settings_sessions", "bring", "moment_new", "person_new")
    return [reverse(name) for name in names]


@pytest.mark.parametrize("door", ["sign_out", "leave"])
def test_after_signing_out_nothing_comes_back(joined: Joined, door: str) -> None:
    with cast.signed_in(joined) as ana:
        cast.mira(ana)
    browser = browser_of(joined)
    cookie = browser.cookies[COOKIE].value
    assert all("no-store" in browser.get(page)["Cache-Control"] for page in private_pages())
    answer = browser.post(reverse(door))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.cookies[COOKIE].value == ""
    assert not Session.objects.exists()
    browser.cookies[COOKIE] = cookie  # a browser that gave the cookie not up
    for page in private_pages():
        assert browser.get(page)["Location"].startswith(reverse("sign_in"))


def test_leaving_takes_every_cookie_and_goes_to_a_page_that_goes_on(joined: Joined, visitor: Client) -> None:
    signing_in(visitor, stay="on")
    visitor.get("/")
    assert {COOKIE, MARK_COOKIE, "csrftoken"} <= set(visitor.cookies)
    answer = visitor.post(reverse("leave"))
    assert (answer.status_code, answer["Location"]) == (303, reverse("away"))
    gone = {name: morsel["max-age"] for name, morsel in answer.cookies.items()}
    assert gone == dict.fromkeys([COOKIE, MARK_COOKIE, PLAN_COOKIE, COUNTRY_COOKIE, APP_COOKIE, "csrftoken"], 0)


def test_leaving_works_without_the_mark_of_a_form_and_for_whoever_is_signed_out(joined: Joined) -> None:
    for browser in (browser_of(joined, enforce_csrf_checks=True), Client(enforce_csrf_checks=True)):
        answer = browser.post(reverse("leave"))
        assert (answer.status_code, answer["Location"]) == (303, reverse("away"))
    assert not Session.objects.exists()


def test_leaving_works_while_locked_and_before_the_code(joined: Joined) -> None:
    for browser in (locked(browser_of(joined), joined), browser_of(joined, confirmed=False)):
        User.objects.update(recovery_confirmed=False)
        assert browser.post(reverse("leave"))["Location"] == reverse("away")
    assert not Session.objects.exists()


FROM_ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "null"},
]
FROM_HERE = [
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://testserver"},
    {"Origin": "https://testserver"},  # behind a proxy that does not say so
    {},
]


@pytest.mark.parametrize("headers", FROM_ELSEWHERE)
def test_another_site_sends_nobody_out(joined: Joined, headers: dict[str, str]) -> None:
    """The cookie does not come along, but the answer would take it away all the same."""
    for browser in (browser_of(joined), Client(raise_request_exception=False)):
        answer = browser.post(reverse("leave"), headers=headers)
        assert answer.status_code == 403
        assert not {COOKIE, MARK_COOKIE} & set(answer.cookies)
        assert "Clear-Site-Data" not in answer
    assert Session.objects.exists()


@pytest.mark.parametrize("headers", FROM_HERE)
def test_a_page_of_ours_sends_out_however_the_browser_says_it(joined: Joined, headers: dict[str, str]) -> None:
    assert browser_of(joined).post(reverse("leave"), headers=headers)["Location"] == reverse("away")
    assert not Session.objects.exists()


@override_settings(CSRF_TRUSTED_ORIGINS=["https://kin.example.org"])
def test_an_origin_that_the_host_trusts_is_ours(joined: Joined) -> None:
    assert browser_of(joined).post(reverse("leave"), headers={"Origin": "https://kin.example.org"}).status_code == 303


@override_settings(KINDRING_SAFE_EXIT="https://weather.example/today?a=1&b=2")
def test_the_away_page_goes_on_by_itself_to_the_hosts_choice_and_names_nothing(joined: Joined) -> None:
    for browser in (Client(), browser_of(joined)):
        page = browser.get(reverse("away"), {"to": "https://evil.example", "next": "//evil.example"})
        words = page.content.decode()
        assert 'http-equiv="refresh" content="0; url=https://weather.example/today?a=1&amp;b=2"' in words
        assert set(re.findall(r"https?://[^\"/]+", words)) == {"https://weather.example"}
        assert "indring" not in words
        assert "<script" not in words
        assert not page.cookies
        assert page["Cache-Control"] == "no-store"
