"""The map's people and how pale they are."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.engine.rhythm import Word
from kindring.insights.map import PALENESS, map_nodes
from kindring.insights.outlooks import person_outlook
from kindring.people.actions import delete_person, set_state
from kindring.people.models import Person
from tests.cast import NOW, TODAY, in_touch, jonas, make_person, make_user, mira, signed_in, tomas


def paleness(user: User, today: date = TODAY) -> dict[str, int]:
    return {node.name: node.paleness for node in map_nodes(user, today)}


def test_everyone_in_a_ring_with_what_the_map_draws(ana: User) -> None:
    person = mira(ana, called="Mimi", you_give=2)
    make_person(ana, "Not placed")
    (node,) = map_nodes(ana, TODAY)
    assert (node.person_id, node.name, node.ring, node.role) == (str(person.id), "Mimi", "inner", "family")
    assert (node.they_give, node.you_give, node.paused) == (9, 2, False)


@pytest.mark.parametrize(
    ("silent", "pale", "word"),
    [
        (10, 0, "in rhythm"), (11, 1, "due"), (20, 1, "due"), (21, 2, "drifting"), (80, 2, "drifting"),
        (81, 3, "sleeping"),
    ],
)  # fmt: skip
def test_paler_the_quieter_it_is_against_their_own_gap(ana: User, silent: int, pale: int, word: Word) -> None:
    person = mira(ana)
    in_touch(ana, person, *[silent + 10 * n for n in range(4)])
    assert paleness(ana) == {"Mira": pale}
    assert person_outlook(person, TODAY).word == word


@pytest.mark.parametrize(("ring", "gap"), [("inner", 10), ("middle", 30), ("outer", 90)])
def test_before_anything_is_noted_the_day_of_placing_counts(ana: User, ring: str, gap: int) -> None:
    mira(ana, ring=ring)
    for days, pale in [(gap, 0), (gap + 1, 1), (2 * gap + 1, 2), (8 * gap + 1, 3)]:
        assert paleness(ana, TODAY + timedelta(days=days)) == {"Mira": pale}


def test_a_wish_is_the_gap_while_there_is_one_contact_only(ana: User) -> None:
    person = mira(ana, wish_days=100)
    in_touch(ana, person, 60)
    assert paleness(ana) == {"Mira": 0}
    in_touch(ana, person, 70)
    assert paleness(ana) == {"Mira": 2}


@pytest.mark.parametrize("wish", [None, 0, 7, 90])
def test_the_word_is_always_the_engines(ana: User, wish: int | None) -> None:
    for n, name in enumerate(("Mira", "Jonas", "Tomas", "Ines")):
        person = make_person(ana, name, ring="inner", wish_days=wish)
        in_touch(ana, person, *range(40 * n, 0, -17))
    for days in (0, 9, 33, 400):
        today = TODAY + timedelta(days=days)
        words = {one.name: PALENESS[person_outlook(one, today).word] for one in Person.objects.all()}
        assert paleness(ana, today) == words


def test_the_paused_are_there_and_not_pale(ana: User, by: Actor) -> None:
    person = mira(ana)
    in_touch(ana, person, 200, 190)
    until = TODAY + timedelta(days=5)
    set_state(by=by, now=NOW, person=person, state="paused", until=until)
    assert [(node.paused, node.paleness) for node in map_nodes(ana, TODAY)] == [(True, 0)]
    assert [(node.paused, node.paleness) for node in map_nodes(ana, until)] == [(False, 3)]


@pytest.mark.parametrize("state", ["ended", "unsafe", "died"])
def test_what_is_over_and_deleted_is_not_drawn(ana: User, by: Actor, state: str) -> None:
    set_state(by=by, now=NOW, person=mira(ana), state=state)
    delete_person(by=by, now=NOW, person=jonas(ana))
    assert map_nodes(ana, TODAY) == []


def test_strangers_see_nobody(ana: User) -> None:
    tomas(ana)
    with signed_in(make_user("cleo")) as cleo:
        assert map_nodes(cleo, TODAY) == []


@pytest.mark.parametrize("people", [2, 200])
def test_one_query_for_2_and_200(
    ana: User, statements: Callable[[], AbstractContextManager[list[str]]], people: int
) -> None:
    Person.objects.bulk_create(
        Person(owner=ana, name=f"Guest {n}", ring="outer", placed_on=TODAY) for n in range(people)
    )
    with statements() as ran:
        assert len(map_nodes(ana, TODAY)) == people
    assert len(ran) == 1
