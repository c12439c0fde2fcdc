"""Queries of the hottest pages, compiled once.

Building SQL with the ORM costs many times what running it does. A `HotQuery` is written with the ORM like any
other, compiled at its first use with a stand-in for each argument, and from then on only bound and run.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from kindring.lib.driver import Statement, fetched
from kindring.lib.ids import id_of, spelled
from kindring.lib.sealed import Sealed, SealedTextField

Argument = uuid.UUID | date | int | bytes
Converter = Callable[[Iterable[Any], Any], list[Any]]
_STAND_INS: tuple[tuple[type[Argument], Callable[[int], Argument]], ...] = (
    (uuid.UUID, lambda at: uuid.UUID(int=0x5EED_0000_0000_4000_8000_0000_0000_0000 + at)),
    (date, lambda at: date(1583, 1, 1 + at)),
    (datetime, lambda at: datetime(1583, 2, 1 + at, tzinfo=UTC)),
    (int, lambda at: 1_583_000_000 + at),
    (bytes, lambda at: b"stand-in %d" % at),
)
# How SQLite stores what it has no type for; Django's way to the same values is longer.
_AS_STORED: dict[str, Callable[[Any], Any]] = {
    "BooleanField": bool,
    "DateField": date.fromisoformat,
    "DateTimeField": lambda stored: datetime.fromisoformat(stored).replace(tzinfo=UTC),
}


class _Compiled(NamedTuple):
    """`places` pairs a parameter with its argument; `converters` a column with what makes its values ours."""

    statement: Statement
    params: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    converters: tuple[tuple[int, Converter], ...]


class HotQuery:
    """`build(*arguments)` returns a `values_list` queryset; `kinds` are the arguments' types, in order.

    The shape of the SQL must not depend on the values: no `None`, no lists, no slices by an argument. With
    `text_ids` the rows hold ids as addresses spell them, for pages that only write them down.
    """

    def __init__(
        self, build: Callable[..., models.QuerySet[Any, Any]], *kinds: type[Argument], text_ids: bool = False
    ) -> None:
        self._build, self._kinds, self._text_ids = build, kinds, text_ids
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, *arguments: Argument, using: str = DEFAULT_DB_ALIAS) -> list[tuple[Any, ...]]:
        """The rows as tuples, converted as the ORM would have (sealed fields as `Sealed`)."""
        connection = connections[using]
        compiled = self._compiled.get(using) or self._compile(connection)
        params, adapted = list(compiled.params), [_adapted(argument, connection) for argument in arguments]
        for place, argument in compiled.places:
            params[place] = adapted[argument]
        rows = fetched(connection, compiled.statement, params)
        return _converted(rows, compiled, connection) if rows and compiled.converters else rows

    def _compile(self, connection: BaseDatabaseWrapper) -> _Compiled:
        stand_ins = [dict(_STAND_INS)[kind](at) for at, kind in enumerate(self._kinds)]
        compiler = self._build(*stand_ins).using(connection.alias).query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        adapted = [_plain(_adapted(value, connection)) for value in stand_ins]
        plain = [_plain(value) for value in params]
        places = tuple((at, adapted.index(value)) for at, value in enumerate(plain) if value in adapted)
        if {argument for _, argument in places} != set(range(len(adapted))):
            raise TypeError("an argument of a hot query does not reach its SQL")
        columns = [column[0] for column in compiler.select]
        found = {at: one for at, one in compiler.get_converters(columns).items() if not _is_a_number(columns[at])}
        converters = {at: _converter(steps, column, connection) for at, (steps, column) in found.items()}
        if self._text_ids:
            converters |= {at: _id_texts for at, column in enumerate(columns) if _kind_of(column) == "UUIDField"}
        statement = Statement.spelled(sql, connection)
        self._compiled[connection.alias] = _Compiled(statement, tuple(params), places, tuple(converters.items()))
        return self._compiled[connection.alias]


class HotList:
    """A hot query about a list of ids: `build(*arguments, ids)`, with `kinds` for the arguments before the list.

    It is compiled for a few lengths, and a shorter list filled up with its last id. The rows of a list longer than
    the longest come in several parts, each in the order of the query.
    """

    LENGTHS = (1, 8, 32, 128)

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], *kinds: type[Argument]) -> None:
        self._of = {length: self._query(build, kinds, length) for length in self.LENGTHS}

    @staticmethod
    def _query(
        build: Callable[..., models.QuerySet[Any, Any]], kinds: tuple[type[Argument], ...], length: int
    ) -> HotQuery:
        def built(*arguments: Any) -> models.QuerySet[Any, Any]:
            return build(*arguments[: len(kinds)], list(arguments[len(kinds) :]))

        return HotQuery(built, *kinds, *[uuid.UUID] * length)

    def rows(self, *arguments: Argument, ids: Collection[uuid.UUID]) -> list[tuple[Any, ...]]:
        """As of a `HotQuery`; none, and no query, for no ids."""
        left, found = list(ids), []
        while left:
            length = next((length for length in self.LENGTHS if length >= len(left)), self.LENGTHS[-1])
            part, left = left[:length], left[length:]
            found += self._of[length].rows(*arguments, *part, *[part[-1]] * (length - len(part)))
        return found


def _converted(rows: Sequence[Any], compiled: _Compiled, connection: Any) -> list[tuple[Any, ...]]:
    """As Django's compiler does it, but column by column and for the connection of this thread."""
    columns: list[Any] = list(zip(*rows, strict=True))
    for at, convert in compiled.converters:
        columns[at] = convert(columns[at], connection)
    return list(zip(*columns, strict=True))


def _converter(steps: Sequence[Callable[..., Any]], expression: Any, connection: Any) -> Converter:
    """What Django's `steps` do to a value, for a whole column."""
    kind = _kind_of(expression)
    if kind == "UUIDField" and not connection.features.has_native_uuid_field:
        return _uuids
    if isinstance(expression.output_field, SealedTextField):
        return _sealed
    if connection.vendor == "sqlite" and kind in _AS_STORED:
        read = _AS_STORED[kind]
        return lambda values, _connection: [None if value is None else read(value) for value in values]

    first, *others = steps

    def converted(values: Iterable[Any], connection: Any) -> list[Any]:
        values = [first(value, expression, connection) for value in values]
        for step in others:
            values = [step(value, expression, connection) for value in values]
        return values

    return converted


def _sealed(values: Iterable[Any], _connection: Any) -> list[Any]:
    return [None if value is None else Sealed(bytes(value)) for value in values]


def _is_a_number(column: Any) -> bool:
    """Drivers give whole numbers, and sums of them, as what they are; Django would make an `int` of each anew."""
    return _kind_of(column).endswith("IntegerField") and not hasattr(column.output_field, "from_db_value")


def _kind_of(column: Any) -> str:
    return str(column.output_field.get_internal_type())


def _uuids(values: Iterable[Any], _connection: Any) -> list[Any]:
    return [None if value is None else id_of(value) for value in values]


def _id_texts(values: Iterable[Any], _connection: Any) -> list[Any]:
    """Drivers give a UUID, or its 32 digits."""
    ids = (id_of(value) if isinstance(value, str) else value for value in values)
    return [None if one is None else spelled(one) for one in ids]


def _adapted(value: Argument, connection: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return connection.Database.Binary(value) if isinstance(value, bytes) else value


def _plain(value: Any) -> Any:
    """A parameter as it compares: drivers wrap bytes, and some wrappers equal nothing but themselves."""
    value = getattr(value, "obj", value)
    return bytes(value) if isinstance(value, memoryview) else value
