"""Give and take: in words, silent while too little is known, and not among the closest."""

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kindring.engine.intervals import wilson
from kindring.engine.reciprocity import Flow, Reason, Unknown, balance, give_and_take

EXAMPLES = Path(__file__).parents[3] / "shared" / "science" / "engine_examples.json"
TODAY = date(2026, 11, 22)
RINGS = {"mira": "inner", "jonas": "middle", "tomas": "outer"}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def gave(who: str, times: int, days: int = 1) -> Flow[str]:
    return Flow((who,), ago(days), given=times)


def got(who: str, times: int, days: int = 1) -> Flow[str]:
    return Flow((who,), ago(days), received=times)


# In words


@pytest.mark.parametrize(
    ("given_", "received", "word"),
    [
        (2, 2, "about even"),
        (5, 4, "about even"),
        (5, 1, "you give more"),
        (1, 5, "you receive more"),
        (3, 1, "about even"),
        (4, 0, "you give more"),
        (31, 34, "about even"),
    ],
)
def test_a_word_is_uneven_only_where_chance_would_hardly_do_it(given_: int, received: int, word: str) -> None:
    now = balance(given_, received)
    assert now.word == word
    assert now.reasons == (Reason(given_, received, 182),)


def test_a_word_that_rests_on_little_says_so() -> None:
    assert balance(2, 2).unknown == (Unknown("wide", 4),)
    assert balance(12, 8).unknown == ()


@pytest.mark.parametrize(("given_", "received"), [(3, 0), (0, 3), (1, 2), (1, 0)])
def test_below_four_acts_it_is_silent(given_: int, received: int) -> None:
    now = balance(given_, received)
    assert now.word == "too early to say"
    assert (now.share, now.balance, now.interval, now.reasons) == (None, None, None, ())
    assert now.unknown == (Unknown("too_few", given_ + received),)


def test_without_any_record_that_is_what_it_says() -> None:
    now = balance(0, 0)
    assert (now.word, now.balance, now.unknown) == ("too early to say", None, (Unknown("no_record"),))


def test_counts_below_none_are_refused() -> None:
    with pytest.raises(ValueError, match="given"):
        balance(-1, 5)


@pytest.mark.parametrize(("part", "of"), [(3, 2), (-1, 2), (0, 0)])
def test_what_is_no_share_has_no_interval(part: int, of: int) -> None:
    with pytest.raises(ValueError, match="of"):
        wilson(part, of)


# Per person and over all


def test_the_closest_are_left_out_unless_wanted() -> None:
    flows = [gave("mira", 9), got("jonas", 5)]
    now = give_and_take(flows, RINGS, today=TODAY)
    assert (set(now.by_person), now.overall.word) == ({"jonas"}, "you receive more")
    assert now.overall.unknown == (Unknown("inner_left_out", 1),)
    wanted = give_and_take(flows, RINGS, today=TODAY, with_inner=True)
    assert wanted.by_person["mira"].word == "you give more"
    assert wanted.overall.word == "about even"
    assert Unknown("inner_left_out", 1) not in wanted.overall.unknown


def test_only_the_chosen_span_counts() -> None:
    flows = [
        gave("jonas", 4, days=29),
        got("jonas", 4, days=30),
        got("jonas", 9, days=181),
        got("jonas", 9, days=182),
    ]
    month = give_and_take(flows, RINGS, today=TODAY, span=timedelta(days=30))
    assert month.overall.reasons == month.by_person["jonas"].reasons == (Reason(4, 0, 30),)
    assert give_and_take(flows, RINGS, today=TODAY).overall.reasons == (Reason(4, 13, 182),)


def test_what_was_noted_in_a_zone_ahead_counts() -> None:
    assert give_and_take([gave("jonas", 4, days=-1)], RINGS, today=TODAY).overall.word == "you give more"


def test_whoever_may_not_be_weighed_counts_nowhere() -> None:
    now = give_and_take([gave("viktor", 9)], RINGS, today=TODAY)
    assert (now.by_person, now.overall.word) == ({}, "too early to say")


