"""Users, what opens their vault, where they are signed in, and how often someone failed to."""

import uuid
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kindring.accounts.mail_seal import open_address
from kindring.lib.rows import OwnedQuerySet, OwnedRow
from kindring.lib.sealed import SealedRow, SealedTextField


class User(SealedRow):
    """Someone who signs in. There is no password here: a wrap that opens is the proof.

    `recovery_code` lies here, sealed, only until the person has typed it once; then it is gone. `locked_since` is
    set while rows wait, locked, for a key from before. `planned_until` is the last day on which something planned
    with someone may have to be shown: until then pages look for it, later and without it they need not ask.
    """

    USERNAME_FIELD = "name_hash"
    REQUIRED_FIELDS: tuple[str, ...] = ()
    is_authenticated = True
    is_anonymous = False
    is_active = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name_hash = models.BinaryField(max_length=32, unique=True)
    called = SealedTextField("user.called", "people", max_length=80)
    email_sealed = models.BinaryField(null=True, blank=True)
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=40, default="UTC")
    date_lead_days = models.PositiveSmallIntegerField(default=7)
    low_day_on = models.DateField(null=True, blank=True)
    three_chosen_on = models.DateField(null=True, blank=True)
    planned_until = models.DateField(null=True, blank=True)
    locked_since = models.DateField(null=True, blank=True)
    recovery_code = SealedTextField("user.recovery_code", "people", max_length=40)
    recovery_confirmed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(date_lead_days__lte=60), name="user_lead_days_bounded")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def email(self) -> str:
        """The address in clear, '' where none was given."""
        return open_address(self.id, self.email_sealed)


class KeyWrap(OwnedRow):
    """The user key, wrapped by one of the things that open it.

    `key_id` names the wrapped key. After a reset without the recovery code the wraps of the key before stay,
    with `set_aside`, until what they lock is opened or erased.
    """

    class Kind(models.TextChoices):
        PASSWORD = "password"  # noqa: S105 the kind of wrap, no secret
        RECOVERY = "recovery"
        OLDER = "older"

    kind = models.CharField(max_length=12, choices=Kind)
    key_id = models.BinaryField(max_length=8)
    wrap = models.BinaryField(max_length=128)
    salt = models.BinaryField(max_length=16, null=True, blank=True)
    iterations = models.PositiveSmallIntegerField(default=0)
    lanes = models.PositiveSmallIntegerField(default=0)
    memory_cost = models.PositiveIntegerField(default=0)
    set_aside = models.BooleanField(default=False)
    made_on = models.DateField()

    objects = OwnedQuerySet["KeyWrap"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind", "key_id"], name="one_wrap_of_a_kind"),
        ]


class Session(OwnedRow):
    """One signed-in browser. The cookie's secret is here only as a hash; without it `wrap` does not open.

    `wrap` holds the user key and any older ones, one after another. A locked session keeps its row and has no
    wrap: the person is known, nothing of theirs opens.
    """

    class Device(models.TextChoices):
        PHONE = "phone", _("Phone")
        TABLET = "tablet", _("Tablet")
        COMPUTER = "computer", _("Computer")
        UNKNOWN = "unknown", _("Some device")

    something_new = False  # `find_session` says whether notices wait

    secret_hash = models.BinaryField(max_length=32, unique=True)
    wrap = models.BinaryField(max_length=512, null=True, blank=True)
    device = models.CharField(max_length=10, choices=Device, default=Device.UNKNOWN)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = OwnedQuerySet["Session"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-seen_at"], name="session_by_owner")]


class ResetLink(OwnedRow):
    """A one-use link that the host prints for someone who lost both password and recovery code."""

    secret_hash = models.BinaryField(max_length=32, unique=True)
    ends_at = models.DateTimeField()

    objects = OwnedQuerySet["ResetLink"].as_manager()


class Throttle(models.Model):
    """Failed sign-ins by a keyed hash: of an address prefix, of a name, or of a browser that knows the name."""

    key_hash = models.BinaryField(max_length=32, unique=True)
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    wait_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return "throttle"


class ReceivingPair(OwnedRow):
    """How keys are handed to a user while they are away: anyone may lock with `public`, only they can open.

    `private` is wrapped by the user key. A new beginning without the key before makes a new pair; what was handed
    to the one before is lost.
    """

    public = models.BinaryField(max_length=32)
    private = models.BinaryField(max_length=128)

    objects = OwnedQuerySet["ReceivingPair"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_pair_each")]


class BlockQuerySet(OwnedQuerySet["Block"]):
    def between(self, user: UUID) -> Self:
        """Blocks by this user and of this user: both count the same, and nobody learns which it was."""
        return self.filter(Q(owner_id=user) | Q(blocked=user))


class Block(OwnedRow):
    """Two users who do not exist for each other, because one of them wants it so. Silent, mutual, everywhere.

    `name` is what whoever blocked knew the other as: so that they find them again, to take it back.
    """

    blocked = models.UUIDField()
    name = SealedTextField("block.name", "people", max_length=80)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "blocked"], name="blocked_once")]
        indexes = [models.Index(fields=["blocked"], name="block_by_blocked")]


class Mute(OwnedRow):
    """Someone of whom a user wants to hear less; the other notices nothing. `name` as for a block."""

    muted = models.UUIDField()
    name = SealedTextField("mute.name", "people", max_length=80)

    objects = OwnedQuerySet["Mute"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "muted"], name="muted_once")]
