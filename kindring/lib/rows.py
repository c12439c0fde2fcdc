"""Rows that belong to one user, and the only way to them."""

import uuid
from typing import Any, Protocol, Self, TypeVar

from django.conf import settings
from django.db import models

from kindring.lib.sealed import SealedRow

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class Viewer(Protocol):
    """Whoever looks: a user who signed in."""

    @property
    def id(self) -> Any: ...


class OwnedQuerySet(models.QuerySet[Row_co]):
    """Private rows: pages and API start from `visible_to`, always."""

    def visible_to(self, user: Viewer) -> Self:
        """The rows of this user; nothing is shared before circles are built."""
        return self.filter(owner_id=user.id)


class OwnedRow(SealedRow):
    """A private row: a random id made before it is saved, and an owner that never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)
