"""Taking everything along, and erasing everything: only by someone who means it."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.sessions import begin_session, lock_session
from kindring.accounts.actor import Actor
from kindring.accounts.models import Session, User
from kindring.people.models import Person
from kindring.web.sessions import COOKIE, MARK_COOKIE
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined() -> Joined:
    joined = cast.make_user("ana")
    User.objects.filter(pk=joined.user.pk).update(recovery_confirmed=True, recovery_code=None)
    with cast.signed_in(joined) as ana:
        cast.mira(ana, notes="Allergic to walnuts")
    return joined


@pytest.fixture
def client(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Ana's browser, signed in."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: cast.NOW)
    begun = begin_session(by=Actor(joined.user), now=cast.NOW, keys=joined.keys, device="computer")
    browser = Client(enforce_csrf_checks=False)
    browser.cookies[COOKIE] = begun.secret.cookie
    return browser


def stranger() -> Client:
    return Client()


# Export


def test_looking_at_the_export_page_hands_nothing_over(client: Client) -> None:
    response = client.get(reverse("settings_export"))
    assert response.status_code == 200
    assert "Content-Disposition" not in response
    assert "Mira" not in response.content.decode()


def test_the_file_comes_by_post_and_is_kept_nowhere(client: Client) -> None:
    response = client.post(reverse("settings_export"))
    assert response["Content-Disposition"] == 'attachment; filename="kindring.json"'
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    [person] = json.loads(response.content)["rows"]["people.Person"]
    assert (person["name"], person["notes"]) == ("Mira", "Allergic to walnuts")


def test_another_site_cannot_make_a_browser_fetch_the_file(client: Client) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.cookies[COOKIE] = client.cookies[COOKIE].value
    assert careful.post(reverse("settings_export")).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_export_is_closed_to_whoever_is_not_signed_in(joined: Joined, method: str) -> None:
    response = getattr(stranger(), method)(reverse("settings_export"))
    assert response.status_code == 303
    assert response["Location"].startswith(reverse("sign_in"))


def test_the_export_is_closed_while_locked(client: Client, joined: Joined) -> None:
    lock_session(by=Actor(joined.user), session=Session.objects.get())
    assert client.post(reverse("settings_export"))["Location"].startswith(reverse("unlock"))


def test_the_export_holds_nothing_of_another_user(client: Client) -> None:
    with cast.signed_in(cast.make_user("cleo")) as cleo:
        cast.make_person(cleo, "Viktor")
    assert b"Viktor" not in client.post(reverse("settings_export")).content


# Erasing


def erase(client: Client, **sent: Any) -> Any:
    return client.post(reverse("settings_erase"), {"password": cast.PASSWORD, "sure": "on"} | sent)


def test_looking_at_the_erase_page_erases_nothing(client: Client) -> None:
    assert client.get(reverse("settings_erase")).status_code == 200
    assert User.objects.count() == 1


def test_erasing_takes_everything_and_signs_out(client: Client) -> None:
    response = erase(client)
    assert (response.status_code, response["Location"]) == (303, reverse("farewell"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert {response.cookies[name].value for name in (COOKIE, MARK_COOKIE)} == {""}
    assert not User.objects.exists()
    assert not Person.objects.exists()
    farewell = client.get(response["Location"])
    assert (farewell.status_code, "Go well" in farewell.content.decode()) == (200, True)
    assert client.get(reverse("settings"))["Location"].startswith(reverse("sign_in"))


@pytest.mark.parametrize("missing", ["password", "sure"])
def test_erasing_needs_the_password_and_the_tick(client: Client, missing: str) -> None:
    response = erase(client, **{missing: ""})
    assert response.status_code == 422
    assert User.objects.exists()


def test_a_wrong_password_erases_nothing(client: Client) -> None:
    response = erase(client, password="not the password")
    assert response.status_code == 403
    assert "That is not the password." in response.content.decode()
    assert Person.objects.exists()


def test_a_thief_at_an_open_screen_gets_no_free_guesses(client: Client) -> None:
    for _ in range(5):
        erase(client, password="not the password")
    assert "Too many tries" in erase(client).content.decode()
    assert User.objects.exists()


def test_another_site_cannot_erase(client: Client) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.cookies[COOKIE] = client.cookies[COOKIE].value
    assert erase(careful).status_code == 403
    assert User.objects.exists()


def test_erasing_works_while_locked(client: Client, joined: Joined) -> None:
    lock_session(by=Actor(joined.user), session=Session.objects.get())
    assert erase(client)["Location"] == reverse("farewell")
    assert not User.objects.exists()


def test_a_stranger_erases_nobody(joined: Joined) -> None:
    assert erase(stranger())["Location"].startswith(reverse("sign_in"))
    assert User.objects.exists()


def test_pressed_twice_it_is_erased_once_and_the_second_press_finds_nobody(client: Client) -> None:
    cookie = client.cookies[COOKIE].value
    erase(client)
    client.cookies[COOKIE] = cookie
    assert erase(client)["Location"].startswith(reverse("sign_in"))


@pytest.mark.parametrize("name", ["settings_export", "settings_erase", "farewell"])
def test_other_methods_are_refused(client: Client, name: str) -> None:
    assert client.delete(reverse(name)).status_code == 405


def test_nobody_who_is_signed_in_is_told_farewell(client: Client) -> None:
    assert client.get(reverse("farewell"))["Location"] == reverse("today")
    assert stranger().get(reverse("farewell")).status_code == 200
