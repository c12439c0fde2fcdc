"""The rows of the lifeline room: a plan in parts, and what goes with it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kindring.accounts.models import Session
from kindring.circles.models import Membership, not_blocked
from kindring.lib.rows import LockableQuerySet, LockableRow, OwnedQuerySet, OwnedRow, Viewer
from kindring.lib.sealed import SealedJSONField, SealedTextField

LONGEST_STEPS = 20_000  # characters of a part's steps, as JSON
LONGEST_PHOTO = 2_900_000  # characters of a photo of 2 MB, as a data URL
SHARED, SHARED_KEY = "id", "shared plan"


class Part(models.TextChoices):
    """The parts of a plan in the order in which one reads them on a bad day; reasons and words go beside them."""

    SIGNS = "signs", _("I notice")
    MYSELF = "myself", _("What I can do by myself")
    COMPANY = "company", _("People and places that take my mind off it")
    HELP = "help", _("People I can tell")
    PROFESSIONALS = "professionals", _("Professionals")
    SAFER = "safer", _("Making it safer around me")
    REASONS = "reasons", _("Reasons to live")
    WORDS = "words", _("Words to myself")


SIX = (Part.SIGNS, Part.MYSELF, Part.COMPANY, Part.HELP, Part.PROFESSIONALS, Part.SAFER)
WITH_PEOPLE = (Part.COMPANY, Part.HELP)


class PlanPart(LockableRow):
    """One part of a plan. A part is the smallest thing that is kept, and that could be shared.

    `steps` is a list of `{"words": …}` and `{"person": id of someone on the map}`, in order. Several rows of one
    part read as one, and become one when the part is changed: what a key from before opens again joins in.
    """

    part = models.CharField(max_length=13, choices=Part)
    steps = SealedJSONField("plan.steps", "plan", max_length=LONGEST_STEPS)
    written_on = models.DateField()

    objects = LockableQuerySet["PlanPart"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner"], name="plan_part_by_owner")]


class PlanFrame(LockableRow):
    """What goes with the whole plan: the day to look at it again, and a photo as a data URL."""

    review_on = models.DateField(null=True, blank=True)
    photo = SealedTextField("plan.photo", "plan", max_length=LONGEST_PHOTO)

    objects = LockableQuerySet["PlanFrame"].as_manager()


class DeviceCopy(OwnedRow):
    """A plan that someone keeps on one of their devices, there under a PIN: only that it is there is known here.

    The device shows `secret_hash`'s secret when it asks whether the copy was taken back; without the row it was.
    """

    secret_hash = models.BinaryField(max_length=32, unique=True)
    device = models.CharField(max_length=10, choices=Session.Device)
    made_on = models.DateField()

    objects = OwnedQuerySet["DeviceCopy"].as_manager()


class SharedPartQuerySet(OwnedQuerySet["SharedPart"]):
    def visible_to(self, user: Viewer) -> Self:
        """What this user shares, and what is shared with them by those whom they still meet in a circle."""
        reads = SharedWith.objects.visible_to(user).filter(shared_id=OuterRef("pk"), reader_id=user.id)
        return self.filter(Q(owner_id=user.id) | Exists(reads))

    def of(self, user: Viewer) -> Self:
        """What this user shares."""
        return self.filter(owner_id=user.id)


class SharedPart(OwnedRow):
    """A copy of one part for those with whom it is shared: `lines` as they stood on `written_on`, in order.

    It is sealed with a key of its own, and never changed: each time it is made anew, under another key.
    """

    part = models.CharField(max_length=13, choices=Part)
    lines = SealedJSONField("shared.lines", SHARED_KEY, under=SHARED, max_length=LONGEST_STEPS)
    written_on = models.DateField()

    objects = SharedPartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "part"], name="part_shared_once")]


def _still(place: str, user: str) -> Exists:
    """Rows whose column `place` is a membership that the user in the column `user` has today."""
    return Exists(Membership.objects.confirmed().filter(pk=OuterRef(place), owner_id=OuterRef(user)))


class SharedWithQuerySet(OwnedQuerySet["SharedWith"]):
    def visible_to(self, user: Viewer) -> Self:
        """With whom this user shares and who shares with them, while both are in the circle and nobody blocks."""
        shares = Q(owner_id=user.id) & not_blocked(user.id, "reader_id")
        reads = Q(reader_id=user.id) & not_blocked(user.id, "owner_id")
        both = Q(_still("own_place", "owner_id")) & Q(_still("their_place", "reader_id"))
        return self.filter(Q(owner_id=user.id, reader_id=user.id) | (both & (shares | reads)))

    def to_others(self, user: Viewer) -> Self:
        """With whom this user shares."""
        return self.filter(owner_id=user.id).exclude(reader_id=user.id)

    def from_others(self, user: Viewer) -> Self:
        """Who shares with this user."""
        return self.filter(reader_id=user.id).exclude(owner_id=user.id)


class SharedWith(OwnedRow):
    """The key of a shared part, handed to one reader; a row without places is the owner's own.

    The places are the memberships of the two in the circle in which they met. Whoever leaves it, or is let go, has
    another one if they ever come back: what was shared does not come back with them.
    """

    shared = models.ForeignKey(SharedPart, on_delete=models.CASCADE, related_name="readers")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    own_place = models.UUIDField(null=True, blank=True)
    their_place = models.UUIDField(null=True, blank=True)
    pair = models.UUIDField()
    handed = models.BinaryField(max_length=256)

    objects = SharedWithQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "shared", "reader"], name="shared_with_once")]
        indexes = [models.Index(fields=["reader"], name="shared_by_reader")]
