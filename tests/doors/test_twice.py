"""Every form sent twice, one press after the other: one effect, or a clear refusal."""

from collections import Counter

import pytest
from django.db import connection
from django.test import Client

from kindring.web.sessions import COOKIE
from tests.doors.table import TABLE, Door
from tests.doors.test_faults import SENT, sent_by
from tests.doors.world import World, address, undone
from tests.online import new_browser

# Two people may have one name, two moments one day, and a file may be brought again: the cards say who is there.
MAY_DOUBLE = {"person_new": {"people_person"}, "bring": {"people_importfile", "people_importcard"}}
MAY_DOUBLE |= {"moment_new": {"people_moment", "people_presence"}}
MAY_DOUBLE |= {"lifeline_device": {"lifeline_devicecopy"}}  # each is for one browser
# Two browsers may sign in at once. From one browser, the session of the second press takes the place of the first.
MAY_DOUBLE |= {"sign_in": {"accounts_session"}, "recover": {"accounts_session"}}
COUNTED = {"accounts_throttle"}
Rows = Counter[str]


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
def test_pressed_again_it_happens_once_or_is_refused(name: str, world: World) -> None:
    client, before = browser(name, world), rows()
    with undone(client):
        assert press(client, name, world) in {200, 303}
        once = rows()
        assert press(client, name, world) in {200, 303, 403, 404, 409, 422}
        assert doubled(name, before, once, rows()) == {}
