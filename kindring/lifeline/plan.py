"""The whole plan, ready to be shown: its steps, the people in them as they are today, and what goes with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q

from kindring.lib.rows import Viewer
from kindring.lifeline.models import WITH_PEOPLE, Part, PlanFrame, PlanPart
from kindring.lifeline.steps import Step, joined, mark_of
from kindring.people.models import Person, State

NOT_TO_TURN_TO = (State.UNSAFE, State.DIED)
_SHOWN = ("id", "owner_id", "name", "called", "ring", "channels", "state", "paused_until", "deleted_at")


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One line: words, or someone on the map as they are now."""

    words: str
    person: Person | None


@dataclass(frozen=True, slots=True)
class Plan:
    """`steps` of each part that has some, in the order of parts; `marks` of all, empty ones too.

    `written_on` is the latest day of a change. Someone who is unsafe, has died or was removed is not among the steps.
    """

    steps: dict[Part, tuple[PlanStep, ...]]
    marks: dict[Part, str]
    written_on: date | None
    review_on: date | None
    has_photo: bool

    @property
    def is_empty(self) -> bool:
        return not (self.steps or self.has_photo)

    def people_in(self, part: Part) -> list[Person]:
        return [step.person for step in self.steps.get(part, ()) if step.person]


def plan_of(user: Viewer, today: date) -> Plan:
    """Three queries, however long the plan."""
    rows = list(PlanPart.objects.visible_to(user).open())
    by_part = {part: joined(row for row in rows if row.part == part) for part in Part}
    people = _people(user, by_part.values(), today)
    shown = {part: tuple(_shown(steps, people)) for part, steps in by_part.items()}
    frames = list(_frames(user))
    return Plan(
        steps={part: steps for part, steps in shown.items() if steps},
        marks={part: mark_of(steps) for part, steps in by_part.items()},
        written_on=max((row.written_on for row in rows), default=None),
        review_on=max((day for day, _ in frames if day), default=None),
        has_photo=any(photo for _, photo in frames),
    )


def photo_of(user: Viewer) -> str:
    """The photo as a data URL; '' for none."""
    frames = PlanFrame.objects.visible_to(user).open().filter(photo__isnull=False).order_by("id")
    return next((str(frame.photo) for frame in frames), "")


def _frames(user: Viewer) -> Iterable[tuple[date | None, bool]]:
    """The days to look again, and whether there are photos: none of them is opened for that."""
    has_photo = ExpressionWrapper(Q(photo__isnull=False), output_field=BooleanField())
    mine = PlanFrame.objects.visible_to(user).open()
    return mine.annotate(has_photo=has_photo).values_list("review_on", "has_photo")


def _people(user: Viewer, parts: Iterable[list[Step]], today: date) -> dict[UUID, Person]:
    ids = {UUID(step["person"]) for steps in parts for step in steps if "person" in step}
    rows = Person.objects.visible_to(user).kept().filter(id__in=ids)
    found = rows.only(*_SHOWN)
    return {person.id: person for person in found if person.state_on(today) not in NOT_TO_TURN_TO}


def _shown(steps: Iterable[Step], people: dict[UUID, Person]) -> Iterable[PlanStep]:
    for step in steps:
        person = people.get(UUID(step["person"])) if "person" in step else None
        if person or step.get("words"):
            yield PlanStep(step.get("words", ""), person)


def offered_in(part: Part, plan: Plan, everyone: Iterable[Person], today: date) -> list[Person]:
    """Who may be offered for a part with people: nobody who stands only in the other one.

    Whoever takes someone's mind off things has not been asked to carry more than that, and the other way round.
    """
    (other,) = (each for each in WITH_PEOPLE if each != part)
    here = {person.id for person in plan.people_in(part)}
    elsewhere = {person.id for person in plan.people_in(other)} - here
    able = [person for person in everyone if person.state_on(today) not in (*NOT_TO_TURN_TO, State.ENDED)]
    return [person for person in able if person.id not in elsewhere]
