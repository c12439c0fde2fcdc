"""Circles, who is in them, how one gets in, and what hangs on their board."""

import uuid
from datetime import datetime
from typing import Self
from uuid import UUID

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from kindring.accounts.models import Block
from kindring.lib.rows import OwnedQuerySet, OwnedRow, Row_co, Viewer
from kindring.lib.sealed import SealedRow, SealedTextField
from kindring.people.models import Person

CIRCLE, CIRCLE_KEY = "circle_id", "circle"


def not_blocked(user: UUID, column: str = "owner_id") -> Q:
    """Rows of users between whom and this one there is no block, whoever made it."""
    between = Block.objects.between(user)
    made_by = between.filter(Q(owner_id=OuterRef(column)) | Q(blocked=OuterRef(column)))
    return Q(**{column: user}) | Q(~Exists(made_by))


def in_circle(user: UUID, column: str = "circle_id") -> Exists:
    """Rows of circles in which this user is confirmed."""
    confirmed = Membership.State.CONFIRMED
    return Exists(Membership.objects.filter(circle_id=OuterRef(column), owner_id=user, state=confirmed))


def looked_after(user: UUID) -> Exists:
    """Rows of circles of which this user is a steward."""
    theirs = Membership.objects.confirmed().filter(owner_id=user, steward=True)
    return Exists(theirs.filter(circle_id=OuterRef("circle_id")))


def _kept_out() -> Q:
    """Who waits for a circle and is not let in: past a block with one of its members, or after "never again"."""
    members = Membership.objects.confirmed().filter(circle_id=OuterRef(OuterRef("circle_id"))).values("owner_id")
    theirs = Q(owner_id=OuterRef("owner_id"), blocked__in=members)
    of_them = Q(blocked=OuterRef("owner_id"), owner_id__in=members)
    never = NeverAgain.objects.filter(owner_id=OuterRef("owner_id"), circle_id=OuterRef("circle_id"))
    return Q(Exists(Block.objects.filter(theirs | of_them))) | Q(Exists(never))


class CircleQuerySet(models.QuerySet["Circle"]):
    def visible_to(self, user: Viewer) -> Self:
        """The circles in which this user is confirmed."""
        return self.filter(in_circle(user.id, "pk"))

    def to_take_along(self, user: Viewer) -> Self:
        """For a member's export: what the circle says of itself to its members."""
        return self.visible_to(user)


class Circle(SealedRow):
    """Users who agreed to ask and offer among themselves.

    `epoch` numbers the keys; `key_due` is set when someone went, so that the next one here makes a new key first.
    `agreement_on` is the day on which the agreement was last worded: who accepted it earlier is asked anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = SealedTextField("circle.name", CIRCLE_KEY, under="id", max_length=80)
    purpose = SealedTextField("circle.purpose", CIRCLE_KEY, under="id", max_length=1000)
    agreement = SealedTextField("circle.agreement", CIRCLE_KEY, under="id", max_length=4000)
    agreement_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    sensitive = models.BooleanField(default=False)
    size_hint = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(500)])
    epoch = models.PositiveIntegerField(default=1)
    key_due = models.BooleanField(default=False)

    objects = CircleQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)


class CircleRowQuerySet(OwnedQuerySet[Row_co]):
    def visible_to(self, user: Viewer) -> Self:
        """What lies in the circles of this user, without what is of someone between whom and them is a block."""
        return self.filter(in_circle(user.id)).filter(not_blocked(user.id))

    def of(self, user: Viewer) -> Self:
        """This user's own."""
        return self.filter(owner_id=user.id)


class CircleRow(OwnedRow):
    """A row that belongs to a circle and was made by `owner`."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class CircleEpoch(models.Model):
    """The key before, opened by the key of this epoch: whoever has the newest opens what all of them sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    older = models.BinaryField(max_length=128)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "number"], name="epoch_once")]

    def __str__(self) -> str:
        return f"{self.circle_id} {self.number}"


