"""Every form sent twice: one press after the other, and two at the same moment. One effect, or a clear refusal."""

from collections import Counter
from functools import partial

import pytest
from django.db import connection
from django.test import Client

from kindring.web.sessions import COOKIE
from tests.at_once import all_at_once
from tests.cast import NOW
from tests.doors.table import TABLE, Door
from tests.doors.test_faults import SENT, sent_by
from tests.doors.world import World, address, make_world
from tests.online import new_browser

# Two people may have one name, two moments one day, and a file may be brought again: the cards say who is there.
MAY_DOUBLE = {"person_new": {"people_person"}, "bring": {"people_importfile", "people_importcard"}}
MAY_DOUBLE |= {"moment_new": {"people_moment", "people_presence"}}
# Two browsers may sign in at once. From one browser, the session of the second press takes the place of the first.
MAY_DOUBLE |= {"sign_in": {"accounts_session"}, "recover": {"accounts_session"}}
COUNTED = {"accounts_throttle"}
Rows = Counter[str]


@pytest.fixture
def lived_in(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world of its own, committed, so that two connections see it."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_world()


def rows() -> Rows:
    """How many rows each table has."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - COUNTED
        counts: Rows = Counter()
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return counts


def browser(name: str, world: World) -> Client:
    client = new_browser()
    if TABLE[name].door is not Door.ALL or name == "leave":
        client.cookies[COOKIE] = world.ana.cookie
    return client


def press(client: Client, name: str, world: World) -> int:
    return client.post(address(name, world.ana.ids), sent_by(name, world)).status_code


def doubled(name: str, before: Rows, once: Rows, twice: Rows) -> dict[str, tuple[int, int]]:
    """Tables in which two presses made or took more rows than one: (by one, by two)."""
    by_one = {table: once[table] - before[table] for table in before}
    by_two = {table: twice[table] - before[table] for table in before}
    return {
        table: (by_one[table], by_two[table])
        for table in before
        if by_one[table] != by_two[table] and table not in MAY_DOUBLE.get(name, ())
    }


@pytest.mark.parametrize("name", [name for name in SENT if name != "join_code"])
def test_pressed_again_it_happens_once_or_is_refused(name: str, lived_in: World) -> None:
    client, before = browser(name, lived_in), rows()
    assert press(client, name, lived_in) in {200, 303}
    once = rows()
    assert press(client, name, lived_in) in {200, 303, 403, 404, 409, 422}
    assert doubled(name, before, once, rows()) == {}


def test_two_presses_at_one_moment(lived_in: World) -> None:
    """One world for all: forms that take the world itself away come in the test below."""
    ends = {"settings_erase", "sign_out", "leave", "lock", "sessions_end", "settings_password", "settings_recovery"}
    ends |= {"reset_link", "recover", "person_delete", "bring_drop", "bring_go", "bring_choose", "moment_delete"}
    for name in [name for name in SENT if name not in ends | {"unlock", "join_code", "join"}]:
        before = rows()
        said = at_one_moment(name, lived_in)
        assert max(said) < 500, name
        came = {table: count - before[table] for table, count in rows().items() if count != before[table]}
        assert max(came.values(), default=0) <= 1 or name in MAY_DOUBLE, (name, came)


@pytest.mark.parametrize(
    "name",
    [
        *("settings_erase", "sign_out", "leave", "lock", "sessions_end", "settings_password", "settings_recovery"),
        *(
            "reset_link",
            "recover",
            "person_delete",
            "bring_drop",
            "bring_go",
            "bring_choose",
            "moment_delete",
            "join",
        ),
    ],
)
def test_two_presses_at_one_moment_of_what_ends_something(name: str, lived_in: World) -> None:
    before = rows()
    said = at_one_moment(name, lived_in)
    assert max(said) < 500
    assert min(said) in {200, 303}
    came = {table: count - before[table] for table, count in rows().items() if count > before[table]}
    expected = {"join": {"accounts_user": 1, "accounts_keywrap": 2, "accounts_session": 1}}
    expected |= {"reset_link": {"accounts_keywrap": 2, "accounts_session": 1}}
    assert came == expected.get(name, came)
    assert all(count <= 2 for count in came.values())


def at_one_moment(name: str, world: World) -> list[int]:
    tabs = [browser(name, world) for _ in range(2)]
    return all_at_once([partial(press, tab, name, world) for tab in tabs])


def test_one_address_book_brought_in_two_tabs_brings_everyone_once(lived_in: World) -> None:
    tabs = [browser("bring_go", lived_in) for _ in range(2)]
    before = rows()["people_person"]
    said = all_at_once([partial(press, tab, "bring_go", lived_in) for tab in tabs])
    assert set(said) <= {303, 404}
    assert rows()["people_person"] - before <= 1
