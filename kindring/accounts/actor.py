"""On whose behalf a change is made."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from kindring.accounts.models import User


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user, a helper by link (`link` is its id), or the system (nightly work, which holds no keys)."""

    user: "User | None"
    link: UUID | None = None

    @property
    def signed_in(self) -> "User":
        """The user who acts; a TypeError where the system does what only a user may."""
        if self.user is None:
            raise TypeError("only a user does this")
        return self.user

    @property
    def owner_id(self) -> UUID:
        """The id under which rows are made."""
        return self.signed_in.id


SYSTEM = Actor(None)
