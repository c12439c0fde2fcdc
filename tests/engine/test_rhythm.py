"""The rhythm of a pair: its formulas by hand-worked rows, and what an outlook says."""

import json
from datetime import date, datetime, timedelta
from math import exp, log
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kindring.engine.rhythm import (
    Outlook,
    Reason,
    Rhythm,
    chance_of_silence,
    observe,
    outlook,
    placed,
    replay,
)

EXAMPLES = Path(__file__).parents[3] / "shared" / "science" / "engine_examples.json"


def rhythm_of(*days: int) -> Rhythm:
    rhythm = replay(days)
    assert rhythm is not None
    return rhythm


def seen(*days: int, today: int, ring: str = "middle", wish: int | None = None) -> Outlook:
    return outlook(rhythm_of(*days), today=today, ring=ring, wish=wish)


def close(value: float) -> Any:
    return pytest.approx(value, abs=1e-9)


# --- worked out with 40 decimals, apart from the code


def test_state_of_a_weekly_pair() -> None:
    rhythm = rhythm_of(0, 7, 14)
    assert (rhythm.contacts, rhythm.first, rhythm.last) == (3, 0, 14)
    assert rhythm.recent == close(2.8332172208615)
    assert rhythm.log_gap == close(log(7))


def test_chance_for_a_weekly_pair() -> None:
    assert chance_of_silence([0, 7, 14], 20, 14) == close(0.5883745555653)
    assert chance_of_silence([0, 7, 14], 20, 30) == close(0.4014192251175)


def test_later_gaps_weigh_more() -> None:
    rhythm = rhythm_of(100, 110, 130)
    assert rhythm.recent == close(2.6252825079620)
    assert exp(rhythm.log_gap) == close(14.8599428913695)
    assert chance_of_silence([100, 110, 130], 160, 30) == close(0.6543036456893)


def test_risk_looks_three_gaps_ahead() -> None:
    assert seen(100, 110, 130, today=160).risk == close(0.5608713707363)
    assert seen(0, 7, 14, today=20).risk == close(0.4886577140440)


def test_risk_looks_a_fortnight_ahead_at_least() -> None:
    assert seen(0, 1, 2, today=4).risk == chance_of_silence([0, 1, 2], 4, 14)


@pytest.mark.parametrize(
    ("ring", "silent", "horizon", "chance"),
    [
        ("inner", 5, 30, 0.6512584099060),
        ("middle", 40, 90, 0.6808589039105),
        ("middle", 40, 14, 0.9312114365977),
        ("outer", 0, 14, 0.9080701128981),
    ],
)
def test_one_contact_leans_on_the_ring(ring: str, silent: int, horizon: int, chance: float) -> None:
    assert chance_of_silence([50], 50 + silent, horizon, ring=ring) == close(chance)


def test_one_contact_with_a_wish_leans_on_the_wish() -> None:
    ana_and_mira = seen(50, today=62, wish=20)
    assert ana_and_mira.usual_gap == 20
    assert ana_and_mira.gap_from == "wish"
    assert ana_and_mira.risk == close(0.9208238137292)  # 8 more days; looking 60 days ahead it would be .611
    assert ana_and_mira.from_wish


def test_a_wish_raises_the_risk_of_a_pair_until_it_is_certain() -> None:
    assert seen(100, 110, 130, today=160, wish=40).risk == close(0.8492758544926)
    assert seen(100, 110, 130, today=170, wish=40).risk == 1.0


def test_years_of_silence_count_up_to_where_the_risk_stops_rising() -> None:
    assert chance_of_silence([0, 10], 2010, 90) == close(0.9967660629740)  # 929.09 days count
    assert chance_of_silence([0, 10], 12010, 90) == close(0.9967660629740)


# --- shared rows


def shared_rows() -> list[dict[str, Any]]:
    return json.loads(EXAMPLES.read_text())["rhythm"] if EXAMPLES.exists() else []


@pytest.mark.skipif(not EXAMPLES.exists(), reason="../shared/science is not here")
@pytest.mark.parametrize("row", shared_rows(), ids=lambda row: f"{row['contacts']}-until-{row['today']}")
def test_shared_examples(row: dict[str, Any]) -> None:
    rhythm = rhythm_of(*row["days"])
    tie = outlook(rhythm, today=row["today"], ring="middle", wish=None)
    assert rhythm.contacts == row["contacts"]
    assert rhythm.recent == pytest.approx(row["recent"], abs=1e-6)
    assert rhythm.log_gap == pytest.approx(row["log_gap"], abs=1e-6)
    assert tie.usual_gap == pytest.approx(row["usual_gap"], abs=1e-6)
    assert (tie.silent, tie.word) == (row["silent"], row["word"])
    for horizon, chance in row["chance"].items():
        found = chance_of_silence(row["days"], row["today"], float(horizon))
        assert found == pytest.approx(chance, abs=1e-6)


# --- what is observed


def test_nothing_to_replay_is_no_rhythm() -> None:
    assert replay([]) is None


def test_a_day_with_two_contacts_counts_once() -> None:
    assert observe(rhythm_of(1, 5), 5) == rhythm_of(1, 5)
    assert rhythm_of(1, 5, 5, 1) == rhythm_of(1, 5)


def test_a_day_before_the_last_is_refused() -> None:
    with pytest.raises(ValueError, match="replay"):
        observe(rhythm_of(1, 5), 4)


def test_first_contact_takes_the_place_of_the_day_placed() -> None:
    assert observe(placed(10), 30) == rhythm_of(30)
    assert observe(placed(10), 10) == rhythm_of(10)
    assert observe(placed(10), 4) == rhythm_of(4)  # back-dated to before they were put on the map
    assert observe(None, 4) == rhythm_of(4)


