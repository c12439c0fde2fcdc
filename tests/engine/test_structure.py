"""How a map hangs together: as others count it, None where it is not defined, and never a grade."""

import json
from math import log
from pathlib import Path
from random import Random
from typing import Any

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kindring.engine.structure import ROLES, Alter, Reason, Structure, Unknown, groups, structure
from kindring.people.models import Role

EXAMPLES = Path(__file__).parents[3] / "shared" / "science" / "ego_network_examples.json"
NUMBERS = ("size", "ties", "density", "effective_size", "efficiency", "constraint", "hierarchy")


def close(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, abs=1e-9)


def test_the_roles_are_those_of_the_house() -> None:
    assert len(Role.values) == ROLES


# Where little is there


def test_an_empty_map_has_a_size_and_nothing_else() -> None:
    nobody: list[Alter[str]] = []
    now = structure(nobody, [])
    assert [getattr(now, name) for name in NUMBERS] == [0, 0, None, None, None, None, None]
    assert (now.groups, now.roles, now.diversity, now.evenness) == ((), {}, None, None)
    assert (now.reasons, now.unknown) == ((), (Unknown("empty"),))


def test_with_one_person_there_is_no_tie_between_two() -> None:
    now = structure([Alter("mira", "friend")], [])
    assert [getattr(now, name) for name in NUMBERS] == [1, 0, None, 1, 1, 1, None]
    assert (now.diversity, now.evenness, now.roles) == (None, None, {"friend": 1})
    assert now.unknown == (Unknown("one_person"),)


def test_no_ties_may_only_mean_that_none_were_noted() -> None:
    now = structure([Alter("mira"), Alter("jonas", "friend")], [])
    assert (now.density, now.alone) == (0, ("mira", "jonas"))
    assert now.unknown == (Unknown("no_ties_noted", 2), Unknown("no_role", 1))


def test_the_same_roles_are_no_diversity_which_is_not_the_same_as_unknown() -> None:
    assert structure([Alter(n, "friend") for n in range(3)], []).diversity == 0
    assert structure([Alter(n) for n in range(3)], []).diversity is None
    assert structure([Alter(n, "friend") for n in range(3)], [], roles=1).evenness is None


def test_reasons_say_what_was_counted() -> None:
    people = [Alter("mira", "friend"), Alter("jonas", "friend"), Alter("tomas", "neighbour")]
    assert structure(people, [("mira", "jonas")]).reasons == (
        Reason("people", 3),
        Reason("ties", 1),
        Reason("groups", 2),
        Reason("alone", 1),
        Reason("roles", 2),
    )


# Who counts


def test_ties_with_others_with_oneself_and_twice_count_nothing() -> None:
    people = [Alter("mira"), Alter("jonas"), Alter("tomas")]
    plain = structure(people, [("mira", "jonas")])
    odd = [("jonas", "mira"), ("mira", "jonas"), ("mira", "viktor"), ("tomas", "tomas")]
    assert structure(people, odd) == plain


def test_groups_hold_who_knows_each_other_through_others() -> None:
    pairs = [("ines", "mira"), ("mira", "tomas"), ("jonas", "viktor")]
    assert groups(["jonas", "mira", "cleo", "tomas", "ines"], pairs) == [
        ("mira", "tomas", "ines"),
        ("jonas",),
        ("cleo",),
    ]


def examples() -> list[Any]:
    return json.loads(EXAMPLES.read_text())["examples"] if EXAMPLES.exists() else []


there = pytest.mark.skipif(not EXAMPLES.exists(), reason="../shared/science is not here")


def of_example(example: dict[str, Any]) -> Structure[str]:
    roles = example.get("attribute", {}).get("alter", {})
    possible = len(example.get("attribute", {}).get("categories", ())) or ROLES
    people = [Alter(name, roles.get(name, "")) for name in example["alters"]]
    return structure(people, example["alter_alter_ties"], roles=possible)


@there
@pytest.mark.parametrize("example", examples(), ids=lambda example: example["name"])
def test_examples(example: dict[str, Any]) -> None:
    now = of_example({**example, "ties": example["alter_ties"]})
    for name in NUMBERS:
        assert getattr(now, name) == close(example["alter_ties" if name == "ties" else name]), name
    assert {frozenset(group) for group in now.groups} == {frozenset(group) for group in example["components"]}
    assert len(now.groups) == example["n_components"]
    assert sorted(now.alone) == example["isolates"]
    assert now.constraint_by == close_all(example.get("local_constraint", {}))


def close_all(values: dict[str, float]) -> dict[str, Any]:
    return {key: close(value) for key, value in values.items()}


@there
@pytest.mark.parametrize(
    "example", [one for one in examples() if "attribute" in one], ids=lambda example: example["name"]
)
def test_examples_of_roles(example: dict[str, Any]) -> None:
    now, expected = of_example(example), example["attribute"]
    shares = {role: count / now.size for role, count in now.roles.items()}
    assert shares == close_all({role: share for role, share in expected["proportions"].items() if share})
    assert (now.diversity, now.evenness) == (close(expected["blau"]), close(expected["iqv"]))


