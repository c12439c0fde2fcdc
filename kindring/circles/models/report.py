"""Reports: something a member saw that is not right, for those who look after the circle."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from kindring.accounts.safety import is_safety_contact
from kindring.circles.models.circle import Membership
from kindring.lib.rows import OwnedQuerySet, OwnedRow, Viewer
from kindring.lib.sealed import SealedTextField

REPORT, REPORT_KEY = "report_id", "report"


def may_read(user: UUID, column: str) -> Exists:
    """Rows of reports that were handed to this user, while they are a steward, or the server's safety contact.

    `column` is where the row has the id of the report.
    """
    steward = Membership.objects.confirmed().filter(owner_id=user, steward=True, circle_id=OuterRef("circle"))
    handed = ReportKey.objects.filter(report_id=OuterRef(column), owner_id=user)
    contact = Q(is_safety_contact(user), as_contact=True)
    return Exists(handed.filter(contact | Q(Exists(steward), as_contact=False)))


class ReportQuerySet(OwnedQuerySet["Report"]):
    def visible_to(self, user: Viewer) -> Self:
        """What this user reported, and what was handed to them to read; never what is about them."""
        read = Q(may_read(user.id, "pk")) & ~Q(subject=user.id)
        return self.filter(Q(owner_id=user.id) | read)

    def of(self, user: Viewer) -> Self:
        """What this user reported."""
        return self.filter(owner_id=user.id)

    def handed_to(self, user: Viewer) -> Self:
        """What was handed to this user to read."""
        return self.exclude(owner_id=user.id)

    def unfinished(self) -> Self:
        return self.exclude(state=Report.State.CLOSED)


class Report(OwnedRow):
    """One user tells of another. The words are sealed with a key of the report's own, handed to those who read it.

    It does not hang on the circle: whoever it is about must not take it away by emptying the circle. `about` is
    what the reporter knew the other as; whoever reads it never learns who the reporter is. Of somebody whom the
    reporter does not see any more it says only that: `subject` is None.
    """

    class State(models.TextChoices):
        NEW = "new"
        SEEN = "seen"
        ACTED = "acted"
        CLOSED = "closed"

    circle = models.UUIDField()
    subject = models.UUIDField(null=True, blank=True)
    about = SealedTextField("report.about", REPORT_KEY, under="id", max_length=80)
    reason = SealedTextField("report.reason", REPORT_KEY, under="id", max_length=20)
    words = SealedTextField("report.words", REPORT_KEY, under="id", max_length=4000)
    state = models.CharField(max_length=6, choices=State, default=State.NEW)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-made_at"], name="report_by_owner")]


class ReportKey(OwnedRow):
    """The report's key, handed to one who reads it; `pair` tells to which pair of theirs."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    circle = models.UUIDField()
    as_contact = models.BooleanField(default=False)
    pair = models.UUIDField()
    handed = models.BinaryField(max_length=256)

    objects = OwnedQuerySet["ReportKey"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "report"], name="report_key_once")]


class ReportStepQuerySet(OwnedQuerySet["ReportStep"]):
    def visible_to(self, user: Viewer) -> Self:
        """Steps of the reports that were handed to this user. Whoever reported sees the report's state only."""
        return self.filter(may_read(user.id, "report_id")).exclude(report__subject=user.id)


class ReportStep(OwnedRow):
    """What was done about a report, by whom and when. It is only ever added to.

    Its owner is that of the report: a reader who goes takes nothing along.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=6, choices=Report.State)
    by_user = models.UUIDField()
    words = SealedTextField("report_step.words", REPORT_KEY, under=REPORT, max_length=1000)
    made_at = models.DateTimeField()

    objects = ReportStepQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "report", "state"], name="report_step_once")]
