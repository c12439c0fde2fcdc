"""Days in words, in the order that each language likes: Django's date formats, no calendar of our own."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext, pgettext

from kindring.web.languages import per_language

_LEAP_YEAR = 2000


def local_day(moment: datetime) -> date:
    """The calendar day of a moment, in the time zone of whoever reads the page."""
    return timezone.localtime(moment).date()


@per_language
def day_words(day: date) -> str:
    """Tuesday 24 November"""
    return formatted(day, pgettext("date: weekday day month", "l j F"))


def short_day(day: date, today: date | None = None) -> str:
    """24 November; with the year where `today` is given and lies in another one"""
    if today is not None and day.year != today.year:
        return full_day(day)
    return _day_and_month(day)


@per_language
def _day_and_month(day: date) -> str:
    return formatted(day, pgettext("date: day month", "j F"))


@per_language
def full_day(day: date) -> str:
    """24 November 2026"""
    return formatted(day, pgettext("date: day month year", "j F Y"))


def near_day(day: date, today: date) -> str:
    """today, yesterday, tomorrow; a weekday within the next six days; else as `short_day`"""
    distance = (day - today).days
    if -1 <= distance < 7:
        return _this_week(distance, day.isoweekday())
    return short_day(day, today)


@per_language
def _this_week(distance: int, weekday: int) -> str:
    near = {0: gettext("today"), -1: gettext("yesterday"), 1: gettext("tomorrow")}
    return near.get(distance) or str(WEEKDAYS[weekday - 1])


def month_day(month: int, day: int, year: int | None = None) -> str:
    """4 March, for a date whose year is not known, else 4 March 1985; 29 February exists"""
    return full_day(date(year, month, day)) if year else short_day(date(_LEAP_YEAR, month, day))


@per_language
def hour_of_day(at: time) -> str:
    """6 p.m., 18:00"""
    return time_format(at)
