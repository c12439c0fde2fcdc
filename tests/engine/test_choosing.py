"""Who is shown on Today, in which order, and how long a shown name rests."""

from dataclasses import replace
from math import sqrt
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindring.engine.choosing import Candidate, choose, may_be_shown, rest_days
from kindring.engine.rhythm import Outlook, outlook, placed, replay

TODAY = 1000


def tie(gap: int, silent: int, ring: str = "middle", wish: int | None = None) -> Outlook:
    """Five contacts `gap` days apart, the last `silent` days before TODAY."""
    last = TODAY - silent
    rhythm = replay(last - gap * n for n in range(5))
    assert rhythm is not None
    return outlook(rhythm, today=TODAY, ring=ring, wish=wish)


def candidate(key: str, gap: int, silent: int, ring: str = "middle", wish: int | None = None) -> Candidate[str]:
    return Candidate(key, tie(gap, silent, ring, wish), ring)


def keys(candidates: list[Candidate[str]], today: int = TODAY, limit: int = 3) -> list[str]:
    return [choice.key for choice in choose(candidates, today=today, limit=limit)]


def test_score_is_ring_times_contact_times_risk() -> None:
    mira = candidate("mira", 9, 26, "inner")
    (choice,) = choose([mira], today=TODAY)
    assert choice.weight == 3
    assert choice.score == pytest.approx(3 * sqrt(30 * 5 / (36 + 26 + 14)) * mira.outlook.risk)
    assert choice.reasons == mira.outlook.reasons


def test_a_closer_ring_comes_first() -> None:
    same = [candidate("tomas", 9, 26, "outer"), candidate("mira", 9, 26, "inner"), candidate("jonas", 9, 26)]
    assert keys(same) == ["mira", "jonas", "tomas"]


def test_a_longer_silence_comes_first() -> None:
    assert keys([candidate("jonas", 30, 20), candidate("mira", 30, 50)]) == ["mira", "jonas"]


def test_at_most_three_and_one_on_a_low_day() -> None:
    many = [candidate(f"p{n}", 9, 20 + n) for n in range(10)]
    assert len(keys(many)) == 3
    assert len(keys(many, limit=1)) == 1
    assert keys(many, limit=0) == keys(many, limit=-1) == []


def test_nobody_before_half_their_gap() -> None:
    assert keys([candidate("mira", 30, 14)]) == []
    assert keys([candidate("mira", 30, 15)]) == ["mira"]


def test_a_wish_brings_someone_before_half_their_gap() -> None:
    assert keys([candidate("mira", 30, 3, wish=7)]) == []
    assert keys([candidate("mira", 30, 4, wish=7)]) == ["mira"]


def test_nobody_on_the_day_of_contact() -> None:
    assert keys([candidate("mira", 1, 0, wish=1)]) == []
    assert keys([candidate("mira", 1, 1, wish=1)]) == ["mira"]


def test_left_to_rest_and_not_placed_never_come() -> None:
    assert keys([candidate("tomas", 9, 400, wish=0), candidate("cleo", 9, 400, ring="")]) == []


def test_a_resting_name_comes_back_on_its_day() -> None:
    mira = replace(candidate("mira", 9, 26), rests_until=TODAY + 3)
    assert keys([mira], today=TODAY + 2) == []
    assert keys([mira], today=TODAY + 3) == ["mira"]
    assert may_be_shown(mira, TODAY + 3)


def test_someone_with_nothing_noted_may_come() -> None:
    new = outlook(placed(TODAY - 5), today=TODAY, ring="inner", wish=None)
    assert keys([Candidate("jonas", new, "inner")]) == ["jonas"]


@pytest.mark.parametrize(
    ("gap", "wish", "days"), [(1, None, 3), (7, None, 4), (30, None, 15), (30, 9, 5), (30, 2, 3)]
)
def test_a_shown_name_rests_half_its_gap(gap: int, wish: int | None, days: int) -> None:
    assert rest_days(tie(gap, 40, wish=wish)) == days


def test_no_rest_longer_than_the_gap_asks_for() -> None:
    assert rest_days(tie(14, 40)) == 7  # exp(log 14) is a hair above 14


def test_equal_people_take_turns_by_day() -> None:
    new = [Candidate(f"p{n}", tie(9, 26), "middle") for n in range(20)]
    one_day = keys(new)
    assert one_day == keys(new[::-1])
    assert any(keys(new, today=TODAY + n) != one_day for n in range(1, 4))


def test_keys_are_the_callers() -> None:
    ids = [UUID(int=n) for n in range(5)]
    shown = choose([Candidate(key, tie(9, 26), "inner") for key in ids], today=TODAY)
    assert {choice.key for choice in shown} < set(ids)


@given(
    st.lists(
        st.tuples(
            st.integers(1, 90),
            st.integers(0, 400),
            st.sampled_from(["", "inner", "middle", "outer"]),
            st.none() | st.integers(0, 90),
            st.none() | st.integers(TODAY - 5, TODAY + 5),
        ),
        max_size=20,
    ),
    st.integers(0, 5),
    st.integers(),
)
def test_choosing_is_stable_and_bounded(
    people: list[tuple[int, int, str, int | None, int | None]], limit: int, seed: int
) -> None:
    candidates = [
        Candidate(f"p{n}", tie(gap, silent, ring, wish), ring, rests)
        for n, (gap, silent, ring, wish, rests) in enumerate(people)
    ]
    found = choose(candidates, today=TODAY, limit=limit)
    Random(seed).shuffle(candidates)
    assert found == choose(candidates, today=TODAY, limit=limit)
    may = [one for one in candidates if may_be_shown(one, TODAY)]
    assert len(found) == min(limit, len(may))
    assert {one.key for one in found} <= {one.key for one in may}
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)
