"""Which browsers are told by push."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.lib.actor import Actor
from kindring.lib.refused import Refused
from kindring.notices.marks import mark_of, seal_place
from kindring.notices.models import NoticeChoices, PushPlace
from kindring.notices.push_places import is_push_place

_BROWSERS = 10


@transaction.atomic
def add_push_place(*, by: Actor, now: datetime, endpoint: str) -> None:
    """Tells this browser from now on. `endpoint` is what its push service named; twice is once."""
    if not is_push_place(endpoint):
        raise Refused("push_unusable", _("This browser's push service cannot be used from here."), 422)
    NoticeChoices.objects.get_or_create(owner_id=by.owner_id)
    row = PushPlace(owner_id=by.owner_id, made_on=now.date(), place_hash=mark_of("place", endpoint))
    row.place_sealed = seal_place(by.owner_id, row.id, endpoint)
    PushPlace.objects.bulk_create([row], ignore_conflicts=True)
    mine = PushPlace.objects.filter(owner_id=by.owner_id).order_by("-made_on", "id")
    PushPlace.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[_BROWSERS:])).delete()


def drop_push_places(*, by: Actor) -> None:
    """No browser of the user is told any more."""
    PushPlace.objects.filter(owner_id=by.owner_id).delete()
