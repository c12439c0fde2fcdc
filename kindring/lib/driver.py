"""Statements straight from the database's driver: Django's cursor would double what a small one costs."""

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

_PLACE = re.compile("(?<!%)%s")


class Statement(NamedTuple):
    """SQL as Django spells it, and as the driver does."""

    sql: str
    own: str

    @classmethod
    def spelled(cls, sql: str, connection: BaseDatabaseWrapper) -> "Statement":
        """From Django's spelling, for the database of this connection."""
        own = _PLACE.sub("?", sql).replace("%%", "%") if connection.vendor == "sqlite" else sql
        return cls(sql, own)


def fetched(connection: Any, statement: Statement, params: Sequence[Any]) -> list[Any]:
    """The rows that a statement finds, as the driver gives them."""
    return list(_run(connection, statement, params, lambda cursor: cursor.fetchall()))


def changed(connection: Any, statement: Statement, params: Sequence[Any]) -> int:
    """How many rows a statement wrote."""
    return int(_run(connection, statement, params, lambda cursor: cursor.rowcount))


def _run(connection: Any, statement: Statement, params: Sequence[Any], take: Callable[[Any], Any]) -> Any:
    """Through Django's cursor where somebody listens; errors are Django's either way."""
    if connection.execute_wrappers or connection.force_debug_cursor:
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, params)
            return take(cursor)
    connection.close_if_health_check_failed()
    if connection.connection is None:
        connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        return take(connection.connection.execute(statement.own, params))
