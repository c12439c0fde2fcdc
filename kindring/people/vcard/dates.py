"""The day of a birthday or an anniversary, in the many ways address books write it."""

import re
from dataclasses import dataclass
from datetime import date

MAX_LENGTH = 64
LEAP_YEAR = 2000
NO_YEAR = {0, 1, 1604}  # Apple and CardBook write 1604 for a date without a year, others 0 or 1

_TIME = r"(?:[Tt ][0-9:.,+Zz -]*)?"
_YEAR_FIRST = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})-?([0-9]{2}))" + _TIME)
_YEARLESS = re.compile(r"--(?:([0-9]{1,2})-([0-9]{1,2})|([0-9]{2})([0-9]{2}))" + _TIME)
_DAY_FIRST = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})?")
_WORDS = re.compile(r"[a-z]+|[0-9]+")
_ORDINALS = {"st", "nd", "rd", "th", "of", "the"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_WORD = re.compile(
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the year, with its year where known."""

    month: int
    day: int
    year: int | None


def read_day(text: str, *, left_out_year: str = "") -> Day | None:
    """The day that a text names; None when it names none, only a part of one, or one that does not exist.

    `left_out_year` is the year that stands for "no year" (X-APPLE-OMIT-YEAR). A time of day and its zone are
    not looked at: a birthday is a calendar day.
    """
    text = text.strip()
    if len(text) > MAX_LENGTH:
        return None
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found[1], found[3] or found[5], found[4] or found[6]
    elif found := _YEARLESS.fullmatch(text):
        year, month, day = "0", found[1] or found[3], found[2] or found[4]
    elif found := _DAY_FIRST.fullmatch(text):
        year, month, day = found[3] or "0", found[2], found[1]
    else:
        return _in_words(text.lower())
    without_year = int(year) in NO_YEAR or year == left_out_year
    return _existing(int(month), int(day), None if without_year else int(year))


def _in_words(text: str) -> Day | None:
    """`12 April`, `April 12th, 1985`; anything more (`circa April 1800`) is no day."""
    words = [word for word in _WORDS.findall(text) if word not in _ORDINALS]
    months = [_MONTHS.index(word[:3]) + 1 for word in words if _MONTH_WORD.fullmatch(word)]
    numbers = [word for word in words if word.isdigit()]
    if len(months) != 1 or len(words) != 1 + len(numbers) or len(numbers) not in (1, 2):
        return None
    days = [int(number) for number in numbers if len(number) <= 2]
    years = [int(number) for number in numbers if len(number) == 4]
    if len(days) != 1 or len(days) + len(years) != len(numbers):
        return None
    return _existing(months[0], days[0], years[0] if years else None)


def _existing(month: int, day: int, year: int | None) -> Day | None:
    try:
        date(year or LEAP_YEAR, month, day)
    except ValueError:
        return None
    return Day(month, day, year)
