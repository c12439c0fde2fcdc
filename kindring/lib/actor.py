"""On whose behalf a change is made, for rooms that stand below the users."""

from typing import Protocol
from uuid import UUID


class Actor(Protocol):
    """Whoever acts; `kindring.accounts.actor.Actor` is one."""

    @property
    def owner_id(self) -> UUID: ...
