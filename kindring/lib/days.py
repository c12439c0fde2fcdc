"""Calendar days as the person who reads the page lives them."""

from datetime import MINYEAR, UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo


@cache
def zone_named(time_zone: str) -> ZoneInfo:
    """The IANA zone of this name; UTC where this server does not know it (any more), so that pages still open."""
    try:
        return ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def day_in(time_zone: str, now: datetime) -> date:
    """The calendar day at the moment `now` (aware) in an IANA zone."""
    return now.astimezone(zone_named(time_zone)).date()


def at(day: date, hour: time, time_zone: str) -> datetime:
    """The moment at which the clocks of the zone show `hour` on this day, in UTC.

    An hour that does not exist, because the clocks go forward, is the one after; of one that comes twice the first
    is meant. At the ends of the calendar, where UTC would be on a day that there is not, it is a day further in.
    """
    try:
        return datetime.combine(day, hour, zone_named(time_zone)).astimezone(UTC)
    except OverflowError:
        further_in = day + timedelta(days=1 if day.year == MINYEAR else -1)
        return datetime.combine(further_in, hour, zone_named(time_zone)).astimezone(UTC)


def hour_of(now: datetime) -> datetime:
    """`now` cut to the hour, for rows that should not tell the minute."""
    return now.replace(minute=0, second=0, microsecond=0)
