"""What the rooms above do when people part: the actions of this room ask them, so that a page calls one action."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from kindring.accounts.actor import Actor
from kindring.circles.models import Circle


class FromSomebody(Protocol):
    """`by` has just blocked `user`: what was between the two is over. Within the same transaction."""

    def __call__(self, *, by: Actor, now: datetime, user: UUID) -> None: ...


class FromCircle(Protocol):
    """`user` has just left the circle, or `by` let them go: what they had through it is over. As above."""

    def __call__(self, *, by: Actor, now: datetime, circle: Circle, user: UUID) -> None: ...


_AFTER_BLOCK: list[FromSomebody] = []
_AFTER_GOING: list[FromCircle] = []


def after_block(parting: FromSomebody) -> None:
    """Lets a room end what a block would only hide."""
    if parting not in _AFTER_BLOCK:
        _AFTER_BLOCK.append(parting)


def after_going(parting: FromCircle) -> None:
    """Lets a room end what hung on being in a circle together."""
    if parting not in _AFTER_GOING:
        _AFTER_GOING.append(parting)


def part_from_somebody(by: Actor, now: datetime, user: UUID) -> None:
    for parting in _AFTER_BLOCK:
        parting(by=by, now=now, user=user)


def part_from_circle(by: Actor, now: datetime, circle: Circle, user: UUID) -> None:
    for parting in _AFTER_GOING:
        parting(by=by, now=now, circle=circle, user=user)
