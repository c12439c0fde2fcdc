"""A time to be with someone, proposed or agreed."""

from datetime import date, datetime
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kindring.lib.rows import OwnedQuerySet, OwnedRow
from kindring.lib.sealed import SealedJSONField, SealedTextField
from kindring.people.models.moment import Moment
from kindring.people.models.person import Person, Way

MOST_MINUTES = 24 * 60


class TimeTogetherQuerySet(OwnedQuerySet["TimeTogether"]):
    def with_company(self) -> Self:
        """With someone who is still there and may be named: neither removed nor locked, ended, unsafe or died."""
        return self.filter(person__deleted_at=None, person__locked_by=None, person__may_suggest=True)

    def waiting(self, today: date) -> Self:
        """Neither called off nor noted; what its last day went by without is not brought up again."""
        return self.filter(called_off=False, moment=None, last_day__gte=today)

    def agreed(self) -> Self:
        return self.exclude(starts_at=None)


class TimeTogether(OwnedRow):
    """A walk, a meal, a call: some times `offered` to someone, then the one they agreed on, then a moment.

    `offered` lists at most three times as ISO 8601 in UTC; `starts_at` is the one that was agreed, None until then.
    `last_day` is the day of that, or the last of those offered, in the user's time zone. `moment` is what it became.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="times_together")
    moment = models.ForeignKey(Moment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    what = SealedTextField("together.what", "people", max_length=200, verbose_name=_("what"))
    place = SealedTextField("together.place", "people", max_length=300, verbose_name=_("where"))
    way = models.CharField(max_length=9, choices=Way, default=Way.IN_PERSON, verbose_name=_("how"))
    offered = SealedJSONField("together.offered", "people", max_length=500)
    starts_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=60, validators=[MaxValueValidator(MOST_MINUTES)])
    last_day = models.DateField()
    called_off = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    objects = TimeTogetherQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__lte=MOST_MINUTES), name="together_within_a_day"),
        ]
        indexes = [models.Index(fields=["owner", "last_day"], name="together_by_day")]

    @property
    def offers(self) -> list[datetime]:
        """The times that were offered, as aware moments, the first to come first."""
        return sorted(datetime.fromisoformat(one) for one in self.offered)
