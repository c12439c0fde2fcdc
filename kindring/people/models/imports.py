"""What waits, sealed, between two steps of bringing an address book."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from kindring.lib.rows import LockableQuerySet, LockableRow, OwnedQuerySet, OwnedRow
from kindring.lib.sealed import SealedJSONField


class ImportFileQuerySet(LockableQuerySet["ImportFile"]):
    def waiting(self) -> Self:
        """With cards: to be chosen from, or chosen and not here yet."""
        return self.open().filter(Exists(ImportCard.objects.filter(file=OuterRef("pk"))))

    def finished(self) -> Self:
        """Without cards: only how many people came is left."""
        return self.exclude(Exists(ImportCard.objects.filter(file=OuterRef("pk"))))


class ImportFile(LockableRow):
    """One upload of address books, until its owner is done with it (or a week has passed).

    `came` and `were_here` count the people of its cards who came along, and those who were on the map before.
    """

    made_at = models.DateTimeField()
    photos_skipped = models.PositiveIntegerField(default=0)
    cut_short = models.CharField(max_length=20, blank=True, default="")
    came = models.PositiveIntegerField(default=0)
    were_here = models.PositiveIntegerField(default=0)

    objects = ImportFileQuerySet.as_manager()


class ImportCard(OwnedRow):
    """One card of an uploaded address book: waiting, chosen, brought, or not readable and why."""

    class Outcome(models.TextChoices):
        WAITING = "waiting"
        CHOSEN = "chosen"
        BROUGHT = "brought"
        KNOWN = "known"
        UNREADABLE = "unreadable"

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="cards")
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    reason = models.CharField(max_length=40, blank=True, default="")
    card = SealedJSONField("import.card", "people", empty_as=dict, max_length=100_000)

    objects = OwnedQuerySet["ImportCard"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "file", "line"], name="card_by_line")]
