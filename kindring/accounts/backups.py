"""Backups as two files: what people have (sealed as it lies), and the wraps of the keys that open it.

Whoever holds only the data file can open nothing in it. The keys file is kept for 14 days, so that what somebody
erased cannot be opened from an old backup either. The server's own key file is in neither: a host keeps it apart.

Both files are lines of JSON, compressed: a header, then a line for each row, then the sum of all before. Nothing in
them belongs to one database, so a backup taken on SQLite can be restored on PostgreSQL and the other way round.
"""

import base64
import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from kindring.accounts.models import KeyWrap, ResetLink, Session, Throttle, User
from kindring.lib.refused import Refused
from kindring.lib.sealed import Restored, Sealed
from kindring.lib.sealing import Unsealable, ValueKey, seal, unseal

FORMAT = "kindring-backup-1"
KEYS_KEPT = timedelta(days=14)
_STAMP = "%Y%m%dT%H%M%SZ"
_CANARY = "this key file fits"
_BATCH = 500
# Sessions, links and counts of failures are not worth keeping: people sign in again.
_FLEETING = (Session, ResetLink, Throttle)


@dataclass(frozen=True, slots=True)
class Pair:
    """The two files of one backup."""

    data: Path
    keys: Path


def pair_in(folder: Path, stamp: str) -> Pair:
    return Pair(folder / f"kindring-data-{stamp}.jsonl.gz", folder / f"kindring-keys-{stamp}.jsonl.gz")


def newest_in(folder: Path) -> Pair:
    """The latest whole pair; Refused where there is none."""
    stamps = sorted(
        path.name[len("kindring-data-") : -len(".jsonl.gz")] for path in folder.glob("kindring-data-*.gz")
    )
    pairs = [pair_in(folder, stamp) for stamp in stamps]
    whole = [pair for pair in pairs if pair.keys.exists()]
    if not whole:
        raise Refused("no_backup", _("There is no data file with its keys file in that folder."))
    return whole[-1]


def back_up(folder: Path, now: datetime) -> Pair:
    """Writes both files from one consistent view of the database, while others go on writing."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pair = pair_in(folder, now.strftime(_STAMP))
    with _one_view():
        _write(pair.data, _data_models(), now)
        try:
            _write(pair.keys, [KeyWrap], now)
        except BaseException:
            pair.data.unlink()  # half a backup opens nothing
            raise
    _drop_old_keys(folder, now)
    return pair


def _data_models() -> list[type[models.Model]]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("kindring.")]
    return [model for model in ours if model is not KeyWrap and model not in _FLEETING]


@contextmanager
def _one_view() -> Iterator[None]:
    """A read transaction that blocks nobody: a snapshot in both databases."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    connection.ensure_connection()
    with connection.cursor() as cursor:  # not `atomic`: that would take the one writer's place
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _write(path: Path, rows_of: Iterable[type[models.Model]], now: datetime) -> None:
    """The whole file or none: what was written when something failed goes again."""
    part = path.with_suffix(".part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with gzip.GzipFile(fileobj=file, mode="wb", filename="") as packed:
                _write_lines(packed, rows_of, now)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write_lines(packed: gzip.GzipFile, rows_of: Iterable[type[models.Model]], now: datetime) -> None:
    sum_of_all = hashlib.sha256()
    for line in _lines(rows_of, now):
        encoded = json.dumps(line, default=_plain, separators=(",", ":")).encode() + b"\n"
        sum_of_all.update(encoded)
        packed.write(encoded)
    packed.write(json.dumps({"sha256": sum_of_all.hexdigest()}).encode() + b"\n")


def _lines(rows_of: Iterable[type[models.Model]], now: datetime) -> Iterator[Any]:
    yield {"format": FORMAT, "made_at": now, "migrations": _migrations(), "canary": _canary()}
    for model in rows_of:
        names = [field.attname for field in model._meta.concrete_fields]
        yield {"table": model._meta.label, "fields": names}
        yield from model._base_manager.values_list(*names).iterator(chunk_size=2000)


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if apps.get_app_config(app).name.startswith("kindring."))


