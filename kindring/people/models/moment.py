"""One time a user was in touch with someone."""

from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kindring.lib.rows import LockableQuerySet, LockableRow, OwnedQuerySet, OwnedRow
from kindring.lib.sealed import SealedJSONField, SealedTextField
from kindring.people.kinds import ALL_KINDS
from kindring.people.models.person import Person, Way


class Felt(models.TextChoices):
    """How a moment felt, if the user cares to say; sealed."""

    PRESENT = "present", _("present")
    RUSHED = "rushed", _("rushed")
    HEARD = "heard", _("heard")
    DRAINED = "drained", _("drained")


class MomentQuerySet(LockableQuerySet["Moment"]):
    def untold(self) -> Self:
        """Nothing was said but who, when and how: what one tap leaves."""
        words = {f"{name}__isnull": True for name in ("felt", "thanks", "note", "ask_about")}
        return self.filter(received=0, given=0, **words)


class Moment(LockableRow):
    """When, how, which kinds flowed which way, how it felt, and words about it."""

    day = models.DateField()
    way = models.CharField(max_length=9, choices=Way, blank=True, default="")
    received = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(ALL_KINDS)])
    given = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(ALL_KINDS)])
    felt = SealedJSONField("moment.felt", "journal", max_length=200)
    thanks = SealedTextField("moment.thanks", "journal", max_length=1000)
    note = SealedTextField("moment.note", "notes", max_length=10_000)
    ask_about = SealedTextField("moment.ask_about", "notes", max_length=500)
    written_at = models.DateTimeField()

    objects = MomentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received__lte=ALL_KINDS, given__lte=ALL_KINDS), name="moment_kinds_known"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-day"], name="moment_by_day"),
            models.Index(fields=["owner", "-day"], name="moment_felt", condition=Q(felt__isnull=False)),
        ]


class Presence(OwnedRow):
    """Someone who was part of a moment; carries its day, so that a person's timeline is one index."""

    moment = models.ForeignKey(Moment, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="presences")
    day = models.DateField()

    objects = OwnedQuerySet["Presence"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "moment", "person"], name="once_in_a_moment")]
        indexes = [models.Index(fields=["owner", "person", "-day"], name="presence_timeline")]
