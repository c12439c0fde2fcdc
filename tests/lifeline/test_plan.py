"""The plan: kept in parts, sealed, never undone by another tab, and nobody offered where they should not be."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.refused import Refused
from kindring.lifeline.actions import keep_part, set_review
from kindring.lifeline.models import Part, PlanFrame, PlanPart
from kindring.lifeline.plan import Plan, offered_in, plan_of
from kindring.lifeline.steps import mark_of
from kindring.people.actions import delete_person, restore_person, set_state
from kindring.people.models import Person
from tests import cast
from tests.cast import NOW, TODAY

NOTHING = mark_of([])


def keep(by: Actor, part: Part, *lines: str, people: Any = (), seen: str = "") -> Plan:
    """A part as it is written on its page, which shows what is there now."""
    mark = seen or plan_of(by.signed_in, TODAY).marks[part]
    keep_part(by=by, now=NOW, part=part, lines=lines, people=[person.id for person in people], seen=mark)
    return plan_of(by.signed_in, TODAY)


def words(plan: Plan, part: Part) -> list[str]:
    return [step.person.shown_name if step.person else step.words for step in plan.steps.get(part, ())]


def test_a_part_is_kept_in_its_order_and_sealed(by: Actor, ana: User) -> None:
    plan = keep(by, Part.SIGNS, "awake at four", "  not   answering ", "", "awake at four")
    assert words(plan, Part.SIGNS) == ["awake at four", "not answering"]
    assert plan.written_on == TODAY
    assert not plan.is_empty
    with connection.cursor() as cursor:
        cursor.execute("SELECT steps FROM lifeline_planpart")
        (sealed,) = cursor.fetchone()
    assert bytes(sealed).startswith(b"K1")
    assert b"awake" not in bytes(sealed)


def test_an_emptied_part_leaves_no_row(by: Actor) -> None:
    keep(by, Part.MYSELF, "a shower")
    assert keep(by, Part.MYSELF, " ").is_empty
    assert not PlanPart.objects.exists()


def test_people_come_first_and_are_who_they_are_today(by: Actor, ana: User) -> None:
    mira = cast.mira(ana)
    plan = keep(by, Part.HELP, "the neighbours", people=[mira])
    assert words(plan, Part.HELP) == ["Mira", "the neighbours"]
    Person.objects.filter(id=mira.id)
    delete_person(by=by, now=NOW, person=mira)
    assert words(plan_of(ana, TODAY), Part.HELP) == ["the neighbours"]
    restore_person(by=by, now=NOW, person=mira)
    assert words(plan_of(ana, TODAY), Part.HELP) == ["Mira", "the neighbours"]


@pytest.mark.parametrize("state", ["unsafe", "died"])
def test_nobody_is_turned_to_who_is_unsafe_or_has_died(by: Actor, ana: User, state: str) -> None:
    mira = cast.mira(ana)
    keep(by, Part.HELP, people=[mira])
    set_state(by=by, now=NOW, person=mira, state=state)
    plan = plan_of(ana, TODAY)
    assert words(plan, Part.HELP) == []
    assert mira not in offered_in(Part.COMPANY, plan, [Person.objects.get(id=mira.id)], TODAY)


def test_whoever_stands_only_in_one_part_is_not_offered_in_the_other(by: Actor, ana: User) -> None:
    mira, jonas, tomas = cast.mira(ana), cast.jonas(ana), cast.tomas(ana)
    keep(by, Part.COMPANY, people=[mira, tomas])
    plan = keep(by, Part.HELP, people=[jonas, tomas])
    everyone = [mira, jonas, tomas]
    assert offered_in(Part.HELP, plan, everyone, TODAY) == [jonas, tomas]
    assert offered_in(Part.COMPANY, plan, everyone, TODAY) == [mira, tomas]


def test_people_stand_in_two_parts_only(by: Actor, ana: User) -> None:
    with pytest.raises(Refused) as refused:
        keep(by, Part.SIGNS, people=[cast.mira(ana)])
    assert refused.value.code == "people_not_here"


def test_someone_elses_person_is_refused_like_one_that_nobody_has(by: Actor, ana: User) -> None:
    with cast.signed_in(cast.make_user("cleo")) as cleo:
        theirs = cast.mira(cleo)
    for person in (theirs.id, uuid4()):
        with pytest.raises(Refused) as refused:
            keep_part(by=by, now=NOW, part=Part.HELP, lines=[], people=[person], seen=NOTHING)
        assert refused.value.code == "person_not_found"


def test_another_device_is_never_overwritten_unseen(by: Actor) -> None:
    first = NOTHING
    keep(by, Part.SIGNS, "from the phone", seen=first)
    with pytest.raises(Refused) as refused:
        keep(by, Part.SIGNS, "from the laptop", seen=first)
    assert refused.value.code == "plan_changed"
    plan = keep(by, Part.SIGNS, "from the laptop", seen=mark_of([{"words": "from the phone"}]))
    assert words(plan, Part.SIGNS) == ["from the laptop"]


def test_the_same_pressed_twice_is_once_and_no_refusal(by: Actor) -> None:
    keep(by, Part.SIGNS, "awake", seen=NOTHING)
    keep(by, Part.SIGNS, "awake", seen=NOTHING)
    assert PlanPart.objects.count() == 1


@pytest.mark.parametrize(
    ("lines", "code"), [(["x" * 301], "step_too_long"), ([str(n) for n in range(31)], "steps_too_many")]
)
def test_bounds_are_said(by: Actor, lines: list[str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        keep(by, Part.SIGNS, *lines)
    assert refused.value.code == code


def test_longest_part_fits(by: Actor) -> None:
    plan = keep(by, Part.SIGNS, *(f"{number:02}" + "ä" * 298 for number in range(30)))
    assert len(plan.steps[Part.SIGNS]) == 30


def test_rows_from_before_join_in_and_become_one(by: Actor, ana: User) -> None:
    for at, line in enumerate(["older", "newer"]):
        day = TODAY - timedelta(days=9 - at)
        PlanPart(owner=ana, part=Part.SIGNS, steps=[{"words": line}], written_on=day).save(force_insert=True)
    assert words(plan_of(ana, TODAY), Part.SIGNS) == ["older", "newer"]
    plan = keep(by, Part.SIGNS, "older", "newer")
    assert words(plan, Part.SIGNS) == ["older", "newer"]
    assert PlanPart.objects.count() == 1


def test_what_is_locked_with_a_key_from_before_is_left_out(by: Actor, ana: User) -> None:
    keep(by, Part.SIGNS, "awake")
    PlanPart.objects.update(locked_by=b"12345678")
    assert plan_of(ana, TODAY).is_empty
    keep(by, Part.SIGNS, "anew")
    assert PlanPart.objects.count() == 2


def test_day_to_look_again_lies_ahead(by: Actor, ana: User) -> None:
    set_review(by=by, now=NOW, on=TODAY + timedelta(days=90))
    assert plan_of(ana, TODAY).review_on == TODAY + timedelta(days=90)
    for day in (TODAY, TODAY + timedelta(days=800)):
        with pytest.raises(Refused):
            set_review(by=by, now=NOW, on=day)
    set_review(by=by, now=NOW, on=None)
    assert plan_of(ana, TODAY).review_on is None
    assert PlanFrame.objects.count() == 1


def test_plan_costs_the_same_queries_however_long(
    by: Actor, ana: User, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    counts = []
    for number in (1, 20):
        people = [cast.make_person(ana, f"Person {number} {each}", ring="inner") for each in range(number)]
        for part in (Part.COMPANY, Part.HELP):
            keep(by, part, *map(str, range(number // 2)), people=people)
        with statements() as ran:
            plan_of(ana, TODAY)
        counts.append(len(ran))
    assert counts[0] == counts[1] <= 3


def test_nobody_sees_anothers_plan(by: Actor, cleo: User) -> None:
    keep(by, Part.SIGNS, "awake")
    assert plan_of(cleo, TODAY).is_empty
