"""Words for a change only after two readings in a row, or the published least change."""

from hypothesis import given
from hypothesis import strategies as st

from kindring.engine.changes import LOOKED_AT, Change, Reading, change


def readings(*values: int) -> list[Reading]:
    return [Reading(day * 7, value) for day, value in enumerate(values)]


def test_one_reading_is_too_early_and_so_are_two() -> None:
    assert change([], width=10, least=None).direction == "early"
    assert change(readings(5), width=10, least=None).direction == "early"
    assert change(readings(2, 9), width=10, least=None).direction == "early"


def test_one_high_reading_is_no_change() -> None:
    assert change(readings(4, 4, 4, 9), width=10, least=None).direction == "same"


def test_two_in_a_row_are() -> None:
    assert change(readings(4, 4, 5, 6), width=10, least=None) == Change("higher", since=0, by=2)
    assert change(readings(7, 7, 5, 4), width=10, least=None) == Change("lower", since=0, by=-3)
    assert change(readings(7, 7, 5, 7), width=10, least=None).direction == "same"


def test_a_step_is_a_tenth_of_the_range_at_least() -> None:
    assert change(readings(10, 10, 12, 12), width=24, least=None).direction == "same"
    assert change(readings(10, 10, 13, 13), width=24, least=None).direction == "higher"


def test_the_published_least_change_needs_no_second_reading() -> None:
    assert change(readings(40, 48), width=100, least=10).direction == "early"
    assert change(readings(40, 52), width=100, least=10) == Change("higher", since=0, by=12, published=True)
    assert change(readings(60, 60, 60, 48), width=100, least=10).direction == "lower"


def test_what_lies_long_back_is_not_compared_with() -> None:
    assert change(readings(*[0] * 20, *[6] * 8, 6, 6), width=10, least=None).direction == "same"


@given(st.lists(st.integers(0, 10), max_size=30))
def test_only_the_latest_readings_are_looked_at(values: list[int]) -> None:
    told = readings(*values)
    assert change(told, width=10, least=None) == change(told[-LOOKED_AT:], width=10, least=None)


@given(st.lists(st.integers(0, 10), max_size=20), st.none() | st.integers(1, 5))
def test_what_goes_up_seen_upside_down_goes_down(values: list[int], least: int | None) -> None:
    turned = {"higher": "lower", "lower": "higher"}
    one = change(readings(*values), width=10, least=least)
    other = change(readings(*(10 - value for value in values)), width=10, least=least)
    assert other.direction == turned.get(one.direction, one.direction)
