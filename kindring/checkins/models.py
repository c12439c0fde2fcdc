"""Check-ins, what a person chose to be asked, and time for oneself."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kindring.lib.rows import LockableQuerySet, LockableRow
from kindring.lib.sealed import SealedJSONField, SealedTextField


class CheckInQuerySet(LockableQuerySet["CheckIn"]):
    def between(self, first: date, last: date) -> Self:
        """From the first day to the last, both included; later days are there where a clock was wrong."""
        return self.filter(day__gte=first, day__lte=last)

    def latest_first(self) -> Self:
        return self.order_by("-day", "-written_at", "id")


class CheckIn(LockableRow):
    """What someone answered on a day; which measures, and what, is sealed.

    `answers` holds, by measure, the version that was asked and the chosen option by item:
    `{"phq4": {"version": 1, "answers": {"worry": "several_days"}}}`. What was skipped is not there. A day has one
    row: what is answered later on the day joins it.
    """

    day = models.DateField()
    answers = SealedJSONField("checkin.answers", "measures", empty_as=dict, max_length=20_000)
    written_at = models.DateTimeField()

    objects = CheckInQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-day"], name="checkin_by_day")]


class Choice(LockableRow):
    """What a person chose to be asked, when, and in which order; sealed, because a choice says something too.

    `chosen` is what `choosing.Chosen` reads. No row: as the measures' files have it.
    """

    chosen = SealedJSONField("checkins.chosen", "measures", empty_as=dict, max_length=4000)

    objects = LockableQuerySet["Choice"].as_manager()


class SelfTimeQuerySet(LockableQuerySet["SelfTime"]):
    def planned(self, today: date) -> Self:
        """Still to come, or for today. What a day went by without is not brought up again."""
        return self.open().filter(done=False, day__gte=today).order_by("day", "id")

    def had(self) -> Self:
        return self.open().filter(done=True).order_by("-day", "id")


class SelfTime(LockableRow):
    """Time for oneself, planned or had: a tie like any other, with its days readable and the rest sealed."""

    class What(models.TextChoices):
        REST = "rest", _("rest")
        BODY = "body", _("body")
        NATURE = "nature", _("nature")
        JOY = "joy", _("joy")

    day = models.DateField()
    done = models.BooleanField(default=True)
    what = SealedTextField("self.what", "journal", max_length=10, choices=What, verbose_name=_("what"))
    note = SealedTextField("self.note", "journal", max_length=1000, verbose_name=_("a note"))

    objects = SelfTimeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-day"], name="self_time_by_day")]