def test_an_act_with_several_people_is_one_over_all() -> None:
    flows = [Flow(("jonas", "tomas", "mira", "viktor"), TODAY, given=4, received=1)]
    now = give_and_take(flows, RINGS, today=TODAY)
    assert now.overall.reasons == (Reason(4, 1, 182),)
    assert {key: one.reasons[0].given for key, one in now.by_person.items()} == {"jonas": 4, "tomas": 4}


def test_moments_in_which_nothing_flowed_are_no_acts() -> None:
    assert give_and_take([Flow(("jonas",), TODAY)], RINGS, today=TODAY).by_person == {}


def examples(part: str) -> list[Any]:
    return json.loads(EXAMPLES.read_text())[part] if EXAMPLES.exists() else []


@pytest.mark.skipif(not EXAMPLES.exists(), reason="../shared/science is not here")
@pytest.mark.parametrize("example", examples("reciprocity"), ids=str)
def test_examples(example: dict[str, Any]) -> None:
    """The file gives six digits; more cannot be compared."""
    now = balance(example["given"], example["received"])
    if example["balance"] is None:
        assert (now.balance, now.share, now.interval, now.unknown) == (None, None, None, (Unknown("no_record"),))
        return
    assert now.word == example["word"]
    assert (now.balance, now.share, now.interval) != (None, None, None)
    assert round(now.balance or 0, 6) == example["balance"]
    assert round(now.share or 0, 6) == example["share_given"]
    assert [round(end, 6) for end in now.interval or ()] == example["interval80"]


# Laws

COUNTS = st.integers(0, 12) | st.integers(0, 400)
ORDER = ["you receive more", "about even", "you give more"]
FLOWS = st.lists(
    st.builds(
        Flow,
        st.sets(st.sampled_from(["mira", "jonas", "tomas", "viktor"]), max_size=3).map(
            lambda some: tuple(sorted(some))
        ),
        st.integers(-1, 400).map(ago),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=8,
)
many = settings(max_examples=1000)


@many
@given(COUNTS, COUNTS)
def test_seen_from_the_other_side_it_is_the_mirror(given_: int, received: int) -> None:
    mine, theirs = balance(given_, received), balance(received, given_)
    if given_ + received < 4:
        assert mine.word == theirs.word == "too early to say"
        assert (mine.balance, mine.share, mine.interval) == (None, None, None)
        return
    assert mine.interval is not None
    assert theirs.interval is not None
    assert mine.balance == -(theirs.balance or 0)
    assert ORDER.index(mine.word) == 2 - ORDER.index(theirs.word)
    assert mine.interval == pytest.approx((1 - theirs.interval[1], 1 - theirs.interval[0]), abs=1e-12)
    assert 0 <= mine.interval[0] <= (mine.share or 0) <= mine.interval[1] <= 1


@many
@given(COUNTS, COUNTS)
def test_one_more_act_given_never_says_that_less_is_given(given_: int, received: int) -> None:
    before, after = balance(given_, received), balance(given_ + 1, received)
    if before.word != "too early to say":
        assert ORDER.index(after.word) >= ORDER.index(before.word)
        assert (after.balance or 0) >= (before.balance or 0)


@many
@given(FLOWS, st.booleans(), st.integers())
def test_names_and_order_change_nothing(flows: list[Flow[str]], with_inner: bool, seed: int) -> None:
    before = give_and_take(flows, RINGS, today=TODAY, with_inner=with_inner)
    renamed = [Flow(tuple(f"{key}!" for key in flow.people), flow.day, flow.given, flow.received) for flow in flows]
    Random(seed).shuffle(renamed)
    rings = {f"{key}!": ring for key, ring in RINGS.items()}
    after = give_and_take(renamed, rings, today=TODAY, with_inner=with_inner)
    assert after.overall == before.overall
    assert after.by_person == {f"{key}!": one for key, one in before.by_person.items()}
    assert with_inner or "mira" not in before.by_person
