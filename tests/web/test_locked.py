"""Someone who began anew by the host's link and kept what was before: it is in nobody's way, and can go."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kindring.accounts.actions.joining import Joined
from kindring.people.models import Moment, Person
from tests import cast
from tests.accounts.test_starting_anew import SECOND, link, using
from tests.online import browser_of
from tests.web.seen import seen

pytestmark = pytest.mark.django_db
LISTS = ("today", "people", "people_list", "people_place", "people_deleted", "person_new", "moment_new", "bring")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: cast.NOW)


@pytest.fixture
def locked_ids() -> list[Any]:
    joined = cast.make_user("ana")
    with cast.signed_in(joined) as ana:
        mira, tomas = cast.mira(ana), cast.make_person(ana, "Tomas")
        [moment] = cast.in_touch(ana, mira, 40, note="A walk")
    return [mira.id, tomas.id, moment.id]


@pytest.fixture
def client(locked_ids: list[Any]) -> Client:
    proved = using(link())
    with cast.signed_in(Joined(*proved)) as ana:
        cast.jonas(ana)
    return browser_of(Joined(*proved))


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_without_those_who_are_locked(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200


@pytest.mark.parametrize("name", ["today", "people", "people_list"])
def test_one_line_says_how_many_are_locked(client: Client, name: str) -> None:
    found = seen(client.get(reverse(name)))
    assert "2 people are locked with a key from before." in found.text
    assert reverse("reopen") in found.links


def test_who_came_after_is_there(client: Client) -> None:
    assert "Jonas" in seen(client.get(reverse("people_list"))).text
    assert "Jonas" in client.get(reverse("people")).content.decode()


def test_without_anything_locked_nothing_is_said(client: Client) -> None:
    client.post(reverse("reopen_erase"), {"password": SECOND})
    assert "locked" not in seen(client.get(reverse("people_list"))).text


def test_their_own_pages_say_locked(client: Client, locked_ids: list[Any]) -> None:
    person, _, moment = locked_ids
    for address in (reverse("person", args=[person]), reverse("person_edit", args=[person])):
        assert client.get(address).status_code == 423
    assert client.get(reverse("moment", args=[moment])).status_code == 423
    assert client.post(reverse("person_touch", args=[person])).status_code == 423
    assert client.post(reverse("moment_delete", args=[moment])).status_code == 423
    assert Moment.objects.count() == 1


def test_erasing_what_is_locked_from_the_page_that_opens_it(client: Client) -> None:
    assert reverse("reopen_erase") in seen(client.get(reverse("reopen"))).links
    page = client.get(reverse("reopen_erase"))
    assert "2 people who are locked" in seen(page).text
    wrong = client.post(reverse("reopen_erase"), {"password": "not this one at all"})
    assert wrong.status_code == 403
    assert Person.objects.count() == 3
    answer = client.post(reverse("reopen_erase"), {"password": SECOND})
    assert answer.status_code == 303
    assert [person.locked_by for person in Person.objects.all()] == [None]
