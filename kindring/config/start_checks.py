"""What must be true before the server, the worker or a migration starts. Each check raises `CannotStart`."""

import errno
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from kindring.config import sqlite
from kindring.config.cannot_start import CannotStart
from kindring.config.environment import LOCAL_HOSTS
from kindring.lifeline.lines import LinesError, lines_in


def folder_is_made() -> None:
    """SQLite makes its file, but not the folder around it."""
    if connection.vendor == "sqlite":
        settings.ENVIRONMENT.sqlite_file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)


@contextmanager
def answering_database() -> Iterator[None]:
    """Turns a database that does not answer into one line; the folder of SQLite's is made first."""
    try:
        folder_is_made()
        yield
    except OSError as problem:
        raise CannotStart(f"{problem.filename} cannot be made: {problem.strerror}") from problem
    except DatabaseError as problem:
        first = str(problem).strip().partition("\n")[0]
        raise CannotStart(f"the database {database_name()} does not answer: {first}") from problem


def database_name() -> str:
    """The database as a host knows it, without its password."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(told["NAME"])
    return f"{told['NAME']} on {told['HOST'] or 'the local socket'}"


def database_has_users() -> bool:
    """Whether anybody has signed up in this database; asked before a key file is made."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    with answering_database(), connection.cursor() as cursor:
        table = "accounts_user"
        if table not in connection.introspection.table_names(cursor):
            return False
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - a constant
        return cursor.fetchone() is not None


def crisis_lines_can_be_read() -> None:
    """A host's own file of crisis lines is looked at before anybody needs it."""
    try:
        lines_in(settings.KINDRING_CRISIS_LINES)
    except LinesError as problem:
        raise CannotStart(f"KINDRING_CRISIS_LINES: {settings.KINDRING_CRISIS_LINES}: {problem}") from problem


def sqlite_keeps_its_log() -> None:
    """Refuses a SQLite that is known to corrupt a write-ahead log."""
    if connection.vendor != "sqlite":
        return
    if sqlite.may_corrupt(sqlite.version()):
        fixed = sqlite.shown(sqlite.WAL_FIXED)
        raise CannotStart(
            f"SQLite {sqlite.shown(sqlite.version())} can corrupt its write-ahead log: install the Python"
            f" package pysqlite3 or a system SQLite of {fixed} or newer, or use PostgreSQL (DATABASE_URL)"
        )


def database_is_not_newer() -> None:
    """Refuses a database that a newer version of this program has changed."""
    with answering_database():
        loader = MigrationLoader(connection)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update(migration.replaces)
    unknown = sorted(set(loader.applied_migrations) - known)
    if unknown:
        app, name = unknown[-1]
        raise CannotStart(
            f"the database {database_name()} comes from a newer version (it has {app}.{name}):"
            " update this program, or start it with another KINDRING_DATA; nothing was changed"
        )


def database_is_up_to_date() -> None:
    """Refuses a database that still waits for a migration."""
    with answering_database():
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise CannotStart("the database is not up to date: run `kindring migrate` first")


def keys_can_be_read() -> None:
    """Refuses a key file that is lost, damaged or open to others; makes it on a first run."""
    with answering_database():
        bool(settings.SECRET_KEY)


def names_are_set(host: str) -> None:
    """Refuses to listen beyond this computer without knowing by which names."""
    if host not in {"127.0.0.1", "localhost", "::1"} and settings.ENVIRONMENT.hosts == LOCAL_HOSTS:
        raise CannotStart(f"KINDRING_HOSTS must name how this server is reached, as it listens on {host}")


def port_is_free(host: str, port: int) -> None:
    """Refuses a port that another program uses."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as problem:
        busy = problem.errno == errno.EADDRINUSE
        why = "is used by another program" if busy else f"cannot be used: {problem.strerror}"
        raise CannotStart(f"port {port} on {host} {why}; choose another with --port") from problem


BEFORE_MIGRATING = (database_is_not_newer, keys_can_be_read)
BEFORE_SERVING = (
    crisis_lines_can_be_read,
    sqlite_keeps_its_log,
    database_is_not_newer,
    keys_can_be_read,
    database_is_up_to_date,
)


def run(checks: Iterable[Callable[[], None]]) -> None:
    """Every check in turn; the first that fails ends the start."""
    for check in checks:
        check()
