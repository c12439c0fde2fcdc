"""How someone would like to be treated when they are helped."""

from django.db import transaction

from kindring.accounts.actor import Actor
from kindring.asks.models import Treat
from kindring.lib.fitting import check_fit
from kindring.lib.texts import paragraphs


@transaction.atomic
def keep_treat(*, by: Actor, words: str) -> None:
    """Kept for the next ask; with no words it is forgotten."""
    row = Treat.objects.visible_to(by.signed_in).open().first() or Treat(owner_id=by.owner_id)
    row.words = paragraphs(words)
    check_fit(row, ["words"])
    if row.words:
        row.save()
    elif not row._state.adding:
        row.delete()
