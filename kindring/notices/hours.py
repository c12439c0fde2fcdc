"""When someone may be told, by the clock on their own wall: also on nights when the clocks change."""

from datetime import date, datetime, timedelta
from typing import Protocol

SOON = timedelta(hours=12)


class Hours(Protocol):
    """Whole hours, 0 to 23, of the user's day. Quiet from an hour until the same hour is never quiet."""

    daily_hour: int
    quiet_from: int
    quiet_until: int
    told_on: date | None


def is_quiet(hours: Hours, local: datetime) -> bool:
    """Whether the user wants to be left alone at `local`, a time in their zone."""
    begins, ends = hours.quiet_from, hours.quiet_until
    if begins <= ends:
        return begins <= local.hour < ends
    return local.hour >= begins or local.hour < ends


def daily_is_due(hours: Hours, local: datetime) -> bool:
    """Whether the day's mail is still to come, and its hour has been. An hour that a night leaves out has been."""
    return local.hour >= hours.daily_hour and (hours.told_on is None or hours.told_on < local.date())


def matters_soon(due_at: datetime | None, now: datetime) -> bool:
    """Whether it would be too late the day after: within half a day, and not over."""
    return due_at is not None and now < due_at <= now + SOON
