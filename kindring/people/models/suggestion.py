"""The day's three."""

from django.db import models

from kindring.lib.rows import OwnedQuerySet, OwnedRow
from kindring.people.models.person import Person


class Suggestion(OwnedRow):
    """A person whom Today named on a day. Chosen once, so that the list is steady and ends."""

    class Answer(models.TextChoices):
        """What a user may say. `reached` is never stored: the moment says it, until it is taken back."""

        REACHED = "reached"
        NOT_TODAY = "not_today"
        REST = "rest"

    day = models.DateField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True, default="")

    objects = OwnedQuerySet["Suggestion"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "day", "person"], name="named_once_a_day")]
