"""Those who are told. This room stands below the users: it knows them by the setting that names them."""

from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models


class Recipient(Protocol):
    """What has to be known of a user to tell them that there is something."""

    id: UUID
    time_zone: str
    language: str
    low_day_on: date | None

    @property
    def email(self) -> str:
        """Their address; '' where they gave none."""


def recipient(owner: UUID) -> Recipient | None:
    """The user of this id; None when they are gone."""
    rows: models.QuerySet[Any] = models.QuerySet(get_user_model())
    return rows.filter(pk=owner).first()
