"""A full disk and a clock that was turned back: nothing is lost, and what was typed stays on the page."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.checkins.actions import keep_answers
from kindring.checkins.models import CheckIn
from kindring.checkins.reading import answered
from kindring.lifeline.actions import keep_part, set_review
from kindring.lifeline.models import Part
from kindring.lifeline.plan import plan_of
from kindring.lifeline.steps import mark_of
from tests.cast import NOW, TODAY
from tests.web.seen import seen


@pytest.fixture
def plan(ana: User, by: Actor) -> User:
    keep_part(by=by, now=NOW, part=Part.SIGNS, lines=["awake at four"], seen=mark_of([]))
    return ana


def full(*_: object, **__: object) -> None:
    raise OperationalError("database or disk is full")


def test_full_disk_keeps_what_was_typed_and_what_was_there_before(
    ana_online: Client, plan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = plan_of(plan, TODAY).marks[Part.SIGNS]
    monkeypatch.setattr("kindring.lifeline.models.PlanPart.save", full)
    answer = ana_online.post(reverse("lifeline_signs"), {"lines": "new", "seen": mark})
    assert answer.status_code == 503
    assert "Nothing was changed, and what you typed is still here." in seen(answer).text
    assert (seen(answer).form("").values["lines"], seen(answer).form("").values["seen"]) == ("new", mark)
    assert [step.words for step in plan_of(plan, TODAY).steps[Part.SIGNS]] == ["awake at four"]


def test_a_clock_turned_back_loses_no_line(by: Actor, plan: User) -> None:
    """What is written last stands, whatever day the clock shows; and the day to come is counted from that day."""
    before = NOW - timedelta(days=400)
    mark = plan_of(plan, TODAY).marks[Part.SIGNS]
    keep_part(by=by, now=before, part=Part.SIGNS, lines=["awake at four", "pacing"], seen=mark)
    now_shown = plan_of(plan, TODAY)
    assert [step.words for step in now_shown.steps[Part.SIGNS]] == ["awake at four", "pacing"]
    assert [step.words for step in plan_of(plan, before.date()).steps[Part.SIGNS]] == ["awake at four", "pacing"]
    mark = now_shown.marks[Part.SIGNS]
    keep_part(by=by, now=NOW, part=Part.SIGNS, lines=["pacing"], seen=mark)
    assert plan_of(plan, TODAY).written_on == TODAY
    set_review(by=by, now=before, on=before.date() + timedelta(days=30))
    assert plan_of(plan, TODAY).review_on == before.date() + timedelta(days=30)


def test_a_full_disk_keeps_what_was_ticked_and_what_was_there_before(
    ana: User, ana_online: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_answers(by=Actor(ana), now=NOW - timedelta(days=3), measure="ons_happy", answers={"happy": "4"})
    row = CheckIn.objects.get()
    address = reverse("check_in_day", args=[row.id])
    sent = seen(ana_online.get(address)).forms[-2].values | {"ons_happy-happy": "9"}
    monkeypatch.setattr("kindring.checkins.models.CheckIn.save", full)
    answer = ana_online.post(address, sent)
    assert answer.status_code == 503
    assert "what you typed is still here" in seen(answer).text
    assert seen(answer).forms[-2].values["ons_happy-happy"] == "9"
    today = ana_online.post(reverse("check_in_ask"), {"measure": "ons_happy", "ons_happy-happy": "6"})
    assert today.status_code == 503
    assert seen(today).form("").values["ons_happy-happy"] == "6"
    monkeypatch.undo()
    assert answered(CheckIn.objects.get())["ons_happy"] == {"happy": "4"}
