"""What people say they can help with, and that they cannot just now."""

from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kindring.asks.models.ask import shares_a_circle
from kindring.circles.models import not_blocked
from kindring.lib.rows import OwnedQuerySet, OwnedRow, Viewer
from kindring.people.kinds import KINDS

ANY_DAY, EVERY_DAY = 0, 127
MOST_A_MONTH = 31


class OfferQuerySet(OwnedQuerySet["Offer"]):
    def visible_to(self, user: Viewer, *, today: date | None = None) -> Self:
        """This user's own, and what members of their circles offer: none past a block, none of who is stretched.

        Someone is stretched until their day has come; where `today` is not said, until they take it back.
        """
        resting = Stretched.objects.filter(owner_id=OuterRef("owner_id")).on(today)
        others = Q(shares_a_circle(user.id)) & not_blocked(user.id) & ~Exists(resting)
        return self.filter(Q(owner_id=user.id) | others)

    def of(self, user: Viewer) -> Self:
        """This user's own."""
        return self.filter(owner_id=user.id)


class Offer(OwnedRow):
    """ "I can help with": one kind, on some weekdays (bits, Monday 1 … Sunday 64; 0 is any), so often in 30 days."""

    kind = models.PositiveSmallIntegerField(choices=[(int(kind), kind.word) for kind in KINDS])
    days = models.PositiveSmallIntegerField(
        default=ANY_DAY, validators=[MaxValueValidator(EVERY_DAY)], verbose_name=_("days")
    )
    per_month = models.PositiveSmallIntegerField(
        default=MOST_A_MONTH,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_A_MONTH)],
        verbose_name=_("how often"),
    )

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind"], name="offered_once"),
            models.CheckConstraint(condition=Q(kind=1) | Q(kind=2) | Q(kind=4) | Q(kind=8), name="offer_of_a_kind"),
            models.CheckConstraint(condition=Q(days__lte=EVERY_DAY), name="offer_days_of_a_week"),
            models.CheckConstraint(
                condition=Q(per_month__gte=1, per_month__lte=MOST_A_MONTH), name="offer_cap_bounded"
            ),
        ]


class StretchedQuerySet(OwnedQuerySet["Stretched"]):
    def on(self, day: date | None) -> Self:
        """Who is stretched on this day; without a day, whoever said so and has not taken it back."""
        return self.filter(Q(until=None) | Q(until__gt=day)) if day else self.all()


class Stretched(OwnedRow):
    """Somebody cannot help just now; `until` is the day on which they can again, None where they did not say.

    They are left out wherever helpers are chosen or shown, and nobody is told why.
    """

    until = models.DateField(null=True, blank=True)

    objects = StretchedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="stretched_once")]
