"""The erasure runner: takes away what belongs to someone, by `privacy.yaml`, in whatever room it lies."""

from datetime import datetime
from typing import Protocol

from django.db import connection, models, transaction

from kindring.accounts.actor import Actor
from kindring.accounts.models import KeyWrap, User
from kindring.lib.privacy import Erased, ModelPolicy, policy
from kindring.lib.rows import lockable_models


class Parting(Protocol):
    """What a room does before the rows of whoever acts are gone, within the same transaction."""

    def __call__(self, *, by: Actor, now: datetime) -> None: ...


_BEFORE: list[Parting] = []


def before_erasing(parting: Parting) -> None:
    """Lets a room do what those who stay need."""
    if parting not in _BEFORE:
        _BEFORE.append(parting)


@transaction.atomic
def erase_rows(user: User, now: datetime) -> None:
    """Everything that `user` wrote, key wraps first; the account itself stays.

    The row of the user is locked, so that nothing can be written for them meanwhile.
    """
    User.objects.select_for_update().filter(pk=user.pk).first()
    for parting in _BEFORE:
        parting(by=Actor(user), now=now)
    for told in _wraps_first():
        # A statement for each column: Django's own delete would load every row to look for what hangs on it.
        for whose in ("owner", *told.also):
            rows: models.QuerySet[models.Model] = models.QuerySet(told.model).filter(**{whose: user.pk})
            rows._raw_delete(rows.db)  # noqa: SLF001
    User.objects.filter(pk=user.pk).update(**_emptied())
    transaction.on_commit(empty_log)


@transaction.atomic
def erase_locked_rows(user: User) -> None:
    """What waits for a key from before, the wraps of that key first; whatever opens stays."""
    User.objects.select_for_update().filter(pk=user.pk).first()
    KeyWrap.objects.filter(owner_id=user.pk, set_aside=True).delete()
    for model in lockable_models():
        models.QuerySet(model).filter(owner_id=user.pk).exclude(locked_by=None).delete()
    User.objects.filter(pk=user.pk).update(locked_since=None)
    user.locked_since = None
    transaction.on_commit(empty_log)


def erase_user(user: User, now: datetime) -> None:
    """The account and everything in it."""
    with transaction.atomic():
        erase_rows(user, now)
        User.objects.filter(pk=user.pk).delete()


def empty_log() -> None:
    """Takes what was deleted out of SQLite's write-ahead log as well; does nothing elsewhere.

    Not inside a transaction. While someone reads, the log keeps what it has until the next time (nightly).
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _wraps_first() -> list[ModelPolicy]:
    owned = [told for told in policy().values() if told.erased is Erased.ROW]
    return sorted(owned, key=lambda told: not told.holds_keys)


def _emptied() -> dict[str, None]:
    fields = policy()[User._meta.label].fields.values()
    return {field.name: None for field in fields if field.erased is Erased.EMPTIED}
