"""The one "next time ask about …" that a person carries."""

from datetime import timedelta

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import change_moment, change_person, delete_moment, log_moment
from kindring.people.models import Person
from tests.cast import NOW, days_ago, jonas, mira


def asks(person: Person) -> str:
    said: str = Person.objects.get(id=person.id).ask_about
    return said


def test_the_latest_moment_with_one_says_it(ana: User, by: Actor) -> None:
    person = mira(ana)
    log_moment(by=by, now=NOW, people=[person], day=days_ago(9), ask_about="the flat")
    log_moment(by=by, now=NOW, people=[person], day=days_ago(20), ask_about="the holidays")
    log_moment(by=by, now=NOW, people=[person])
    assert asks(person) == "the flat"
    log_moment(by=by, now=NOW, people=[person], day=days_ago(2), ask_about="the knee")
    assert asks(person) == "the knee"


def test_on_one_day_the_later_written_says_it(ana: User, by: Actor) -> None:
    person = mira(ana)
    first = log_moment(by=by, now=NOW, people=[person], ask_about="the flat")
    second = log_moment(by=by, now=NOW + timedelta(hours=2), people=[person], ask_about="the knee")
    assert asks(person) == "the knee"
    delete_moment(by=by, now=NOW, moment=second)
    assert asks(person) == "the flat"
    delete_moment(by=by, now=NOW, moment=first)
    assert asks(person) == ""


def test_a_change_of_the_words_changes_it(ana: User, by: Actor) -> None:
    person = mira(ana)
    older = log_moment(by=by, now=NOW, people=[person], day=days_ago(9), ask_about="the flat")
    latest = log_moment(by=by, now=NOW, people=[person], day=days_ago(2), ask_about="the knee")
    change_moment(by=by, now=NOW, moment=older, ask_about="the house")
    assert asks(person) == "the knee"
    change_moment(by=by, now=NOW, moment=latest, ask_about="")
    assert asks(person) == "the house"
    change_moment(by=by, now=NOW, moment=latest, ask_about="the other knee")
    assert asks(person) == "the other knee"


def test_a_change_of_day_or_people_changes_it(ana: User, by: Actor) -> None:
    person, other = mira(ana), jonas(ana)
    flat = log_moment(by=by, now=NOW, people=[person], day=days_ago(9), ask_about="the flat")
    knee = log_moment(by=by, now=NOW, people=[person], day=days_ago(2), ask_about="the knee")
    change_moment(by=by, now=NOW, moment=flat, day=days_ago(1))
    assert asks(person) == "the flat"
    change_moment(by=by, now=NOW, moment=flat, people=[other])
    assert (asks(person), asks(other)) == ("the knee", "the flat")
    change_moment(by=by, now=NOW, moment=knee, people=[person, other])
    assert (asks(person), asks(other)) == ("the knee", "the flat")


def test_what_was_cleared_stays_cleared_until_something_new_is_said(ana: User, by: Actor) -> None:
    person = mira(ana)
    asked = log_moment(by=by, now=NOW, people=[person], day=days_ago(3), ask_about="the flat")
    change_person(by=by, now=NOW, person=person, ask_about="")
    tap = log_moment(by=by, now=NOW, people=[person])
    change_moment(by=by, now=NOW, moment=asked, note="A typo less", ask_about="the flat")
    delete_moment(by=by, now=NOW, moment=tap)
    log_moment(by=by, now=NOW, people=[person], day=days_ago(8), ask_about="older")
    assert asks(person) == ""
    log_moment(by=by, now=NOW, people=[person], ask_about="the knee")
    assert asks(person) == "the knee"


def test_it_can_be_written_by_hand(ana: User, by: Actor) -> None:
    person = mira(ana)
    moment = log_moment(by=by, now=NOW, people=[person], ask_about="the flat")
    change_person(by=by, now=NOW, person=person, ask_about="the move")
    delete_moment(by=by, now=NOW, moment=moment)
    assert asks(person) == "the move"
