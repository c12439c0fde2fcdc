"""How many people there are for each kind, what the user says of it, and what would be left without some."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kindring.engine.adequacy import (
    Absence,
    Adequacy,
    Loss,
    Reason,
    Said,
    Supporter,
    Unknown,
    adequacy,
    keystones,
    without,
    without_each,
    without_groups,
)
from kindring.engine.matching import EVERY_KIND
from kindring.engine.structure import groups
from kindring.people.kinds import KINDS

EXAMPLES = Path(__file__).parents[3] / "shared" / "science" / "engine_examples.json"
LISTEN, HAND, KNOW, COMPANY = EVERY_KIND
NAMES = {"emotional": LISTEN, "instrumental": HAND, "informational": KNOW, "companionship": COMPANY}

MIRA, JONAS, TOMAS = Supporter("mira", LISTEN | COMPANY), Supporter("jonas", LISTEN), Supporter("tomas", HAND)
MAP = [MIRA, JONAS, TOMAS]
NOBODY: list[Supporter[str]] = []


def covers(now: Adequacy[Any], field: str) -> list[Any]:
    return [getattr(cover, field) for cover in now.covers]


def test_the_kinds_are_those_of_the_house() -> None:
    assert tuple(int(kind) for kind in KINDS) == EVERY_KIND


# What is there


def test_two_people_for_each_kind_are_wanted_unless_something_else_was_wished() -> None:
    now = adequacy(MAP, wants={COMPANY: 1, KNOW: 0})
    assert covers(now, "want") == [2, 2, 0, 1]
    assert covers(now, "people") == [2, 1, 0, 1]
    assert covers(now, "coverage") == [1, 0.5, None, 1]
    assert covers(now, "missing") == [0, 1, 0, 0]
    assert now.value == pytest.approx(2.5 / 3)


def test_more_than_wanted_does_not_make_up_for_another_kind() -> None:
    assert adequacy([Supporter(n, LISTEN) for n in range(9)]).value == 0.25


def test_an_empty_map_says_nothing_here_yet() -> None:
    now = adequacy(NOBODY)
    assert (now.value, now.kinds_each, now.reasons, now.holes) == (None, None, (), ())
    assert Unknown("empty") in now.unknown


def test_where_nothing_is_wanted_nothing_is_covered_and_nothing_missing() -> None:
    now = adequacy(MAP, wants=dict.fromkeys(EVERY_KIND, 0))
    assert (now.value, now.holes, now.reasons) == (None, (), ())
    assert now.unknown == (Unknown("nothing_wanted"),)
    assert without(now, [MIRA]) == Absence(("mira",), None, None, ())


def test_people_without_marks_are_on_the_map_and_hold_nothing_yet() -> None:
    now = adequacy([Supporter("mira"), Supporter("jonas")])
    assert now.value == 0
    assert Unknown("unmarked", people=2) in now.unknown


def test_a_kind_that_rests_on_one_person_names_them() -> None:
    now = adequacy(MAP, wants={COMPANY: 1})
    assert covers(now, "rests_on") == [None, "tomas", None, "mira"]
    assert Reason("rests_on", HAND, 1, 2, key="tomas") in now.reasons
    assert Reason("rests_on", COMPANY, 1, 1, key="mira") in now.reasons
    assert covers(adequacy(MAP, wants={COMPANY: 0}), "rests_on") == [None, "tomas", None, None]


def test_a_wish_below_none_is_no_wish() -> None:
    with pytest.raises(ValueError, match="wants"):
        adequacy(MAP, wants={HAND: -1})


# What the user says themselves


@pytest.mark.parametrize(
    ("said", "enough"), [("plenty", True), ("enough", True), ("bit_short", False), ("very_short", False)]
)
def test_the_own_answer_wins_over_the_count(said: Said, enough: bool) -> None:
    now = adequacy(MAP, said={LISTEN: said, KNOW: said})
    assert (now.covers[0].people, now.covers[0].enough) == (2, enough)
    assert (now.covers[2].people, now.covers[2].enough) == (0, enough)
    assert ({cover.kind for cover in now.holes} >= {LISTEN, KNOW}) is not enough


def test_the_own_answer_wins_over_not_wanting_too() -> None:
    now = adequacy(MAP, wants={KNOW: 0}, said={KNOW: "very_short"})
    assert KNOW in [cover.kind for cover in now.holes]
    assert now.covers[2].coverage is None


def test_without_an_answer_the_count_speaks_and_says_what_was_not_asked() -> None:
    now = adequacy(MAP, said={LISTEN: "enough"})
    assert covers(now, "enough") == [True, False, False, False]
    assert now.unknown == (Unknown("not_said", kinds=HAND | KNOW | COMPANY),)


def test_on_an_empty_map_only_what_was_said_is_missing() -> None:
    assert [cover.kind for cover in adequacy(NOBODY, said={LISTEN: "very_short"}).holes] == [LISTEN]


def test_reasons_say_what_was_said_and_what_was_counted() -> None:
    now = adequacy(MAP, wants={COMPANY: 0}, said={LISTEN: "bit_short"})
    assert now.reasons == (
        Reason("said", LISTEN, said="bit_short"),
        Reason("met", LISTEN, 2, 2),
        Reason("some", HAND, 1, 2),
        Reason("rests_on", HAND, 1, 2, key="tomas"),
        Reason("nobody", KNOW, 0, 2),
    )


# What if


def test_what_would_be_left_without_someone() -> None:
    now = adequacy(MAP)
    gone = without(now, [MIRA])
    assert gone.keys == ("mira",)
    assert gone.left == (Loss("short", LISTEN, 2, 1, 2), Loss("gone", COMPANY, 1, 0, 2))
    assert gone.loss == pytest.approx(0.25)
    assert gone.value == pytest.approx(0.25)


def test_a_wish_that_is_still_met_is_no_reason_to_worry() -> None:
    now = adequacy(MAP, wants={LISTEN: 1})
    gone = without(now, [JONAS])
    assert (gone.loss, gone.left, gone.reasons) == (0, (Loss("met", LISTEN, 2, 1, 1),), ())


def test_without_everyone_nothing_is_left_and_the_loss_is_all_there_was() -> None:
    now = adequacy(MAP)
    gone = without(now, MAP)
    assert (gone.value, gone.loss) == (0, now.value)


def test_whoever_stands_for_the_same_weighs_the_same() -> None:
    people = [*MAP, Supporter("ines", LISTEN | COMPANY)]
    mira, _, _, ines = without_each(adequacy(people), people)
    assert (mira.keys, ines.keys) == (("mira",), ("ines",))
    assert (mira.loss, mira.left) == (ines.loss, ines.left)


def test_groups_are_of_the_people_on_the_map() -> None:
    (gone,) = without_groups(adequacy(MAP), MAP, [("mira", "somebody else", "jonas")])
    assert gone == without(adequacy(MAP), [MIRA, JONAS])


def test_keystones_are_those_without_whom_most_is_missing() -> None:
    now = adequacy(MAP)
    assert [one.keys for one in keystones(without_each(now, MAP))] == [("mira",)]
    assert keystones([Absence(("x",), 0, 1, ()), Absence(("y",), None, None, ())]) == []


def examples() -> list[Any]:
    return json.loads(EXAMPLES.read_text())["adequacy"] if EXAMPLES.exists() else []


@pytest.mark.skipif(not EXAMPLES.exists(), reason="../shared/science is not here")
@pytest.mark.parametrize("example", examples(), ids=lambda example: example["name"])
def test_examples(example: dict[str, Any]) -> None:
    """The file gives six digits; more cannot be compared."""
    bits = [NAMES[kind] for kind in example["kinds"]]
    people = [
        Supporter(name, sum(bit for bit, has in zip(bits, given_, strict=True) if has))
        for name, given_ in example["people"].items()
    ]
    now = adequacy(people, wants=dict(zip(bits, example["want"], strict=True)))
    for field, key in {"people": "count_by_kind", "coverage": "coverage_by_kind", "missing": "gap_by_kind"}.items():
        assert dict(zip(example["kinds"], covers(now, field), strict=True)) == example[key]
    assert now.value == pytest.approx(example["adequacy"], abs=1e-9)
    assert now.kinds_each == pytest.approx(example["mean_multiplexity"], abs=1e-9)
    each = without_each(now, people)
    assert {one.keys[0]: round(one.loss or 0, 6) for one in each} == example["loss_if_person_leaves"]
    assert [one.keys[0] for one in keystones(each)] == example["keystones"]
    assert round(min(one.value or 0 for one in each), 6) == example["worst_after_one_loss"]
    found = without_groups(now, people, groups([one.key for one in people], example["ties"]))
    assert {"+".join(sorted(one.keys)): round(one.loss or 0, 6) for one in found} == example["loss_if_group_leaves"]
    assert [cover.kind for cover in now.covers if cover.rests_on] == example["single_person_kinds"]


# Laws

PEOPLE = st.lists(st.integers(0, 15), max_size=12).map(lambda kinds: [Supporter(n, k) for n, k in enumerate(kinds)])
WANTS = st.dictionaries(st.sampled_from(EVERY_KIND), st.integers(0, 7))
SAID = st.dictionaries(
    st.sampled_from(EVERY_KIND), st.sampled_from(("plenty", "enough", "bit_short", "very_short")), max_size=2
)
CHOSEN = st.integers(0, 2**12 - 1)  # whom of them, as bits
many = settings(max_examples=1000)


@many
@given(PEOPLE, WANTS, st.integers(0, 15))
def test_one_person_more_never_makes_it_less_nor_one_fewer_more(
    people: list[Supporter[int]], wants: dict[int, int], kinds: int
) -> None:
    fewer, more = adequacy(people, wants=wants), adequacy([*people, Supporter(99, kinds)], wants=wants)
    for one, then in zip(fewer.covers, more.covers, strict=True):
        assert (one.coverage is None) == (then.coverage is None) == (one.want == 0)
        assert 0 <= (one.coverage or 0) <= (then.coverage or 0) <= 1
    assert 0 <= (fewer.value or 0) <= (more.value or 0) <= 1


@many
@given(PEOPLE, WANTS, CHOSEN)
def test_a_loss_is_what_is_missing_when_it_is_counted_again(
    people: list[Supporter[int]], wants: dict[int, int], chosen: int
) -> None:
    """By another way: everything counted anew without them."""
    now = adequacy(people, wants=wants)
    gone = without(now, [one for one in people if chosen >> one.key & 1])
    again = adequacy([one for one in people if not chosen >> one.key & 1], wants=wants)
    if now.value is None:
        assert (gone.loss, gone.value) == (None, None)
        return
    assert gone.value == (again.value or 0)
    assert gone.loss == now.value - gone.value
    left = {loss.kind: loss.left for loss in gone.left}
    assert all(left.get(cover.kind, cover.people) == cover.people for cover in again.wanted)


@many
@given(PEOPLE, WANTS, CHOSEN)
def test_a_loss_is_never_negative_and_a_groups_is_at_least_each_members(
    people: list[Supporter[int]], wants: dict[int, int], chosen: int
) -> None:
    now = adequacy(people, wants=wants)
    group = [one for one in people if chosen >> one.key & 1]
    losses = [one.loss for one in (*without_each(now, group), without(now, group))]
    if now.value is None:
        assert set(losses) == {None}
        return
    counted = [loss for loss in losses if loss is not None]
    assert len(counted) == len(losses)
    assert min(counted) >= 0
    assert max(counted) == counted[-1] <= now.value


@many
@given(PEOPLE, WANTS, SAID, st.integers())
def test_names_and_order_change_nothing(
    people: list[Supporter[int]], wants: dict[int, int], said: dict[int, Said], seed: int
) -> None:
    before = adequacy(people, wants=wants, said=said)
    renamed = [Supporter(f"name {one.key}", one.kinds) for one in people]
    Random(seed).shuffle(renamed)
    after = adequacy(renamed, wants=wants, said=said)
    assert (before.value, before.kinds_each, before.unknown) == (after.value, after.kinds_each, after.unknown)
    for one, other in zip(before.covers, after.covers, strict=True):
        assert (one.people, one.want, one.enough) == (other.people, other.want, other.enough)
        assert other.rests_on == (None if one.rests_on is None else f"name {one.rests_on}")
    weights = {f"name {one.keys[0]}": one.loss for one in without_each(before, people)}
    assert weights == {one.keys[0]: one.loss for one in without_each(after, renamed)}


@many
@given(PEOPLE, WANTS, SAID)
def test_what_cannot_be_known_is_none_and_never_zero(
    people: list[Supporter[int]], wants: dict[int, int], said: dict[int, Said]
) -> None:
    now = adequacy(people, wants=wants, said=said)
    codes = {one.code for one in now.unknown}
    assert (now.value is None) == bool(codes & {"empty", "nothing_wanted"})
    assert (now.kinds_each is None) == ("empty" in codes) == (not people)
    assert all((one.loss is None) == (now.value is None) == (one.value is None) for one in without_each(now, people))
