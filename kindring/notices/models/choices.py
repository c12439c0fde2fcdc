"""How someone wishes to hear of what happened; nobody hears anything outside the app before they ask for it."""

from django.db import models
from django.db.models import Q

from kindring.lib.rows import OwnedQuerySet, OwnedRow

HOURS = [(hour, f"{hour}:00") for hour in range(24)]


class NoticeChoices(OwnedRow):
    """One row for a user who chose something. Hours are whole ones by the clock of the user's own zone.

    `proven` is the keyed hash of the address that its owner showed to be theirs: another address, another hash, and
    so nothing is sent to one that was not shown. `told_on` is the user's calendar day of the last daily mail.
    `feed_hash` belongs to the secret in the address of their calendar feed. Push is wished for by every browser that
    has a `PushPlace`.
    """

    mail = models.BooleanField(default=False)
    at_once = models.BooleanField(default=True)
    daily_hour = models.PositiveSmallIntegerField(default=9, choices=HOURS)
    quiet_from = models.PositiveSmallIntegerField(default=21, choices=HOURS)
    quiet_until = models.PositiveSmallIntegerField(default=8, choices=HOURS)
    proven = models.BinaryField(max_length=32, null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    feed_hash = models.BinaryField(max_length=32, null=True, blank=True, unique=True)

    objects = OwnedQuerySet["NoticeChoices"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner"], name="choices_once"),
            models.CheckConstraint(
                condition=Q(daily_hour__lt=24, quiet_from__lt=24, quiet_until__lt=24), name="choices_hours"
            ),
        ]
