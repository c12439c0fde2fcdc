"""The page of a person and its timeline."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import uuid4

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.insights.people import PersonFacts, person_facts
from kindring.insights.timeline import PAGE, timeline
from kindring.people.actions import delete_person, log_moment, note_knows, replace_dates, set_state
from kindring.people.models import Person, State
from tests.cast import NOW, TODAY, days_ago, in_touch, jonas, make_person, make_user, mira, signed_in, tomas

Statements = Callable[[], AbstractContextManager[list[str]]]


def facts_of(user: User, person: Person) -> PersonFacts:
    facts = person_facts(user, person.id, TODAY)
    assert facts is not None
    return facts


def test_how_the_two_stand(ana: User) -> None:
    person = mira(ana, notes="Likes the sea.")
    in_touch(ana, person, 44, 35, 26, ask_about="the flat")
    facts = facts_of(ana, person)
    assert facts.person == person
    assert (facts.person.notes, facts.person.ask_about) == ("Likes the sea.", "the flat")
    assert facts.outlook is not None
    reason = facts.outlook.reasons[0]
    assert (reason.code, reason.every, reason.silent) == ("usual", 9, 26)


@pytest.mark.parametrize("state", ["paused", "ended", "unsafe", "died"])
def test_a_state_overrides_the_rhythm(ana: User, by: Actor, state: str) -> None:
    person = mira(ana)
    until = TODAY + timedelta(days=1)
    set_state(by=by, now=NOW, person=person, state=state, until=until)
    facts = facts_of(ana, person)
    assert (facts.state, facts.outlook) == (State(state), None)


def test_what_flows_each_way(ana: User, by: Actor) -> None:
    person = mira(ana, they_give=1, you_give=0)
    for ago, received, given in [(1, 9, 0), (2, 1, 2), (365, 1, 0), (366, 1, 4)]:
        log_moment(by=by, now=NOW, people=[person], day=days_ago(ago), received=received, given=given)
    log_moment(by=by, now=NOW, people=[jonas(ana)], received=15)
    flows = {flow.kind: flow[1:] for flow in facts_of(ana, person).between.flows}
    assert flows == {
        "emotional": (True, False, 3, 0),
        "practical": (False, False, 0, 1),
        "companionship": (False, False, 1, 0),
    }


def test_dates_and_those_who_know_each_other(ana: User, by: Actor) -> None:
    person, known, gone = mira(ana), jonas(ana, called="Jo"), tomas(ana)
    note_knows(by=by, one=person, other=known)
    note_knows(by=by, one=gone, other=person)
    replace_dates(by=by, person=person, dates=[{"month": 3, "day": 4, "year": 1980}], now=NOW)
    delete_person(by=by, now=NOW, person=gone)
    facts = facts_of(ana, person)
    assert facts.knows == ((known.id, "Jo"),)
    assert [(one.day.year, one.turning, one.name) for one in facts.dates] == [(2027, 47, "Mira")]
    assert facts_of(ana, known).knows == ((person.id, "Mira"),)


def test_whoever_is_not_there_has_no_page(ana: User, by: Actor) -> None:
    gone = mira(ana)
    delete_person(by=by, now=NOW, person=gone)
    with signed_in(make_user("cleo")) as cleo:
        foreign = tomas(cleo)
    assert [person_facts(ana, one, TODAY) for one in (gone.id, foreign.id, uuid4())] == [None] * 3
    assert timeline(ana, foreign.id).moments == ()


@pytest.mark.parametrize("moments", [2, 60])
def test_the_same_queries_for_a_short_log_and_a_long_one(
    ana: User, by: Actor, statements: Statements, moments: int
) -> None:
    person, other = mira(ana), jonas(ana)
    for ago in range(moments):
        log_moment(by=by, now=NOW, people=[person, other], day=days_ago(ago), received=1, note="n")
    with statements() as ran:
        facts_of(ana, person)
    assert len(ran) == 5
    with statements() as ran:
        page = timeline(ana, person.id)
        assert all(moment.note == "n" and names == ("Jonas",) for moment, names in page.moments)
    assert len(ran) == 2


def test_the_timeline_is_the_newest_first_in_pages(ana: User) -> None:
    person = mira(ana)
    in_touch(ana, person, *range(PAGE + 5))
    first, second, third = (timeline(ana, person.id, page) for page in (1, 2, 3))
    days = [moment.day for page in (first, second) for moment, _ in page.moments]
    assert days == [days_ago(ago) for ago in range(PAGE + 5)]
    assert (first.more, second.more, third.more, third.moments) == (True, False, False, ())
    assert timeline(ana, person.id, 0) == first


def test_a_full_last_page_has_none_after_it(ana: User) -> None:
    person = mira(ana)
    in_touch(ana, person, *range(PAGE))
    assert not timeline(ana, person.id).more


def test_on_one_day_the_later_written_comes_first(ana: User, by: Actor) -> None:
    person = mira(ana)
    for hour in (1, 3, 2):
        log_moment(by=by, now=NOW + timedelta(hours=hour), people=[person], note=str(hour))
    assert [moment.note for moment, _ in timeline(ana, person.id).moments] == ["3", "2", "1"]


def test_the_names_of_others_leave_out_who_was_deleted(ana: User, by: Actor) -> None:
    person, gone = mira(ana), jonas(ana)
    guests = [make_person(ana, name) for name in ("zoe", "Bo")]
    log_moment(by=by, now=NOW, people=[person, gone, *guests])
    delete_person(by=by, now=NOW, person=gone)
    ((_, names),) = timeline(ana, person.id).moments
    assert names == ("Bo", "zoe")
