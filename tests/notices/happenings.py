"""What happens to somebody, and how they wish to hear of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from kindring.accounts.actor import Actor
from kindring.accounts.mail_seal import seal_address
from kindring.accounts.models import User
from kindring.notices.actions import change_choices, leave_notice
from kindring.notices.marks import address_mark
from kindring.notices.models import Notice, NoticeChoices
from tests.cast import NOW

HOURS = {"mail": True, "at_once": True, "daily_hour": 9, "quiet_from": 21, "quiet_until": 8}
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def gives_address(user: User, address: str) -> None:
    User.objects.filter(pk=user.pk).update(email_sealed=seal_address(user.id, address))
    user.refresh_from_db()


def wishes(user: User, address: str = "", **hours: Any) -> NoticeChoices:
    """This user wishes for mail, and showed the address to be theirs."""
    address = address or f"{user.id.hex[:8]}@example.org"
    gives_address(user, address)
    change_choices(by=Actor(user), **HOURS | hours)
    NoticeChoices.objects.filter(owner=user).update(proven=address_mark(user.id, address))
    return NoticeChoices.objects.get(owner=user)


def happens(user: User, now: datetime = NOW, **told: Any) -> Notice:
    """Something happened that concerns this user."""
    known: dict[str, Any] = {"sort": Notice.Sort.ASKED, "ask": uuid4(), "about": uuid4()} | told
    leave_notice(to=user.id, now=now, **known)
    return Notice.objects.get(owner=user, about=known["about"])