@pytest.mark.parametrize("horizon", [0, -1, float("nan")])
def test_a_horizon_must_be_ahead(horizon: float) -> None:
    with pytest.raises(ValueError, match="horizon"):
        chance_of_silence([1, 2], 3, horizon)


def test_no_contact_day_has_no_chance() -> None:
    with pytest.raises(ValueError, match="contact day"):
        chance_of_silence([], 3, 14)


@pytest.mark.parametrize("horizon", [1e-300, 1e-9, 1e9, 1e308, float("inf")])
@pytest.mark.parametrize("days", [[1], [1, 2], list(range(1, 15000)), [1, date.max.toordinal()]])
def test_extremes_stay_between_0_and_1(days: list[int], horizon: float) -> None:
    for today in (1, days[-1], days[-1] + 40 * 366, date.max.toordinal() + 1):
        assert 0 <= chance_of_silence(days, today, horizon) <= 1


def test_nights_when_the_clocks_change_are_days_like_others() -> None:
    berlin = ZoneInfo("Europe/Berlin")

    def late_evenings(first: date) -> Rhythm:
        evenings = (
            datetime(first.year, first.month, first.day, 23, 30, tzinfo=berlin) + timedelta(n) for n in range(4)
        )
        return rhythm_of(*(evening.date().toordinal() for evening in evenings))

    plain, spring, autumn = (late_evenings(date(2026, *day)) for day in ((1, 12), (3, 27), (10, 23)))
    for changed in (spring, autumn):
        assert (changed.contacts, changed.recent, changed.log_gap) == (
            plain.contacts,
            plain.recent,
            plain.log_gap,
        )
        assert changed.last - changed.first == 3


# --- words


@pytest.mark.parametrize(
    ("silent", "word"),
    [
        (0, "in rhythm"),
        (14, "in rhythm"),
        (15, "due"),
        (28, "due"),
        (29, "drifting"),
        (112, "drifting"),
        (113, "sleeping"),
    ],
)
def test_words_follow_the_silence(silent: int, word: str) -> None:
    assert seen(0, 14, 28, today=28 + silent).word == word


def test_a_wish_does_not_change_the_word_of_a_pair() -> None:
    mira = seen(0, 30, 60, today=80, wish=7)
    assert mira.word == "in rhythm"
    assert mira.risk == 1.0
    assert mira.reasons[0] == Reason("wish", every=7, silent=20)


def test_a_calendar_that_steps_back_is_a_day_of_contact() -> None:
    assert seen(0, 9, today=8) == seen(0, 9, today=9)
    assert seen(0, 9, today=8).silent == 0


def test_nothing_noted_yet_counts_from_the_day_placed() -> None:
    jonas = outlook(placed(100), today=125, ring="inner", wish=None)
    assert jonas.nothing_noted
    assert jonas.contacts == 0
    assert jonas.risk == seen(100, today=125, ring="inner").risk
    assert jonas.days_a_month == close(30 / (25 + 14))
    assert jonas.reasons == (Reason("nothing noted", every=10, silent=25),)


def test_one_contact_is_not_called_usual() -> None:
    assert seen(100, today=125, ring="outer").reasons == (Reason("once", every=90, silent=25),)


def test_reasons_say_the_numbers() -> None:
    mira = seen(0, 9, 18, 27, today=53)
    assert mira.reasons == (Reason("usual", every=9, silent=26), Reason("history", times=4, over=27))
    assert mira.quiet_ratio == close(26 / 9)


def test_a_wish_that_is_far_off_comes_last() -> None:
    mira = seen(0, 9, 18, 27, today=53, wish=365)
    assert not mira.from_wish
    assert [reason.code for reason in mira.reasons] == ["usual", "history", "wish"]
    assert mira.risk == seen(0, 9, 18, 27, today=53).risk


def test_left_to_rest_has_no_risk() -> None:
    tomas = seen(0, 9, 18, today=400, wish=0)
    assert tomas.risk == 0
    assert not tomas.suggestible
    assert tomas.word == "sleeping"
    assert tomas.reasons[0] == Reason("resting")


def test_left_to_rest_after_one_contact_keeps_the_gap_of_the_ring() -> None:
    tomas = seen(5, today=10, ring="outer", wish=0)
    assert (tomas.usual_gap, tomas.gap_from) == (90, "ring")


def test_not_placed_is_not_suggested() -> None:
    viktor = seen(0, 9, today=90, ring="")
    assert not viktor.suggestible
    assert viktor.reasons[0] == Reason("not placed")
    assert seen(0, today=90, ring="").usual_gap == 90


def test_odd_wishes_and_rings_are_refused() -> None:
    with pytest.raises(ValueError, match="wish"):
        seen(0, 9, today=10, wish=-1)
    with pytest.raises(KeyError):
        seen(0, 9, today=10, ring="best")


def test_contact_days_a_month() -> None:
    assert seen(100, 110, 130, today=160).days_a_month == close(90 / 74)
    assert seen(100, 110, 130, today=160, wish=60).days_a_month == close(90 / 74)
    assert seen(100, 110, 130, today=160, wish=10).days_a_month == 3
    assert seen(100, today=100).days_a_month == 2  # a pair is at least a day old


def test_the_shorter_of_gap_and_wish_is_minded() -> None:
    assert seen(0, 30, today=31).shorter_gap == close(30)
    assert seen(0, 30, today=31, wish=7).shorter_gap == 7
    assert seen(0, 30, today=31, wish=90).shorter_gap == close(30)
