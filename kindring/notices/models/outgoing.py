"""What leaves the server: where pushes go, and the outbox."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from kindring.lib.rows import OwnedQuerySet, OwnedRow


class PushPlace(OwnedRow):
    """A browser that wishes to be told by its maker's push service, whose address lies under the server's key."""

    place_sealed = models.BinaryField(max_length=1200)
    place_hash = models.BinaryField(max_length=32)
    made_on = models.DateField()

    objects = OwnedQuerySet["PushPlace"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "place_hash"], name="push_place_once")]


class OutgoingQuerySet(OwnedQuerySet["Outgoing"]):
    """Rows of the outbox by what they wait for."""

    def unsent(self) -> Self:
        return self.filter(sent_at=None, failed="")

    def due(self, now: datetime) -> Self:
        """Nobody holds them, and none has to wait."""
        return self.unsent().filter(Q(lease_until=None) | Q(lease_until__lte=now))


class Outgoing(OwnedRow):
    """One mail, or one push to one browser; its words are the same for everybody and so are not kept.

    `message_id` is made once: what is sent again after a fault is known to be the same. Whoever sends holds it until
    `lease_until`, which also says how long a next try waits. `failed` is a code; empty while there is hope.
    `address_hash` is the keyed hash of the address it was meant for: it goes to no other.
    """

    class Way(models.TextChoices):
        MAIL = "mail"
        PUSH = "push"

    class Sort(models.TextChoices):
        PROOF = "proof"  # asks whether an address is the user's own
        NOTICE = "notice"  # there is something for you

    way = models.CharField(max_length=4, choices=Way)
    sort = models.CharField(max_length=6, choices=Sort)
    place = models.ForeignKey(PushPlace, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    address_hash = models.BinaryField(max_length=32, null=True, blank=True)
    message_id = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed = models.CharField(max_length=40, blank=True, default="")

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["lease_until"], name="outgoing_due", condition=Q(sent_at=None, failed="")),
            models.Index(fields=["owner", "-made_at"], name="outgoing_by_owner"),
        ]
