"""Rows read anew inside the transaction that changes them, so that two tabs do not undo each other.

PostgreSQL locks the rows; SQLite lets one transaction write at a time anyway. Someone else's row and one
that is gone are refused alike.
"""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.lib.refused import Refused
from kindring.people.models import Moment, Person
from kindring.people.models.person import PersonQuerySet


def lock_person(by: Actor, person: Person) -> Person:
    """The person as they are now, if they are the actor's own and not deleted."""
    return lock_people(by, [person.id], Person.objects.kept())[0]


def lock_people(by: Actor, ids: Iterable[UUID], among: PersonQuerySet | None = None) -> list[Person]:
    """The people of these ids, in the order of ids: every one, or Refused `person_not_found`."""
    wanted = set(ids)
    people = Person.objects.all() if among is None else among
    # In one order everywhere, so that two transactions never wait for each other.
    rows = people.visible_to(by.signed_in).filter(id__in=wanted).order_by("id").select_for_update(no_key=True)
    found = list(rows)
    if len(found) != len(wanted):
        raise Refused("person_not_found", _("This person is no longer here."), 404)
    return found


def lock_moment(by: Actor, moment: Moment) -> Moment:
    """The moment as it is now, if it is the actor's own."""
    rows = Moment.objects.visible_to(by.signed_in).filter(id=moment.id).select_for_update(no_key=True)
    found = rows.first()
    if found is None:
        raise Refused("moment_not_found", _("This moment is no longer here."), 404)
    return found
