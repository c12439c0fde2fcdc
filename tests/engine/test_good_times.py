"""Times that often suit."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kindring.engine.good_times import AHEAD, MOST, NOTICE, Occasion, good_times

SUNDAY = date(2026, 11, 22)
OCCASIONS: list[Occasion] = ["walk", "meal", "call", "own"]


def test_three_times_for_a_walk_the_first_that_come() -> None:
    assert good_times("walk", today=SUNDAY) == [
        (date(2026, 11, 25), time(12, 30)),
        (date(2026, 11, 28), time(11)),
        (date(2026, 11, 29), time(14)),
    ]


def test_a_day_that_is_taken_is_left_out() -> None:
    first = good_times("call", today=SUNDAY)[0][0]
    assert first not in [day for day, _ in good_times("call", today=SUNDAY, taken={first})]
    assert len(good_times("call", today=SUNDAY, taken={first})) == MOST


@given(
    occasion=st.sampled_from(OCCASIONS),
    today=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    taken=st.sets(st.integers(0, AHEAD), max_size=AHEAD),
)
def test_never_at_short_notice_never_on_a_taken_day_and_in_order(
    occasion: Occasion, today: date, taken: set[int]
) -> None:
    busy = {today + timedelta(days=ahead) for ahead in taken}
    days = [day for day, _ in good_times(occasion, today=today, taken=busy)]
    assert days == sorted(set(days) - busy)
    assert len(days) <= MOST
    assert all(today + timedelta(days=NOTICE) <= day <= today + timedelta(days=AHEAD) for day in days)
