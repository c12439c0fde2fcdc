"""The outbox: whose turn it is, who holds what, and what has gone.

A row is held by a lease. Whoever dies with it loses it when the lease is over, and the next worker sends it again
under the same Message-ID: nothing is lost, and what comes twice is known to be the same. No transaction is open while
anything travels.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import make_msgid
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from kindring.lib.days import hour_of, zone_named
from kindring.notices.hours import SOON, daily_is_due, is_quiet
from kindring.notices.marks import address_mark
from kindring.notices.models import Notice, NoticeChoices, Outgoing, PushPlace
from kindring.notices.recipients import Recipient

LEASE = timedelta(minutes=10)
LATER = timedelta(minutes=30)
LONGEST_WAIT = timedelta(hours=6)
TRIES = 20
_AT_ONCE = 200


# Filling


def fill(now: datetime) -> int:
    """Puts a mail or push into the outbox for everyone whose turn it is; for how many that was."""
    untold = Notice.objects.filter(owner=OuterRef("owner")).untold()
    wished = Q(mail=True) | Exists(PushPlace.objects.filter(owner=OuterRef("owner")))
    chosen = NoticeChoices.objects.filter(wished, Exists(untold)).select_related("owner").order_by("id")
    return sum(_tell(choices, choices.owner, now) for choices in chosen.iterator(chunk_size=_AT_ONCE))


def _tell(choices: NoticeChoices, to: Recipient, now: datetime) -> bool:
    """One person, in one transaction: what is told is marked, and stands in the outbox."""
    daily = daily_is_due(choices, local_time(to, now))
    if rests(choices, to, now) or not (daily or (choices.at_once and _is_urgent(to.id, now))):
        return False
    sent = list(_ways(choices, to, now))
    if not sent:
        return False
    with transaction.atomic():
        # Two workers at one moment: the second finds nothing untold any more.
        if not Notice.objects.filter(owner_id=to.id).untold().update(told_at=hour_of(now)):
            return False
        Outgoing.objects.bulk_create(sent)
        if daily:
            NoticeChoices.objects.filter(pk=choices.pk).update(told_on=local_time(to, now).date())
    return True


def _ways(choices: NoticeChoices, to: Recipient, now: datetime) -> Iterator[Outgoing]:
    """The mail, and a push for each browser."""
    if mail_goes_to(choices, to):
        mark = bytes(choices.proven or b"")
        yield _row(to.id, Outgoing.Way.MAIL, Outgoing.Sort.NOTICE, now, address_hash=mark)
    for place in PushPlace.objects.filter(owner_id=to.id):
        yield _row(to.id, Outgoing.Way.PUSH, Outgoing.Sort.NOTICE, now, place=place)


def rests(choices: NoticeChoices, to: Recipient, now: datetime) -> bool:
    """Quiet hours, or a low day: nothing is sent, and nothing is lost."""
    local = local_time(to, now)
    return is_quiet(choices, local) or to.low_day_on == local.date()


def local_time(to: Recipient, now: datetime) -> datetime:
    return now.astimezone(zone_named(to.time_zone))


def _is_urgent(owner: UUID, now: datetime) -> bool:
    """Something matters soon; once an hour is often enough to hear of it."""
    mine = Notice.objects.filter(owner_id=owner)
    soon = mine.untold().filter(due_at__gt=now, due_at__lte=now + SOON)
    return soon.exists() and not mine.filter(told_at=hour_of(now)).exists()


def mail_goes_to(choices: NoticeChoices, to: Recipient) -> bool:
    """Mail is wished for, can be sent from here, and the address as it is now was shown to be theirs."""
    return choices.mail and settings.KINDRING_MAIL is not None and is_proven(choices, to)


def is_proven(choices: NoticeChoices, to: Recipient) -> bool:
    """The address as it is now was shown to be theirs."""
    return bool(choices.proven and to.email) and bytes(choices.proven or b"") == address_mark(to.id, to.email)


def put_mail(owner: UUID, sort: Outgoing.Sort, mark: bytes, now: datetime) -> None:
    """A mail to the address with this mark; within the caller's transaction."""
    _row(owner, Outgoing.Way.MAIL, sort, now, address_hash=mark).save(force_insert=True)


def _row(owner: UUID, way: Outgoing.Way, sort: Outgoing.Sort, now: datetime, **more: object) -> Outgoing:
    return Outgoing(owner_id=owner, way=way, sort=sort, made_at=now, message_id=_message_id(), **more)


def _message_id() -> str:
    sender = settings.KINDRING_MAIL.sender if settings.KINDRING_MAIL else "kindring.invalid"
    return make_msgid(domain=sender.rpartition("@")[2])


# Holding


def taken(now: datetime) -> Iterator[Outgoing]:
    """The rows that are due, one by one, each held by a lease of ours; what another worker holds is left out."""
    for row in Outgoing.objects.due(now).order_by("made_at", "id")[:_AT_ONCE]:
        lease = Outgoing.objects.filter(pk=row.pk).due(now)
        if lease.update(lease_until=now + LEASE, attempts=F("attempts") + 1):
            row.attempts += 1
            yield row


def went(row: Outgoing, now: datetime) -> None:
    """It was accepted where it was handed in."""
    Outgoing.objects.filter(pk=row.pk).update(sent_at=now, lease_until=None)


def came_back(row: Outgoing, now: datetime, code: str) -> None:
    """It was not accepted this time: again later, each time later, until there is no hope."""
    if row.attempts >= TRIES:
        given_up(row, code)
    else:
        wait = min(timedelta(minutes=2**row.attempts), LONGEST_WAIT)
        Outgoing.objects.filter(pk=row.pk).update(lease_until=now + wait)


def given_up(row: Outgoing, code: str) -> None:
    """It will not go: refused for good, or not wanted any more."""
    Outgoing.objects.filter(pk=row.pk).update(failed=code[:40], lease_until=None)


def put_off(row: Outgoing, now: datetime) -> None:
    """Not now, by no fault of anyone's."""
    Outgoing.objects.filter(pk=row.pk).update(lease_until=now + LATER, attempts=F("attempts") - 1)


def drop_place(row: Outgoing) -> None:
    """The browser is gone, says its push service; whatever waits for it goes as well."""
    if row.place is not None:
        row.place.delete()
