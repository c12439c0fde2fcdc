"""Looking changes nothing; sending needs the mark of our own form."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from kindring.accounts.models import Session
from kindring.people.models import Suggestion
from kindring.web.sessions import COOKIE
from tests import cast
from tests.cast import NOW
from tests.doors.table import METHODS, TABLE, Door
from tests.doors.world import ROLES, World, address, ask, browser_for, typed, undone
from tests.tables import changed, held

ANA = next(role for role in ROLES if role.name == "Ana")
LOOKING = [role for role in ROLES if role.name in {"nobody", "Ana, locked", "Ana, before her code", "Ana"}]
SEEN = "accounts_session.seen_at"
THREE = {"people_suggestion", "people_person", "accounts_user"}
THREE_COLUMNS = ("accounts_user.three_chosen_on", "people_person.rests_until")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
# The quick exit works from a page that has lain open for days; mail programs turn mail off by themselves.
WITHOUT_MARK = {"leave", "notices_stop"}


@pytest.mark.parametrize("name", TABLE)
def test_looking_at_a_page_changes_nothing(name: str, world: World) -> None:
    with cast.signed_in(world.ana.joined) as ana:
        cast.in_touch(ana, cast.make_person(ana, "Ines", ring="inner"), 90, 80, 70)
    for role in LOOKING:
        with transaction.atomic():
            browser = browser_for(role, world)
            before = held()
            for method in ("GET", "HEAD", "OPTIONS"):
                for query in (
                    "",
                    "?page=2&q=x&done=touched&again=1&left=1&ring=inner",
                    f"?about={world.ana.ids['moment']}",
                ):
                    headers = {"HX-Request": "true"} if query else {}
                    getattr(browser, method.lower())(address(name, world.ana.ids) + query, headers=headers)
            assert set(changed(before, held())) <= (THREE if name == "today" else set()), role.name
            transaction.set_rollback(True)


def test_today_keeps_the_three_it_chose_and_nothing_else(world: World) -> None:
    with cast.signed_in(world.ana.joined) as ana:
        for number in range(5):
            cast.in_touch(ana, cast.make_person(ana, f"Guest {number}", ring="inner"), 90 + number, 80, 70)
    browser, before = browser_for(ANA, world), held(*THREE_COLUMNS)
    browser.get("/")
    assert set(changed(before, held(*THREE_COLUMNS))) == {"people_suggestion"}
    assert Suggestion.objects.filter(owner=world.ana.user).count() == 3
    after = held()
    browser.get("/")
    assert changed(after, held()) == {}


def test_being_here_again_an_hour_later_changes_last_seen_only(world: World) -> None:
    Session.objects.update(seen_at=NOW.replace(hour=1))
    browser, before, exact = browser_for(ANA, world), held(SEEN), held()
    browser.get(address("people", {}))
    assert changed(before, held(SEEN)) == {}
    assert set(changed(exact, held())) == {"accounts_session"}


@pytest.mark.parametrize("name", TABLE)
def test_nothing_is_sent_without_the_mark_of_our_own_form(name: str, world: World) -> None:
    """From another site it cannot come with it; so the answer is 403, and nothing has changed."""
    for role in LOOKING:
        with transaction.atomic():
            browser = browser_for(role, world, enforce_csrf_checks=True)
            before = held()
            for method in UNSAFE:
                for headers in ({}, {"Origin": "https://evil.example"}, {"HX-Request": "true"}):
                    sent: Any = {"data": typed(name, world.ana.ids)} if method == "POST" else {}
                    answer = getattr(browser, method.lower())(address(name, world.ana.ids), headers=headers, **sent)
                    if not (name in WITHOUT_MARK and method == "POST"):
                        assert answer.status_code in allowed(name, method), (role.name, method, headers)
            if name not in WITHOUT_MARK:
                assert changed(before, held()) == {}, role.name
            transaction.set_rollback(True)


def allowed(name: str, method: str) -> set[int]:
    """Refused. A page that takes files checks after the door and the method, before it reads what came."""
    late = {303, 204, 405} if name in {"bring", "lifeline_photo", *WITHOUT_MARK} else set()
    return {403} | late


def test_with_the_mark_it_is_taken(world: World) -> None:
    """Else the test above would pass where nothing works."""
    for name, row in TABLE.items():
        if row.post == "405" or row.door is Door.ALL:
            continue
        browser = browser_for(ANA, world, enforce_csrf_checks=True)
        browser.cookies["csrftoken"] = mark = "a" * 32
        with undone(browser):
            answer = ask(
                browser, name, "POST", world.ana.ids, typed(name, world.ana.ids) | {"csrfmiddlewaretoken": mark}
            )
        assert answer.status_code not in {403, 405} or name == "reopen", name


def test_no_address_answers_a_method_it_does_not_know(world: World) -> None:
    for name, row in TABLE.items():
        allowed_here = {"GET", "HEAD"} if row.get != "405" else set()
        allowed_here |= {"POST"} if row.post != "405" else set()
        answer = ask(browser_for(ANA, world), name, "OPTIONS", world.ana.ids, {})
        assert answer.status_code == 405
        assert {word.strip() for word in answer["Allow"].split(",")} == allowed_here, name
    assert set(METHODS) >= {"GET", "HEAD", "POST"}


def test_an_old_cookie_opens_nothing_anywhere(world: World) -> None:
    """The address bar remembers, the browser's copy of the cookie too; the server does not."""
    browser = browser_for(ANA, world)
    browser.post(address("sign_out", {}))
    thief = Client(headers={"Cookie": f"{COOKIE}={world.ana.cookie}"})
    for name, row in TABLE.items():
        if row.door is not Door.ALL:
            answer = thief.get(address(name, world.ana.ids))
            assert (answer.status_code, answer["Location"].partition("?")[0]) == (303, "/sign-in"), name
