"""The rows of the lifeline room: a plan in parts, and what goes with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kindring.accounts.models import Session
from kindring.lib.rows import LockableQuerySet, LockableRow, OwnedQuerySet, OwnedRow
from kindring.lib.sealed import SealedJSONField, SealedTextField

LONGEST_STEPS = 20_000  # characters of a part's steps, as JSON
LONGEST_PHOTO = 2_900_000  # characters of a photo of 2 MB, as a data URL


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
