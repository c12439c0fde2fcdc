"""Calendar days as the person who reads the page lives them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def day_in(time_zone: str, now: datetime) -> date:
    """The calendar day at the moment `now` (aware) in an IANA zone."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def hour_of(now: datetime) -> datetime:
    """`now` cut to the hour, for rows that should not tell the minute."""
    return now.replace(minute=0, second=0, microsecond=0)
