"""Changing the plan: a part at a time, and the day to look at it again."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actions.one_at_a_time import wait_for_turn
from kindring.accounts.actor import Actor
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.lib.texts import can_be_seen, line
from kindring.lifeline.actions.sharing import follow
from kindring.lifeline.models import WITH_PEOPLE, Part, PlanFrame, PlanPart
from kindring.lifeline.steps import Step, joined, mark_of
from kindring.people.models import Person

MOST_STEPS, LONGEST_LINE = 30, 300
LONGEST_REVIEW = timedelta(days=732)


@transaction.atomic
def keep_part(
    *, by: Actor, now: datetime, part: Part, lines: Sequence[str], people: Sequence[UUID] = (), seen: str
) -> None:
    """These are the steps of a part now: people first, then lines; without any the part is empty.

    `seen` is the mark of the steps that were shown when this was written. Refused `plan_changed` where another
    device has written since, so that nothing is lost without being seen. Whoever may read this part reads it as it is
    from now on.
    """
    wait_for_turn(by.signed_in)
    mine = PlanPart.objects.visible_to(by.signed_in).open().filter(part=part)
    rows = list(mine)
    held, steps = joined(rows), _steps(by, part, people, lines)
    if steps == held and len(rows) < 2:
        return
    if seen != mark_of(held):
        raise Refused("plan_changed", _("This part was changed on another device in the meantime."))
    mine.delete()
    if steps:
        today = day_in(by.signed_in.time_zone, now)
        PlanPart(owner_id=by.owner_id, part=part, steps=steps, written_on=today).save(force_insert=True)
    follow(by, now, part)


def _steps(by: Actor, part: Part, people: Sequence[UUID], lines: Sequence[str]) -> list[Step]:
    steps = [*_people(by, part, people), *_lines(lines)]
    if len(steps) > MOST_STEPS:
        raise Refused("steps_too_many", _("At most 30 lines fit here. Fewer are easier to read on a bad day."), 422)
    return steps


def _people(by: Actor, part: Part, people: Sequence[UUID]) -> list[Step]:
    if not people:
        return []
    if part not in WITH_PEOPLE:
        raise Refused("people_not_here", _("People from the map stand in two parts only."), 422)
    known = set(Person.objects.visible_to(by.signed_in).kept().filter(id__in=people).values_list("id", flat=True))
    if known != set(people):
        raise Refused("person_not_found", _("This person is no longer here."), 404)
    return [{"person": str(person)} for person in dict.fromkeys(people)]


def _lines(lines: Sequence[str]) -> list[Step]:
    kept = [text for text in dict.fromkeys(line(text) for text in lines) if can_be_seen(text)]
    if any(len(text) > LONGEST_LINE for text in kept):
        raise Refused("step_too_long", _("A line has at most 300 characters. Two short ones read better."), 422)
    return [{"words": text} for text in kept]


@transaction.atomic
def set_review(*, by: Actor, now: datetime, on: date | None) -> None:
    """The day on which the person wants to look at the plan again; None for no such day."""
    today = day_in(by.signed_in.time_zone, now)
    if on is not None and not today < on <= today + LONGEST_REVIEW:
        raise Refused("review_out_of_range", _("Choose a day to come, within two years."), 422)
    keep_frame(by, review_on=on)


def keep_frame(by: Actor, **changes: Any) -> None:
    """The one row that goes with the whole plan; made where there is none, and of several the one with a photo."""
    wait_for_turn(by.signed_in)
    mine = PlanFrame.objects.visible_to(by.signed_in).open()
    rows = sorted(mine, key=lambda row: (not row.photo, row.id))
    frame = rows[0] if rows else PlanFrame(owner_id=by.owner_id)
    for name, value in changes.items():
        setattr(frame, name, value)
    frame.save(**({"update_fields": list(changes)} if rows else {"force_insert": True}))
    mine.filter(id__in=[row.id for row in rows[1:]]).delete()