@there
@pytest.mark.parametrize(
    "example", [one for one in examples() if "weighted" in one], ids=lambda example: example["name"]
)
def test_examples_with_weights(example: dict[str, Any]) -> None:
    weights = {frozenset((one, other)): weight for one, other, weight in example["weighted"]["edge_weights"]}
    people = [Alter(name, closeness=weights[frozenset(("ego", name))]) for name in example["alters"]]
    now = structure(people, example["alter_alter_ties"], strength=weights)
    for name in ("effective_size", "constraint", "hierarchy"):
        assert getattr(now, name) == close(example["weighted"][name]), name


# Laws, and what networkx says

EGO = -1
MOST = 8
PAIRS = [(one, other) for one in range(MOST) for other in range(one)]
ANY_PAIRS = st.integers(0, 2 ** len(PAIRS) - 1)  # as bits
WEIGHTS = (1.0, 2.0, 3.0)
SAID_ROLES = ("", "family", "friend", "work")
PEOPLE = st.lists(st.integers(0, 11), max_size=MOST).map(
    lambda some: [Alter(key, SAID_ROLES[n % 4], WEIGHTS[n // 4]) for key, n in enumerate(some)]
)
FEWER = st.tuples(ANY_PAIRS, ANY_PAIRS).map(lambda bits: bits[0] & bits[1])
KNOWS = (ANY_PAIRS | FEWER).map(lambda bits: [pair for n, pair in enumerate(PAIRS) if bits >> n & 1])
many = settings(max_examples=1000)


def graph_of(people: list[Alter[int]], knows: list[tuple[int, int]], strength: float) -> Any:
    graph = networkx.Graph()
    graph.add_weighted_edges_from((EGO, one.key, one.closeness) for one in people)
    graph.add_weighted_edges_from((one, other, strength) for one, other in knows if max(one, other) < len(people))
    return graph


@settings(max_examples=200)  # networkx takes its time
@given(PEOPLE, KNOWS, st.sampled_from(WEIGHTS))
def test_networkx_counts_the_same(people: list[Alter[int]], knows: list[tuple[int, int]], strength: float) -> None:
    if not people:
        return
    strengths = {frozenset(pair): strength for pair in knows}
    graph, now = graph_of(people, knows, strength), structure(people, knows, strength=strengths)
    alters = graph.subgraph(one.key for one in people)
    assert {frozenset(group) for group in now.groups} == set(map(frozenset, networkx.connected_components(alters)))
    assert now.density == (networkx.density(alters) if len(people) > 1 else None)
    assert now.effective_size == close(networkx.effective_size(graph, [EGO], weight="weight")[EGO])
    assert now.constraint == close(networkx.constraint(graph, [EGO], weight="weight")[EGO])
    for key, share in now.constraint_by.items():
        assert share == close(networkx.local_constraint(graph, EGO, key, weight="weight"))


@many
@given(PEOPLE, KNOWS, st.integers())
def test_names_and_order_change_nothing(people: list[Alter[int]], knows: list[tuple[int, int]], seed: int) -> None:
    before, chance = structure(people, knows), Random(seed)
    renamed = [Alter(f"name {one.key}", one.role, one.closeness) for one in people]
    pairs = [(f"name {other}", f"name {one}") for one, other in knows]
    chance.shuffle(renamed)
    chance.shuffle(pairs)
    after = structure(renamed, pairs)
    for name in (*NUMBERS, "roles", "diversity", "evenness", "reasons", "unknown"):
        assert getattr(after, name) == getattr(before, name), name
    assert sorted(map(len, after.groups)) == sorted(map(len, before.groups))
    assert after.constraint_by == {f"name {key}": share for key, share in before.constraint_by.items()}


@many
@given(PEOPLE, KNOWS)
def test_what_is_not_defined_is_none_and_all_else_in_its_bounds(
    people: list[Alter[int]], knows: list[tuple[int, int]]
) -> None:
    now = structure(people, knows)
    told = [one.role for one in people if one.role]
    assert (now.density is None) == (now.hierarchy is None) == (now.size < 2)
    assert (now.effective_size is None) == (now.efficiency is None) == (now.constraint is None) == (not people)
    assert (now.diversity is None) == (now.evenness is None) == (len(told) < 2)
    assert bool(now.unknown) >= (now.size < 2)
    for share in (now.density, now.diversity, now.evenness, now.hierarchy):
        assert share is None or -1e-9 <= share <= 1 + 1e-9
    if now.effective_size is not None:
        assert 1 - 1e-9 <= now.effective_size <= now.size
        assert sum(map(len, now.groups)) == now.size


@pytest.mark.parametrize("size", [2, 5, 12])
def test_where_everyone_knows_everyone_they_are_as_good_as_one(size: int) -> None:
    now = structure([Alter(n) for n in range(size)], [(n, m) for n in range(size) for m in range(n)])
    assert (now.density, now.effective_size) == (1, close(1.0))
    strangers = structure([Alter(n) for n in range(size)], [])
    assert (strangers.effective_size, strangers.constraint) == (size, close(1 / size))


def test_one_person_who_holds_it_all_together_adds_most() -> None:
    now = structure([Alter(n) for n in range(5)], [(0, n) for n in range(1, 5)])
    assert max(now.constraint_by, key=lambda key: now.constraint_by[key]) == 0
    mean = (now.constraint or 0) / 5
    by_hand = sum(one / mean * log(one / mean) for one in now.constraint_by.values()) / (5 * log(5))
    assert now.hierarchy == close(by_hand)
