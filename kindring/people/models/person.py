"""A person on a user's map, the dates that matter to them, and who knows whom."""

from datetime import date, datetime, timedelta
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kindring.engine.rhythm import Rhythm
from kindring.lib.rows import LockableQuerySet, LockableRow, OwnedQuerySet, OwnedRow
from kindring.lib.sealed import SealedJSONField, SealedTextField
from kindring.people.kinds import ALL_KINDS


class Ring(models.TextChoices):
    """How close (the convoy model's three rings); '' is not placed yet."""

    INNER = "inner", _("closest")
    MIDDLE = "middle", _("close")
    OUTER = "outer", _("wider")


class Way(models.TextChoices):
    """How two people were in touch; '' where it was not said (one tap)."""

    IN_PERSON = "in_person", _("in person")
    VIDEO = "video", _("video")
    CALL = "call", _("call")
    MESSAGE = "message", _("message")
    LETTER = "letter", _("letter")


class Role(models.TextChoices):
    """What someone is to the user."""

    FAMILY = "family", _("family")
    PARTNER = "partner", _("partner")
    FRIEND = "friend", _("friend")
    COLLEAGUE = "colleague", _("colleague")
    NEIGHBOUR = "neighbour", _("neighbour")
    COMMUNITY = "community", _("community")
    PROFESSIONAL = "professional", _("professional")
    OTHER = "other", _("other")


class State(models.TextChoices):
    """How it stands between the two; sealed, because "unsafe" is nobody else's business."""

    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused until a day")
    ENDED = "ended", _("ended")
    UNSAFE = "unsafe", _("unsafe: never suggest")
    DIED = "died", _("died")


WEEK = timedelta(days=7)
LONGEST_WISH = 730  # days


class PersonQuerySet(LockableQuerySet["Person"]):
    def kept(self) -> Self:
        """Not deleted, and not locked with a key from before."""
        return self.not_deleted().open()

    def not_deleted(self) -> Self:
        """Also whoever is locked: their own page says so."""
        return self.filter(deleted_at=None)

    def restorable(self, now: datetime) -> Self:
        """Deleted less than a week ago: they can still be brought back. Later the nightly work removes them."""
        return self.open().filter(deleted_at__gt=now - WEEK)

    def placed(self) -> Self:
        return self.exclude(ring="")

    def unplaced(self) -> Self:
        return self.filter(ring="")

    def on_map(self) -> Self:
        """Drawn on the map: kept, in a ring, and neither ended nor unsafe nor died."""
        return self.kept().placed().filter(may_suggest=True)

    def suggestible(self, today: date) -> Self:
        """May be suggested on this day as far as the readable facts go."""
        return self.on_map().filter(Q(paused_until=None) | Q(paused_until__lte=today))


class Person(LockableRow):
    """Someone on a user's map; may never know Kindring.

    The five numbers of the rhythm (`contacts`, `first_day`, `last_day`, `recent`, `log_gap`) are stored per
    tie and replayed when a moment is back-dated, edited or deleted: no page computes them from the log. The
    same holds for `last_way` (how they were in touch on the latest day that says it; the closest way where it
    says several), `met_on` (the last day they met in person), `helped_on` (the last on which they gave something)
    and `thanked_on` (the last on which they were thanked).
    """

    name = SealedTextField("person.name", "people", max_length=200)
    called = SealedTextField("person.called", "people", max_length=80, verbose_name=_("what you call them"))
    pronouns = SealedTextField("person.pronouns", "people", max_length=40)
    ring = models.CharField(max_length=6, choices=Ring, blank=True, default="")
    role = models.CharField(max_length=12, choices=Role, blank=True, default="")
    they_give = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(ALL_KINDS)])
    you_give = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(ALL_KINDS)])
    channels = SealedJSONField("person.channels", "people", max_length=20_000)
    how_met = SealedTextField("person.how_met", "notes", max_length=1000)
    notes = SealedTextField("person.notes", "notes", max_length=10_000)
    ask_about = SealedTextField("person.ask_about", "notes", max_length=500)
    source = SealedTextField("person.source", "people", max_length=500)

    state = SealedTextField("person.state", "people", max_length=10, choices=State)
    may_suggest = models.BooleanField(default=True)
    paused_until = models.DateField(null=True, blank=True)
    rests_until = models.DateField(null=True, blank=True)
    wish_days = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(LONGEST_WISH)])
    wish_before_rest = models.PositiveSmallIntegerField(null=True, blank=True)
    placed_on = models.DateField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    contacts = models.PositiveIntegerField(default=0)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    recent = models.FloatField(default=0.0)
    log_gap = models.FloatField(default=0.0)
    last_way = models.CharField(max_length=9, choices=Way, blank=True, default="")
    met_on = models.DateField(null=True, blank=True)
    helped_on = models.DateField(null=True, blank=True)
    thanked_on = models.DateField(null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(they_give__lte=ALL_KINDS, you_give__lte=ALL_KINDS), name="person_kinds_known"
            ),
            models.CheckConstraint(
                condition=Q(wish_days=None) | Q(wish_days__lte=LONGEST_WISH), name="person_wish_bounded"
            ),
        ]
        indexes = [
            models.Index(fields=["owner"], condition=Q(deleted_at=None), name="person_kept"),
        ]

    @property
    def shown_name(self) -> str:
        """What the user calls them, else their name."""
        shown: str = self.called or self.name
        return shown

    def state_on(self, today: date) -> State:
        """How it stands on this day: a pause is over once its day has come."""
        state = State(self.state or State.ACTIVE)
        over = state is State.PAUSED and self.paused_until is not None and self.paused_until <= today
        return State.ACTIVE if over else state

    @property
    def rhythm(self) -> Rhythm | None:
        """The stored rhythm; None before the first contact."""
        if self.first_day is None or self.last_day is None:
            return None
        return Rhythm(
            contacts=self.contacts,
            first=self.first_day.toordinal(),
            last=self.last_day.toordinal(),
            recent=self.recent,
            log_gap=self.log_gap,
        )

    @rhythm.setter
    def rhythm(self, rhythm: Rhythm | None) -> None:
        self.contacts = rhythm.contacts if rhythm else 0
        self.first_day = date.fromordinal(rhythm.first) if rhythm else None
        self.last_day = date.fromordinal(rhythm.last) if rhythm else None
        self.recent = rhythm.recent if rhythm else 0.0
        self.log_gap = rhythm.log_gap if rhythm else 0.0


class ImportantDate(OwnedRow):
    """A day of the year that matters to a person; month and day are readable, so that it is found in time."""

    class Sort(models.TextChoices):
        BIRTHDAY = "birthday", _("birthday")
        ANNIVERSARY = "anniversary", _("anniversary")
        OWN = "own", _("another day")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="dates")
    sort = models.CharField(max_length=12, choices=Sort, default=Sort.BIRTHDAY)
    month = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(12)])
    day = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(31)])
    year = SealedTextField("date.year", "people", max_length=4)
    label = SealedTextField("date.label", "people", max_length=80)

    objects = OwnedQuerySet["ImportantDate"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31), name="date_in_the_calendar"
            ),
        ]
        indexes = [models.Index(fields=["owner", "month", "day"], name="date_by_day")]


class Knows(OwnedRow):
    """Two people on the map who know each other; `a` has the smaller id, so that a pair is one row."""

    a = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    objects = OwnedQuerySet["Knows"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "a", "b"], name="a_pair_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="pair_in_order"),
        ]
