"""Who on the map knows whom."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.lib.refused import Refused
from kindring.people.actions.locking import lock_people
from kindring.people.models import Knows, Person


@transaction.atomic
def note_knows(*, by: Actor, one: Person, other: Person) -> None:
    """These two know each other; saying it twice changes nothing."""
    a, b = _pair(by, one, other)
    Knows.objects.bulk_create([Knows(owner_id=by.owner_id, a_id=a, b_id=b)], ignore_conflicts=True)


@transaction.atomic
def forget_knows(*, by: Actor, one: Person, other: Person) -> None:
    """These two do not know each other after all."""
    a, b = _pair(by, one, other)
    Knows.objects.visible_to(by.signed_in).filter(a=a, b=b).delete()


def _pair(by: Actor, one: Person, other: Person) -> tuple[UUID, UUID]:
    if one.id == other.id:
        raise Refused("same_person", _("That is the same person twice."), 422)
    a, b = lock_people(by, [one.id, other.id])
    return a.id, b.id
