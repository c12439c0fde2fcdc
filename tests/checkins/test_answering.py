"""Keeping what was answered: a row a day, sealed, joined and never overwritten in silence."""

from datetime import date, timedelta
from typing import Any

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.checkins.actions import change_checkin, delete_checkin, keep_answers, note_energy
from kindring.checkins.definitions import measures
from kindring.checkins.models import CheckIn
from kindring.checkins.reading import answered, mark_of, of_another_version
from kindring.insights.wellbeing import wellbeing
from kindring.people.actions import set_low_day
from tests.at_once import all_at_once
from tests.cast import NOW, TODAY, make_user, signed_in
from tests.everything import every_value
from tests.refusals import refusal

WORRIED = {"nervous": "several_days", "worry": "nearly_every_day"}


def keep(by: Actor, measure: str = "phq4", **options: Any) -> CheckIn:
    given: dict[str, Any] = {"now": NOW, "answers": WORRIED} | options
    kept = keep_answers(by=by, measure=measure, **given)
    assert kept is not None
    return kept


def low_day() -> date | None:
    return User.objects.get().low_day_on


def the_day() -> dict[str, Any]:
    return {key: dict(answers) for key, answers in answered(CheckIn.objects.get()).items()}


def test_answers_are_kept_by_key_with_the_version_that_was_asked(by: Actor) -> None:
    keep(by)
    row = CheckIn.objects.get()
    assert row.answers == {"phq4": {"version": 1, "answers": WORRIED}}
    assert (row.day, row.written_at) == (TODAY, NOW.replace(minute=0))


def test_what_was_asked_and_answered_lies_sealed(by: Actor) -> None:
    keep(by)
    stored = [str(value) for place, value in every_value() if place.startswith("checkins_")]
    assert stored
    assert not any(word in value for value in stored for word in ("phq4", "worry", "nearly_every_day"))


def test_a_day_has_one_row_to_which_later_answers_come(by: Actor) -> None:
    keep(by)
    keep(by, "ons_happy", answers={"happy": "6"}, now=NOW + timedelta(hours=5))
    keep(by, "ons_happy", answers={"happy": "6"}, now=NOW + timedelta(hours=6))
    assert the_day() == {"phq4": WORRIED, "ons_happy": {"happy": "6"}}


def test_the_day_is_the_persons_own(db: None) -> None:
    with signed_in(make_user("ana", time_zone="Pacific/Auckland")) as ana:
        keep(Actor(ana), now=NOW.replace(hour=23))
        assert CheckIn.objects.get().day == TODAY + timedelta(days=1)


def test_nothing_answered_is_nothing_kept(by: Actor) -> None:
    assert keep_answers(by=by, now=NOW, measure="phq4", answers={}) is None
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(
    ("measure", "answers", "code"),
    [
        ("phq9", {"worry": "several_days"}, "measure_unknown"),
        ("phq4", {"worry": "11"}, "answer_unknown"),
        ("phq4", {"hurt": "several_days"}, "answer_unknown"),
        ("ons_happy", {"happy": "11"}, "answer_unknown"),
        ("ons_happy", {"happy": "-1"}, "answer_unknown"),
    ],
)
def test_an_answer_out_of_range_is_refused(by: Actor, measure: str, answers: dict[str, str], code: str) -> None:
    assert refusal(keep_answers, by=by, now=NOW, measure=measure, answers=answers) == code
    assert not CheckIn.objects.exists()


def test_other_answers_from_another_device_are_not_overwritten_in_silence(by: Actor) -> None:
    began_with = mark_of({})
    keep(by, "ons_happy", answers={"happy": "6"})
    again: dict[str, Any] = {"by": by, "now": NOW, "measure": "ons_happy", "answers": {"happy": "3"}}
    assert refusal(keep_answers, was=began_with, **again) == "answered_elsewhere"
    assert the_day() == {"ons_happy": {"happy": "6"}}
    keep_answers(was=mark_of({"happy": "6"}), **again)
    assert the_day() == {"ons_happy": {"happy": "3"}}


