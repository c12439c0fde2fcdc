"""What a browser is given to keep, for how long, and when it gets another."""

from collections.abc import Iterator
from http.cookies import Morsel
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.signing import print_reset_link
from kindring.accounts.actor import SYSTEM
from kindring.accounts.models import Session, User
from kindring.web.sessions import COOKIE, MARK_COOKIE
from tests import cast
from tests.cast import NOW, PASSWORD
from tests.online import browser_of, locked, new_browser
from tests.web.seen import seen

pytestmark = pytest.mark.django_db
NEW = "another quiet lake"
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


# Cookies


def set_by(answer: Any) -> dict[str, Morsel[str]]:
    """The cookies that an answer gives (not those that it takes away)."""
    return {name: morsel for name, morsel in answer.cookies.items() if morsel.value}


def test_a_session_cookie_is_for_this_site_only_and_no_script(joined: Joined, visitor: Client) -> None:
    given = set_by(signing_in(visitor))
    assert set(given) == {COOKIE, MARK_COOKIE, "csrftoken"}
    for morsel in given.values():
        assert (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["domain"]) == (True, "Lax", "/", "")


@pytest.mark.parametrize("stay", [False, True])
def test_nothing_outlives_the_browser_unless_asked(joined: Joined, visitor: Client, stay: bool) -> None:
    """Whoever uses the machine next finds no trace, unless the person said that they stay."""
    visitor.get(reverse("sign_in"))
    given = set_by(signing_in(visitor, **({"stay": "on"} if stay else {})))
    lasting = {name: morsel["max-age"] for name, morsel in given.items() if morsel["max-age"] or morsel["expires"]}
    assert lasting == ({COOKIE: 14 * 24 * 3600, MARK_COOKIE: 400 * 24 * 3600} if stay else {})
    assert not visitor.cookies["csrftoken"]["max-age"]


def test_who_stays_stays_after_unlocking_and_a_new_password(joined: Joined, visitor: Client) -> None:
    signing_in(visitor, stay="on")
    visitor.post(reverse("lock"))
    unlocked = visitor.post(reverse("unlock"), {"password": PASSWORD})
    assert set_by(unlocked)[COOKIE]["max-age"] == 14 * 24 * 3600
    changed = visitor.post(reverse("settings_password"), {"password": PASSWORD, "new_password": NEW})
    assert set_by(changed)[COOKIE]["max-age"] == 14 * 24 * 3600
    assert visitor.get(reverse("settings")).status_code == 200


@override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True)
def test_with_tls_every_cookie_is_sent_over_tls_only(joined: Joined, visitor: Client) -> None:
    assert all(morsel["secure"] for morsel in set_by(signing_in(visitor)).values())


def test_joining_recovering_and_the_link_give_cookies_that_do_not_last(joined: Joined) -> None:
    for name, words in list(letting_in(joined)):
        given = set_by(Client().post(*words))
        assert COOKIE in given, name
        assert not [morsel for morsel in given.values() if morsel["max-age"]], name


def letting_in(joined: Joined) -> Iterator[tuple[str, tuple[str, dict[str, str]]]]:
    """Every other way in, and what is typed there."""
    with cast.signed_in(joined):
        code = User.objects.get(pk=joined.user.pk).recovery_code
    yield "recover", (reverse("recover"), {"name": "ana", "code": code, "password": NEW})
    link = reverse("reset_link", args=[print_reset_link(by=SYSTEM, now=NOW, name="ana")])
    yield "reset_link", (link, {"name": "ana", "password": NEW, "what": "keep"})
    yield "join", (reverse("join"), {"name": "ines", "password": PASSWORD, "adult": "on"})


# The secret of a session


def test_a_planted_cookie_is_never_taken_over(joined: Joined, visitor: Client) -> None:
    visitor.cookies[COOKIE] = "ab" * 32
    signing_in(visitor)
    assert visitor.cookies[COOKIE].value != "ab" * 32
    assert Client(headers={"Cookie": f"{COOKIE}={'ab' * 32}"}).get(reverse("settings")).status_code == 303


def test_every_way_in_gives_a_new_secret_and_ends_the_session_that_was_there(joined: Joined) -> None:
    ways = [("sign_in", (reverse("sign_in"), SIGN_IN)), *letting_in(joined)]
    browser = browser_of(joined)
    for name, words in ways:
        before = browser.cookies[COOKIE].value
        answer = browser.post(*words)
        assert answer.status_code == 303, name
        assert browser.cookies[COOKIE].value != before
        earlier = Client(headers={"Cookie": f"{COOKIE}={before}"})
        assert earlier.get(reverse("settings"))["Location"].startswith(reverse("sign_in")), name
        assert Session.objects.count() == 1


def test_unlocking_gives_a_new_secret(joined: Joined) -> None:
    browser = locked(browser_of(joined), joined)
    stolen = browser.cookies[COOKIE].value
    assert browser.post(reverse("unlock"), {"password": PASSWORD}).status_code == 303
    assert browser.get(reverse("settings")).status_code == 200
    thief = Client(headers={"Cookie": f"{COOKIE}={stolen}"})
    assert thief.get(reverse("settings"))["Location"].startswith(reverse("sign_in"))


def test_the_mark_of_forms_changes_when_someone_signs_in(joined: Joined) -> None:
    careful = Client(enforce_csrf_checks=True)
    page = seen(careful.get(reverse("sign_in")))
    before, mark = careful.cookies["csrftoken"].value, page.forms[-1].values["csrfmiddlewaretoken"]
    assert careful.post(reverse("sign_in"), SIGN_IN | {"csrfmiddlewaretoken": mark}).status_code == 303
    assert careful.cookies["csrftoken"].value != before
    assert careful.post(reverse("lock"), {"csrfmiddlewaretoken": mark}).status_code == 403
