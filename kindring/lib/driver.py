"""Statements straight from the database's driver: Django's cursor would double what a small one costs."""

import re
from collections.abc import Sequence
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
    driver = _driver(connection)
    if driver is None:
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, params)
            return list(cursor.fetchall())
    try:
        return list(driver.execute(statement.own, params).fetchall())
    except Exception:
        with connection.wrap_database_errors:
            raise


def changed(connection: Any, statement: Statement, params: Sequence[Any]) -> int:
    """How many rows a statement wrote."""
    driver = _driver(connection)
    if driver is None:
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, params)
            return int(cursor.rowcount)
    try:
        return int(driver.execute(statement.own, params).rowcount)
    except Exception:
        with connection.wrap_database_errors:
            raise


def _driver(connection: Any) -> Any:
    """The driver's own connection, ready; None where somebody listens: then it goes through Django's cursor."""
    if connection.execute_wrappers or connection.force_debug_cursor:
        return None
    connection.close_if_health_check_failed()
    if connection.connection is None:
        connection.ensure_connection()
    if connection.needs_rollback:
        connection.validate_no_broken_transaction()
    return connection.connection
