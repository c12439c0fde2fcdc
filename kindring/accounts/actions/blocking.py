"""Not existing for each other, and hearing less of someone."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.accounts.models import Block, Mute
from kindring.lib.refused import Refused


@transaction.atomic
def block(*, by: Actor, user: UUID, name: str = "") -> None:
    """From now on the two do not exist for each other, everywhere; nobody is told. A second time is as the first.

    `name` is what whoever blocks knows them as, for their own list.
    """
    if user == by.owner_id:
        raise Refused("block_self", _("This is you."), 422)
    Block.objects.get_or_create(owner_id=by.owner_id, blocked=user, defaults={"name": name[:80]})


@transaction.atomic
def unblock(*, by: Actor, user: UUID) -> None:
    """Takes one's own block back; the other's, if there is one, stays."""
    Block.objects.visible_to(by.signed_in).filter(blocked=user).delete()


@transaction.atomic
def mute(*, by: Actor, user: UUID, name: str = "") -> None:
    """No notices of what this user does."""
    if user == by.owner_id:
        raise Refused("mute_self", _("This is you."), 422)
    Mute.objects.get_or_create(owner_id=by.owner_id, muted=user, defaults={"name": name[:80]})


@transaction.atomic
def unmute(*, by: Actor, user: UUID) -> None:
    Mute.objects.visible_to(by.signed_in).filter(muted=user).delete()
