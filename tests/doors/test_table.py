"""The door table, row by row: every address × method × who asks × about what."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from kindring.web.urls import urlpatterns
from tests.doors.table import LINKS, METHODS, TABLE, Door, State, expected
from tests.doors.world import ROLES, Role, World, ask, browser_for, typed, undone

TOLD_APART = {reverse(name): name for name in ("sign_in", "unlock", "join_code")}


def came_to(answer: Any) -> str:
    """In the words of the table."""
    if answer.status_code == 303:
        return TOLD_APART.get(answer["Location"].partition("?")[0], "on")
    if answer.status_code in {403, 409, 422}:
        return "no"
    return "page" if answer.status_code == 200 else str(answer.status_code)


def things(name: str, world: World) -> dict[str, dict[str, Any]]:
    """What an address may be about: ids by whose they are."""
    if not TABLE[name].about:
        return {"": {}}
    if TABLE[name].about in LINKS:
        return {"someone": world.ana.ids, "nobody": world.ids_nobody_has()}
    another = dict.fromkeys(world.ana.ids, world.ana.ids["moment" if TABLE[name].about != "moment" else "person"])
    return {
        "ana": world.ana.ids,
        "cleo": world.cleo.ids,
        "nobody": world.ids_nobody_has(),
        "of another kind": another,
    }


def asked_for(name: str, world: World) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, whose thing, and ids: all that can be asked for at an address."""
    return [(method, whose, ids) for whose, ids in things(name, world).items() for method in METHODS]


def is_mine(name: str, role: Role, whose: str) -> bool:
    return whose in {"", "someone", role.whose}


@pytest.mark.parametrize("name", TABLE)
def test_everyone_gets_what_the_table_says(name: str, world: World) -> None:
    wrong = {}
    for role in ROLES:
        for (method, whose), found in answers(name, role, world):
            told = expected(name, method, role.state, mine=is_mine(name, role, whose))
            if found != told:
                wrong[method, role.name, whose] = f"{found}, not {told}"
    assert wrong == {}


def answers(name: str, role: Role, world: World) -> Iterator[tuple[tuple[str, str], str]]:
    """What everything that this role asks for comes to; each time as if it were the first."""
    with transaction.atomic():
        browser = browser_for(role, world)
        own: dict[str, Any] = getattr(world, role.whose or "ana").ids
        for method, whose, ids in asked_for(name, world):
            with undone(browser):
                answer = ask(browser, name, method, ids, typed(name, own))
            yield (method, whose), came_to(answer)
        transaction.set_rollback(True)


def test_every_address_has_its_row() -> None:
    """A page without a row in the table is a page nobody thought about who may see."""
    names = [pattern.name for pattern in urlpatterns]
    assert None not in names
    assert len(set(names)) == len(names)
    assert set(names) == set(TABLE)
    resolver = get_resolver("kindring.config.urls")
    assert {name for name in resolver.reverse_dict if isinstance(name, str)} == set(TABLE)


def test_a_view_opens_its_door_no_further_than_the_table_says() -> None:
    for pattern in urlpatterns:
        view = pattern.callback
        door = Door.HOME
        if not getattr(view, "login_required", True):
            door = Door.ALL
        elif not getattr(view, "needs_keys", True):
            door = Door.KNOWN
        elif not getattr(view, "needs_code", True):
            door = Door.OPEN
        assert TABLE[str(pattern.name)].door is door, pattern.name


def test_what_is_open_to_all_is_a_short_list() -> None:
    everyone = {name for name, row in TABLE.items() if row.door is Door.ALL}
    getting_in = {"sign_in", "join", "recover", "reset_link"}
    going_out = {"leave", "away", "farewell"}
    invited = {"invitation"}
    about_us = {"readable", "offline", "offline_worker", "manifest"}
    in_danger = {"lifeline", "lines", "worried", "country", "lifeline_kept"}
    by_secret = {"notices_stop", "feed"}
    by_link = {name for name in TABLE if name.startswith("helper")}
    to_read = {name for name in TABLE if name.startswith("guide")}
    assert everyone == getting_in | going_out | invited | about_us | in_danger | by_secret | by_link | to_read


def test_the_table_has_at_least_five_thousand_triples(world: World, record_property: Any) -> None:
    count = sum(len(ROLES) * len(asked_for(name, world)) for name in TABLE)
    record_property("triples", count)
    assert count >= 5000


def test_an_id_that_is_none_is_no_address(world: World) -> None:
    browser = browser_for(ROLES[6], world)
    for odd in ("1", "x", "../settings", str(uuid4())[:-1], f"{uuid4()}0", str(uuid4()).upper(), "%00", "é"):
        assert browser.get(f"/people/{odd}").status_code == 404, odd


def test_someone_who_was_removed_has_no_page_until_they_are_brought_back(world: World) -> None:
    removed = world.ana.ids | {"person": world.ana.ids["removed"]}
    browser = browser_for(ROLES[6], world)
    names = [name for name, row in TABLE.items() if row.about == "person" and name != "person_restore"]
    for name in names:
        for method in ("GET", "POST"):
            answer = ask(browser, name, method, removed, typed(name, removed))
            assert came_to(answer) in {"404", "405"}, name
    assert came_to(ask(browser, "person_restore", "POST", removed, {})) == "on"


def test_the_rule_of_the_table_in_three_examples() -> None:
    assert expected("person", "GET", State.IN, mine=True) == "page"
    assert expected("person", "GET", State.IN, mine=False) == "404"
    assert expected("person", "DELETE", State.OUT, mine=True) == "sign_in"
