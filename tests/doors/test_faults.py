"""A fault of the database at every query of every form: what was asked for has happened, or nothing has."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection

from tests.address_books import MIRA
from tests.doors.table import TABLE, State
from tests.doors.world import ROLES, World, address, browser_for, typed, undone
from tests.photos import PHOTO
from tests.tables import changed, held

SENT = [name for name, row in TABLE.items() if row.post not in {"405", "no"}]
SENT += ["bring", "join_code", "lifeline_photo"]
WHOSE = {State.LOCKED: "Ana, locked", State.NEW: "Ana, before her code", State.IN: "Ana"}
AS = {"unlock": State.LOCKED, "join_code": State.NEW}
# Tries are counted before they are looked at, and stay so; the hour of the last visit is noted before all else.
ASIDE = ("accounts_session.seen_at",)
COUNTED = {"accounts_throttle"}
TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
# The new password is set when signing in with it fails: it opens, and so does the code once more.
TWO_STEPS = {"recover"}

Shape = dict[str, tuple[int, int]]


@contextmanager
def failing_at(number: int) -> Iterator[list[str]]:
    """Within, the query of this number finds the database gone; the queries that were asked."""
    asked: list[str] = []

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(TRANSACTIONS):
            asked.append(sql)
            if len(asked) == number:
                raise OperationalError("disk I/O error")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield asked


def sent_by(name: str, world: World) -> dict[str, Any]:
    if name == "bring":
        return {"book": SimpleUploadedFile("book.vcf", MIRA.encode())}
    if name == "lifeline_photo":
        return {"photo": SimpleUploadedFile("sea.png", PHOTO)}
    return {"code": world.ana.ids["own code"]} if name == "join_code" else typed(name, world.ana.ids)


def shape(before: Any) -> Shape:
    """How many rows went and came since then, by table."""
    differs = changed(before, held(*ASIDE))
    return {table: (len(gone), len(come)) for table, (gone, come) in differs.items() if table not in COUNTED}


def run(name: str, world: World, number: int = 0) -> tuple[int, Shape, int]:
    """Status, what changed, and how many queries it took, when the query of this number fails (0: none)."""
    role = next(role for role in ROLES if role.name == WHOSE[AS.get(name, State.IN)])
    browser = browser_for(role, world)
    before = held(*ASIDE)
    with undone(browser):
        with failing_at(number) as asked:
            answer = browser.post(address(name, world.ana.ids), sent_by(name, world))
        # The fault came before the database heard of it, and outside a test there is no transaction around a request.
        connection.set_rollback(False)
        return answer.status_code, shape(before), len(asked)


@pytest.mark.parametrize("name", SENT)
def test_a_fault_leaves_nothing_half_done(name: str, world: World) -> None:
    status, whole, queries = run(name, world)
    assert status in {200, 303}, status
    assert queries >= 1
    partial = {}
    for number in range(1, queries + 1):
        failed, happened, _ = run(name, world, number)
        assert failed in {200, 303, 500, 503}, (number, failed)
        if happened not in ({}, whole):
            partial[number] = happened
    if name in TWO_STEPS:
        assert all("accounts_keywrap" in happened for happened in partial.values())
        partial = {}
    assert partial == {}, whole


def test_after_a_recovery_that_broke_off_the_code_works_again(world: World) -> None:
    _, whole, queries = run("recover", world)
    browser = browser_for(ROLES[0], world)
    for number in range(1, queries + 1):
        with undone(browser):
            with failing_at(number):
                first = browser.post(address("recover", {}), sent_by("recover", world))
            again = browser.post(address("recover", {}), sent_by("recover", world))
            assert again.status_code == 303, number
        assert first.status_code in {500, 303}
    assert whole


def test_leaving_works_whatever_the_database_says(world: World) -> None:
    """But for finding out who is there, which comes before everything."""
    _, _, queries = run("leave", world)
    for number in range(2, queries + 1):
        status, _, _ = run("leave", world, number)
        assert status == 303


def test_the_shape_of_a_change_sees_a_half(world: World) -> None:
    before = held(*ASIDE)
    world.ana.session().delete()
    assert shape(before) == {"accounts_session": (1, 0)}
