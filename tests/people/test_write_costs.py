"""How many statements a change takes: the same for a long log and a short one."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import add_person, change_moment, delete_moment, log_moment
from kindring.people.models import Person
from tests.cast import NOW, days_ago, in_touch, jonas, make_person, mira, tomas

Statements = Callable[[], AbstractContextManager[list[str]]]


def verbs(ran: list[str]) -> list[str]:
    return [sql.split()[0] for sql in ran]


@pytest.mark.parametrize("before", [0, 30])
def test_one_tap_takes_four_statements(ana: User, by: Actor, statements: Statements, before: int) -> None:
    person = mira(ana)
    in_touch(ana, person, *range(before, 0, -1))
    with statements() as ran:
        log_moment(by=by, now=NOW, people=[person])
    assert verbs(ran) == ["SELECT", "INSERT", "INSERT", "UPDATE"]


def test_a_full_moment_takes_five_and_one_for_each_person_more(ana: User, by: Actor, statements: Statements) -> None:
    people = [mira(ana), jonas(ana), tomas(ana)]
    with statements() as ran:
        log_moment(by=by, now=NOW, people=people, way="call", note="Long talk", ask_about="the flat")
    # the people, the moment, the presences, the counts of the month, each person again
    assert verbs(ran) == ["SELECT", "INSERT", "INSERT", "INSERT", *["UPDATE"] * 3]


def test_a_second_tap_of_a_day_only_asks(ana: User, by: Actor, statements: Statements) -> None:
    person = mira(ana)
    log_moment(by=by, now=NOW, people=[person])
    with statements() as ran:
        log_moment(by=by, now=NOW, people=[person])
    assert verbs(ran) == ["SELECT"] * 3


@pytest.mark.parametrize("before", [1, 30])
def test_a_day_of_the_past_is_replayed_with_one_query(
    ana: User, by: Actor, statements: Statements, before: int
) -> None:
    person = mira(ana)
    in_touch(ana, person, *range(before))
    with statements() as ran:
        log_moment(by=by, now=NOW, people=[person], day=days_ago(50), note="Long ago")
    # the mark that Today may choose again, the person, the moment, the presence, the replay, the person again
    assert verbs(ran) == ["UPDATE", "SELECT", "INSERT", "INSERT", "SELECT", "UPDATE"]


@pytest.mark.parametrize("before", [1, 30])
def test_changing_and_taking_back_cost_the_same_after_a_long_log(
    ana: User, by: Actor, statements: Statements, before: int
) -> None:
    person = mira(ana)
    *_, moment = in_touch(ana, person, *range(before, 0, -1), ask_about="the flat")
    with statements() as ran:
        change_moment(by=by, now=NOW, moment=moment, day=days_ago(9), ask_about="the knee")
    assert len(ran) <= 12
    with statements() as ran:
        delete_moment(by=by, now=NOW, moment=moment)
    assert len(ran) <= 12


@pytest.mark.parametrize("before", [0, 20])
def test_adding_someone_takes_one_statement(ana: User, by: Actor, statements: Statements, before: int) -> None:
    for n in range(before):
        make_person(ana, f"Guest {n}")
    with statements() as ran:
        add_person(by=by, now=NOW, name="Mira", channels=[{"kind": "phone", "label": "", "value": "1"}])
    assert verbs(ran) == ["INSERT"]


def test_a_late_moment_of_many_asks_as_often_as_of_one(ana: User, by: Actor, statements: Statements) -> None:
    people = [make_person(ana, f"Guest {n}") for n in range(12)]
    log_moment(by=by, now=NOW, people=people)
    with statements() as ran:
        log_moment(by=by, now=NOW, people=people, day=days_ago(9), ask_about="the flat")
    assert verbs(ran).count("SELECT") == 4
    assert len(ran) == 4 + 2 + len(people) + 1
    assert {person.ask_about for person in Person.objects.all()} == {"the flat"}
