"""Kind words from one member of a circle to another: thanks, or good news."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from kindring.circles.models import CIRCLE, CIRCLE_KEY, CircleRow, CircleRowQuerySet, not_blocked
from kindring.lib.rows import Viewer
from kindring.lib.sealed import SealedTextField


class KindWordQuerySet(CircleRowQuerySet["KindWord"]):
    def visible_to(self, user: Viewer) -> Self:
        """What this user wrote, and what was written to them, in the circles they are in.

        Nothing past a block, and nothing that one of the two took away.
        """
        concerned = Q(owner_id=user.id) | Q(reader_id=user.id)
        there = self.filter(concerned, words__isnull=False)
        return super(KindWordQuerySet, there).visible_to(user).filter(not_blocked(user.id, "reader_id"))

    def to(self, user: Viewer) -> Self:
        """What was written to this user."""
        return self.filter(reader_id=user.id)

    def to_take_along(self, user: Viewer) -> Self:
        """For the export of both sides: all that this user wrote, and what they are shown of others."""
        return self.filter(Q(owner_id=user.id) | Q(pk__in=self.visible_to(user).values("pk")))


class KindWord(CircleRow):
    """A few words for one member, sealed with the circle's key; only the two of them are shown it.

    Once taken away it has no words; the row stays, so that writing and taking away over and over rings no bell.
    """

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = SealedTextField("kind_word.words", CIRCLE_KEY, under=CIRCLE, max_length=1000)
    written_at = models.DateTimeField()

    objects = KindWordQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-written_at"], name="kind_word_by_owner"),
            models.Index(fields=["reader", "-written_at"], name="kind_word_by_reader"),
        ]
