"""Links by which a helper without an account comes to one ask."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actions.trying import pause_if_often
from kindring.accounts.actor import Actor
from kindring.accounts.throttle import prefix_of
from kindring.asks.actions.finding import lock_own_ask, refuse_ended
from kindring.asks.endings import has_ended, links_open
from kindring.asks.keys import for_link, open_asks
from kindring.asks.models import Ask, Claim, HelperLink
from kindring.lib import keyring
from kindring.lib.fitting import check_fit
from kindring.lib.link_secrets import new_secret, secret_hash
from kindring.lib.refused import Refused
from kindring.lib.texts import can_be_seen, line

MOST_LINKS = 20
WRONG_A_MINUTE, SENT_A_MINUTE = 20, 20


def link_row(ask: Ask, key: bytes, label: str) -> tuple[HelperLink, str]:
    """A saved link for the helper called `label`, and its secret; the ask's key is open."""
    secret = new_secret()
    row = HelperLink(owner_id=ask.owner_id, ask=ask, secret_hash=secret_hash(secret), secret=secret)
    row.label = line(label)
    if not can_be_seen(row.label):
        raise Refused("helper_unnamed", _("Say for whom the link is."), 422)
    check_fit(row, ["label"])
    row.save(force_insert=True)
    for_link(ask, key, row, secret).save(force_insert=True)
    return row, secret


@transaction.atomic
def add_link(*, by: Actor, now: datetime, ask: Ask, label: str) -> HelperLink:
    """A link for one more helper. The same name twice is a double press."""
    locked = lock_own_ask(by, ask.id)
    refuse_ended(locked, now)
    open_asks(by.signed_in, [locked.id])
    rows = list(HelperLink.objects.visible_to(by.signed_in).working().filter(ask=locked))
    twin = next((row for row in rows if row.label == line(label)), None)
    if twin is not None:
        return twin
    if len(rows) >= MOST_LINKS:
        raise Refused("links_too_many", _("Twenty links lead to this ask already."), 429)
    return link_row(locked, keyring.current().key_of(locked.id), label)[0]


@transaction.atomic
def revoke_link(*, by: Actor, link: HelperLink) -> None:
    """The link leads nowhere from now on. What its helper said they would do stays until they or you take it back."""
    HelperLink.objects.visible_to(by.signed_in).filter(pk=link.pk).update(revoked=True)


def open_link(*, by: Actor, now: datetime, secret: str, address: str, sends: bool = False) -> HelperLink | None:
    """The link behind a secret, for a request from this network address, while there is something for it to open.

    Until the ask ends that is the ask; then, for two weeks, what its helper did and the thanks for it, if they did.
    What leads nowhere is counted by where it comes from, and what is sent (`sends`) by its link: 429 for too much of
    either. Looking at a link that works costs no write.
    """
    link = find_link(secret)
    if link is not None and not _opens(link, now):
        link = None
    if link is None:
        pause_if_often("link of a helper", prefix_of(address).encode(), now, WRONG_A_MINUTE)
    elif sends:
        pause_if_often("sent by a helper", link.id.bytes, now, SENT_A_MINUTE)
    return link


def _opens(link: HelperLink, now: datetime) -> bool:
    if not has_ended(link.ask, now):
        return True
    return links_open(link.ask, now) and Claim.objects.filter(link=link).exists()


def find_link(secret: str) -> HelperLink | None:
    """The link behind a secret, unless it was taken back or is long over."""
    return HelperLink.objects.working().filter(secret_hash=secret_hash(secret)).select_related("ask").first()