class MembershipQuerySet(CircleRowQuerySet["Membership"]):
    def visible_to(self, user: Viewer, *, as_steward: bool = False) -> Self:
        """Who is in the circles of this user, and this user wherever they are or wait to be; nobody past a block.

        `as_steward`: as the list of members has it. In circles that they look after also past a block, so that nobody
        stays in by blocking whoever could let them go: the row and the name on it, while what somebody wrote stays
        hidden from whom they blocked. And of those who wait only whoever can be let in.
        """
        here, seen = self.filter(Q(owner_id=user.id) | in_circle(user.id)), not_blocked(user.id)
        if not as_steward:
            return here.filter(seen)
        confirmed = Q(state=Membership.State.CONFIRMED)
        here = here.filter(confirmed | Q(owner_id=user.id) | ~_kept_out())
        return here.filter(seen | (confirmed & Q(looked_after(user.id))))

    def confirmed(self) -> Self:
        return self.filter(state=Membership.State.CONFIRMED)

    def waiting(self) -> Self:
        """They accepted, and a steward has not said yes yet."""
        return self.filter(state=Membership.State.ACCEPTED)

    def at_the_door(self) -> Self:
        """They wait, and a steward can let them in. For whoever is kept out it looks as if nobody had done so yet."""
        return self.waiting().filter(~_kept_out())


class Membership(CircleRow):
    """One user in one circle. `name` is what the others call them there; `hello` is it, before they have the key.

    `hello` is sealed with the secret of the invitation, which the members can open.
    """

    class State(models.TextChoices):
        ACCEPTED = "accepted"
        CONFIRMED = "confirmed"

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="members")
    state = models.CharField(max_length=9, choices=State, default=State.ACCEPTED)
    steward = models.BooleanField(default=False)
    name = SealedTextField("membership.name", CIRCLE_KEY, under=CIRCLE, max_length=80)
    hello = models.BinaryField(max_length=512, null=True, blank=True)
    promise = models.BinaryField(max_length=128, null=True, blank=True)
    invite = models.UUIDField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    joined_on = models.DateField()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "owner"], name="in_a_circle_once")]


class CircleKey(CircleRow):
    """The circle's newest key, handed to one member; `pair` tells to which pair of theirs.

    `voucher` is what the circle knows them by, locked by its key; see `circles/vouching.py`.
    """

    epoch = models.PositiveIntegerField()
    pair = models.UUIDField()
    handed = models.BinaryField(max_length=256)
    voucher = models.BinaryField(max_length=128, null=True, blank=True)

    objects = OwnedQuerySet["CircleKey"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "owner"], name="one_key_each")]


class InviteQuerySet(CircleRowQuerySet["Invite"]):
    def open(self, now: datetime) -> Self:
        return self.filter(ends_at__gt=now, used=False)


class Invite(CircleRow):
    """A way into a circle, once, for seven days. `label` says for the members whom it is meant for.

    `answered_by` is the user who accepted or declined it: only so many of one member's are for the same one.
    """

    secret_hash = models.BinaryField(max_length=32, unique=True)
    secret = SealedTextField("invite.secret", CIRCLE_KEY, under=CIRCLE, max_length=64)
    label = SealedTextField("invite.label", CIRCLE_KEY, under=CIRCLE, max_length=80)
    ends_at = models.DateTimeField()
    used = models.BooleanField(default=False)
    answered_by = models.UUIDField(null=True, blank=True)

    objects = InviteQuerySet.as_manager()


class NeverAgain(CircleRow):
    """A circle into which a user wants no invitation any more; `by_steward`: or one of its stewards wants so."""

    by_steward = models.BooleanField(default=False)

    objects = OwnedQuerySet["NeverAgain"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "owner"], name="never_again_once")]


class PersonLink(OwnedRow):
    """Which user is behind a person on one's map: for oneself only, and sealed."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="link")
    user = SealedTextField("link.user", "people", max_length=36)

    objects = OwnedQuerySet["PersonLink"].as_manager()


class BoardNote(CircleRow):
    """Something pinned to a circle's board; a board has a last page and is no feed."""

    text = SealedTextField("board.text", CIRCLE_KEY, under=CIRCLE, max_length=2000)
    written_at = models.DateTimeField()

    objects = CircleRowQuerySet["BoardNote"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["circle", "-written_at"], name="board_by_time")]


class BoardStepQuerySet(CircleRowQuerySet["BoardStep"]):
    def visible_to(self, user: Viewer) -> Self:
        """What happened on the boards of this user's circles: nothing of, or about, somebody past a block."""
        return super().visible_to(user).filter(not_blocked(user.id, "whose"))


class BoardStep(CircleRow):
    """That somebody pinned a note, or took one down: for the stewards, without a word of it, and only ever added to.

    `whose` note it was: so that it shows where a steward took down somebody else's.
    """

    class Sort(models.TextChoices):
        PINNED = "pinned"
        TAKEN_DOWN = "taken down"

    sort = models.CharField(max_length=10, choices=Sort)
    whose = models.UUIDField()
    made_at = models.DateTimeField()

    objects = BoardStepQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["circle", "-made_at"], name="board_steps_by_time")]
