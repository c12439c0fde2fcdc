"""What a person is asked, when and in which order; and time for oneself."""

from datetime import timedelta

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.checkins.actions import (
    choose_measures,
    delete_self_time,
    finish_self_time,
    keep_answers,
    keep_self_time,
)
from kindring.checkins.choosing import Chosen, minutes
from kindring.checkins.definitions import measures
from kindring.checkins.models import Choice, SelfTime
from kindring.insights.self_time import own_time
from kindring.insights.wellbeing import chosen_by, wellbeing
from tests.cast import NOW, TODAY, days_ago
from tests.refusals import refusal

WEEKLY = ["ons_happy", "ons_anxious", "ons_lonely", "turn_to"]


def asked(chosen: Chosen, name: str) -> list[str]:
    return [measure.key for measure in chosen.asked(name)]


def test_who_chose_nothing_is_asked_the_weekly_minute_and_the_longer_one(ana: User) -> None:
    chosen = chosen_by(ana)
    assert asked(chosen, "short") == WEEKLY
    assert asked(chosen, "long") == ["uls3", "phq4", "ons_satisfied", "ons_worthwhile", "enough"]
    assert asked(chosen, "never") == ["gad7", "phq8", "who5"]
    assert (minutes(chosen.asked("short")), minutes(chosen.asked("long"))) == (1, 3)


def test_a_choice_is_kept_and_the_order_is_the_persons(by: Actor) -> None:
    chosen = Chosen.read({"when": {"who5": "short", "turn_to": "never"}, "rhythm": {"short": 14}, "beside": True})
    choose_measures(by=by, chosen=chosen.moved("who5", -1))
    choose_measures(by=by, chosen=chosen_by(by.signed_in).moved("who5", -1).moved("ons_happy", -1))
    kept = chosen_by(by.signed_in)
    assert asked(kept, "short") == ["ons_happy", "who5", "ons_anxious", "ons_lonely"]
    assert (kept.rhythm["short"], kept.rhythm["long"], kept.beside) == (14, 30, True)
    assert Choice.objects.count() == 1


@pytest.mark.parametrize(
    "told",
    [
        *({"when": []}, {"order": 5}, {"rhythm": {"short": 8}}, {"when": {"who5": "daily"}}, {"beside": "yes"}),
        *({"order": ["gone", "who5", "who5"]}, {"when": {"gone": "short"}}),
    ],
)
def test_a_stored_choice_that_no_longer_fits_is_read_with_care(told: dict[str, object]) -> None:
    chosen = Chosen.read(told)
    assert set(chosen.order) == set(measures()) - {"energy"}
    assert Chosen.read(chosen.stored()) == chosen


def test_a_choice_that_cannot_be_is_refused(by: Actor) -> None:
    wrong = Chosen(when={"phq9": "short"}, order=("phq9",), rhythm={"short": 1, "long": 1}, beside=False)
    assert refusal(choose_measures, by=by, chosen=wrong) == "choice_unknown"


def test_a_set_is_offered_when_its_rhythm_has_come_round(by: Actor) -> None:
    def due(days: int) -> tuple[bool, bool]:
        short, long = wellbeing(by.signed_in, NOW + timedelta(days=days)).offered
        return short.due, long.due

    assert due(0) == (True, True)
    keep_answers(by=by, now=NOW, measure="ons_happy", answers={"happy": "6"})
    assert due(0) == (False, True)
    assert (due(6)[0], due(7)[0]) == (False, True)
    choose_measures(by=by, chosen=Chosen.read({"rhythm": {"short": 0, "long": 0}}))
    assert due(300) == (False, False)


# Time for oneself


def test_time_for_oneself_is_noted_for_today_and_planned_for_later(by: Actor) -> None:
    had = keep_self_time(by=by, now=NOW, what="rest")
    plan = keep_self_time(by=by, now=NOW, what="joy", day=days_ago(-3), note=" Paint \n")
    assert (had.done, had.day, plan.done, plan.note) == (True, TODAY, False, "Paint")
    assert own_time(by.signed_in, TODAY) == (TODAY, days_ago(-3))
    finish_self_time(by=by, now=NOW, time=plan)
    plan.refresh_from_db()
    assert (plan.done, plan.day) == (True, TODAY)
    delete_self_time(by=by, time=had)
    assert SelfTime.objects.count() == 1


def test_the_same_twice_is_a_double_click(by: Actor) -> None:
    assert keep_self_time(by=by, now=NOW, what="rest") == keep_self_time(by=by, now=NOW, what="rest")
    assert keep_self_time(by=by, now=NOW, what="rest", note="Slept") != keep_self_time(by=by, now=NOW, what="body")
    assert SelfTime.objects.count() == 3


def test_a_plan_that_its_day_went_by_without_is_forgotten(by: Actor) -> None:
    keep_self_time(by=by, now=NOW, what="nature", day=days_ago(-1))
    later = NOW + timedelta(days=5)
    assert not SelfTime.objects.planned(later.date()).exists()
    keep_self_time(by=by, now=later, what="rest")
    assert SelfTime.objects.count() == 1


@pytest.mark.parametrize(
    ("what", "days", "code"),
    [
        *(("", 0, "what_missing"), ("work", 0, "what_unknown")),
        *(("rest", -400, "self_time_too_far"), ("rest", 400, "self_time_too_far")),
    ],
)
def test_what_does_not_fit_is_refused(by: Actor, what: str, days: int, code: str) -> None:
    assert refusal(keep_self_time, by=by, now=NOW, what=what, day=days_ago(days)) == code


def test_time_of_someone_else_is_not_there(by: Actor, cleo: User) -> None:
    time = keep_self_time(by=by, now=NOW, what="rest")
    assert refusal(delete_self_time, by=Actor(cleo), time=time) == "self_time_not_found"
    assert refusal(finish_self_time, by=Actor(cleo), now=NOW, time=time) == "self_time_not_found"
