"""The embedded database is opened so that nothing acknowledged is lost and nothing deleted stays."""

import subprocess
import sys

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

from kindring.config import sqlite, start_checks
from kindring.config.cannot_start import CannotStart
from kindring.config.environment import PACKAGE

STAND_IN = "from kindring.config import sqlite; sqlite.stand_in(); print(sqlite.shown(sqlite.version()))"
SHIPPED = "print(sqlite3.sqlite_version)"


@pytest.fixture
def opened(tmp_path, django_db_blocker):
    """Another connection, made exactly as the product makes its own."""
    handler = ConnectionHandler({"default": sqlite.database(tmp_path / "kindring.sqlite3")})
    with django_db_blocker.unblock():
        yield handler["default"]
        handler.close_all()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("temp_store", 2),
        ("busy_timeout", 20_000),
    ],
)
def test_pragma_is_in_force(opened, pragma, value):
    with opened.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_transactions_take_the_write_lock_at_once(opened):
    assert opened.get_connection_params()
    assert opened.transaction_mode == "IMMEDIATE"


def test_the_sqlite_in_use_is_a_fixed_one(opened):
    assert opened.Database.sqlite_version_info >= sqlite.WAL_FIXED
    assert sqlite.version() == opened.Database.sqlite_version_info


@pytest.mark.parametrize(
    ("version", "bad"),
    [((3, 6, 23), False), ((3, 7, 0), True), ((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False)],
)
def test_versions_known_to_corrupt_a_log(version, bad):
    assert sqlite.may_corrupt(version) is bad


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite only")
def test_server_refuses_a_sqlite_that_can_corrupt_its_log(monkeypatch):
    start_checks.sqlite_keeps_its_log()
    monkeypatch.setattr(sqlite, "version", lambda: (3, 51, 2))
    with pytest.raises(CannotStart, match=r"SQLite 3\.51\.2 can corrupt .* pysqlite3 .* 3\.51\.3"):
        start_checks.sqlite_keeps_its_log()


def test_without_pysqlite3_the_shipped_module_stays():
    """Where no fixed SQLite can be had, the start goes on to the check that refuses it."""
    without = printed_by("import sys; sys.modules['pysqlite3'] = None", STAND_IN)
    assert without == printed_by("import sqlite3", SHIPPED)


def printed_by(*lines):
    command = [sys.executable, "-c", "\n".join(lines)]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=PACKAGE.parent).stdout
