"""What a month holds: counts of what happened with someone, and the map as it stood when the month began."""

from typing import Self

from django.db import models

from kindring.lib.rows import LockableQuerySet, LockableRow, OwnedQuerySet, OwnedRow
from kindring.lib.sealed import SealedJSONField
from kindring.people.kinds import KINDS
from kindring.people.models.person import Person, Way

WAYS = tuple(way.value for way in Way)
RECEIVED = {kind: f"received_{kind.word}" for kind in KINDS}  # the columns that count what was received, by kind
COUNTED = (*WAYS, "gave", "received", *RECEIVED.values())


class TieMonth(OwnedRow):
    """How often, in one month, two were in touch by each way, and how often something was given and received.

    `received` counts moments in which anything was received, the columns below it those of each kind.

    `month` is its first day. A moment counts once for each person in it. Pages read these instead of the log; they
    are counted up when a moment is logged, and counted anew when one is changed or taken back.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="months")
    month = models.DateField()
    in_person = models.PositiveIntegerField(default=0)
    video = models.PositiveIntegerField(default=0)
    call = models.PositiveIntegerField(default=0)
    message = models.PositiveIntegerField(default=0)
    letter = models.PositiveIntegerField(default=0)
    gave = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    received_emotional = models.PositiveIntegerField(default=0)
    received_practical = models.PositiveIntegerField(default=0)
    received_informational = models.PositiveIntegerField(default=0)
    received_companionship = models.PositiveIntegerField(default=0)

    objects = OwnedQuerySet["TieMonth"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "person", "month"], name="a_tie_once_a_month")]
        indexes = [models.Index(fields=["owner", "month"], name="tie_by_month")]


class MapMonthQuerySet(LockableQuerySet["MapMonth"]):
    def latest_first(self) -> Self:
        return self.order_by("-month", "id")


class MapMonth(LockableRow):
    """The map as it stood when a month began; kept before its first change in that month, so none is missing.

    `month` is its first day. `people` lists everyone who was drawn, `[id, ring, they_give, you_give]` each: no names,
    so that whoever is removed from the map is gone from the earlier ones too.
    """

    month = models.DateField()
    people = SealedJSONField("map_month.people", "people", max_length=1_000_000)

    objects = MapMonthQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "month"], name="a_map_once_a_month")]


class PeopleChoice(LockableRow):
    """What a user wants of the page of all people: how many of each kind are enough, spans, what to leave out.

    `chosen` is what `showing.Showing` reads; sealed, because a wish says something too. No row: as it comes.
    """

    chosen = SealedJSONField("people.chosen", "people", empty_as=dict, max_length=4000)

    objects = LockableQuerySet["PeopleChoice"].as_manager()
