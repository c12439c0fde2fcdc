"""Everything that a user wrote, opened at once for their export."""

from django.db.models import Q

from kindring.asks.keys import open_asks
from kindring.asks.models import Ask, Claim, Proposal
from kindring.circles.keys import open_circles
from kindring.lib.rows import Viewer
from kindring.lifeline.sharing import open_own_shared


def open_own_words(user: Viewer) -> None:
    """Lets open for this request what is not under the user's own key: circles, asks of both sides, shared parts.

    A report stays locked: whoever wrote it keeps no key to it, so that nobody finds it in their hands.
    """
    open_own_shared(user)
    open_circles(user)
    claims, proposals = (rows.objects.to_take_along(user).values("ask_id") for rows in (Claim, Proposal))
    asks = Ask.objects.visible_to(user).filter(Q(owner_id=user.id) | Q(id__in=claims) | Q(id__in=proposals))
    open_asks(user, list(asks.values_list("id", flat=True)))
