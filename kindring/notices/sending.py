"""From the outbox to the outside: each row is looked at once more before it goes."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from kindring.notices import outbox
from kindring.notices.letters import letter
from kindring.notices.marks import address_mark, open_place
from kindring.notices.models import Notice, NoticeChoices, Outgoing
from kindring.notices.push import PlaceGone, push
from kindring.notices.recipients import Recipient, recipient
from kindring.notices.smtp import NotTaken, hand_in

_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def send_what_is_due(clock: Clock) -> int:
    """Sends until nothing is due; how many went. `clock` says when each one is."""
    sent = 0
    while going := [_send(row, clock) for row in outbox.taken(clock())]:
        sent += sum(going)
    return sent


def _send(row: Outgoing, clock: Clock) -> bool:
    """One row that we hold; whether it went."""
    to, choices = recipient(row.owner_id), NoticeChoices.objects.filter(owner_id=row.owner_id).first()
    if to is None or choices is None or not _is_wanted(row, choices, to):
        outbox.given_up(row, "not_wanted")
        return False
    if row.sort == Outgoing.Sort.NOTICE and outbox.rests(choices, to, clock()):
        outbox.put_off(row, clock())
        return False
    try:
        _hand_over(row, choices, to, clock())
    except PlaceGone:
        outbox.drop_place(row)
        return False
    except NotTaken as problem:
        _note(row, problem, clock())
        return False
    outbox.went(row, clock())
    return True


def _is_wanted(row: Outgoing, choices: NoticeChoices, to: Recipient) -> bool:
    """Still to the same address, still wished for, and not about what was read or acted on since."""
    if row.sort == Outgoing.Sort.PROOF:
        return settings.KINDRING_MAIL is not None and bytes(row.address_hash or b"") == address_mark(to.id, to.email)
    if row.way == Outgoing.Way.MAIL:
        same = bytes(row.address_hash or b"") == bytes(choices.proven or b"")
        if not (same and outbox.mail_goes_to(choices, to)):
            return False
    return Notice.objects.filter(owner_id=to.id).waiting().exists()


def _hand_over(row: Outgoing, choices: NoticeChoices, to: Recipient, now: datetime) -> None:
    if row.place is not None:
        push(open_place(row.owner_id, row.place.id, row.place.place_sealed), now)
    else:
        hand_in(letter(row, to.email, to.language, choices.id), to.email)


def _note(row: Outgoing, problem: NotTaken, now: datetime) -> None:
    """The host sees the code in the log, and nobody's name."""
    _log.warning("A %s could not be handed in: %s", row.way, problem.code)
    if problem.for_good:
        outbox.given_up(row, problem.code)
    else:
        outbox.came_back(row, now, problem.code)
