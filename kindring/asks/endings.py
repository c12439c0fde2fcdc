"""When an ask ends, and how long its links show what is left of it."""

from datetime import date, datetime, timedelta

from kindring.asks.models import Ask
from kindring.lib.days import day_in

LINGERS = timedelta(days=14)  # thanks are written when help was given: whoever came by a link can still read them


def has_ended(ask: Ask, now: datetime) -> bool:
    """Whether it was closed or taken back, or its last day is over where it is."""
    return ask.state != Ask.State.OPEN or ask.ends_on < day_in(ask.time_zone, now)


def links_open_until(ask: Ask) -> date:
    """The last day on which a link of this ask opens anything: two weeks after it ended, by whatever came first."""
    return min(ask.closed_on or ask.ends_on, ask.ends_on) + LINGERS


def links_open(ask: Ask, now: datetime) -> bool:
    """Whether its links open something; once it has ended only to helpers who carried something."""
    return day_in(ask.time_zone, now) <= links_open_until(ask)
