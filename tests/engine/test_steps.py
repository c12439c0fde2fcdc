"""From what is missing to the next small step: few, different, with their reasons, and never towards harm."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kindring.engine.adequacy import Said, Supporter, adequacy
from kindring.engine.matching import EVERY_KIND
from kindring.engine.presence import presence
from kindring.engine.rhythm import Word
from kindring.engine.steps import NextStep, Reason, State, Tie, next_steps
from kindring.people import models

TODAY = date(2026, 11, 22)
LISTEN, HAND, KNOW, COMPANY = EVERY_KIND
ENOUGH = {LISTEN: 0, HAND: 0, KNOW: 0, COMPANY: 0}
APART, TOGETHER = presence({"message": 9, "in_person": 1}), presence({"in_person": 9})


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def steps(
    *ties: Tie[str],
    wants: dict[int, int] | None = None,
    said: dict[int, Said] | None = None,
    knows: tuple[tuple[str, str], ...] = (),
) -> list[NextStep[str]]:
    """The steps of a map on which only one kind of those in `wants` is wanted."""
    people = [Supporter(tie.key, tie.gives) for tie in ties if tie.state in {"active", "paused"}]
    return next_steps(adequacy(people, wants=ENOUGH | (wants or {}), said=said), ties, knows, today=TODAY)


def told(found: list[NextStep[str]]) -> list[tuple[str, str | None, int]]:
    return [(step.sort, step.key, step.kind) for step in found]


def test_the_states_are_those_of_the_house() -> None:
    assert list(get_args(State)) == list(models.State.values)


# Coming closer


def test_someone_of_a_wider_ring_who_gave_the_kind_before_could_come_closer() -> None:
    (step,) = steps(Tie("hana", "outer", gave={KNOW: 2}, warm=1), Tie("zoe", "outer"), wants={KNOW: 1})
    assert (step.sort, step.key, step.kind, step.smallest) == ("closer", "hana", KNOW, "ask_one_thing")
    assert step.reasons == (Reason("nobody", KNOW, of=1), Reason("gave", KNOW, 2), Reason("warm", count=1))
    assert step.unknown == ("their_wish",)


def test_a_kind_that_rests_on_one_person_is_a_hole_to_come() -> None:
    dad, hana = Tie("dad", "inner", gives=KNOW), Tie("hana", "outer", gave={KNOW: 1})
    (step,) = steps(dad, hana, wants={KNOW: 1})
    assert told([step]) == [("closer", "hana", KNOW)]
    assert step.reasons[0] == Reason("rests_on", KNOW, key="dad")
    assert steps(dad, hana, wants={KNOW: 1}, said={KNOW: "enough"}) == []


def test_what_the_user_says_wins_over_the_count() -> None:
    many = [Tie(f"p{number}", "outer", gives=LISTEN) for number in range(5)]
    assert steps(*many, wants={LISTEN: 2}) == []
    (step,) = steps(*many, wants={LISTEN: 2}, said={LISTEN: "very_short"})
    assert (step.sort, step.reasons) == (
        "closer",
        (Reason("said", LISTEN, said="very_short"), Reason("gives", LISTEN)),
    )
    assert steps(Tie("hana", "outer", gave={HAND: 3}), wants={HAND: 2}, said={HAND: "plenty"}) == []


def test_whoever_was_counted_already_does_not_fill_the_hole_that_was_counted() -> None:
    (step,) = steps(Tie("hana", "outer", gives=HAND), wants={HAND: 3})
    assert told([step]) == [("look", None, HAND)]
    assert step.reasons == (
        Reason("some", HAND, 1, 3),
        Reason("rests_on", HAND, key="hana"),
        Reason("nobody_fits", HAND),
    )


@pytest.mark.parametrize(("kind", "sort"), [(LISTEN, "closer"), (COMPANY, "closer"), (HAND, "look"), (KNOW, "look")])
def test_warmth_speaks_for_an_ear_and_company_and_not_for_a_hand(kind: int, sort: str) -> None:
    (step,) = steps(Tie("hana", "middle", warm=2), wants={kind: 2})
    assert step.sort == sort


def test_once_is_not_yet_warmth() -> None:
    assert told(steps(Tie("hana", "middle", warm=1), wants={LISTEN: 2})) == [("look", None, LISTEN)]


def test_more_draining_than_good_speaks_against_it() -> None:
    hana = Tie("hana", "middle", gave={LISTEN: 9}, warm=2, drained=3)
    assert told(steps(hana, wants={LISTEN: 2})) == [("look", None, LISTEN)]


@pytest.mark.parametrize("ring", ["inner", ""])
def test_only_the_wider_rings_come_closer(ring: str) -> None:
    assert told(steps(Tie("hana", ring, gave={LISTEN: 2}), wants={LISTEN: 2})) == [("look", None, LISTEN)]


def test_known_for_the_kind_comes_first_then_warmth_then_shared_people_then_the_ring() -> None:
    ines, mira = Tie("ines", "inner"), Tie("mira", "inner")
    order = [
        Tie("gave twice", "outer", gave={LISTEN: 2}, warm=0),
        Tie("gave once", "outer", gave={LISTEN: 1}, warm=1),
        Tie("warm", "outer", warm=3),
        Tie("known", "outer", warm=2),
        Tie("near", "middle", warm=2),
        Tie("far", "outer", warm=2),
    ]
    knows = (("known", "mira"), ("ines", "known"), ("known", "far"), ("viktor", "far"))
    for place, expected in enumerate(order):
        (step,) = steps(ines, mira, *order[:place:-1], expected, wants={LISTEN: 2}, knows=knows)
        assert step.key == expected.key
        assert (Reason("shared", count=2) in step.reasons) == (step.key == "known")


@pytest.mark.parametrize(
    ("word", "smallest"),
    [
        (None, "ask_one_thing"),
        ("in rhythm", "ask_one_thing"),
        ("due", "ask_one_thing"),
        ("drifting", "say_hello"),
        ("sleeping", "say_hello"),
    ],
)
def test_after_a_long_silence_a_hello_comes_before_a_question(word: Word | None, smallest: str) -> None:
    (step,) = steps(Tie("hana", "outer", gave={HAND: 1}, word=word), wants={HAND: 1})
    assert step.smallest == smallest


# Looking elsewhere


def test_where_nobody_fits_it_says_what_to_look_for() -> None:
    (step,) = steps(Tie("mira", "inner"), wants={COMPANY: 2})
    assert step == NextStep(
        "look",
        None,
        COMPANY,
        "read_about_one",
        (Reason("nobody", COMPANY, of=2), Reason("nobody_fits", COMPANY)),
        ("what_is_near",),
    )


def test_an_empty_map_has_no_holes_but_those_that_were_said() -> None:
    assert steps(wants={LISTEN: 2}) == []
    assert told(steps(wants={LISTEN: 2}, said={LISTEN: "very_short"})) == [("look", None, LISTEN)]


# Thanks


def test_whoever_helped_lately_and_was_not_thanked_is_thanked() -> None:
    (step,) = steps(Tie("mira", "inner", gave={HAND: 2, LISTEN: 1}, helped_on=ago(3)))
    assert (step.sort, step.key, step.smallest) == ("thank", "mira", "one_line")
    assert (step.reasons, step.unknown) == ((Reason("helped", count=3, days=3),), ("thanked_otherwise",))


@pytest.mark.parametrize(
    ("helped", "thanked", "due"),
    [(3, None, 1), (3, 4, 1), (3, 3, 0), (3, 1, 0), (59, None, 1), (60, None, 0), (-1, None, 1)],
)
def test_thanks_are_for_what_came_after_the_last_ones(helped: int, thanked: int | None, due: int) -> None:
    mira = Tie("mira", "inner", helped_on=ago(helped), thanked_on=None if thanked is None else ago(thanked))
    found = steps(mira)
    assert len(found) == due
    assert all(step.reasons == (Reason("helped", count=1, days=max(0, helped)),) for step in found)


def test_first_on_whom_a_kind_rests_then_who_gave_most_then_the_latest() -> None:
    dad = Tie("dad", "outer", gives=KNOW, gave={KNOW: 1}, helped_on=ago(30))
    most, late = Tie("most", gave={HAND: 5}, helped_on=ago(20)), Tie("late", gave={HAND: 2}, helped_on=ago(1))
    early = replace(late, key="early", helped_on=ago(9))
    assert told(steps(dad, most, late, early, wants={KNOW: 1}, said={KNOW: "enough"})) == [("thank", "dad", 0)]
    assert told(steps(most, late, early)) == [("thank", "most", 0)]
    for number in range(9):  # whatever the turns by name would say
        latest = replace(late, key=f"late {number}")
        assert told(steps(early, latest)) == [("thank", latest.key, 0)]


# Meeting


def test_someone_close_with_whom_it_is_mostly_from_afar_is_met() -> None:
    (step,) = steps(Tie("jonas", "inner", presence=APART))
    assert (step.sort, step.key, step.smallest) == ("meet", "jonas", "ten_minutes")
    assert (step.reasons, step.unknown) == ((Reason("afar", count=1, of=10),), ("their_wish",))


@pytest.mark.parametrize(
    "details",
    [
        {"presence": TOGETHER},
        {"presence": presence({"message": 4})},
        {"presence": None},
        {"presence": APART, "ring": "outer"},
        {"presence": APART, "ring": ""},
        {"presence": APART, "word": "sleeping"},
        {"presence": APART, "drained": 1},
    ],
)
def test_others_are_not(details: dict[str, Any]) -> None:
    assert steps(Tie("jonas", **{"ring": "middle"} | details)) == []


def test_the_closest_are_met_first_then_those_seen_least() -> None:
    never = presence({"call": 9})
    near, far = Tie("near", "inner", presence=APART), Tie("far", "middle", presence=never)
    assert told(steps(far, near)) == [("meet", "near", 0)]
    assert told(steps(near, replace(far, ring="inner"))) == [("meet", "far", 0)]


# All together

EVERYTHING = [
    Tie("hana", "outer", gave={LISTEN: 1}, warm=3, helped_on=ago(2)),
    Tie("mira", "inner", gave={HAND: 2}, helped_on=ago(5), presence=APART),
    Tie("jonas", "middle", presence=APART),
]


def test_the_steps_are_at_most_three_of_different_sorts_and_people() -> None:
    found = steps(*EVERYTHING, wants=dict.fromkeys(EVERY_KIND, 2), said={LISTEN: "very_short"})
    assert told(found) == [("closer", "hana", LISTEN), ("thank", "mira", 0), ("meet", "jonas", 0)]


def test_other_holes_take_the_places_that_are_left_the_greatest_first() -> None:
    tie = Tie("mira", "inner", gives=HAND)
    found = steps(tie, wants={HAND: 2, KNOW: 2, COMPANY: 2, LISTEN: 2}, said={COMPANY: "bit_short", LISTEN: "enough"})
    assert told(found) == [("look", None, COMPANY), ("look", None, KNOW), ("look", None, HAND)]


@pytest.mark.parametrize("state", ["paused", "ended", "unsafe", "died"])
def test_harm_and_pauses_are_never_steps(state: State) -> None:
    found = steps(*[replace(tie, state=state) for tie in EVERYTHING], said={LISTEN: "very_short"})
    assert told(found) == [("look", None, LISTEN)]
    assert steps(*[replace(tie, allowed=False) for tie in EVERYTHING], said={LISTEN: "very_short"}) == found


def test_whoever_is_not_to_be_suggested_is_not_named_in_a_reason_nor_counted_as_shared() -> None:
    dad, hana = Tie("dad", "inner", gives=KNOW, state="paused"), Tie("hana", "outer", gave={KNOW: 1})
    (step,) = steps(dad, hana, wants={KNOW: 1}, knows=(("dad", "hana"),))
    assert step.reasons == (Reason("rests_on", KNOW, key=None), Reason("gave", KNOW, 1))


def test_equal_people_take_turns_by_day() -> None:
    same = [Tie(f"p{number}", helped_on=TODAY) for number in range(9)]
    now = adequacy([Supporter(tie.key) for tie in same], wants=ENOUGH)
    chosen = [next_steps(now, same, [], today=TODAY + timedelta(days=n))[0].key for n in range(9)]
    assert len(set(chosen)) > 1


# Laws

RINGS = ("", "inner", "middle", "outer")
STATES: tuple[State, ...] = ("active", "active", "active", "active", "paused", "ended", "unsafe", "died")
WORDS: tuple[Word | None, ...] = (None, "in rhythm", "drifting", "sleeping")
PAIRS = [(a, b) for a in range(6) for b in range(a)]


def tie_of(key: str, bits: int) -> Tie[str]:
    """Any tie there can be, from bits: hypothesis draws one number much faster than ten fields."""
    kinds, ring, gave, warm, drained, helped, word, state, how, allowed = (
        bits >> place & mask
        for place, mask in zip((0, 4, 6, 10, 12, 14, 18, 20, 23, 25), (15, 3, 15, 3, 3, 15, 3, 7, 3, 7), strict=True)
    )
    return Tie(
        key,
        RINGS[ring],
        gives=kinds,
        state=STATES[state],
        allowed=allowed > 0,
        gave={kind: 1 + drained for kind in EVERY_KIND if gave & kind},
        warm=warm,
        drained=drained,
        helped_on=ago(6 * helped - 6) if helped else None,
        word=WORDS[word],
        presence=(None, APART, TOGETHER, APART)[how],
    )


TIES = st.lists(st.integers(0, 2**28 - 1), max_size=6).map(
    lambda some: [tie_of(f"p{number}", bits) for number, bits in enumerate(some)]
)
WANTS = st.integers(0, 3**4 - 1).map(lambda n: {kind: n // 3**place % 3 for place, kind in enumerate(EVERY_KIND)})
SAID = st.dictionaries(
    st.sampled_from(EVERY_KIND), st.sampled_from(["plenty", "bit_short", "very_short"]), max_size=2
)
KNOWS = st.integers(0, 2**15 - 1).map(
    lambda bits: [(f"p{a}", f"p{b}") for n, (a, b) in enumerate(PAIRS) if bits >> n & 1]
)
many = settings(max_examples=1000)


@many
@given(TIES, WANTS, SAID, KNOWS, st.integers())
def test_laws_of_every_step(
    ties: list[Tie[str]], wants: dict[int, int], said: dict[int, Said], knows: list[tuple[str, str]], seed: int
) -> None:
    """Few, reasoned, for people who are free, for kinds that are missing; whatever the order."""
    now = adequacy([Supporter(tie.key, tie.gives) for tie in ties], wants=wants, said=said)
    found = next_steps(now, ties, knows, today=TODAY)
    free = {tie.key for tie in ties if tie.allowed and tie.state == "active"}
    people = [step.key for step in found if step.key is not None]
    assert len(found) <= 3
    assert len(set(people)) == len(people)
    for step in found:
        assert step.reasons
        assert step.unknown
        assert (step.key is None) == (step.sort == "look")
        assert {step.key, *(reason.key for reason in step.reasons)} <= free | {None}
        assert not step.kind or said.get(step.kind) != "plenty"
        assert not step.kind or wants[step.kind] or said.get(step.kind)
    chance = Random(seed)
    chance.shuffle(ties)
    chance.shuffle(knows)
    assert next_steps(now, ties, [(b, a) for a, b in knows], today=TODAY) == found


@many
@given(TIES, WANTS, SAID, KNOWS)
def test_names_change_nothing_of_the_first_step(
    ties: list[Tie[str]], wants: dict[int, int], said: dict[int, Said], knows: list[tuple[str, str]]
) -> None:
    """Names settle only who of equals comes first, so the first step is the same but for the name."""
    first = []
    for name in ("", "name "):
        named = [replace(tie, key=name + tie.key) for tie in ties]
        now = adequacy([Supporter(tie.key, tie.gives) for tie in named], wants=wants, said=said)
        for step in next_steps(now, named, [(name + a, name + b) for a, b in knows], today=TODAY)[:1]:
            whys = [replace(reason, key=reason.key and reason.key.removeprefix(name)) for reason in step.reasons]
            first.append((step.sort, step.kind, whys, step.unknown))
    assert first[: len(first) // 2] == first[len(first) // 2 :]
