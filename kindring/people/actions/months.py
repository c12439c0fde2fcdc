"""The counts of a month with someone: counted up with a new moment, counted anew when the log changes otherwise."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from kindring.accounts.actor import Actor
from kindring.lib.hot_writes import HotTally
from kindring.people.models import Moment, Person, Presence, TieMonth
from kindring.people.models.months import COUNTED, RECEIVED

_TALLY = HotTally(TieMonth, ("owner", "person", "month"), COUNTED)


def count_moment(moment: Moment, people: Sequence[Person]) -> None:
    """Adds a new moment to the counts of everyone in it; their rows are locked, so no two count at once."""
    counts = _counts_of(moment.way, moment.given, moment.received)
    if counts:
        month = moment.day.replace(day=1)
        owner = moment.owner_id
        _TALLY.write([TieMonth(owner_id=owner, person_id=one.id, month=month, **counts) for one in people])


def recount(by: Actor, people: Sequence[Person], days: Iterable[date]) -> None:
    """The counts of the months in which these days lie, as the log says now; the people are locked."""
    months = {day.replace(day=1) for day in days}
    TieMonth.objects.visible_to(by.signed_in).filter(person__in=people, month__in=months).delete()
    counts: defaultdict[tuple[UUID, date], Counter[str]] = defaultdict(Counter)
    for person, day, way, given, received in _moments_in(by, people, months):
        counts[person, day.replace(day=1)].update(_counts_of(way, given, received))
    TieMonth.objects.bulk_create(
        TieMonth(owner_id=by.owner_id, person_id=person, month=month, **of)
        for (person, month), of in counts.items()
        if of
    )


def _moments_in(
    by: Actor, people: Sequence[Person], months: Iterable[date]
) -> Iterable[tuple[UUID, date, str, int, int]]:
    inside = reduce(or_, [Q(day__gte=month, day__lt=next_month(month)) for month in months])
    present = Presence.objects.visible_to(by.signed_in).filter(inside, person__in=people)
    return present.values_list("person_id", "day", "moment__way", "moment__given", "moment__received")


def next_month(month: date) -> date:
    """The first day of the month after; `month` is a first day too."""
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def _counts_of(way: str, given: int, received: int) -> dict[str, int]:
    """What a moment adds: one for its way, for giving, for receiving, and for each kind that was received."""
    said = {way: bool(way), "gave": bool(given), "received": bool(received)}
    said |= {column: bool(received & kind) for kind, column in RECEIVED.items()}
    return {name: 1 for name, told in said.items() if told}
