"""Queries of the hottest pages, compiled once.

Building SQL with the ORM costs many times what running it does. A `HotQuery` is written with the ORM like any
other, compiled at its first use with a stand-in for each argument, and from then on only bound and run.
"""

import uuid
from collections.abc import Callable, Iterable
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
    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    convert: Callable[[Iterable[Any]], Iterable[Any]]


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
            return [tuple(row) for row in compiled.convert(cursor.fetchall())]

    def _compile(self, connection: BaseDatabaseWrapper) -> _Compiled:
        stand_ins = [dict(_STAND_INS)[kind](at) for at, kind in enumerate(self._kinds)]
        compiler = self._build(*stand_ins).using(connection.alias).query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        adapted = [_plain(_adapted(value, connection)) for value in stand_ins]
        plain = [_plain(value) for value in params]
        places = tuple((at, adapted.index(value)) for at, value in enumerate(plain) if value in adapted)
        if {argument for _, argument in places} != set(range(len(adapted))):
            raise TypeError("an argument of a hot query does not reach its SQL")
        converters = compiler.get_converters([column[0] for column in compiler.select])

        def convert(rows: Iterable[Any]) -> Iterable[Any]:
            return compiler.apply_converters(rows, converters)

        self._compiled[connection.alias] = _Compiled(sql, tuple(params), places, convert)
        return self._compiled[connection.alias]


def _adapted(value: Argument, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(value, uuid.UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return connection.Database.Binary(value) if isinstance(value, bytes) else value


def _plain(value: Any) -> Any:
    """A parameter as it compares: drivers wrap bytes, and some wrappers are equal to nothing but themselves."""
    value = getattr(value, "obj", value)
    return bytes(value) if isinstance(value, memoryview) else value
