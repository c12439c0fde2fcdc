"""Small steps from the map: whoever is left out of the weighing could not have changed what comes out."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.engine.steps import NextStep, next_steps
from kindring.insights import small_steps as module
from kindring.insights.known_pairs import knows_on_map
from kindring.insights.map import MapNode, map_nodes
from kindring.insights.panels import held_up, panels_of, showing_of
from kindring.insights.tie_months import counts_of_ties, months_back
from kindring.insights.warmth import MOST, OF_LATE, Warmth, warmth_of
from kindring.people.actions import change_person, note_knows, set_state
from kindring.people.models import Ring, Way
from tests.cast import NOW, TODAY, in_touch, jonas, make_person, mira, tomas

P, A, C = 2, 4, 8


def steps(user: User) -> tuple[NextStep[str], ...]:
    return panels_of(user, map_nodes(user, TODAY), showing_of(user), TODAY).steps


def sorts(user: User) -> list[tuple[str, str]]:
    names = {node.person_id: node.name for node in map_nodes(user, TODAY)}
    return [(step.sort, names.get(step.key or "", "")) for step in steps(user)]


def test_whoever_gave_something_lately_can_be_thanked_until_they_were(ana: User) -> None:
    person = tomas(ana, they_give=15)
    mira(ana, they_give=15)
    in_touch(ana, person, 20, received=P)
    assert sorts(ana) == [("thank", "Tomas")]
    in_touch(ana, person, 2, thanks="For the shelves.")
    assert sorts(ana) == []


def test_someone_of_a_wider_ring_who_gave_it_before_may_come_closer(ana: User) -> None:
    for person in (mira(ana, they_give=15 - A), jonas(ana, they_give=15 - A)):
        in_touch(ana, person, 1, way="call")
    in_touch(ana, tomas(ana), 90, 60, 70, received=A)
    assert ("closer", "Tomas") in sorts(ana)


def test_whoever_is_close_and_not_marked_comes_before_a_club(ana: User) -> None:
    mira(ana, they_give=15 - A)
    tomas(ana, they_give=15 - A)
    far = make_person(ana, "Far", ring="outer", they_give=0)
    assert sorts(ana) == [("look", "Mira")], "everyone close is marked: a club, beside the nearest who lacks it"
    jonas(ana, they_give=0)
    assert sorts(ana) == [("mark", "Jonas")]
    in_touch(ana, make_person(ana, "Greg", ring="inner", they_give=P), 200, 30, received=A, thanks="That helped.")
    assert sorts(ana) == [("mark", "Greg")], "who gave it of late, first"
    assert far.they_give == 0


def test_nobody_who_is_unsafe_paused_or_left_to_rest_is_named(ana: User, by: Actor) -> None:
    people = [make_person(ana, f"Guest {n}", ring="middle", they_give=0) for n in range(3)]
    for person in people:
        in_touch(ana, person, 20, 10, received=A)
    set_state(by=by, now=NOW, person=people[0], state="unsafe")
    set_state(by=by, now=NOW, person=people[1], state="paused", until=TODAY + timedelta(days=9))
    change_person(by=by, now=NOW, person=people[2], wish_days=0)
    assert {name for _, name in sorts(ana)} <= {""}


def test_time_that_felt_good_speaks_for_company_and_time_that_drained_against_it(ana: User) -> None:
    mira(ana, they_give=15 - C)
    hana = make_person(ana, "Hana", ring="outer", they_give=P)
    zoe = make_person(ana, "Zoe", ring="outer", they_give=P)
    for day in (20, 40):
        in_touch(ana, hana, day, felt=["heard"])
        in_touch(ana, zoe, day, felt=["present"])
    in_touch(ana, zoe, 60, 70, 80, felt=["drained"])
    assert ("closer", "Hana") in sorts(ana)
    assert ("closer", "Zoe") not in sorts(ana)


def test_how_it_felt_is_counted_of_late_and_of_the_latest(ana: User) -> None:
    kai, sara = make_person(ana, "Kai"), make_person(ana, "Sara")
    in_touch(ana, sara, OF_LATE.days + 1, felt=["heard"])
    in_touch(ana, kai, 3, OF_LATE.days, felt=["heard", "rushed"])
    in_touch(ana, kai, 5, note="Nothing is said of how it felt.")
    assert warmth_of(ana, TODAY) == {str(kai.id): Warmth(2, 2)}
    for day in range(MOST):
        in_touch(ana, sara, 1 + day // 2, felt=["present"], note=f"Time {day}")
    assert warmth_of(ana, TODAY)[str(sara.id)].warm == MOST - 1


@pytest.mark.parametrize("seed", range(6))
def test_looking_at_everyone_would_come_to_the_same(ana: User, by: Actor, seed: int) -> None:
    random = Random(seed)
    people = [
        make_person(ana, f"Guest {n}", ring=random.choice(Ring.values), they_give=random.choice([0, 0, 1, P, 8]))
        for n in range(14)
    ]
    for person in people:
        for day in random.sample(range(120), random.randint(0, 9)):
            flows: dict[str, Any] = {
                "received": random.choice([0, 0, P, A]),
                "thanks": random.choice(["", "", "", "For that."]),
                "felt": random.choice([[], ["heard"], ["present", "rushed"], ["drained"]]),
            }
            in_touch(ana, person, day, way=random.choice(["", "message", *Way.values]), **flows)
    for _ in range(8):
        one, other = random.sample(people, 2)
        note_knows(by=by, one=one, other=other)
    nodes, showing = map_nodes(ana, TODAY), showing_of(ana)
    assert len(steps(ana)) > 0
    assert steps(ana) == _of_everyone(ana, nodes, showing_of(ana).give_take_months, showing.in_person_months)


def _of_everyone(user: User, nodes: list[MapNode], flows: int, ways: int) -> tuple[NextStep[str], ...]:
    since = {"flows_since": months_back(TODAY, flows), "ways_since": months_back(TODAY, ways)}
    counts = counts_of_ties(user, **since)
    now = held_up(user, nodes, showing_of(user), TODAY).adequacy
    felt = warmth_of(user, TODAY)
    ties = [
        module._tie(node, counts.get(node.person_id, module._NONE), felt.get(node.person_id, module._UNTOLD))
        for node in nodes
    ]
    free = [node for node in nodes if not (node.paused or node.resting)]
    return module.people_first(next_steps(now, ties, knows_on_map(user), today=TODAY), nodes, free, counts)
