"""The settings room: preferences, password, recovery code, devices."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kindring.accounts.actions.joining import Joined
from kindring.accounts.models import KeyWrap, Session, User
from kindring.web.sessions import COOKIE
from tests import cast
from tests.cast import NOW, PASSWORD
from tests.online import browser_of, locked, told_by
from tests.web.seen import seen, where

pytestmark = pytest.mark.django_db
NEW = "another quiet lake"


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> Joined:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return cast.make_user("ana")


@pytest.fixture
def browser(joined: Joined) -> Client:
    return browser_of(joined)


def is_open(client: Client) -> bool:
    return client.get(reverse("settings")).status_code == 200


# Preferences


def form_of(client: Client) -> dict[str, Any]:
    page = seen(client.get(reverse("settings")))
    return next(form.values for form in page.forms if "time_zone" in form.values)


def test_saving_an_untouched_form_changes_nothing(joined: Joined, browser: Client) -> None:
    before = User.objects.values("time_zone", "date_lead_days", "email_sealed").get()
    typed = form_of(browser)
    assert typed["called"] == "Ana"
    answer = browser.post(reverse("settings"), typed)
    assert (answer.status_code, where(answer)) == (303, "/settings?done=settings-saved")
    assert User.objects.values("time_zone", "date_lead_days", "email_sealed").get() == before


@pytest.mark.parametrize("zone", ["Europe/Zagreb", "Japan", "EST5EDT", "Etc/GMT+3", "Asia/Calcutta"])
def test_whoever_came_with_an_unusual_zone_keeps_it(joined: Joined, browser: Client, zone: str) -> None:
    User.objects.update(time_zone=zone)
    typed = form_of(browser)
    assert typed["time_zone"] == zone
    assert browser.post(reverse("settings"), typed).status_code == 303
    assert User.objects.get().time_zone == zone


def test_preferences_are_kept_and_shown(joined: Joined, browser: Client) -> None:
    typed = {"called": "Nana", "time_zone": "Asia/Tokyo", "date_lead_days": "0", "email": "ana@example.org"}
    assert browser.post(reverse("settings"), typed).status_code == 303
    shown = form_of(browser)
    assert {name: shown[name] for name in typed} == typed


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Mars/Base"},
        {"date_lead_days": "61"},
        {"date_lead_days": "x"},
        {"email": "x"},
        {"called": "x" * 81},
    ],
)
def test_what_does_not_fit_is_said_with_all_that_was_typed(browser: Client, wrong: dict[str, str]) -> None:
    typed = {"called": "Nana", "time_zone": "UTC", "date_lead_days": "3", "email": "ana@example.org"} | wrong
    answer = browser.post(reverse("settings"), typed)
    assert answer.status_code == 422
    shown = next(form.values for form in seen(answer).forms if "called" in form.values)
    assert all(shown[name] == value for name, value in typed.items() if name != "time_zone")
    assert User.objects.get().date_lead_days == 7


# Password


def change(client: Client, password: str = PASSWORD, new: str = NEW) -> Any:
    return client.post(reverse("settings_password"), {"password": password, "new_password": new})


def test_a_new_password_leaves_this_browser_open_and_signs_others_out(joined: Joined, browser: Client) -> None:
    elsewhere, before = browser_of(joined), browser.cookies[COOKIE].value
    assert where(change(browser)) == "/settings?done=password-changed"
    assert is_open(browser)
    assert not is_open(elsewhere)
    assert browser.cookies[COOKIE].value != before
    assert Client().post(reverse("sign_in"), {"name": "ana", "password": NEW}).status_code == 303
    assert Client().post(reverse("sign_in"), {"name": "ana", "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize(
    ("password", "new", "status"),
    [("wrong", NEW, 403), (PASSWORD, "tooshort", 422), (PASSWORD, "a" * 16, 422), ("", NEW, 422)],
)
def test_a_password_is_not_changed_without_the_one_before_or_to_a_weak_one(
    joined: Joined, browser: Client, password: str, new: str, status: int
) -> None:
    elsewhere, wraps = browser_of(joined), list(KeyWrap.objects.order_by("pk").values())
    answer = change(browser, password, new)
    assert answer.status_code == status
    assert new.encode() not in answer.content
    assert is_open(browser)
    assert is_open(elsewhere)
    assert list(KeyWrap.objects.order_by("pk").values()) == wraps


def test_sent_twice_the_second_is_refused_clearly(browser: Client) -> None:
    change(browser)
    again = change(browser)
    assert again.status_code == 403
    assert "That is not the password." in again.content.decode()


def test_a_refusal_has_one_status_here_and_at_the_door(browser: Client) -> None:
    codes = [change(browser, "wrong").status_code for _ in range(6)]
    assert codes == [403, 403, 403, 403, 403, 429]
    wrong = {"name": "ana", "password": "wrong"}
    assert Client().post(reverse("sign_in"), wrong).status_code == 429


def test_guesses_in_an_open_browser_are_counted(browser: Client) -> None:
    said = [change(browser, "wrong").content for _ in range(6)]
    assert b"Too many tries" in said[-1]
    assert b"Too many tries" in change(browser).content


# Recovery code


def test_a_new_code_is_made_with_the_password_shown_once_and_typed(joined: Joined, browser: Client) -> None:
    elsewhere = browser_of(joined)
    assert browser.post(reverse("settings_recovery"), {"password": "wrong"}).status_code == 403
    assert is_open(browser)
    assert browser.post(reverse("settings_recovery"), {"password": PASSWORD})["Location"] == reverse("join_code")
    assert browser.get(reverse("settings"))["Location"].startswith(reverse("join_code"))
    assert elsewhere.get(reverse("join_code"))["Location"].startswith(reverse("sign_in"))
    with cast.signed_in(joined):
        code = User.objects.get().recovery_code
    assert code in browser.get(reverse("join_code")).content.decode()
    assert browser.post(reverse("join_code"), {"code": code})["Location"] == "/"
    assert is_open(browser)


# Devices


def devices(client: Client) -> Any:
    return seen(client.get(reverse("settings_sessions")))


def test_devices_are_listed_with_kind_and_hour_and_nothing_finer(joined: Joined, browser: Client) -> None:
    words = devices(browser).text
    assert "Computer" in words
    assert "this one" in words
    assert "around 9 a.m. on" in words
    assert "9:30" not in words


def test_another_device_can_be_signed_out(joined: Joined, browser: Client) -> None:
    here = Session.objects.get().pk
    elsewhere = browser_of(joined)
    there = Session.objects.exclude(pk=here).get().pk
    answer = browser.post(reverse("session_end", args=[there]))
    assert where(answer) == "/settings/devices?done=signed-out-there"
    assert not is_open(elsewhere)
    assert is_open(browser)


def test_this_device_signed_out_in_the_list_is_signed_out(browser: Client) -> None:
    answer = browser.post(reverse("session_end", args=[Session.objects.get().pk]))
    assert answer["Location"] == reverse("sign_in")
    assert answer["Clear-Site-Data"]
    assert not is_open(browser)


def test_every_other_device_at_once(joined: Joined, browser: Client) -> None:
    others = [browser_of(joined) for _ in range(3)]
    assert where(browser.post(reverse("sessions_end"))) == "/settings/devices?done=signed-out-elsewhere"
    assert is_open(browser)
    assert not any(map(is_open, others))


def test_devices_of_others_are_neither_shown_nor_ended(joined: Joined, browser: Client) -> None:
    cleo = cast.make_user("cleo")
    hers = browser_of(cleo)
    theirs = Session.objects.get(owner=cleo.user).pk
    assert str(theirs) not in browser.get(reverse("settings_sessions")).content.decode()
    foreign = browser.post(reverse("session_end", args=[theirs]))
    missing = browser.post(reverse("session_end", args=["6d8f6f0e-6a0c-4a3e-9d53-0d3c7b6f2a11"]))
    assert foreign.status_code == 404
    assert told_by(foreign) == told_by(missing)
    browser.post(reverse("sessions_end"))
    assert is_open(hers)


def test_a_lost_device_can_be_signed_out_from_a_locked_one(joined: Joined, browser: Client) -> None:
    """Nothing sealed is needed for it, so no password either."""
    lost = browser_of(joined)
    locked(browser, joined)
    assert devices(browser).forms
    browser.post(reverse("sessions_end"))
    assert Session.objects.count() == 1
    assert lost.get(reverse("unlock"))["Location"].startswith(reverse("sign_in"))
