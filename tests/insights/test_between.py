"""What is between two people: counted where one may look, silent where a tie is over, and one small idea."""

from datetime import timedelta

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.engine.next_step import Step
from kindring.insights.between import FLOW_DAYS, NOTHING, Between, between, small_idea
from kindring.insights.dates import dates_of
from kindring.insights.outlooks import person_outlook
from kindring.insights.people import PersonFacts, person_facts
from kindring.people.actions import log_moment, replace_dates, set_state, set_wish
from kindring.people.actions.showing import choose_showing
from kindring.people.models import Person
from kindring.people.showing import Showing
from tests.cast import NOW, TODAY, days_ago, in_touch, jonas, make_person, mira


def found_of(user: User, person: Person) -> Between:
    person.refresh_from_db()
    return between(user, person, TODAY)


def facts_of(user: User, person: Person, *, asked: bool = False) -> PersonFacts:
    facts = person_facts(user, person.id, TODAY, asked=asked)
    assert facts is not None
    return facts


def idea_of(user: User, person: Person, lead: int = 7) -> Step | None:
    person.refresh_from_db()
    coming = next((one for one in dates_of(person, TODAY) if one.days_away <= lead), None)
    return small_idea(person, person_outlook(person, TODAY), coming, TODAY)


def some_acts(user: User, person: Person, received: int, given: int) -> None:
    for ago in range(1, received + 1):
        log_moment(by=Actor(user), now=NOW, people=[person], day=days_ago(ago), received=1, way="in_person")
    for ago in range(1, given + 1):
        log_moment(by=Actor(user), now=NOW, people=[person], day=days_ago(100 + ago), given=2, way="call")


def test_give_and_take_and_ways_of_the_last_year(ana: User) -> None:
    person = jonas(ana, ring="middle")
    some_acts(ana, person, 8, 2)
    in_touch(ana, person, FLOW_DAYS + 1, given=1, way="letter")
    found = found_of(ana, person)
    assert found.balance is not None
    assert (found.balance.word, found.balance.reasons[0].given, found.balance.reasons[0].received) == (
        "you receive more", 2, 8,
    )  # fmt: skip
    assert found.presence is not None
    assert (found.presence.reasons[0].in_person, found.presence.reasons[0].moments) == (8, 10)


def test_an_act_both_ways_is_one_of_each(ana: User) -> None:
    person = jonas(ana, ring="outer")
    in_touch(ana, person, 1, 2, received=5, given=3)
    balance = found_of(ana, person).balance
    assert balance is not None
    assert (balance.reasons[0].given, balance.reasons[0].received) == (2, 2)


def test_below_four_acts_and_five_moments_nothing_is_said(ana: User) -> None:
    person = jonas(ana, ring="middle")
    some_acts(ana, person, 2, 1)
    found = found_of(ana, person)
    assert found.balance is not None
    assert found.presence is not None
    assert (found.balance.reasons, found.presence.shown) == ((), False)


def test_nobody_counts_among_the_closest_unless_it_is_wanted(ana: User, by: Actor) -> None:
    person = mira(ana)
    some_acts(ana, person, 5, 0)
    assert found_of(ana, person).balance is None
    choose_showing(by=by, showing=Showing.read({"with_inner": True}))
    assert found_of(ana, person).balance is not None


def test_what_is_hidden_on_people_is_not_said_here_either(ana: User, by: Actor) -> None:
    person = jonas(ana, ring="middle")
    some_acts(ana, person, 6, 6)
    choose_showing(by=by, showing=Showing.read({"hidden": ["give_take", "in_person"]}))
    found = found_of(ana, person)
    assert (found.balance, found.presence) == (None, None)
    assert found.flows


def test_of_someone_never_met_in_person_no_share_is_said(ana: User) -> None:
    person = jonas(ana)
    in_touch(ana, person, *range(1, 9), way="call")
    assert found_of(ana, person).presence is None


@pytest.mark.parametrize("state", ["unsafe", "ended", "died"])
def test_nothing_is_counted_of_whoever_is_unsafe_ended_or_dead_unless_asked(ana: User, by: Actor, state: str) -> None:
    person = jonas(ana, ring="middle", they_give=1)
    some_acts(ana, person, 5, 5)
    set_state(by=by, now=NOW, person=person, state=state)
    assert facts_of(ana, person).between == NOTHING
    asked = facts_of(ana, person, asked=True)
    assert asked.between.flows
    assert asked.between.balance is not None
    assert asked.outlook is None


def test_an_idea_where_one_is_due(ana: User) -> None:
    person = jonas(ana)
    in_touch(ana, person, 60, 50, 40, way="call")
    assert idea_of(ana, person) == "call"


def test_no_idea_in_rhythm_at_rest_or_in_no_ring(ana: User, by: Actor) -> None:
    person = jonas(ana)
    in_touch(ana, person, 21, 11, 1, way="in_person")
    assert idea_of(ana, person) is None
    in_touch(ana, resting := mira(ana), 60, 50, 40)
    set_wish(by=by, person=resting, days=0)
    assert idea_of(ana, resting) is None
    assert idea_of(ana, make_person(ana, "Lin")) is None


def test_in_rhythm_but_long_unmet_a_walk_is_an_idea(ana: User) -> None:
    person = jonas(ana)
    in_touch(ana, person, 95, way="in_person")
    in_touch(ana, person, *range(91, 0, -10), way="call")
    assert idea_of(ana, person) == "walk"


def test_a_birthday_that_comes_is_an_idea_also_in_rhythm(ana: User, by: Actor) -> None:
    person = jonas(ana)
    in_touch(ana, person, 21, 11, 1, way="call")
    born = TODAY + timedelta(days=3)
    replace_dates(by=by, now=NOW, person=person, dates=[{"month": born.month, "day": born.day}])
    assert idea_of(ana, person) == "card"
    assert idea_of(ana, person, lead=2) is None
