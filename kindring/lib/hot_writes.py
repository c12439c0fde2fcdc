"""Writes of the hottest actions, without building their SQL anew each time.

Fields seal and adapt their values exactly as in `save()`. What `save()` does besides (signals, parents, reading back
what the database computed) no row of ours needs.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from kindring.lib.driver import Statement, changed

Row = TypeVar("Row", bound=models.Model)
Field = models.Field[Any, Any]


class HotInsert(Generic[Row]):
    """INSERT of whole new rows of one model."""

    def __init__(self, model: type[Row]) -> None:
        self._table = model._meta.db_table
        self._fields = list(model._meta.concrete_fields)

    def write(self, rows: Sequence[Row], using: str = DEFAULT_DB_ALIAS) -> None:
        """All rows in one statement; afterwards they count as saved."""
        connection = connections[using]
        values = [_stored(field, row, connection, new=True) for row in rows for field in self._fields]
        changed(connection, self._statement(connection, len(rows)), values)
        for row in rows:
            row._state.adding, row._state.db = False, using

    def _statement(self, connection: BaseDatabaseWrapper, rows: int) -> Statement:
        return Statement.spelled(_insert(connection, self._table, self._fields, rows), connection)


class HotTally(Generic[Row]):
    """Counts up: a new row of one model, or, where one with the same `keys` is there, its `counts` added to it."""

    def __init__(self, model: type[Row], keys: Iterable[str], counts: Iterable[str]) -> None:
        self._table = model._meta.db_table
        self._fields = list(model._meta.concrete_fields)
        columns = {field.name: str(field.column) for field in self._fields}
        self._keys, self._counts = [columns[name] for name in keys], [columns[name] for name in counts]

    def write(self, rows: Sequence[Row], using: str = DEFAULT_DB_ALIAS) -> None:
        """All rows in one statement, no two with the same keys."""
        connection = connections[using]
        values = [_stored(field, row, connection, new=True) for row in rows for field in self._fields]
        changed(connection, self._statement(connection, len(rows)), values)

    def _statement(self, connection: BaseDatabaseWrapper, rows: int) -> Statement:
        quote = connection.ops.quote_name
        table = quote(self._table)
        sums = (f"{quote(name)} = {table}.{quote(name)} + excluded.{quote(name)}" for name in self._counts)
        known = ", ".join(map(quote, self._keys))
        sql = f"{_insert(connection, self._table, self._fields, rows)} ON CONFLICT ({known}) DO UPDATE SET "
        return Statement.spelled(sql + ", ".join(sums), connection)


class HotUpdate(Generic[Row]):
    """UPDATE of the same few fields of one row."""

    def __init__(self, model: type[Row], names: Iterable[str]) -> None:
        self._table = model._meta.db_table
        self._key = model._meta.pk
        self._fields = [cast("Field", model._meta.get_field(name)) for name in names]

    def write(self, row: Row, using: str = DEFAULT_DB_ALIAS) -> None:
        """Stores these fields of `row`; `DatabaseError` where it is gone."""
        connection = connections[using]
        values = [_stored(field, row, connection, new=False) for field in (*self._fields, self._key)]
        if changed(connection, self._statement(connection), values) != 1:
            raise DatabaseError("the row to update is gone")

    def _statement(self, connection: BaseDatabaseWrapper) -> Statement:
        quote = connection.ops.quote_name
        sets = ", ".join(f"{quote(str(field.column))} = %s" for field in self._fields)
        sql = f"UPDATE {quote(self._table)} SET {sets} WHERE {quote(str(self._key.column))} = %s"  # noqa: S608 as above
        return Statement.spelled(sql, connection)


def _insert(connection: BaseDatabaseWrapper, table: str, fields: Sequence[Field], rows: int) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    place = f"({', '.join(['%s'] * len(fields))})"
    places = ", ".join([place] * rows)
    return f"INSERT INTO {quote(table)} ({columns}) VALUES {places}"  # noqa: S608 the model's own names


def _stored(field: Field, row: models.Model, connection: BaseDatabaseWrapper, *, new: bool) -> Any:
    return field.get_db_prep_save(field.pre_save(row, new), connection)
