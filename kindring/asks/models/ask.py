"""An ask, its dated parts, who may open it, and who carries what."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from kindring.circles.models import Circle, Membership, in_circle, not_blocked
from kindring.lib.rows import LockableQuerySet, LockableRow, OwnedQuerySet, OwnedRow, Row_co, Viewer
from kindring.lib.sealed import SealedTextField
from kindring.people.kinds import ALL_KINDS

ASK, ASK_KEY = "ask_id", "ask"
MOST_PLACES = 12


def may_open(user: UUID, column: str) -> Q:
    """Rows of asks that this user wrote, or was asked in by a stage that has begun; none past a block.

    `column` is where the row has the id of the ask.
    """
    begun = Stage.objects.filter(ask_id=OuterRef("ask_id"), number=OuterRef("stage"), begun=True)
    asked = Asked.objects.filter(ask_id=OuterRef(column)).filter(Q(reader_id=user) | Q(in_circle(user)))
    return Q(owner_id=user) | (Q(Exists(asked.filter(Exists(begun)))) & not_blocked(user))


def shares_a_circle(user: UUID, column: str = "owner_id") -> Exists:
    """Rows of users who are confirmed in a circle in which this one is; `column` is where the row has who it is."""
    return Exists(Membership.objects.confirmed().filter(owner_id=OuterRef(column)).filter(in_circle(user)))


class AskRowQuerySet(OwnedQuerySet[Row_co]):
    def visible_to(self, user: Viewer) -> Self:
        """What belongs to asks that this user may open."""
        return self.filter(may_open(user.id, "ask_id"))


class AskQuerySet(OwnedQuerySet["Ask"]):
    def visible_to(self, user: Viewer) -> Self:
        """What this user asks, and what they are asked."""
        return self.filter(may_open(user.id, "pk"))

    def of(self, user: Viewer) -> Self:
        """What this user asks."""
        return self.filter(owner_id=user.id)

    def open(self) -> Self:
        return self.filter(state=Ask.State.OPEN)


class Ask(OwnedRow):
    """Something a user asks for. Its words are sealed with a key of its own.

    `asker` is what the helpers call whoever asks; `for_whom` is '' where it is for themselves. `why_for` says who
    reads the why: everyone asked, or only who says yes. `ends_on` is the last day on which it is of use.
    """

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        STOPPED = "stopped"

    class WhyFor(models.TextChoices):
        ALL = "all"
        HELPERS = "helpers"

    kind = models.PositiveSmallIntegerField(validators=[MaxValueValidator(ALL_KINDS)])
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    sort = SealedTextField("ask.sort", ASK_KEY, under="id", max_length=20)
    what = SealedTextField("ask.what", ASK_KEY, under="id", max_length=200)
    more = SealedTextField("ask.more", ASK_KEY, under="id", max_length=2000)
    why = SealedTextField("ask.why", ASK_KEY, under="id", max_length=2000)
    why_for = models.CharField(max_length=7, choices=WhyFor, default=WhyFor.ALL)
    treat = SealedTextField("ask.treat", ASK_KEY, under="id", max_length=1000)
    place = SealedTextField("ask.place", ASK_KEY, under="id", max_length=300)
    asker = SealedTextField("ask.asker", ASK_KEY, under="id", max_length=80)
    for_whom = SealedTextField("ask.for_whom", ASK_KEY, under="id", max_length=80)
    time_zone = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    ends_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-made_at"], name="ask_by_owner")]


class AskRow(OwnedRow):
    """A row that hangs on an ask; its owner is whoever asks."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class Stage(AskRow):
    """Some of those who are asked, from a moment on. The first begins at once; the door holds back the others."""

    class Sort(models.TextChoices):
        NAMED = "named"
        RING = "ring"
        CIRCLE = "circle"

    number = models.PositiveSmallIntegerField()
    sort = models.CharField(max_length=6, choices=Sort)
    begins_at = models.DateTimeField()
    begun = models.BooleanField(default=False)

    objects = OwnedQuerySet["Stage"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "ask", "number"], name="stage_once")]
        indexes = [models.Index(fields=["begins_at"], name="stage_due", condition=Q(begun=False))]


