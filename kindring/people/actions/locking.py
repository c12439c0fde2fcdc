"""Rows read anew inside the transaction that changes them, so that two tabs do not undo each other.

PostgreSQL locks the rows; SQLite lets one transaction write at a time anyway. Someone else's row and one that is gone
are refused alike.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.lib.columns import Columns
from kindring.lib.hot import HotQuery
from kindring.lib.refused import Refused
from kindring.people.models import Moment, Person

_COLUMNS = Columns(Person)


def lock_person(by: Actor, person: Person) -> Person:
    """The person as they are now, if they are the actor's own and not deleted."""
    return lock_people(by, [person.id])[0]


def lock_people(by: Actor, ids: Iterable[UUID], *, deleted_too: bool = False) -> list[Person]:
    """The people of these ids, in the order of ids: every one, or Refused `person_not_found`."""
    wanted = set(ids)
    found = _one(by, *wanted) if len(wanted) == 1 else _several(by, wanted)
    if len(found) != len(wanted) or not (deleted_too or all(person.deleted_at is None for person in found)):
        raise Refused("person_not_found", _("This person is no longer here."), 404)
    return found


def _one(by: Actor, person: UUID) -> list[Person]:
    """Most changes are about one person: their query is compiled once."""
    return [_COLUMNS.row(row) for row in _LOCKED.rows(by.owner_id, person)]


def _locked(owner: UUID, person: UUID) -> QuerySet[Any, Any]:
    rows = Person.objects.filter(owner_id=owner, id=person).select_for_update(no_key=True)
    return rows.values_list(*_COLUMNS.names)


_LOCKED = HotQuery(_locked, UUID, UUID)


def _several(by: Actor, wanted: set[UUID]) -> list[Person]:
    # In one order everywhere, as in `choose_again`.
    rows = Person.objects.visible_to(by.signed_in).filter(id__in=wanted).order_by("id")
    return list(rows.select_for_update(no_key=True))


def lock_moment(by: Actor, moment: Moment) -> Moment:
    """The moment as it is now, if it is the actor's own."""
    rows = Moment.objects.visible_to(by.signed_in).filter(id=moment.id).select_for_update(no_key=True)
    found = rows.first()
    if found is None:
        raise Refused("moment_not_found", _("This moment is no longer here."), 404)
    return found
