"""Getting in, staying in and getting back in, as a browser meets it: the same for whoever knocks."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.signing import print_reset_link
from kindring.accounts.actor import SYSTEM
from kindring.accounts.models import KeyWrap, Throttle, User
from kindring.people.models import Person
from tests import cast
from tests.cast import NOW, PASSWORD
from tests.online import browser_of, locked, new_browser, told_by
from tests.web.seen import seen

pytestmark = pytest.mark.django_db
NEW = "another quiet lake"


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


# The same for everyone


@pytest.mark.parametrize("page", ["sign_in", "recover"])
def test_unknown_name_and_wrong_secret_get_the_same_bytes(visitor: Client, page: str) -> None:
    """The same name, before and after someone has it."""
    typed = {"name": "ana", "password": NEW, "code": "0" * 32}
    before = visitor.post(reverse(page), typed)
    cast.make_user("ana")
    after = visitor.post(reverse(page), typed)
    assert before.status_code == 403
    assert told_by(before) == told_by(after)


def test_too_many_tries_look_the_same_for_unknown_names(visitor: Client) -> None:
    typed = {"name": "ana", "password": NEW}
    for _ in range(5):
        visitor.post(reverse("sign_in"), typed)
    before = visitor.post(reverse("sign_in"), typed)
    cast.make_user("ana")
    after = visitor.post(reverse("sign_in"), typed)
    assert before.status_code == 429
    assert told_by(before) == told_by(after)


def test_looking_at_a_link_spends_nothing(joined: Joined, visitor: Client) -> None:
    """Programs that show a preview of a link look at it too."""
    link = reverse("reset_link", args=[print_reset_link(by=SYSTEM, now=NOW, name="ana")])
    for method in (visitor.get, visitor.head, visitor.options):
        method(link)
    typed = {"name": "ana", "password": NEW, "what": "keep"}
    assert visitor.post(link, typed | {"name": "cleo"}).status_code == 403
    assert visitor.post(link, typed)["Location"] == reverse("join_code")


def test_a_link_that_is_over_says_the_same_whether_used_or_never_given(joined: Joined, visitor: Client) -> None:
    used = reverse("reset_link", args=[print_reset_link(by=SYSTEM, now=NOW, name="ana")])
    Client().post(used, {"name": "ana", "password": NEW, "what": "keep"})
    never = reverse("reset_link", args=["x" * 43])
    assert visitor.get(used).status_code == 403
    assert told_by(visitor.get(used)) == told_by(visitor.get(never))


def test_a_password_typed_is_never_on_the_page_again(joined: Joined, visitor: Client) -> None:
    link = reverse("reset_link", args=[print_reset_link(by=SYSTEM, now=NOW, name="ana")])
    for page in (reverse("sign_in"), reverse("join"), reverse("recover"), link):
        answer = visitor.post(page, {"name": "cleo", "password": "Xyzzy plugh 12345", "code": "x", "what": "keep"})
        assert answer.status_code in {403, 422}, page
        assert b"Xyzzy" not in answer.content
        assert b'value="cleo"' in answer.content  # but the name is


# Joining


def test_joining_leads_to_the_recovery_code_and_nowhere_else(visitor: Client) -> None:
    typed = {
        "name": "ana",
        "password": PASSWORD,
        "adult": "on",
        "time_zone": "Europe/Zagreb",
        "email": "a@example.org",
    }
    assert visitor.post(reverse("join"), typed)["Location"] == reverse("join_code")
    for page in ("today", "people", "settings", "bring", "settings_export"):
        assert visitor.get(reverse(page))["Location"].startswith(reverse("join_code")), page
    [shown] = re.findall(r'<p class="code"[^>]*>([^<]+)', visitor.get(reverse("join_code")).content.decode())
    assert visitor.post(reverse("join_code"), {"code": shown[:-1]}).status_code == 422
    assert visitor.post(reverse("join_code"), {"code": shown.lower().replace("-", " ")})["Location"] == "/"
    assert visitor.get(reverse("join_code"))["Location"] == "/"
    assert visitor.get("/").status_code == 200
    assert User.objects.get().time_zone == "Europe/Zagreb"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "a\r\nb"},
        {"password": "short"},
        {"password": "ana " * 4},
        {"adult": ""},
        {"email": "x"},
    ],
)
def test_joining_with_something_amiss_says_so_and_counts_nothing(visitor: Client, wrong: dict[str, str]) -> None:
    typed = {"name": "ana", "password": PASSWORD, "adult": "on"} | wrong
    for _ in range(8):
        assert visitor.post(reverse("join"), typed).status_code == 422
    assert not User.objects.exists()
    assert not Throttle.objects.exists()


def test_a_taken_name_is_said_and_names_cannot_be_tried_for_long(joined: Joined, visitor: Client) -> None:
    typed = {"name": "Ana", "password": PASSWORD, "adult": "on"}
    said = [visitor.post(reverse("join"), typed).status_code for _ in range(7)]
    assert said == [409] * 5 + [429] * 2
    assert User.objects.count() == 1


def test_from_one_network_five_a_minute_join(visitor: Client) -> None:
    typed = {"password": PASSWORD, "adult": "on"}
    said = [Client().post(reverse("join"), typed | {"name": f"user {at}"}).status_code for at in range(7)]
    assert said == [303] * 5 + [429] * 2
    assert User.objects.count() == 5


# Locking, and what was locked by a reset


def test_locking_closes_every_word_until_the_password(joined: Joined) -> None:
    with cast.signed_in(joined) as ana:
        mira = cast.mira(ana)
    browser = browser_of(joined)
    assert browser.post(reverse("lock"))["Location"] == reverse("unlock")
    page = reverse("person", args=[mira.pk])
    sent = browser.get(page)
    assert (sent.status_code, sent["Location"]) == (303, f"{reverse('unlock')}?{urlencode({'next': page})}")
    wrong = browser.post(reverse("unlock"), {"password": "x", "next": page})
    assert wrong.status_code == 403
    assert browser.post(reverse("unlock"), {"password": PASSWORD, "next": page})["Location"] == page
    assert "Mira" in browser.get(page).content.decode()
    assert browser.get(reverse("unlock"))["Location"] == "/"


def test_guesses_at_a_locked_screen_are_counted(joined: Joined) -> None:
    browser = locked(browser_of(joined), joined)
    said = [browser.post(reverse("unlock"), {"password": "x"}).status_code for _ in range(6)]
    assert said == [403] * 5 + [429]


def test_after_the_link_what_was_written_is_locked_and_opens_with_the_old_password(joined: Joined) -> None:
    with cast.signed_in(joined) as ana:
        mira = cast.mira(ana)
    link = reverse("reset_link", args=[print_reset_link(by=SYSTEM, now=NOW, name="ana")])
    browser = Client(raise_request_exception=False)
    browser.post(link, {"name": "ana", "password": NEW, "what": "keep"})
    User.objects.update(recovery_confirmed=True)
    page = reverse("person", args=[mira.pk])
    assert browser.get(page).status_code == 423
    assert reverse("reopen") in seen(browser.get(page)).links
    assert browser.post(reverse("reopen"), {"secret": "not that"}).status_code == 403
    assert browser.post(reverse("reopen"), {"secret": PASSWORD})["Location"] == "/"
    assert "Mira" in browser.get(page).content.decode()
    assert not KeyWrap.objects.filter(set_aside=True).exists()


def test_the_link_can_erase_instead(joined: Joined) -> None:
    with cast.signed_in(joined) as ana:
        cast.mira(ana)
    link = reverse("reset_link", args=[print_reset_link(by=SYSTEM, now=NOW, name="ana")])
    Client().post(link, {"name": "ana", "password": NEW, "what": "erase"})
    assert not Person.objects.exists()


def test_what_is_wrong_with_a_password_is_said_at_its_field(visitor: Client) -> None:
    page = seen(visitor.post(reverse("join"), {"name": "Ana", "password": "short", "adult": "on"}))
    assert "id_password_errors" in page.described()["password"]
    assert page.text.count("at least 12 characters") == 2, "above the form and at the field"
