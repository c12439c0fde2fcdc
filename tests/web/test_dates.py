"""Days in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from kindring.web.dates import day_words, full_day, local_day, month_day, near_day, short_day

TODAY = date(2026, 11, 22)


def test_days_in_words() -> None:
    assert day_words(TODAY) == "Sunday 22 November"
    assert full_day(TODAY) == "22 November 2026"
    assert short_day(TODAY) == "22 November"
    assert month_day(2, 29) == "29 February"


def test_year_is_said_only_when_it_is_another_one() -> None:
    assert short_day(date(2026, 3, 4), TODAY) == "4 March"
    assert short_day(date(2025, 3, 4), TODAY) == "4 March 2025"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (2, "Tuesday"),
        (6, "Saturday"),
        (7, "29 November"),
        (-2, "20 November"),
        (60, "21 January 2027"),
    ],
)
def test_near_days_have_names(days: int, words: str) -> None:
    assert near_day(TODAY + timedelta(days), TODAY) == words


def test_days_speak_the_language_of_the_page() -> None:
    with override("de"):
        assert day_words(TODAY) == "Sonntag 22 November"


def test_a_moment_lies_on_the_day_of_who_reads() -> None:
    late = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)  # the night in which the clocks of Europe change
    assert local_day(late) == date(2026, 10, 24)
    with timezone.override("Europe/Berlin"):
        assert local_day(late) == date(2026, 10, 25)
