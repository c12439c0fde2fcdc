"""Laws that hold for every rhythm, tried on many made-up pairs."""

from collections.abc import Iterable
from itertools import accumulate, pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kindring.engine.rhythm import Rhythm, chance_of_silence, observe, outlook, placed, replay

FORTY_YEARS = 40 * 366
DAY_1 = 730_000

gaps = st.integers(1, 3) | st.integers(1, 60) | st.integers(1, 1000)
steady_days = st.lists(gaps, max_size=40).map(lambda found: list(accumulate(found, initial=DAY_1)))
any_days = st.lists(st.integers(DAY_1, DAY_1 + FORTY_YEARS), min_size=1, max_size=30)
histories = steady_days | any_days
silences = st.integers(0, 60) | st.integers(0, FORTY_YEARS)
rings = st.sampled_from(["", "inner", "middle", "outer"])
wishes = st.none() | st.integers(0, 730)


def rhythm_of(days: Iterable[int]) -> Rhythm:
    rhythm = replay(days)
    assert rhythm is not None
    return rhythm


def logged(days: list[int]) -> Rhythm:
    """As an app keeps it: in order it observes, back-dated it replays."""
    rhythm: Rhythm | None = None
    for n, day in enumerate(days):
        in_order = rhythm is None or day >= rhythm.last
        rhythm = observe(rhythm, day) if in_order else replay(days[: n + 1])
    assert rhythm is not None
    return rhythm


@given(histories, st.randoms(use_true_random=False))
def test_order_of_logging_does_not_matter(days: list[int], chance: object) -> None:
    shuffled = list(days)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert logged(shuffled) == logged(sorted(days)) == rhythm_of(days)


@given(histories, st.integers(DAY_1 - 1000, DAY_1 + FORTY_YEARS))
def test_back_dating_and_deleting_again_leaves_no_trace(days: list[int], other: int) -> None:
    assert logged([*days, other]) == rhythm_of({*days, other})
    assert rhythm_of({*days, other} - ({other} - set(days))) == rhythm_of(days)


@given(histories)
def test_doubles_add_nothing(days: list[int]) -> None:
    assert rhythm_of(days * 2) == rhythm_of(set(days))


@given(histories, silences, silences, rings, wishes)
@example([0, 10], 1000, FORTY_YEARS, "middle", None)  # the bare formula falls here
@example([0, 10], 1000, FORTY_YEARS, "middle", 20_000)
@example([0], 0, 1, "inner", None)
@example([0], 6, 7, "inner", 7)
@example([0, 1], 0, 1, "inner", None)
@settings(max_examples=1000, deadline=None)
def test_risk_never_falls_while_the_silence_grows(
    days: list[int], shorter: int, longer: int, ring: str, wish: int | None
) -> None:
    rhythm = rhythm_of(days)
    shorter, longer = sorted((shorter, longer))
    before = outlook(rhythm, today=rhythm.last + shorter, ring=ring, wish=wish)
    after = outlook(rhythm, today=rhythm.last + longer, ring=ring, wish=wish)
    assert after.risk >= before.risk - 1e-12
    assert after.quiet_ratio >= before.quiet_ratio


@given(histories, st.floats(0.01, 20_000), rings)
@settings(max_examples=50, deadline=None)
def test_chance_never_falls_on_any_day_of_ten_years(days: list[int], horizon: float, ring: str) -> None:
    last = max(days)
    some = sorted(set(days))[-5:]
    chances = [chance_of_silence(some, last + silent, horizon, ring=ring) for silent in range(0, 3660, 3)]
    assert all(after >= before - 1e-12 for before, after in pairwise(chances))


@given(silences, silences, rings, wishes)
def test_risk_never_falls_with_nothing_noted(shorter: int, longer: int, ring: str, wish: int | None) -> None:
    shorter, longer = sorted((shorter, longer))
    before, after = (outlook(placed(DAY_1), today=DAY_1 + n, ring=ring, wish=wish) for n in (shorter, longer))
    assert after.risk >= before.risk


@given(histories, silences, st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_chance_is_a_chance_and_falls_with_the_horizon(days: list[int], silent: int, near: float, far: float) -> None:
    near, far = sorted((near, far))
    today = max(days) + silent
    assert 0 <= chance_of_silence(days, today, far) <= chance_of_silence(days, today, near) <= 1


@given(histories, silences, rings, wishes)
def test_risk_is_a_chance_and_a_wish_never_lowers_it(
    days: list[int], silent: int, ring: str, wish: int | None
) -> None:
    rhythm = rhythm_of(days)
    found = outlook(rhythm, today=rhythm.last + silent, ring=ring, wish=wish)
    assert 0 <= found.risk <= 1
    if wish and rhythm.contacts > 1:
        assert found.risk >= outlook(rhythm, today=rhythm.last + silent, ring=ring, wish=None).risk
    if wish and found.silent >= wish:
        assert found.risk == 1
        assert found.from_wish


@given(histories, silences, rings, wishes, st.integers(-DAY_1, DAY_1))
def test_only_differences_of_days_matter(
    days: list[int], silent: int, ring: str, wish: int | None, shift: int
) -> None:
    here, there = rhythm_of(days), rhythm_of(day + shift for day in days)
    today = here.last + silent
    assert outlook(here, today=today, ring=ring, wish=wish) == outlook(
        there, today=today + shift, ring=ring, wish=wish
    )


@given(histories, silences, rings, wishes)
def test_contact_takes_the_silence_away(days: list[int], silent: int, ring: str, wish: int | None) -> None:
    rhythm = rhythm_of(days)
    today = rhythm.last + silent
    fresh = outlook(observe(rhythm, today), today=today, ring=ring, wish=wish)
    assert (fresh.silent, fresh.word) == (0, "in rhythm")
