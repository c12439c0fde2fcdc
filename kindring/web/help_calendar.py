"""What Help puts into the calendar feed: the times that one carries, and the times of one's own asks."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from kindring.asks.models import Ask, Slot
from kindring.lib.ics import PRIVATE_TITLE, Entry
from kindring.notices.recipients import Recipient

BACK = timedelta(days=31)


def times_of_help(user: Recipient, now: datetime) -> Iterator[Entry]:
    """One query; nobody's words are open here, so an entry says when, and nothing else."""
    mine = Q(ask__owner_id=user.id) | Q(claims__helper_id=user.id)
    slots = Slot.objects.visible_to(user).filter(mine, starts_at__gt=now - BACK).select_related("ask").distinct()
    for slot in slots.order_by("starts_at", "id"):
        if slot.starts_at is not None:
            yield Entry(
                key=str(slot.id),
                begins=slot.starts_at,
                ends=slot.starts_at + timedelta(minutes=slot.minutes) if slot.minutes else None,
                changed_at=slot.ask.made_at,
                title=PRIVATE_TITLE,
                called_off=slot.ask.state == Ask.State.STOPPED,
            )
