"""What waits, sealed, between two steps of bringing an address book."""

from django.db import models

from kindring.lib.rows import OwnedQuerySet, OwnedRow
from kindring.lib.sealed import SealedJSONField


class ImportFile(OwnedRow):
    """One uploaded address book, until its owner is done with it (or a week has passed)."""

    made_at = models.DateTimeField()
    photos_skipped = models.PositiveIntegerField(default=0)
    cut_short = models.CharField(max_length=20, blank=True, default="")
    came = models.PositiveIntegerField(default=0)
    were_here = models.PositiveIntegerField(default=0)

    objects = OwnedQuerySet["ImportFile"].as_manager()


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
