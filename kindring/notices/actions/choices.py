"""How someone wishes to hear: by mail, when, and by a calendar feed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kindring.lib.actor import Actor
from kindring.lib.link_secrets import new_secret, secret_hash
from kindring.lib.refused import Refused
from kindring.notices.marks import address_mark, row_in_link
from kindring.notices.models import NoticeChoices, Outgoing
from kindring.notices.outbox import put_mail
from kindring.notices.recipients import Recipient, recipient

PROOF_LASTS = timedelta(days=2)
_PROOFS_A_DAY = 3
_ONE_PRESS = timedelta(minutes=10)


@transaction.atomic
def change_choices(
    *, by: Actor, mail: bool, at_once: bool, daily_hour: int, quiet_from: int, quiet_until: int
) -> NoticeChoices:
    """Whether there is mail, and at which hours."""
    if not all(hour in range(24) for hour in (daily_hour, quiet_from, quiet_until)):
        raise Refused("hour_unknown", _("Please choose an hour of the day."), 422)
    chosen = _choices(by.owner_id)
    chosen.mail, chosen.at_once, chosen.daily_hour = mail, at_once, daily_hour
    chosen.quiet_from, chosen.quiet_until = quiet_from, quiet_until
    chosen.save(update_fields=["mail", "at_once", "daily_hour", "quiet_from", "quiet_until"])
    return chosen


@transaction.atomic
def ask_for_proof(*, by: Actor, now: datetime) -> None:
    """Sends the user's address a link that shows it to be theirs; pressed twice, it is one mail."""
    someone, mark = _with_address(by.owner_id)
    _choices(someone.id)
    asked = Outgoing.objects.filter(
        owner_id=someone.id, sort=Outgoing.Sort.PROOF, made_at__gt=now - timedelta(days=1)
    )
    if asked.filter(address_hash=mark, made_at__gt=now - _ONE_PRESS).exists():
        return
    if asked.count() >= _PROOFS_A_DAY:
        raise Refused(
            "proofs_enough", _("Three links a day are enough. Please look for the last one, or wait a day.")
        )
    put_mail(someone.id, Outgoing.Sort.PROOF, mark, now)


def _with_address(owner: UUID) -> tuple[Recipient, bytes]:
    someone = recipient(owner)
    if settings.KINDRING_MAIL is None:
        raise Refused("no_mail_server", _("This server sends no mail. Nothing is lost: what happens stands here."))
    if someone is None or not someone.email:
        raise Refused("no_address", _("Please give an e-mail address in Settings first."))
    return someone, address_mark(someone.id, someone.email)


@transaction.atomic
def prove_address(*, by: Actor, now: datetime, secret: str) -> None:
    """The user's address is theirs. A link works once, for two days, and only for the address it was sent to."""
    row = provable(by=by, now=now, secret=secret)
    someone = recipient(by.owner_id)
    if row is None or someone is None or bytes(row.address_hash or b"") != address_mark(someone.id, someone.email):
        raise Refused("link_ended", _("This link has been used, or its time is over."), 403)
    chosen = _choices(by.owner_id)
    chosen.proven = row.address_hash
    chosen.save(update_fields=["proven"])
    row.address_hash = None
    row.save(update_fields=["address_hash"])


def provable(*, by: Actor, now: datetime, secret: str) -> Outgoing | None:
    """The mail that this link came with, while the link works; None for any other, and for somebody else's."""
    proof = row_in_link("proof", secret)
    if proof is None:
        return None
    rows = Outgoing.objects.filter(owner_id=by.owner_id, sort=Outgoing.Sort.PROOF, made_at__gt=now - PROOF_LASTS)
    return rows.filter(pk=proof).exclude(address_hash=None).first()


def stop_mail(*, by: Actor, secret: str) -> bool:
    """No more mail to whom the link in a mail was sent: it needs no signing in. False for a link that is none."""
    row = row_in_link("stop", secret)
    return bool(row and NoticeChoices.objects.filter(pk=row).update(mail=False))


@transaction.atomic
def make_feed(*, by: Actor) -> str:
    """A new secret for the address of the user's calendar feed, to be shown once; the one before ends."""
    chosen, secret = _choices(by.owner_id), new_secret()
    chosen.feed_hash = secret_hash(secret)
    chosen.save(update_fields=["feed_hash"])
    return secret


def end_feed(*, by: Actor) -> None:
    """The calendar feed's address leads nowhere any more."""
    NoticeChoices.objects.filter(owner_id=by.owner_id).update(feed_hash=None)


def _choices(owner: UUID) -> NoticeChoices:
    """The user's row, locked until the transaction ends: whoever presses twice waits for the first press."""
    NoticeChoices.objects.get_or_create(owner_id=owner)
    return NoticeChoices.objects.select_for_update().get(owner_id=owner)
