"""Everything a person wrote, to take along: one JSON document, made by `privacy.yaml`."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext

from kindring import __version__
from kindring.accounts.mail_seal import open_address
from kindring.accounts.models import User
from kindring.lib.days import day_in
from kindring.lib.privacy import Erased, FieldPolicy, ModelPolicy, Sealing, policy
from kindring.lib.sealed import SealedTextField, open_value
from kindring.lib.sealing import Unsealable

FORMAT = "kindring-export"
VERSION = 1
LOCKED = {"locked": True}
_ROWS_AT_ONCE = 1000


def write_export(user: User, now: datetime, write: Callable[[bytes], object]) -> None:
    """Hands the document to `write`, piece by piece; needs the user's open keyring.

    A value whose key is not open is `{"locked": true}`: the rest of the row is still worth having.
    """
    for piece in _pieces(user, now):
        write(piece.encode())


def _pieces(user: User, now: datetime) -> Iterator[str]:
    """A header, what the columns mean, the account, and the rows of each table; a row is a line."""
    told = {label: told for label, told in policy().items() if told.exported()}
    head = {
        "format": FORMAT,
        "version": VERSION,
        "made_on": day_in(user.time_zone, now),
        "made_by": f"Kindring {__version__}",
        "meaning": {label: _meaning(each) for label, each in told.items()},
    }
    yield _json(head)[:-1] + ',\n"rows":{'
    for at, each in enumerate(told.values()):
        yield f"{',' if at else ''}\n{_json(each.label)}:["
        for number, row in enumerate(_rows(each, user)):
            yield f"{',' if number else ''}\n{_json(row)}"
        yield "]"
    yield "}}\n"


def _meaning(told: ModelPolicy) -> dict[str, Any]:
    return {"what": gettext(told.what), "fields": {line.name: gettext(line.says) for line in told.exported()}}


def _rows(told: ModelPolicy, user: User) -> Iterator[dict[str, Any]]:
    """The exported columns of the rows that `user` takes along, in a fixed order."""
    lines = told.exported()
    readers = [_reader(told, line) for line in lines]
    columns = [column for line in lines for column in (_sealed_by(told, line), line.name)]
    values = _taken_along(told, user).order_by("pk").values_list("pk", *columns)
    for row in values.iterator(chunk_size=_ROWS_AT_ONCE):
        yield _read(row, lines, readers)


def _taken_along(told: ModelPolicy, user: User) -> models.QuerySet[models.Model]:
    """Where rows have more than one side their QuerySet says who takes which along."""
    rows: Any = getattr(told.model, "objects", None)
    if hasattr(rows, "to_take_along"):
        return cast("models.QuerySet[models.Model]", rows.to_take_along(user))
    owner = "pk" if told.erased is Erased.ACCOUNT else "owner_id"
    return models.QuerySet(told.model).filter(**{owner: user.pk})


def _sealed_by(told: ModelPolicy, line: FieldPolicy) -> str:
    """The column that says whose key sealed this one: a circle's or an ask's, the owner's, or a user's own row."""
    field = told.model._meta.get_field(line.name)
    under = field.under if isinstance(field, SealedTextField) else ""
    return under or ("owner_id" if told.erased is Erased.ROW else "pk")


Reader = Callable[[UUID, UUID, Any], Any]
"""From whose key it is, the row's id and the stored value to what is exported."""


def _read(row: Sequence[Any], lines: list[FieldPolicy], readers: list[Reader]) -> dict[str, Any]:
    found = {}
    for line, reader, owner, value in zip(lines, readers, row[1::2], row[2::2], strict=True):
        try:
            found[line.name] = reader(owner, row[0], value)
        except Unsealable:
            found[line.name] = LOCKED
    return found


def _reader(told: ModelPolicy, line: FieldPolicy) -> Reader:
    if line.sealed is Sealing.SERVER_KEY:
        return lambda owner, _row, value: open_address(owner, value)
    field = told.model._meta.get_field(line.name)
    if not isinstance(field, SealedTextField):
        return lambda _owner, _row, value: value
    return lambda owner, row, value: _opened(field, owner, row, value)


def _opened(field: SealedTextField, owner: UUID, row: UUID, value: Any) -> Any:
    return field.empty() if value is None else field.from_text(open_value(field, owner, row, value))


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
