"""Who on the map knows whom, by ids as addresses spell them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kindring.accounts.models import User
from kindring.lib.hot import HotQuery
from kindring.people.models import Knows


def knows_on_map(user: User) -> list[tuple[str, str]]:
    """Every pair; also those of which one is not on the map."""
    return [(one, other) for one, other in _KNOWS.rows(user.id)]


def _knows(owner: UUID) -> QuerySet[Any, Any]:
    return Knows.objects.filter(owner_id=owner).order_by("id").values_list("a_id", "b_id")


_KNOWS = HotQuery(_knows, UUID, text_ids=True)
