"""Days in words, in the order that each language likes: Django's date formats, no calendar of our own."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext, pgettext

_LEAP_YEAR = 2000


def local_day(moment: datetime) -> date:
    """The calendar day of a moment, in the time zone of whoever reads the page."""
    return timezone.localtime(moment).date()


def day_words(day: date) -> str:
    """Tuesday 24 November"""
    return formatted(day, pgettext("date: weekday day month", "l j F"))


def short_day(day: date, today: date | None = None) -> str:
    """24 November; with the year where `today` is given and lies in another one"""
    if today is not None and day.year != today.year:
        return full_day(day)
    return formatted(day, pgettext("date: day month", "j F"))


def full_day(day: date) -> str:
    """24 November 2026"""
    return formatted(day, pgettext("date: day month year", "j F Y"))


def near_day(day: date, today: date) -> str:
    """today, yesterday, tomorrow; a weekday within the next six days; else as `short_day`"""
    near = {0: gettext("today"), -1: gettext("yesterday"), 1: gettext("tomorrow")}
    distance = (day - today) // timedelta(days=1)
    if distance in near:
        return near[distance]
    return formatted(day, "l") if 1 < distance < 7 else short_day(day, today)


def month_day(month: int, day: int) -> str:
    """4 March, for a date whose year is not known; 29 February exists"""
    return short_day(date(_LEAP_YEAR, month, day))
