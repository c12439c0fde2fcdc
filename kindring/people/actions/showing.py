"""Choosing what the page of all people shows."""

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.refused import Refused
from kindring.people.models import MapMonth, PeopleChoice
from kindring.people.showing import Showing


@transaction.atomic
def choose_showing(*, by: Actor, showing: Showing) -> None:
    """Keeps the choice. Where earlier maps are not to be kept any more, those that were kept go."""
    if Showing.read(showing.stored()) != showing:
        raise Refused("choice_unknown", _("One of these cannot be chosen here."), 422)
    User.objects.select_for_update(no_key=True).filter(id=by.owner_id).values_list("id").first()
    row = PeopleChoice.objects.visible_to(by.signed_in).open().first() or PeopleChoice(owner_id=by.owner_id)
    row.chosen = showing.stored()
    row.save()
    if not showing.keep_months:
        MapMonth.objects.visible_to(by.signed_in).delete()
