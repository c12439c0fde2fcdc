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


class _HotWrite(Generic[Row]):
    """What the three have in common: the fields of one model, and statements that are spelled once."""

    def __init__(self, model: type[Row], fields: Iterable[Field]) -> None:
        self._table = model._meta.db_table
        self._fields = list(fields)
        self._statements: dict[tuple[str, int], Statement] = {}

    def _write(self, rows: Sequence[Row], using: str, *, new: bool) -> int:
        """Runs the statement for all rows at once; how many were changed."""
        connection = connections[using]
        kind = (using, len(rows))
        if kind not in self._statements:
            self._statements[kind] = Statement.spelled(self._sql(connection, len(rows)), connection)
        values = [_stored(field, row, connection, new=new) for row in rows for field in self._fields]
        return changed(connection, self._statements[kind], values)

    def _sql(self, connection: BaseDatabaseWrapper, rows: int) -> str:
        raise NotImplementedError


class HotInsert(_HotWrite[Row]):
    """INSERT of whole new rows of one model."""

    def __init__(self, model: type[Row]) -> None:
        super().__init__(model, model._meta.concrete_fields)

    def write(self, rows: Sequence[Row], using: str = DEFAULT_DB_ALIAS) -> None:
        """All rows in one statement; afterwards they count as saved."""
        self._write(rows, using, new=True)
        for row in rows:
            row._state.adding, row._state.db = False, using

    def _sql(self, connection: BaseDatabaseWrapper, rows: int) -> str:
        return _insert(connection, self._table, self._fields, rows)


class HotTally(_HotWrite[Row]):
    """Counts up: a new row of one model, or, where one with the same `keys` is there, its `counts` added to it."""

    def __init__(self, model: type[Row], keys: Iterable[str], counts: Iterable[str]) -> None:
        super().__init__(model, model._meta.concrete_fields)
        columns = {field.name: str(field.column) for field in self._fields}
        self._keys, self._counts = [columns[name] for name in keys], [columns[name] for name in counts]

    def write(self, rows: Sequence[Row], using: str = DEFAULT_DB_ALIAS) -> None:
        """All rows in one statement, no two with the same keys."""
        self._write(rows, using, new=True)

    def _sql(self, connection: BaseDatabaseWrapper, rows: int) -> str:
        quote = connection.ops.quote_name
        table = quote(self._table)
        sums = (f"{quote(name)} = {table}.{quote(name)} + excluded.{quote(name)}" for name in self._counts)
        known = ", ".join(map(quote, self._keys))
        sql = f"{_insert(connection, self._table, self._fields, rows)} ON CONFLICT ({known}) DO UPDATE SET "
        return sql + ", ".join(sums)


class HotUpdate(_HotWrite[Row]):
    """UPDATE of the same few fields of one row."""

    def __init__(self, model: type[Row], names: Iterable[str]) -> None:
        named = [cast("Field", model._meta.get_field(name)) for name in names]
        super().__init__(model, [*named, model._meta.pk])

    def write(self, row: Row, using: str = DEFAULT_DB_ALIAS) -> None:
        """Stores these fields of `row`; `DatabaseError` where it is gone."""
        if self._write([row], using, new=False) != 1:
            raise DatabaseError("the row to update is gone")

    def _sql(self, connection: BaseDatabaseWrapper, rows: int) -> str:
        quote = connection.ops.quote_name
        *sets, key = [f"{quote(str(field.column))} = %s" for field in self._fields]
        return f"UPDATE {quote(self._table)} SET {', '.join(sets)} WHERE {key}"  # noqa: S608 the model's own names


def _insert(connection: BaseDatabaseWrapper, table: str, fields: Sequence[Field], rows: int) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    place = f"({', '.join(['%s'] * len(fields))})"
    places = ", ".join([place] * rows)
    return f"INSERT INTO {quote(table)} ({columns}) VALUES {places}"  # noqa: S608 the model's own names


def _stored(field: Field, row: models.Model, connection: BaseDatabaseWrapper, *, new: bool) -> Any:
    return field.get_db_prep_save(field.pre_save(row, new), connection)
