"""On whose behalf a change is made."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from kindring.accounts.models import User


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user, or the system (nightly work, which holds no keys)."""

    user: "User | None"

    @property
    def owner_id(self) -> UUID:
        """The id under which rows are made; the system owns none."""
        if self.user is None:
            raise TypeError("the system owns no rows")
        return self.user.id


SYSTEM = Actor(None)
