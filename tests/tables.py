"""All that the database holds, to compare before and after."""

from collections import Counter
from typing import Any

from django.db import connection

Held = dict[str, Counter[tuple[Any, ...]]]


def held(*but: str) -> Held:
    """Every row of every table, with the names of its columns; `but` are columns (`table.column`) to leave out."""
    found: Held = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            kept = [at for at, name in enumerate(names) if f"{table}.{name}" not in but]
            found[table] = Counter(tuple((names[at], _plain(row[at])) for at in kept) for row in cursor.fetchall())
    return found


def changed(before: Held, after: Held) -> dict[str, tuple[Any, ...]]:
    """Rows that came or went, by table; a row that was changed did both."""
    return {
        table: (dict(before[table] - after[table]), dict(after[table] - before[table]))
        for table in before
        if before[table] != after[table]
    }


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