class HelperLinkQuerySet(OwnedQuerySet["HelperLink"]):
    def working(self) -> Self:
        """Neither taken back, nor is the key in them gone. How long an ask opens after its end, `endings` says."""
        return self.filter(Exists(Asked.objects.filter(link=OuterRef("pk"))), revoked=False)


class HelperLink(AskRow):
    """A way to one ask for one helper without an account; the secret is in the link, and sealed for the asker."""

    secret_hash = models.BinaryField(max_length=32, unique=True)
    secret = SealedTextField("helper_link.secret", ASK_KEY, under=ASK, max_length=64)
    label = SealedTextField("helper_link.label", ASK_KEY, under=ASK, max_length=80)
    revoked = models.BooleanField(default=False)

    objects = HelperLinkQuerySet.as_manager()


class Asked(AskRow):
    """Who may open the ask from a stage on, and the ask's key for them: a user, a circle, or whoever holds a link.

    `pair` tells for which pair of the reader it was locked, `epoch` for which key of the circle.
    """

    stage = models.PositiveSmallIntegerField(default=0)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    link = models.ForeignKey(HelperLink, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    pair = models.UUIDField(null=True, blank=True)
    epoch = models.PositiveIntegerField(default=0)
    handed = models.BinaryField(max_length=256)

    objects = OwnedQuerySet["Asked"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "ask", "reader"], name="asked_once", condition=~Q(reader=None)),
            models.UniqueConstraint(fields=["owner", "ask", "circle"], name="circle_asked_once"),
            models.UniqueConstraint(fields=["owner", "ask", "link"], name="link_asked_once"),
        ]
        indexes = [
            models.Index(fields=["reader"], name="asked_by_reader"),
            models.Index(fields=["circle"], name="asked_by_circle"),
        ]


class PutAway(OwnedRow):
    """ "Not this time": the ask is out of this user's sight. Nobody else is ever told, not even by a number."""

    ask = models.UUIDField()

    objects = OwnedQuerySet["PutAway"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "ask"], name="put_away_once")]


# How many places of a slot somebody holds; who stands by holds none.
HELD = Count("claims", filter=Q(claims__number__lt=F("places")))


class SlotQuerySet(AskRowQuerySet["Slot"]):
    def to_come(self, now: datetime) -> Self:
        """Whose hour has not come; those without one are always to come."""
        return self.filter(Q(starts_at=None) | Q(starts_at__gt=now))

    def with_room(self) -> Self:
        """In which a place is free."""
        return self.alias(held=HELD).filter(held__lt=F("places"))


class Slot(AskRow):
    """A dated part of an ask, with places and places in reserve; without a time it is for whenever it suits."""

    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(24 * 60)])
    places = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    reserve = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(MOST_PLACES)])

    objects = SlotQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "ask", "number"], name="slot_once")]


class ByHelper(AskRow):
    """Something of a helper: a user, or whoever holds a link. `name` is what they call themselves here."""

    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    link = models.ForeignKey(HelperLink, on_delete=models.CASCADE, related_name="+", null=True, blank=True)

    class Meta:
        abstract = True


