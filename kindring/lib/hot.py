"""Queries of the hottest pages, compiled once.

Building SQL with the ORM costs many times what running it does. A `HotQuery` is written with the ORM like any
other, compiled at its first use with a stand-in for each argument, and from then on only bound and run.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Argument = uuid.UUID | date | int | bytes
_STAND_INS: tuple[tuple[type[Argument], Callable[[int], Argument]], ...] = (
    (uuid.UUID, lambda at: uuid.UUID(int=0x5EED_0000_0000_4000_8000_0000_0000_0000 + at)),
    (date, lambda at: date(1583, 1, 1 + at)),
    (int, lambda at: 1_583_000_000 + at),
    (bytes, lambda at: b"stand-in %d" % at),
)


class _Compiled(NamedTuple):
    """`places` pairs a parameter with its argument; `converters` a column with its steps and expression."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    converters: tuple[tuple[int, Sequence[Callable[..., Any]], Any], ...]


class HotQuery:
    """`build(*arguments)` returns a `values_list` queryset; `kinds` are the arguments' types, in order.

    The shape of the SQL must not depend on the values: no `None`, no lists, no slices by an argument.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], *kinds: type[Argument]) -> None:
        self._build, self._kinds = build, kinds
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, *arguments: Argument, using: str = DEFAULT_DB_ALIAS) -> list[tuple[Any, ...]]:
        """The rows as tuples, converted as the ORM would have (sealed fields as `Sealed`)."""
        connection = connections[using]
        compiled = self._compiled.get(using) or self._compile(connection)
        params = list(compiled.params)
        for place, argument in compiled.places:
            params[place] = _adapted(arguments[argument], connection)
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            rows = cursor.fetchall()
        return _converted(rows, compiled, connection) if compiled.converters else rows

    def _compile(self, connection: BaseDatabaseWrapper) -> _Compiled:
        stand_ins = [dict(_STAND_INS)[kind](at) for at, kind in enumerate(self._kinds)]
        compiler = self._build(*stand_ins).using(connection.alias).query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        adapted = [_plain(_adapted(value, connection)) for value in stand_ins]
        plain = [_plain(value) for value in params]
        places = tuple((at, adapted.index(value)) for at, value in enumerate(plain) if value in adapted)
        if {argument for _, argument in places} != set(range(len(adapted))):
            raise TypeError("an argument of a hot query does not reach its SQL")
        found = compiler.get_converters([column[0] for column in compiler.select])
        converters = tuple((at, steps, expression) for at, (steps, expression) in found.items())
        self._compiled[connection.alias] = _Compiled(sql, tuple(params), places, converters)
        return self._compiled[connection.alias]


def _converted(rows: Iterable[Any], compiled: _Compiled, connection: Any) -> list[tuple[Any, ...]]:
    """As Django's compiler does it, but for the connection of this thread: the compiled query is shared."""
    converted = []
    for row in map(list, rows):
        for at, steps, expression in compiled.converters:
            for step in steps:
                row[at] = step(row[at], expression, connection)
        converted.append(tuple(row))
    return converted


def _adapted(value: Argument, connection: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return connection.Database.Binary(value) if isinstance(value, bytes) else value


def _plain(value: Any) -> Any:
    """A parameter as it compares: drivers wrap bytes, and some wrappers equal nothing but themselves."""
    value = getattr(value, "obj", value)
    return bytes(value) if isinstance(value, memoryview) else value
