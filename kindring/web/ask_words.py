"""What the page of an ask says of hours, stages and helpers."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext, ngettext, pgettext

from kindring.asks.models import Ask
from kindring.insights.ask import Day
from kindring.insights.ask_people import Helped, Reached
from kindring.lib.days import zone_named
from kindring.web.dates import day_words, hour_of_day, local_day, near_day, short_day
from kindring.web.languages import per_language
from kindring.web.words import names_words, opening

NOON, EVENING = 12, 18


def hour_words(at: datetime) -> str:
    """6 p.m., where whoever reads the page is"""
    return hour_of_day(timezone.localtime(at).time())


def span_words(starts: datetime | None, ends: datetime | None) -> str:
    """6 p.m. – 7 p.m.; "whenever it suits" without a time. Both as whoever reads the page lives them."""
    if starts is None:
        return gettext("whenever it suits")
    return _span(starts.time(), ends.time()) if ends else hour_of_day(starts.time())


@per_language
def _span(starts: time, ends: time) -> str:
    hours = {"starts": hour_of_day(starts), "ends": hour_of_day(ends)}
    return pgettext("from hour to hour", "%(starts)s – %(ends)s") % hours


def when_words(at: datetime | None) -> str:
    """Tuesday 24 November, 6 p.m."""
    if at is None:
        return gettext("whenever it suits")
    there = timezone.localtime(at)
    return _when(there.date(), there.time())


@per_language
def _when(day: date, at: time) -> str:
    return gettext("%(day)s, %(time)s") % {"day": day_words(day), "time": hour_of_day(at)}


def near_words(at: datetime | None, now: datetime) -> str:
    """tomorrow, 6 p.m."""
    if at is None:
        return gettext("whenever it suits")
    return gettext("%(day)s, %(time)s") % {"day": near_day(local_day(at), local_day(now)), "time": hour_words(at)}


def there_words(here: datetime | None, ask: Ask) -> str:
    """Where the clocks of the asker show something else: "7 p.m. for Ana", with the day where it is another one."""
    zone = zone_named(ask.time_zone)
    if here is None or here.tzinfo is zone:
        return ""
    there = here.astimezone(zone)
    if here.utcoffset() == there.utcoffset():
        return ""
    hour = hour_of_day(there.time())
    if here.date() != there.date():
        hour = gettext("%(day)s, %(time)s") % {"day": weekday_words(there.date()), "time": hour}
    return gettext("%(time)s for %(name)s") % {"time": hour, "name": ask.asker}


@per_language
def weekday_words(day: date) -> str:
    """Tuesday"""
    return str(WEEKDAYS[day.weekday()])


@per_language
def short_day_words(day: date) -> str:
    """Tue 24"""
    return gettext("%(weekday)s %(day)d") % {"weekday": WEEKDAYS_ABBR[day.weekday()], "day": day.day}


@per_language
def week_words(first: date, last: date) -> str:
    """16 November – 22 November"""
    return pgettext("from day to day", "%(first)s – %(last)s") % {"first": short_day(first), "last": short_day(last)}


def long_day_words(day: date) -> str:
    """Tuesday 24 November"""
    return day_words(day)


def day_of_note(at: datetime | None) -> str:
    """The day of a date for a form, where whoever reads the page is; today where it had no time or is to come."""
    today = timezone.localdate()
    return min(local_day(at), today).isoformat() if at else today.isoformat()


def zone_words(time_zone: str) -> str:
    """Europe/Berlin, America/New York"""
    return time_zone.replace("_", " ")


def reached_words(stages: Sequence[Reached]) -> str:
    """Asked: Tomas and Our street."""
    names = [name or gettext("somebody") for stage in stages if stage.begun for name in stage.names]
    return gettext("Asked: %(names)s.") % {"names": names_words(names)} if names else ""


def next_words(stages: Sequence[Reached], now: datetime) -> str:
    """On Friday morning it goes to Our street."""
    later = next((stage for stage in stages if not stage.begun), None)
    if later is None or not later.names:
        return ""
    names = names_words([name or gettext("somebody") for name in later.names])
    return opening(
        gettext("%(when)s it goes to %(names)s.") % {"when": part_of_day(later.begins_at, now), "names": names}
    )


def part_of_day(at: datetime, now: datetime) -> str:
    """this evening, tomorrow morning, on Friday afternoon, on the evening of 4 December"""
    there, today = timezone.localtime(at), local_day(now)
    part = 0 if there.hour < NOON else 1 if there.hour < EVENING else 2
    ahead = (there.date() - today).days
    if ahead <= 0:
        return (gettext("this morning"), gettext("this afternoon"), gettext("this evening"))[part]
    if ahead == 1:
        return (gettext("tomorrow morning"), gettext("tomorrow afternoon"), gettext("tomorrow evening"))[part]
    words = (
        (gettext("on %(day)s morning"), gettext("on %(day)s afternoon"), gettext("on %(day)s evening"))
        if ahead < 7
        else (
            gettext("on the morning of %(day)s"),
            gettext("on the afternoon of %(day)s"),
            gettext("on the evening of %(day)s"),
        )
    )
    return words[part] % {"day": weekday_words(there.date()) if ahead < 7 else short_day(there.date(), today)}


def helped_words(helped: Helped) -> str:
    """You have helped in 3 of the last 5 asks in Our street. It is all right to leave this one to others."""
    numbers = {"times": helped.times, "of": helped.of, "circle": helped.circle}
    if helped.circle:
        told = ngettext(
            "You have helped in %(times)d of the last %(of)d asks in %(circle)s.",
            "You have helped in %(times)d of the last %(of)d asks in %(circle)s.",
            helped.times,
        )
    else:
        told = ngettext(
            "You have helped in %(times)d of the last %(of)d asks that came to you.",
            "You have helped in %(times)d of the last %(of)d asks that came to you.",
            helped.times,
        )
    return f"{told % numbers} {gettext('It is all right to leave this one to others.')}"


def room_words(day: Day) -> str:
    """2 of 3 places are open; "open", "taken" for one place"""
    return _room(day.free, len(day.places))


@per_language
def _room(free: int, places: int) -> str:
    if places == 1:
        return gettext("open") if free else gettext("taken")
    if not free:
        return gettext("all taken")
    said = ngettext("%(free)d of %(places)d is open", "%(free)d of %(places)d are open", free)
    return said % {"free": free, "places": places}
