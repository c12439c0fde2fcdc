"""Rhythm, spans and names in words."""

from datetime import timedelta
from typing import Any, get_args

import pytest

from kindring.engine.rhythm import Code, outlook, placed, replay
from kindring.web.words import _REASONS, interval_of, interval_words, names_words, rhythm_words, span_words
from tests.cast import TODAY

NOW = TODAY.toordinal()


def said(*days_ago: int, wish: int | None = None, ring: str = "middle", on_map: int = 90) -> list[str]:
    days = [(TODAY - timedelta(days=ago)).toordinal() for ago in days_ago]
    return rhythm_words(outlook(replay(days) or placed(NOW - on_map), today=NOW, ring=ring, wish=wish))


def test_every_reason_has_its_words() -> None:
    assert set(_REASONS) == set(get_args(Code))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            {"days": (53, 44, 35, 26)},
            ["You two usually speak every 9 days; it has been 26.", "From 4 times in 4 weeks."],
        ),
        (
            {"days": (39, 23)},
            ["So far you two spoke 16 days apart; it has been 23.", "From 2 times in 16 days."],
        ),
        (
            {"days": (2, 1)},
            ["So far you two spoke a day apart; the last time was yesterday.", "From 2 times in 1 day."],
        ),
        (
            {"days": (16, 0)},
            ["So far you two spoke 16 days apart, and you were in touch today.", "From 2 times in 16 days."],
        ),
        (
            {"days": (33, 30), "wish": 30},
            ["You wished to see each other about every month; it has been 30 days.",
             "So far you two spoke 3 days apart.", "From 2 times in 3 days."],
        ),
        ({"days": (12,)}, ["Noted once, 12 days ago."]),
        ({"days": (1,)}, ["Noted once, yesterday."]),
        ({"days": (0,)}, ["Noted once, today."]),
        ({"days": ()}, ["Nothing is noted yet."]),
        ({"days": (), "wish": 30}, ["You wished to see each other about every month.", "Nothing is noted yet."]),
        (
            {"days": (40,), "wish": 30},
            ["You wished to see each other about every month; it has been 40 days.",
             "One time is noted so far."],
        ),
        (
            {"days": (17, 10, 3), "wish": 0},
            ["You left this to rest, so Today stays quiet about it.", "You two usually speak every 7 days.",
             "From 3 times in 14 days."],
        ),
        ({"days": (), "ring": ""}, ["Not in a ring yet, so Today does not bring this up.", "Nothing is noted yet."]),
        (
            {"days": (4, 3, 2, 1)},
            ["You two usually speak every day; the last time was yesterday.", "From 4 times in 3 days."],
        ),
        (
            {"days": (14, 7, 0)},
            ["You two usually speak every 7 days, and you were in touch today.", "From 3 times in 14 days."],
        ),
    ],
)  # fmt: skip
def test_the_numbers_are_said_not_a_percentage(facts: dict[str, Any], words: list[str]) -> None:
    assert said(*facts.pop("days"), **facts) == words


def test_the_silence_is_told_once() -> None:
    words = said(60, 50, 40, wish=14)
    assert words[0] == "You wished to see each other about every 2 weeks; it has been 40 days."
    assert sum("it has been" in sentence for sentence in words) == 1


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "every day"), (3, "every 3 days"), (7, "every week"), (14, "every 2 weeks"), (30, "every month"),
        (90, "every 3 months"), (365, "every year"), (730, "every 2 years"), (31, "every 31 days"),
    ],
)  # fmt: skip
def test_a_wish_is_said_as_a_person_would(days: int, words: str) -> None:
    assert interval_words(days) == words
    count, unit = interval_of(days)
    assert count * {"days": 1, "weeks": 7, "months": 30, "years": 365}[unit] == days


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "1 day"), (20, "20 days"), (21, "3 weeks"), (89, "13 weeks"), (90, "3 months"), (699, "23 months"),
        (731, "2 years"),
    ],
)  # fmt: skip
def test_how_long_something_lasted_is_said_roughly(days: int, words: str) -> None:
    assert span_words(days) == words


def test_names_come_as_a_list_that_ends() -> None:
    names = ["Mira", "Jonas", "Tomas", "Ines", "Bo"]
    assert names_words(names[:1]) == "Mira"
    assert names_words(names[:2]) == "Mira and Jonas"
    assert names_words(names[:3]) == "Mira, Jonas and Tomas"
    assert names_words(names, most=3) == "Mira, Jonas and 3 others"
    assert names_words([]) == ""
