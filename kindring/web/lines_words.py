"""The crisis lines in words: countries, whom a number is for, when it answers, and when that was looked at."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.dateformat import format as formatted
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from kindring.lifeline.lines import ALWAYS, Country, Line, Way, lines_in

COUNTRIES: dict[str, str | Promise] = {
    "AT": _("Austria"),
    "AU": _("Australia"),
    "BD": _("Bangladesh"),
    "BE": _("Belgium"),
    "BR": _("Brazil"),
    "CA": _("Canada"),
    "CH": _("Switzerland"),
    "CN": _("China"),
    "CZ": _("Czechia"),
    "DE": _("Germany"),
    "DK": _("Denmark"),
    "ES": _("Spain"),
    "FI": _("Finland"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "GR": _("Greece"),
    "HK": _("Hong Kong"),
    "HR": _("Croatia"),
    "ID": _("Indonesia"),
    "IE": _("Ireland"),
    "IL": _("Israel"),
    "IN": _("India"),
    "IT": _("Italy"),
    "JP": _("Japan"),
    "KR": _("South Korea"),
    "MX": _("Mexico"),
    "NL": _("Netherlands"),
    "NO": _("Norway"),
    "NZ": _("New Zealand"),
    "PH": _("Philippines"),
    "PL": _("Poland"),
    "PT": _("Portugal"),
    "RU": _("Russia"),
    "SE": _("Sweden"),
    "SG": _("Singapore"),
    "SI": _("Slovenia"),
    "TW": _("Taiwan"),
    "UA": _("Ukraine"),
    "US": _("United States"),
    "ZA": _("South Africa"),
}
CALLED_FOR: dict[str, str | Promise] = {
    "everything": "",
    "ambulance": _("ambulance"),
    "police": _("police"),
}
# What the file of lines says in words; a host's own file may say something else, which stays as it is.
WHOM: dict[str, str | Promise] = {
    "young people": _("young people"),
    "children and young people": _("children and young people"),
}
HOURS: dict[str, str | Promise] = {ALWAYS: _("day and night")}
_OTHER_LANGUAGES = {"fil": "Filipino", "zh": "中文", "ms": "Bahasa Melayu", "zu": "isiZulu", "yue": "粵語"}
_FIRST, _MOST_NAMED = 1, 4


class Shown(NamedTuple):
    """A line as a page shows it: `said` is for whom, when, whether it is free, and in which languages."""

    line: Line
    said: str


def countries(today: date) -> list[Country]:
    """Every country by its name in this language, without what was checked too long ago."""
    found = [country.on(today) for country in lines_in(settings.KINDRING_CRISIS_LINES)]
    return sorted(found, key=country_word)


def country_of(code: str, today: date) -> Country | None:
    """The country of this code; None for one that is not in the file."""
    return next((country for country in countries(today) if country.code == code), None)


def country_word(country: Country) -> str:
    return str(COUNTRIES.get(country.code, country.name))


def lines_of(country: Country) -> list[Shown]:
    return [Shown(line, " · ".join(_said(line))) for line in country.lines]


def _said(line: Line) -> list[str]:
    """day and night · free · English, Español"""
    free = {True: gettext("free"), False: gettext("costs what a call costs"), None: ""}[line.free]
    whom = str(WHOM.get(line.whom, line.whom))
    return [
        words for words in (whom, str(HOURS.get(line.hours, line.hours)), free, languages(line.languages)) if words
    ]


def languages(codes: Sequence[str]) -> str:
    """English, Español; of many the first few, and how many more"""
    named = [_OTHER_LANGUAGES.get(code) or str(LANG_INFO.get(code, {}).get("name_local", code)) for code in codes]
    named = [name[:1].upper() + name[1:] for name in named]
    if len(named) <= _MOST_NAMED:
        return gettext(", ").join(named)
    words = gettext("%(names)s and %(more)d more languages")
    return words % {"names": gettext(", ").join(named[:_MOST_NAMED]), "more": len(named) - _MOST_NAMED}


def way_words(way: Way) -> str:
    """Call 116 123; Text HOME to 741741; Chat: what is on the button is what the phone does"""
    if way.way == "call":
        return gettext("Call %(number)s") % {"number": way.number}
    if way.way == "chat":
        return gettext("Chat")
    if way.send:
        return gettext("Text %(words)s to %(number)s") % {"words": way.send, "number": way.number}
    return gettext("Text %(number)s") % {"number": way.number}


def emergency_words(number: str, called_for: str) -> str:
    """Call 112; Call 119, ambulance"""
    call, words = gettext("Call %(number)s") % {"number": number}, str(CALLED_FOR[called_for])
    return f"{call} · {words}" if words else call


def way_href(way: Way) -> str:
    """tel:116123; sms:741741?body=HOME; https://…"""
    if way.way == "chat":
        return way.address
    if way.way == "text":
        return f"sms:{way.dial}?body={way.send}" if way.send else f"sms:{way.dial}"
    return f"tel:{way.dial.replace('#', '%23')}"


def checked_words(country: Country) -> str:
    """The oldest check in the words of a month: November 2026"""
    day = country.checked
    return formatted(day, pgettext("date: month year", "F Y")) if day else ""
