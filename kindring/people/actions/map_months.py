"""The map of earlier months: kept before the first change of a month, by whoever makes that change.

What stands on the map changes by actions only, so the map as a month began is the map before its first change; a
month without one needs nothing kept. No page has to write for it, and no month is missed because nobody looked.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kindring.accounts.actor import Actor
from kindring.lib.days import day_in
from kindring.lib.hot import HotQuery
from kindring.people.models import MapMonth, PeopleChoice, Person
from kindring.people.showing import Showing

CHANGES_MAP = {"ring", "they_give", "you_give"}  # of what can be changed about a person


def keep_map(by: Actor, now: datetime) -> None:
    """Keeps the map as it stands, if it is the first change of the month and the user has not switched it off.

    Called after `choose_again` and before people are locked: in one order everywhere, so that two transactions never
    wait for each other.
    """
    month = day_in(by.signed_in.time_zone, now).replace(day=1)
    if _KEPT.rows(by.owner_id, month) or not _is_wanted(by):
        return
    row = MapMonth(owner_id=by.owner_id, month=month, people=_as_it_stands(by))
    MapMonth.objects.bulk_create([row], ignore_conflicts=True)


def _is_wanted(by: Actor) -> bool:
    chosen = PeopleChoice.objects.visible_to(by.signed_in).open().order_by("id").first()
    return chosen is None or Showing.read(chosen.chosen).keep_months


def _as_it_stands(by: Actor) -> list[list[Any]]:
    everyone = Person.objects.visible_to(by.signed_in).on_map().order_by("id")
    rows = everyone.values_list("id", "ring", "they_give", "you_give")
    return [[person.hex, ring, they_give, you_give] for person, ring, they_give, you_give in rows]


def _kept(owner: UUID, month: date) -> QuerySet[Any, Any]:
    return MapMonth.objects.filter(owner_id=owner, month=month).values_list("id")


_KEPT = HotQuery(_kept, UUID, date)