class ClaimQuerySet(AskRowQuerySet["Claim"]):
    def visible_to(self, user: Viewer) -> Self:
        """Claims on asks that this user may open: all on their own, else of those with whom they share a circle.

        None past a block. Whoever was asked by name and has left or was let go since is told no more of the others
        than that a place is taken: neither who comes, nor when. A helper by link is known by the asker's circles.
        """
        unblocked = Q(helper=None) | not_blocked(user.id, "helper_id")
        theirs = Q(owner_id=user.id) | Q(helper_id=user.id)
        around = Q(shares_a_circle(user.id, "helper_id")) | (Q(helper=None) & Q(shares_a_circle(user.id)))
        return super().visible_to(user).filter(unblocked).filter(theirs | around)

    def by(self, user: Viewer) -> Self:
        """What this user carries."""
        return self.filter(helper_id=user.id)

    def done_with(self, claim: "Claim", now: datetime) -> Self:
        """What whoever holds this claim has done in its ask by now; of a closed ask that is all they held."""
        over = Q(slot__starts_at=None) | Q(slot__starts_at__lte=now) | Q(ask__state=Ask.State.DONE)
        theirs = self.filter(ask=claim.ask_id, helper=claim.helper_id, link=claim.link_id)
        return theirs.filter(over | Q(pk=claim.pk), number__lt=F("slot__places"))

    def unnoted(self, *, own: bool) -> Self:
        """Not on the map yet: of the asker (`own`), else of the helper."""
        return self.filter(on_askers_map=False) if own else self.filter(on_helpers_map=False)

    def to_take_along(self, user: Viewer) -> Self:
        """For the export of both sides: who helps this user, and what they carry for others."""
        return self.visible_to(user).filter(Q(owner_id=user.id) | Q(helper_id=user.id))


class Claim(ByHelper):
    """ "I'll take it": a place in a slot, there as long as it is held. Numbers from `places` on are in reserve.

    That a place is a number which only one row can have is what makes two presses at once safe.
    """

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="claims")
    number = models.PositiveSmallIntegerField()
    name = SealedTextField("claim.name", ASK_KEY, under=ASK, max_length=80)
    word = SealedTextField("claim.word", ASK_KEY, under=ASK, max_length=500)
    claimed_on = models.DateField()
    thanks = SealedTextField("claim.thanks", ASK_KEY, under=ASK, max_length=1000)
    thanked_on = models.DateField(null=True, blank=True)
    went = SealedTextField("claim.went", ASK_KEY, under=ASK, max_length=500)
    on_askers_map = models.BooleanField(default=False)
    on_helpers_map = models.BooleanField(default=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "slot", "number"], name="place_once"),
            models.UniqueConstraint(fields=["owner", "slot", "helper"], name="helper_once"),
            models.UniqueConstraint(fields=["owner", "slot", "link"], name="helper_by_link_once"),
            models.CheckConstraint(condition=Q(helper=None) | Q(link=None), name="claim_of_one"),
        ]
        indexes = [models.Index(fields=["helper", "-claimed_on"], name="claim_by_helper")]


class ProposalQuerySet(OwnedQuerySet["Proposal"]):
    def to_take_along(self, user: Viewer) -> Self:
        """For the export of both sides: what this user offered, and what is offered to them and unanswered."""
        waits = Q(owner_id=user.id, answer="", ask__state=Ask.State.OPEN)
        return self.filter(waits | (Q(helper_id=user.id) & may_open(user.id, "ask_id")))


class Proposal(ByHelper):
    """ "Yes, smaller" or "another time": what a helper could do instead. The asker takes it or lets it be."""

    class Sort(models.TextChoices):
        SMALLER = "smaller"
        ANOTHER_TIME = "another"

    class Answer(models.TextChoices):
        TAKEN = "taken"
        LEFT = "left"

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    sort = models.CharField(max_length=8, choices=Sort)
    name = SealedTextField("proposal.name", ASK_KEY, under=ASK, max_length=80)
    words = SealedTextField("proposal.words", ASK_KEY, under=ASK, max_length=500)
    starts_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=5, choices=Answer, blank=True, default="")

    objects = ProposalQuerySet.as_manager()


class Treat(LockableRow):
    """How someone would like to be treated when they are helped: kept, and put into each new ask."""

    words = SealedTextField("treat.words", "people", max_length=1000)

    objects = LockableQuerySet["Treat"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner"], name="one_way_to_be_treated", condition=Q(locked_by=None))
        ]
