"""Scoring, against tables made another way: every complete set of answers, and every set with gaps."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindring.checkins.definitions import measures
from kindring.engine.measures import Answers, BadAnswer, Band, Item, Measure, Option, Rule, Score, ends, score

EXAMPLES = Path(__file__).parents[3] / "shared" / "science" / "engine_examples.json"
# The bands as their sources print them, first value of each: not read from the definitions.
PUBLISHED = {
    ("gad7", "total"): {0: "below mild", 5: "mild", 10: "moderate", 15: "severe"},
    ("phq4", "total"): {0: "none", 3: "mild", 6: "moderate", 9: "severe"},
    ("phq4", "anxiety"): {0: "below the line", 3: "at or above the line"},
    ("phq4", "depression"): {0: "below the line", 3: "at or above the line"},
    ("phq8", "total"): {0: "below the line", 10: "at or above the line"},
    ("uls3", "total"): {3: "below the usual line", 6: "at or above the usual line"},
    ("who5", "percent"): {0: "very low", 32: "low", 52: "not low"},
}
MOST = {"gad7": (0, 21), "phq4": (0, 12), "phq8": (0, 24), "uls3": (3, 9), "who5": (0, 100)}


def band_of(measure: str, rule: str, value: int) -> str:
    table = PUBLISHED[measure, rule]
    return table[max(first for first in table if first <= value)]


def all_answers(measure: Measure, *, gaps: bool) -> Iterator[dict[str, str]]:
    options: list[str | None] = [option.key for option in measure.options]
    for chosen in product(*[[*options, None] if gaps else options] * len(measure.items)):
        yield {item.key: option for item, option in zip(measure.items, chosen, strict=True) if option is not None}


def by_rule(measure: str, answers: Answers) -> dict[str, Score]:
    return {one.rule.key: one for one in score(measures()[measure], answers)}


@pytest.mark.parametrize("key", MOST)
def test_every_complete_set_of_answers_gives_the_published_score(key: str) -> None:
    """All of them: 27 (ULS-3) to 65,536 (PHQ-8)."""
    measure, times = measures()[key], 4 if key == "who5" else 1
    values = {option.key: option.value for option in measure.options}
    reached = set()
    for answers in all_answers(measure, gaps=False):
        scores = by_rule(key, answers)
        for name, one in scores.items():
            counted = [values[answers[item]] for item in one.rule.items]
            expected = times * sum(value for value in counted if value is not None)
            assert (one.low, one.high) == (expected, expected)
            assert one.band is not None
            assert one.band.words == band_of(key, name, expected)
        reached.add(next(iter(scores.values())).value or 0)
    assert (min(reached), max(reached)) == MOST[key]


@pytest.mark.parametrize("key", ["phq4", "uls3"])
def test_with_gaps_the_interval_is_what_any_completion_could_give(key: str) -> None:
    """Every pattern of answers and gaps (625 and 64), against all its completions, one by one."""
    measure = measures()[key]
    whole = [(answers, by_rule(key, answers)) for answers in all_answers(measure, gaps=False)]
    for answers in all_answers(measure, gaps=True):
        for name, one in by_rule(key, answers).items():
            could = [full[name] for given, full in whole if answers.items() <= given.items()]
            if one.answered == 0 or (one.rule.complete_only and one.answered < one.items):
                assert (one.low, one.high, one.band) == (None, None, None)
                continue
            values = [other.low for other in could if other.low is not None]
            bands = {other.band for other in could}
            assert (one.low, one.high) == (min(values), max(values))
            assert one.band == (bands.pop() if len(bands) == 1 else None)


def test_gad7_with_gaps_agrees_with_sums_of_what_is_left() -> None:
    """All 78,125 patterns of seven answers and gaps."""
    value = {option.key: option.value or 0 for option in measures()["gad7"].options}
    for answers in all_answers(measures()["gad7"], gaps=True):
        one, known = by_rule("gad7", answers)["total"], sum(value[option] for option in answers.values())
        if not answers:
            assert one.low is None
            continue
        low, high = known, known + 3 * (7 - len(answers))
        assert (one.low, one.high) == (low, high)
        named = {band_of("gad7", "total", end) for end in range(low, high + 1)}
        assert (one.band.words if one.band else None) == (named.pop() if len(named) == 1 else None)


@pytest.mark.skipif(not EXAMPLES.exists(), reason="../shared/science is not here")
def test_missing_answers_as_in_the_examples() -> None:
    told = json.loads(EXAMPLES.read_text(encoding="utf-8"))["missing_answer_bounds"]
    measure = measures()["gad7"]
    options = [option.key for option in measure.options]
    for example in told["examples"]:
        pairs = zip(measure.items, example["answers"], strict=True)
        one = by_rule("gad7", {item.key: options[value] for item, value in pairs if value is not None})["total"]
        assert (one.low, one.high) == (example["low"], example["high"])
        assert (one.rule.bands.index(one.band) if one.band else None) == example["band"]


# Laws

REVERSED = Measure(
    key="r", version=1, language="en", title="R", name="R", place=1, asked="never", window="", stem="",
    items=(Item("a", "a"), Item("b", "b", reverse=True), Item("c", "c")),
    options=(Option("no", "no", 1), Option("so", "so", 2), Option("yes", "yes", 3), Option("none", "none", None)),
    rules=(Rule("t", "t", ("a", "b", "c"), bands=(Band(3, 5, "x"), Band(6, 9, "y")), source="s"),),
    licence="l", notice="", cite="c",
)  # fmt: skip
MEASURES = [*measures().values(), REVERSED]


@st.composite
def answered(draw: st.DrawFn) -> tuple[Measure, dict[str, str]]:
    measure = draw(st.sampled_from(MEASURES))
    counting = [option.key for option in measure.options if option.value is not None]
    chosen = {item.key: draw(st.none() | st.sampled_from(counting)) for item in measure.items}
    return measure, {key: option for key, option in chosen.items() if option is not None}


@given(answered(), st.randoms())
def test_a_gap_widens_the_interval_and_never_moves_what_it_was(
    told: tuple[Measure, dict[str, str]], luck: object
) -> None:
    measure, answers = told
    for gone in answers:
        fewer = {key: option for key, option in answers.items() if key != gone}
        for whole, less in zip(score(measure, answers), score(measure, fewer), strict=True):
            if whole.low is None or whole.high is None or less.low is None or less.high is None:
                continue
            assert less.low <= whole.low <= whole.high <= less.high
            if gone not in whole.rule.items:
                assert (less.low, less.high, less.band) == (whole.low, whole.high, whole.band)
            if less.band is not None:
                assert less.band == whole.band


@given(answered())
def test_a_score_stays_within_its_ends(told: tuple[Measure, dict[str, str]]) -> None:
    measure, answers = told
    for one in score(measure, answers):
        if one.low is not None and one.high is not None:
            first, last = ends(measure, one.rule)
            assert first <= one.low <= one.high <= last
        if one.answered == one.items:
            assert one.value is not None


@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(told: tuple[Measure, dict[str, str]], luck: object) -> None:
    measure, answers = told
    keys = list(answers)
    luck.shuffle(keys)  # type: ignore[attr-defined]
    assert score(measure, {key: answers[key] for key in keys}) == score(measure, answers)


def test_a_reversed_item_counts_from_the_other_end() -> None:
    (one,) = score(REVERSED, {"a": "no", "b": "yes", "c": "no"})
    assert one.value == 3
    (one,) = score(REVERSED, {"a": "no", "b": "no", "c": "no"})
    assert one.value == 5


def test_an_answer_that_counts_nothing_is_an_answer_and_no_score() -> None:
    (one,) = score(measures()["turn_to"], {"turn_to": "no_need"})
    assert (one.low, one.high, one.answered, one.is_high) == (None, None, 1, False)


@pytest.mark.parametrize("answers", [{"worry": "always"}, {"suicide": "several_days"}, {"worry": ""}])
def test_an_answer_that_is_none_is_refused(answers: dict[str, str]) -> None:
    with pytest.raises(BadAnswer):
        score(measures()["gad7"], answers)


def test_high_is_said_only_where_it_is_certain() -> None:
    """Whatever the gaps hold: the low end of a score that is bad upwards, the high end of one that is bad down."""
    worst = {"nervous": "nearly_every_day", "worry": "nearly_every_day", "relax": "nearly_every_day"}
    assert not by_rule("gad7", worst)["total"].is_high
    assert by_rule("gad7", worst | {"afraid": "several_days"})["total"].is_high
    assert by_rule("ons_happy", {"happy": "2"})["happy"].is_high
    assert not by_rule("ons_happy", {"happy": "3"})["happy"].is_high
    assert by_rule("who5", dict.fromkeys(("cheerful", "calm", "active", "rested", "interest"), "less_half"))[
        "percent"
    ].is_high


def test_the_four_of_the_ons_are_never_added_up() -> None:
    four = [measure for measure in measures().values() if measure.name == "ONS4"]
    assert len(four) == 4
    assert all(len(measure.items) == len(measure.rules) == 1 for measure in four)