def test_a_clock_turned_back_joins_the_day_that_it_shows(by: Actor) -> None:
    keep(by, "ons_happy", answers={"happy": "6"})
    keep(by, "ons_happy", answers={"happy": "2"}, now=NOW - timedelta(days=2))
    assert [row.day for row in CheckIn.objects.order_by("day")] == [TODAY - timedelta(days=2), TODAY]
    facts = wellbeing(by.signed_in, NOW - timedelta(days=2))
    assert [point.day for trend in facts.trends for point in trend.points] == [TODAY - timedelta(days=2)]


def test_a_day_can_be_changed_and_its_last_answer_takes_it_along(by: Actor) -> None:
    row = keep(by)
    marks = {"phq4": mark_of(WORRIED)}
    change_checkin(by=by, now=NOW, checkin=row, answers={"phq4": {"down": "not_at_all"}}, was=marks)
    assert the_day() == {"phq4": {"down": "not_at_all"}}
    told = {"by": by, "now": NOW, "checkin": row, "answers": {"phq4": WORRIED}}
    assert refusal(change_checkin, was=marks, **told) == "answered_elsewhere"
    change_checkin(by=by, now=NOW, checkin=row, answers={"phq4": {}}, was={"phq4": mark_of({"down": "not_at_all"})})
    assert not CheckIn.objects.exists()


def test_a_day_taken_back_is_gone(by: Actor) -> None:
    row = keep(by)
    delete_checkin(by=by, checkin=row)
    assert not CheckIn.objects.exists()
    assert refusal(delete_checkin, by=by, checkin=row) == "checkin_not_found"


def test_what_is_someone_elses_is_not_there(by: Actor, cleo: User) -> None:
    row = keep(by)
    assert refusal(delete_checkin, by=Actor(cleo), checkin=row) == "checkin_not_found"
    told = {"now": NOW, "checkin": row, "answers": {}, "was": {}}
    assert refusal(change_checkin, by=Actor(cleo), **told) == "checkin_not_found"


def test_answers_to_an_earlier_version_stay_and_are_not_scored(by: Actor) -> None:
    row = keep(by)
    row.answers = {"phq4": {"version": 0, "answers": {"nerves": "often"}}, "gone": {"version": 1, "answers": {}}}
    row.save()
    keep(by, "ons_happy", answers={"happy": "6"})
    row.refresh_from_db()
    assert row.answers["phq4"] == {"version": 0, "answers": {"nerves": "often"}}
    assert of_another_version(row) == ["phq4"]
    facts = wellbeing(by.signed_in, NOW)
    assert [trend.measure.key for trend in facts.trends] == ["ons_happy"]
    assert facts.outgrown == (measures()["phq4"],)


def test_low_energy_makes_a_low_day_and_more_ends_it(by: Actor) -> None:
    note_energy(by=by, now=NOW, energy="low")
    assert low_day() == TODAY
    note_energy(by=by, now=NOW, energy="good")
    assert low_day() is None
    assert the_day() == {"energy": {"energy": "good"}}
    assert refusal(note_energy, by=by, now=NOW, energy="") == "answer_unknown"


def test_more_energy_leaves_a_low_day_that_was_switched_on_by_hand(by: Actor) -> None:
    set_low_day(by=by, now=NOW, on=True)
    note_energy(by=by, now=NOW, energy="some")
    assert low_day() == TODAY


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_one_moment_leave_one_day() -> None:
    joined = make_user("ana")

    def press(measure: str, answers: dict[str, str]) -> None:
        with signed_in(joined) as user:
            keep_answers(by=Actor(user), now=NOW, measure=measure, answers=answers)

    all_at_once([lambda: press("ons_happy", {"happy": "6"}), lambda: press("ons_lonely", {"lonely": "some"})])
    with signed_in(joined):
        assert the_day() == {"ons_happy": {"happy": "6"}, "ons_lonely": {"lonely": "some"}}
