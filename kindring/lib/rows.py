"""Rows that belong to one user, and the only way to them."""

import uuid
from typing import Any, NamedTuple, Protocol, Self, TypeVar
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models

from kindring.lib.sealed import SealedRow

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class Viewer(Protocol):
    """Whoever looks: a user who signed in."""

    @property
    def id(self) -> Any: ...


class Somebody(NamedTuple):
    """A viewer of whom only the id is known, as where a query is compiled before anyone looks."""

    id: UUID


class OwnedQuerySet(models.QuerySet[Row_co]):
    """Private rows: pages and API start from `visible_to`, always."""

    def visible_to(self, user: Viewer) -> Self:
        """The rows of this user; nothing is shared before circles are built."""
        return self.filter(owner_id=user.id)

    def to_take_along(self, user: Viewer) -> Self:
        """The rows of this user's export: their own."""
        return self.filter(owner_id=user.id)


def made_once(owner: UUID, key: UUID) -> UUID:
    """The id of the row that a form makes: the same however often its `key` is sent, and of nobody else's rows."""
    return uuid.uuid5(owner, str(key))


class OwnedRow(SealedRow):
    """A private row: a random id made before it is saved, and an owner that never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class LockableQuerySet(OwnedQuerySet[Row_co]):
    """Private rows of which some may wait, locked, for a key from before."""

    def open(self) -> Self:
        """Written with a key that is at hand: what lists, the map and Today are made of."""
        return self.filter(locked_by=None)

    def locked(self) -> Self:
        return self.exclude(locked_by=None)


class LockableRow(OwnedRow):
    """A private row that does not hang on another one: a new beginning may leave it locked with the key before.

    `locked_by` is that key's id, 8 bytes (none where the key has no wrap any more), and None while the row opens.
    """

    locked_by = models.BinaryField(max_length=8, null=True, blank=True, default=None)

    class Meta:
        abstract = True


def lockable_models() -> list[type[LockableRow]]:
    """Every table whose rows may be left locked; what hangs on them goes and comes with them."""
    return [model for model in apps.get_models() if issubclass(model, LockableRow)]
