"""What people are called, opened from columns that were read without their row."""

from collections.abc import Callable
from uuid import UUID

from kindring.lib.columns import Words
from kindring.lib.sealed import Sealed
from kindring.people.models import Person

_NAME, _CALLED = Words(Person, "name"), Words(Person, "called")


def shown_name(owner: UUID, person: UUID, name: Sealed | None, called: Sealed | None) -> str:
    """As `Person.shown_name`: what the user calls them, else their name."""
    return _CALLED.open(owner, person, called) or _NAME.open(owner, person, name)


def shown_names(owner: UUID) -> Callable[[UUID | str, Sealed | None, Sealed | None], str]:
    """`shown_name` for many people of one owner."""
    name_of, called_of = _NAME.of(owner), _CALLED.of(owner)
    return lambda person, name, called: called_of(person, called) or name_of(person, name)
