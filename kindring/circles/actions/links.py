"""Which user is behind a person on one's own map; nobody else learns of it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.circles.models import Membership, PersonLink
from kindring.lib.refused import Refused
from kindring.people.actions.locking import lock_person
from kindring.people.models import Person


@transaction.atomic
def link_person(*, by: Actor, person: Person, user: UUID) -> None:
    """`user` shares a circle with whoever acts. A person is one user, and a user one person."""
    row = lock_person(by, person)
    if not Membership.objects.visible_to(by.signed_in, as_steward=True).confirmed().filter(owner_id=user).exists():
        raise Refused("member_not_found", _("This member is no longer here."), 404)
    mine = PersonLink.objects.visible_to(by.signed_in).filter(person__locked_by=None)
    for link in mine:
        if link.person_id == row.id or link.user == str(user):
            link.delete()
    PersonLink(owner_id=by.owner_id, person=row, user=str(user)).save(force_insert=True)


@transaction.atomic
def unlink_person(*, by: Actor, person: Person) -> None:
    PersonLink.objects.visible_to(by.signed_in).filter(person=person).delete()
