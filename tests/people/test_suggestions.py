"""The day's three: kept, answered, forgotten."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.engine.choosing import Choice, rest_days
from kindring.insights.outlooks import person_outlook
from kindring.people.actions import answer_suggestion, delete_person, keep_three, set_low_day, set_state
from kindring.people.models import Moment, Person, Suggestion
from tests.cast import NOW, TODAY, days_ago, in_touch, jonas, make_person, make_user, mira, signed_in, tomas
from tests.refusals import refusal


def choice(person: Person) -> Choice[UUID]:
    return Choice(person.id, 1.0, 1, person_outlook(person, TODAY))


def named(user: User) -> list[UUID]:
    return [row.person_id for row in Suggestion.objects.visible_to(user).order_by("place")]


def test_the_chosen_are_kept_in_order_and_rest_afterwards(ana: User, by: Actor) -> None:
    one, other = mira(ana), jonas(ana)
    in_touch(ana, one, 60, 40)
    keep_three(by=by, day=TODAY, chosen=[choice(other), choice(one)])
    assert named(ana) == [other.id, one.id]
    one.refresh_from_db()
    assert one.rests_until == TODAY + timedelta(days=rest_days(person_outlook(one, TODAY)))
    assert User.objects.get().three_chosen_on == TODAY


def test_a_day_is_chosen_once(ana: User, by: Actor) -> None:
    one, other = mira(ana), jonas(ana)
    keep_three(by=by, day=TODAY, chosen=[choice(one)])
    keep_three(by=by, day=TODAY, chosen=[choice(other)])
    assert named(ana) == [one.id]


def test_never_more_than_three_and_nobody_twice(ana: User, by: Actor) -> None:
    people = [make_person(ana, f"Guest {n}", ring="outer") for n in range(5)]
    keep_three(by=by, day=TODAY, chosen=[choice(people[0])])
    User.objects.update(three_chosen_on=None)
    keep_three(by=by, day=TODAY, chosen=[choice(person) for person in people])
    assert named(ana) == [person.id for person in people[:3]]


def test_a_new_day_forgets_the_one_before(ana: User, by: Actor) -> None:
    one, other = mira(ana), jonas(ana)
    keep_three(by=by, day=days_ago(1), chosen=[choice(one)])
    keep_three(by=by, day=TODAY, chosen=[choice(other)])
    assert named(ana) == [other.id]


def test_strangers_and_those_who_left_meanwhile_are_not_kept(ana: User, by: Actor) -> None:
    one, gone, ended = mira(ana), jonas(ana), tomas(ana)
    delete_person(by=by, now=NOW, person=gone)
    set_state(by=by, now=NOW, person=ended, state="ended")
    with signed_in(make_user("cleo")) as cleo:
        foreign = mira(cleo)
    keep_three(by=by, day=TODAY, chosen=[choice(person) for person in (foreign, gone, ended, one)])
    assert named(ana) == [one.id]
    foreign.refresh_from_db()
    assert foreign.rests_until is None


def test_reached_notes_a_moment_today(ana: User, by: Actor) -> None:
    person = mira(ana)
    keep_three(by=by, day=TODAY, chosen=[choice(person)])
    moment = answer_suggestion(by=by, now=NOW, person=person, answer="reached", way="call")
    assert moment == Moment.objects.get()
    assert (moment.day, moment.way) == (TODAY, "call")
    assert answer_suggestion(by=by, now=NOW, person=person, answer="reached", way="call") == moment


def test_not_today_leaves_no_trace_on_the_person(ana: User, by: Actor) -> None:
    person = mira(ana)
    keep_three(by=by, day=TODAY, chosen=[choice(person)])
    readable = ("rests_until", "wish_days", "may_suggest", "contacts", "last_day", "ring")
    before = Person.objects.values(*readable).get()
    assert answer_suggestion(by=by, now=NOW, person=person, answer="not_today") is None
    assert Suggestion.objects.get().answer == "not_today"
    assert Person.objects.values(*readable).get() == before
    assert not Moment.objects.exists()


def test_leave_to_rest_is_a_wish_for_nothing(ana: User, by: Actor) -> None:
    person = mira(ana, wish_days=7)
    keep_three(by=by, day=TODAY, chosen=[choice(person)])
    answer_suggestion(by=by, now=NOW, person=person, answer="rest")
    person.refresh_from_db()
    assert person.wish_days == 0
    assert Suggestion.objects.get().answer == "rest"


@pytest.mark.parametrize("answer", ["reached", "not_today", "rest"])
def test_an_answer_from_yesterdays_page_is_fine(ana: User, by: Actor, answer: str) -> None:
    person = mira(ana)
    keep_three(by=by, day=days_ago(1), chosen=[choice(person)])
    answer_suggestion(by=by, now=NOW, person=person, answer=answer)
    assert Suggestion.objects.get().answer == ""


def test_other_answers_are_refused(ana: User, by: Actor) -> None:
    person = mira(ana)
    for answer in ("", "never"):
        assert refusal(answer_suggestion, by=by, now=NOW, person=person, answer=answer) == "answer_unknown"


@pytest.mark.parametrize("answer", ["reached", "not_today", "rest"])
def test_a_strangers_suggestion_is_not_answered(ana: User, by: Actor, answer: str) -> None:
    person = mira(ana)
    keep_three(by=by, day=TODAY, chosen=[choice(person)])
    with signed_in(make_user("cleo")) as cleo:
        for other in (person, Person(id=uuid4(), owner_id=cleo.id)):
            code = refusal(answer_suggestion, by=Actor(cleo), now=NOW, person=other, answer=answer)
            assert code == "person_not_found"
    assert Suggestion.objects.get().answer == ""


def test_a_low_day_is_todays(ana: User, by: Actor) -> None:
    ana.time_zone = "Pacific/Auckland"
    set_low_day(by=by, now=NOW.replace(hour=22), on=True)
    assert User.objects.get().low_day_on == TODAY + timedelta(days=1)
    set_low_day(by=by, now=NOW.replace(hour=22), on=False)
    assert User.objects.get().low_day_on is None