def _canary() -> bytes:
    return seal(ValueKey(settings.KINDRING_KEYS.mail), _CANARY, "backup", "canary", FORMAT)


def _plain(value: Any) -> Any:
    if isinstance(value, Sealed):
        value = value.blob
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"a backup cannot hold {type(value).__name__}")


def _drop_old_keys(folder: Path, now: datetime) -> None:
    for path in folder.glob("kindring-keys-*.jsonl.gz"):
        stamp = path.name[len("kindring-keys-") : -len(".jsonl.gz")]
        if stamp < (now - KEYS_KEPT).strftime(_STAMP):
            path.unlink()


def bring_back(pair: Pair) -> dict[str, int]:
    """Restores both files into an empty database; the number of rows of each table.

    Everything is checked before it counts: the sums, the migrations, that the key file fits (the canary opens), and
    every foreign key. Refused, and nothing is kept, where one of these fails.
    """
    if User.objects.exists():
        raise Refused("not_empty", _("This database has users already. Restore into an empty folder."))
    counts: dict[str, int] = {}
    with transaction.atomic():
        for path in (pair.data, pair.keys):
            counts |= _read(path)
        connection.check_constraints()
    return counts


def _read(path: Path) -> dict[str, int]:
    check_sum(path)
    counts: dict[str, int] = {}
    with gzip.open(path, "rb") as packed:
        header = json.loads(packed.readline())
        _check_header(header)
        model: type[models.Model] = User
        fields: list[models.Field[Any, Any]] = []
        batch: list[models.Model] = []
        for line in map(json.loads, packed):
            if isinstance(line, list):
                batch.append(_row(model, fields, line))
                counts[model._meta.label] += 1
            if batch and (isinstance(line, dict) or len(batch) >= _BATCH):
                model._base_manager.bulk_create(batch)
                batch = []
            if isinstance(line, dict) and "table" in line:
                model = apps.get_model(line["table"])
                fields = [_field(model, name) for name in line["fields"]]
                counts[line["table"]] = 0
    return counts


def _field(model: type[models.Model], attname: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.attname == attname)


def _row(model: type[models.Model], fields: list[Any], line: list[Any]) -> models.Model:
    return model(**{field.attname: _value(field, value) for field, value in zip(fields, line, strict=True)})


def _value(field: Any, value: Any) -> Any:
    if value is None:
        return None
    if field.get_internal_type() == "BinaryField":
        blob = base64.b64decode(value)
        return Restored(blob) if hasattr(field, "subkey") else blob
    return field.to_python(value)


def check_sum(path: Path) -> None:
    """Refused unless the file is whole and as it was written."""
    running, last = hashlib.sha256(), b""
    try:
        with gzip.open(path, "rb") as packed:
            for line in packed:
                running.update(last)
                last = line
        whole = json.loads(last).get("sha256") == running.hexdigest()
    except (OSError, EOFError, ValueError, AttributeError):
        whole = False
    if not whole:
        raise Refused("damaged", _("%(name)s is damaged or not a backup.") % {"name": path.name})


def _check_header(header: dict[str, Any]) -> None:
    if header.get("format") != FORMAT:
        raise Refused("other_format", _("This backup has a format that this version does not know."))
    if header["migrations"] != _migrations():
        raise Refused(
            "other_version", _("This backup is from another version of Kindring. Restore it with that one.")
        )
    key = ValueKey(settings.KINDRING_KEYS.mail)
    try:
        fits = unseal({key.id: key}, base64.b64decode(header["canary"]), "backup", "canary", FORMAT) == _CANARY
    except Unsealable:
        fits = False
    if not fits:
        raise Refused("other_key", _("The server's key file is not the one this backup was made with."))
