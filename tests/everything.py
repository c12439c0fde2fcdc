"""One row of every table for a user, with a word of its own in every sealed column: made from the schema."""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.utils import timezone

from kindring.accounts.models import User
from kindring.lib import keyring
from kindring.lib.privacy import Erased, With, known_models, policy
from kindring.lib.sealed import SealedJSONField, SealedTextField

# Characters of four bytes each, so that even a word of four letters is nowhere by chance.
_LETTERS = (0x20000, 0x2A6DF)


def unique_word(length: int = 4) -> str:
    """A word that has not been anywhere before."""
    return "".join(chr(random.randint(*_LETTERS)) for _ in range(length))


@dataclass
class Everything:
    """What was made for a user: rows by label, and the words in them by (label, column)."""

    rows: dict[str, models.Model] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)


def owned_labels() -> list[str]:
    return [label for label, told in policy().items() if told.erased is Erased.ROW]


def one_of_everything(user: User) -> Everything:
    """A row in each table that has owners, or hangs on one that has; the user's keyring must be open."""
    made = Everything()
    hanging = [label for label, told in policy().items() if any(isinstance(rule, With) for rule in told.keep)]
    for label in [*owned_labels(), *hanging]:
        _row(label, user, made)
    user.called, user.recovery_code = unique_word(), unique_word()
    user.save()
    made.words |= {("accounts.User", name): getattr(user, name) for name in ("called", "recovery_code")}
    return made


def _row(label: str, user: User, made: Everything) -> models.Model:
    """The row of this table, and before it the rows it points to."""
    if label not in made.rows:
        model = known_models()[label]
        _make_room(model, user)
        words: dict[str, str] = {}
        links = _links(model, user, made)
        owned = {"owner": user} if any(column.name == "owner" for column in model._meta.concrete_fields) else {}
        row = _of_which_one_is_enough(model, user)
        if row is None:
            row = model(**owned, **links, **dict(_values(model, words)))
            _with_keys(row)
            row.save(force_insert=True)
        made.rows[label] = row
        made.words |= {(label, name): word for name, word in words.items()}
    return made.rows[label]


def _of_which_one_is_enough(model: type[models.Model], user: User) -> models.Model | None:
    """The row that is there, of a table that has one for each user."""
    once = [each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    alone = any(each.fields == ("owner",) for each in once)
    return models.QuerySet(model).filter(owner=user.pk).first() if alone else None


def _with_keys(row: models.Model) -> None:
    """What is sealed under the key of a circle or an ask opens with one of its own."""
    keys = keyring.current()
    for column in row._meta.concrete_fields:
        if isinstance(column, SealedTextField) and not keys.has(column.owner_of(row)):
            keys.add(column.owner_of(row), os.urandom(32))


def _make_room(model: type[models.Model], user: User) -> None:
    """Of some things everyone has one at most."""
    if any(getattr(each, "fields", ()) == ("owner",) for each in model._meta.constraints):
        models.QuerySet(model).filter(owner=user).delete()


def _links(model: type[models.Model], user: User, made: Everything) -> dict[str, models.Model]:
    """What a row points to. Where two columns point to one table, to two rows in the order of their ids."""
    columns = [column for column in model._meta.concrete_fields if column.is_relation and column.name != "owner"]
    # Some rows are either another user's or a link's: here the link's.
    columns = [column for column in columns if not (column.null and column.related_model is User)]
    links: dict[str, models.Model] = {}
    for column in columns:
        target: Any = column.related_model
        row: Any = _row(target._meta.label, user, made)
        if row in links.values():
            row = target.objects.create(owner=user)
        links[column.name] = row
    return dict(zip(links, sorted(links.values(), key=lambda row: row.pk), strict=True)) if _pair(links) else links


def _pair(links: dict[str, models.Model]) -> bool:
    return len({type(row) for row in links.values()}) < len(links)


def _values(model: type[models.Model], words: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for column in model._meta.concrete_fields:
        if isinstance(column, SealedTextField):
            words[column.name] = unique_word()
            yield column.name, _said(column, words[column.name])
        elif not (column.has_default() or column.is_relation or column.primary_key):
            yield column.name, _any(column)


def _said(column: SealedTextField, word: str) -> Any:
    if not isinstance(column, SealedJSONField):
        return word
    return [{"value": word}] if column.empty_as is list else {"value": word}


def _any(column: Any) -> Any:
    """A value that fits a column that must not be empty."""
    if column.choices:
        return column.choices[0][0]
    if isinstance(column, models.BinaryField):
        return os.urandom(column.max_length or 32)
    if isinstance(column, models.DateTimeField):
        return timezone.now()
    if isinstance(column, models.DateField):
        return timezone.now().date()
    return None if column.null else 1


def every_value() -> Iterator[tuple[str, Any]]:
    """(table.column, value) of everything in the database, as the driver gives it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(columns, row, strict=True):
                    yield f"{table}.{name}", bytes(value) if isinstance(value, memoryview) else value
