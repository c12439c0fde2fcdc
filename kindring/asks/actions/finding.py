"""The rows of an ask, found and locked for a change."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.asks.endings import has_ended, links_open
from kindring.asks.models import Ask, HelperLink
from kindring.lib.refused import Refused


def lock_own_ask(by: Actor, ask: UUID) -> Ask:
    """One's own ask; whoever changes it at the same moment waits."""
    found = Ask.objects.of(by.signed_in).select_for_update().filter(pk=ask).first()
    if found is None:
        raise _gone()
    return found


def own(by: Actor, ask: Ask) -> Ask:
    """The ask, if whoever acts is who asks."""
    if ask.owner_id != by.owner_id:
        raise _gone()
    return ask


def lock_ask(by: Actor, now: datetime, ask: UUID) -> Ask:
    """An ask that whoever acts may open: as a user, or by a link until it ends."""
    rows = Ask.objects.filter(pk=ask) if by.link else Ask.objects.visible_to(by.signed_in).filter(pk=ask)
    if by.link:
        rows = rows.filter(pk__in=HelperLink.objects.working().filter(pk=by.link).values("ask_id"))
    found = rows.select_for_update().first()
    if found is None:
        raise _gone()
    if by.link:
        refuse_ended(found, now)
    return found


def refuse_ended(ask: Ask, now: datetime) -> None:
    """As `refuse_unless_open`, and also where nobody closed the ask and its last day is over."""
    refuse_unless_open(ask)
    if has_ended(ask, now):
        raise Refused("ask_over", _("The last day of this ask is over. Nothing more is needed."))


def refuse_unless_open(ask: Ask) -> None:
    if ask.state == Ask.State.DONE:
        raise Refused("ask_done", _("This ask is closed. It all found its way; thank you."))
    if ask.state == Ask.State.STOPPED:
        raise Refused("ask_stopped", _("This ask was taken back. Nothing more is needed."))


def refuse_link_over(by: Actor, now: datetime, ask: Ask) -> None:
    """For what a helper by link may say after the end; a user may as long as the ask is kept."""
    if by.link and not (links_open(ask, now) and HelperLink.objects.working().filter(pk=by.link).exists()):
        raise _gone()


def _gone() -> Refused:
    return Refused("ask_not_found", _("This ask is no longer here."), 404)
