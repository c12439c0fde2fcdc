"""One row for each thing that happened."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from kindring.lib.rows import OwnedQuerySet, OwnedRow, Viewer


class NoticeQuerySet(OwnedQuerySet["Notice"]):
    """Notices of one person, or those that wait to be told."""

    def visible_to(self, user: Viewer, *, leaving_out: Collection[UUID] = ()) -> Self:
        """The notices of this user; none that has to do with a row in `leaving_out` (asks, circles, claims)."""
        mine = super().visible_to(user)
        return mine.exclude(about_any_of(leaving_out)) if leaving_out else mine

    def waiting(self) -> Self:
        """Neither read nor acted on."""
        return self.filter(read_at=None, acted_at=None)

    def untold(self) -> Self:
        """Waiting, and no mail or push has spoken of it yet."""
        return self.waiting().filter(told_at=None)


def about_any_of(rows: Collection[UUID]) -> Q:
    """Whatever has to do with one of these rows. (An empty column is neither in nor out: hence the second half.)"""
    return (
        Q(about__in=rows) | (Q(ask__isnull=False) & Q(ask__in=rows)) | (Q(circle__isnull=False) & Q(circle__in=rows))
    )


class Notice(OwnedRow):
    """ "X happened", for `owner`; without a word of what it was about.

    `about` is the random number of the row that stands for this one happening (a claim, an invitation, a report);
    `ask` and `circle` say where it belongs. `due_at` is set where it matters within hours. `made_at`, `acted_at`,
    `read_at` and `told_at` are cut to the hour.
    """

    class Sort(models.TextChoices):
        """What happened. Its words are the web's."""

        ASKED = "asked"
        WIDENED = "widened"
        CLAIMED = "claimed"
        WITHDRAWN = "withdrawn"
        REOPENED = "reopened"
        THANKED = "thanked"
        INVITED_IN = "invited_in"  # someone accepted an invitation and waits to be confirmed
        CONFIRMED = "confirmed"
        AGREEMENT = "agreement"  # due for review
        REPORT = "report"  # one for a steward to read
        REPORT_ACTED = "report_acted"
        CARE = "care"  # how are you, after a heavy listening
        CARRIES = "carries"  # one person carries more than half of a kind; for the asker alone
        NOTICEBOARD = "noticeboard"
        ENDED = "ended"
        KIND_WORD = "kind_word"

    sort = models.CharField(max_length=12, choices=Sort)
    circle = models.UUIDField(null=True, blank=True)
    ask = models.UUIDField(null=True, blank=True)
    about = models.UUIDField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    acted_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "sort", "about"], name="noticed_once")]
        indexes = [
            models.Index(fields=["owner", "-made_at"], name="notice_by_owner"),
            models.Index(fields=["owner"], name="notice_waits", condition=Q(read_at=None, acted_at=None)),
        ]
