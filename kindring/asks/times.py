"""When help is wanted: days and hours as the asker lives them, turned into slots."""

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta

from kindring.asks.actions.asking import MOST_SLOTS, SlotDetails
from kindring.lib.days import at

WEEKDAYS = 7


def each_week(weekdays: int, first: date, until: date) -> Iterator[date]:
    """The days from `first` to `until`, both included, on these weekdays (bits; 1 Monday … 64 Sunday)."""
    for count in range(min((until - first).days + 1, 366)):
        day = first + timedelta(days=count)
        if weekdays & 1 << day.weekday():
            yield day


def slots_on(
    days: Iterable[date], hour: time, time_zone: str, *, minutes: int = 0, places: int = 1, reserve: int = 0
) -> list[SlotDetails]:
    """A slot for each day, once, in the order of days; one more than fits where there are more, to be refused."""
    chosen = sorted(set(days))[: MOST_SLOTS + 1]
    return [SlotDetails(at(day, hour, time_zone), minutes, places, reserve) for day in chosen]
