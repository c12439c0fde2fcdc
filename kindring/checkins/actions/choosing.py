"""Choosing what to be asked, when, and in which order."""

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.checkins.choosing import Chosen
from kindring.checkins.models import Choice
from kindring.lib.refused import Refused


@transaction.atomic
def choose_measures(*, by: Actor, chosen: Chosen) -> None:
    """Keeps the choice; what was answered so far stays as it is."""
    if Chosen.read(chosen.stored()) != chosen:
        raise Refused("choice_unknown", _("One of these cannot be chosen here."), 422)
    User.objects.select_for_update(no_key=True).filter(id=by.owner_id).values_list("id").first()
    row = Choice.objects.visible_to(by.signed_in).open().first() or Choice(owner_id=by.owner_id)
    row.chosen = chosen.stored()
    row.save()
