"""Times planned with someone: proposed, agreed, moved, called off, and noted as a moment."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.accounts.retention import delete_what_is_over
from kindring.lib.sealing import Unsealable
from kindring.people.actions import delete_moment, delete_person, log_moment, set_state
from kindring.people.actions.met import note_met
from kindring.people.actions.together import (
    ASKED_AFTER,
    agree_time,
    call_off_time,
    note_time,
    propose_time,
    restore_time,
)
from kindring.people.models import Moment, Person, Presence, TimeTogether
from tests.cast import NOW, TODAY, jonas, make_user, mira, signed_in
from tests.refusals import refusal

HOURS = timedelta(hours=1)
SATURDAY = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
SUNDAY = SATURDAY + timedelta(days=1)


def proposed(by: Actor, person: Person, *times: datetime, now: datetime = NOW, what: str = "a walk") -> TimeTogether:
    return propose_time(by=by, now=now, person=person, times=times or [SATURDAY, SUNDAY], what=what)


def agreed(by: Actor, person: Person, at: datetime = SATURDAY, *, now: datetime = NOW) -> TimeTogether:
    time = proposed(by, person, at, now=now)
    return agree_time(by=by, now=now, time=time, starts_at=at)


def planned_until(user: User) -> date | None:
    return User.objects.get(id=user.id).planned_until


def test_a_few_times_are_offered_and_none_is_agreed(ana: User, by: Actor) -> None:
    time = proposed(by, mira(ana), SUNDAY, SATURDAY, SUNDAY)
    kept = TimeTogether.objects.visible_to(ana).get(id=time.id)
    assert kept.offers == [SATURDAY, SUNDAY]
    assert (kept.what, kept.starts_at, kept.last_day) == ("a walk", None, SUNDAY.date())
    assert planned_until(ana) == ana.planned_until == SUNDAY.date() + ASKED_AFTER


def test_the_words_are_sealed(ana: User, by: Actor) -> None:
    mine = propose_time(by=by, now=NOW, person=mira(ana), times=[SATURDAY], what="the sauna", place="by the lake")
    with signed_in(make_user("cleo")):
        for name in ("what", "place", "offered"):
            with pytest.raises(Unsealable):
                getattr(TimeTogether.objects.get(id=mine.id), name)


def test_one_form_sent_twice_is_one_plan(ana: User, by: Actor) -> None:
    person, key = mira(ana), uuid4()
    for _ in range(2):
        propose_time(by=by, now=NOW, person=person, times=[SATURDAY], key=key, what="a walk")
    assert TimeTogether.objects.visible_to(ana).count() == 1


@pytest.mark.parametrize(
    ("times", "what", "code"),
    [
        ([], "a walk", "times_missing"),
        ([SATURDAY + day * HOURS for day in range(4)], "a walk", "times_too_many"),
        ([NOW - HOURS, SATURDAY], "a walk", "time_over"),
        ([NOW + timedelta(days=367)], "a walk", "time_too_far"),
        ([SATURDAY], " \u200b", "what_missing"),
        ([SATURDAY], "x" * 201, "what_too_long"),
    ],
)
def test_what_cannot_be_planned_is_said(ana: User, by: Actor, times: list[datetime], what: str, code: str) -> None:
    assert refusal(propose_time, by=by, now=NOW, person=mira(ana), times=times, what=what) == code
    assert not TimeTogether.objects.exists()


@pytest.mark.parametrize("state", ["ended", "unsafe", "died"])
def test_nothing_is_planned_with_someone_unsafe_ended_or_dead(ana: User, by: Actor, state: str) -> None:
    person = mira(ana)
    time = proposed(by, person)
    set_state(by=by, now=NOW, person=person, state=state)
    assert refusal(propose_time, by=by, now=NOW, person=person, times=[SATURDAY], what="a walk") == "nothing_planned"
    assert refusal(agree_time, by=by, now=NOW, time=time, starts_at=SATURDAY) == "nothing_planned"
    assert not TimeTogether.objects.visible_to(ana).with_company().exists()


def test_a_time_is_agreed_moved_called_off_and_taken_up_again(ana: User, by: Actor) -> None:
    time = agreed(by, mira(ana))
    assert (time.starts_at, time.last_day) == (SATURDAY, SATURDAY.date())
    later = SATURDAY + timedelta(days=30)
    moved = agree_time(by=by, now=NOW + HOURS, time=time, starts_at=later)
    assert (moved.starts_at, moved.last_day, moved.changed_at) == (later, later.date(), NOW + HOURS)
    assert call_off_time(by=by, now=NOW, time=time).called_off
    assert planned_until(ana) is None
    assert not restore_time(by=by, now=NOW, time=time).called_off
    assert planned_until(ana) == later.date() + ASKED_AFTER


def test_a_day_that_is_over_is_not_agreed_but_an_hour_ago_today_may_be(ana: User, by: Actor) -> None:
    time = proposed(by, mira(ana))
    assert refusal(agree_time, by=by, now=NOW, time=time, starts_at=NOW - timedelta(days=1)) == "time_over"
    assert refusal(agree_time, by=by, now=NOW, time=time, starts_at=NOW + timedelta(days=400)) == "time_too_far"
    assert agree_time(by=by, now=NOW, time=time, starts_at=NOW - HOURS).last_day == TODAY


def test_afterwards_one_press_makes_it_a_moment_of_its_day(ana: User, by: Actor) -> None:
    person = mira(ana)
    time = agreed(by, person)
    after = SATURDAY + timedelta(days=1)
    moment = note_time(by=by, now=after, time=time, felt=["heard"]).moment
    assert (moment.day, moment.way, moment.felt, moment.note) == (SATURDAY.date(), "in_person", ["heard"], "A walk")
    assert Presence.objects.get(moment=moment).person_id == person.id
    assert note_time(by=by, now=after, time=time) == (moment, False)
    assert Moment.objects.visible_to(ana).count() == 1
    assert refusal(agree_time, by=by, now=after, time=time, starts_at=after) == "time_noted"


def test_before_its_day_and_before_it_is_agreed_nothing_is_noted(ana: User, by: Actor) -> None:
    time = proposed(by, mira(ana))
    assert refusal(note_time, by=by, now=NOW, time=time) == "time_not_agreed"
    agree_time(by=by, now=NOW, time=time, starts_at=SATURDAY)
    assert refusal(note_time, by=by, now=NOW, time=time) == "moment_in_future"


def test_of_two_open_pages_the_one_pressed_last_neither_unsays_what_was_nor_hides_it(ana: User, by: Actor) -> None:
    time = agreed(by, mira(ana))
    note_time(by=by, now=SUNDAY, time=time)
    assert refusal(call_off_time, by=by, now=SUNDAY, time=time) == "time_noted"
    other = agreed(by, mira(ana))
    call_off_time(by=by, now=NOW, time=other)
    note_time(by=by, now=SUNDAY, time=other)
    assert not TimeTogether.objects.visible_to(ana).get(id=other.id).called_off


def test_a_moment_that_is_taken_back_lets_one_say_again_how_it_was(ana: User, by: Actor) -> None:
    time = agreed(by, mira(ana))
    delete_moment(by=by, now=SUNDAY, moment=note_time(by=by, now=SUNDAY, time=time).moment)
    waiting = TimeTogether.objects.visible_to(ana).waiting(SATURDAY.date())
    assert waiting.get() == time
    assert planned_until(ana) == SATURDAY.date() + ASKED_AFTER


def test_the_day_is_that_of_the_users_zone(by: Actor, ana: User) -> None:
    with signed_in(make_user("kai", time_zone="Pacific/Auckland")) as kai:
        time = agreed(Actor(kai), mira(kai), datetime(2026, 11, 28, 20, 0, tzinfo=UTC))
        assert time.last_day == date(2026, 11, 29)


@pytest.mark.parametrize(
    "night", [datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]
)
def test_nights_when_the_clocks_change(ana: User, night: datetime) -> None:
    with signed_in(make_user("luka", time_zone="Europe/Zagreb")) as luka:
        early = night - timedelta(days=9)
        time = agreed(Actor(luka), mira(luka), night, now=early)
        assert (time.starts_at, time.last_day) == (night, night.date())
        assert note_time(by=Actor(luka), now=night + 2 * HOURS, time=time).moment.day == night.date()


def test_of_a_stranger_and_of_someone_removed_there_is_nothing_to_change(ana: User, by: Actor) -> None:
    with signed_in(make_user("cleo")) as cleo:
        foreign = agreed(Actor(cleo), mira(cleo))
    person = mira(ana)
    removed = agreed(by, person)
    delete_person(by=by, now=NOW, person=person)
    for time in (foreign, removed):
        assert refusal(agree_time, by=by, now=NOW, time=time, starts_at=SATURDAY) == "time_not_found"
        assert refusal(call_off_time, by=by, now=NOW, time=time) == "time_not_found"
        assert refusal(restore_time, by=by, now=NOW, time=time) == "time_not_found"
        assert refusal(note_time, by=by, now=SUNDAY, time=time) == "time_not_found"


def test_a_month_after_its_day_it_goes_and_its_moment_stays(ana: User, by: Actor) -> None:
    time = agreed(by, mira(ana))
    moment = note_time(by=by, now=SUNDAY, time=time).moment
    delete_what_is_over(SATURDAY + timedelta(days=31))
    assert TimeTogether.objects.filter(id=time.id).exists()
    delete_what_is_over(SATURDAY + timedelta(days=33))
    assert not TimeTogether.objects.filter(id=time.id).exists()
    assert Moment.objects.filter(id=moment.id).exists()


def test_a_press_adds_to_what_an_earlier_press_of_the_day_left(ana: User, by: Actor) -> None:
    person = mira(ana)
    touched = log_moment(by=by, now=NOW, people=[person])
    for felt in ("present", "heard", "heard"):
        assert note_met(by=by, now=NOW, person=person, felt=[felt]) == (touched, False)
    moment = Moment.objects.visible_to(ana).get()
    assert (moment.way, moment.felt) == ("in_person", ["present", "heard"])
    time = agreed(by, person, NOW)
    assert note_time(by=by, now=NOW, time=time) == (moment, False)
    assert Moment.objects.visible_to(ana).get().note == "A walk"


def test_what_tells_more_or_of_others_or_of_another_way_stays_a_moment_of_its_own(ana: User, by: Actor) -> None:
    person, other = mira(ana), jonas(ana)
    log_moment(by=by, now=NOW, people=[person], note="We spoke.")
    log_moment(by=by, now=NOW, people=[person], way="call")
    log_moment(by=by, now=NOW, people=[person, other])
    log_moment(by=by, now=NOW, people=[person], day=TODAY - timedelta(days=1))
    assert note_met(by=by, now=NOW, person=person, felt=["rushed"]).made
    assert Moment.objects.visible_to(ana).count() == 5
