"""What the check-in says: sets, readings and changes in words. It compares with nobody and judges nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext, ngettext

from kindring.checkins.choosing import minutes
from kindring.engine.measures import ends
from kindring.insights.beside import Beside
from kindring.insights.self_time import OwnTime
from kindring.insights.wellbeing import Offered, Point, Trend, Wellbeing
from kindring.web.dates import full_day, near_day, short_day
from kindring.web.languages import per_language
from kindring.web.trend_chart import Chart, chart_of


@dataclass(frozen=True)
class Drawn:
    """One chart of a measure: its heading, what it says last, what changed, the picture and the table."""

    trend: Trend
    words: str
    latest: str
    range: str
    changed: str
    chart: Chart
    heard: str
    rows: tuple[tuple[str, str], ...]


def set_title(name: str) -> str:
    return {
        "short": gettext("A short look"),
        "long": gettext("A longer look"),
    }[name]


def set_name(offered: Offered, every: int) -> str:
    """Your weekly minute; the longer one of the month; else what it is without a rhythm."""
    if offered.name == "short" and every == 7:
        return gettext("Your weekly minute")
    if offered.name == "long" and every == 30:
        return gettext("Once a month, a little longer")
    return set_title(offered.name)


def set_words(offered: Offered, today: date) -> str:
    """Four questions, about a minute. The last time was on Tuesday."""
    count = sum(len(measure.items) for measure in offered.asked)
    about = minutes(offered.asked)
    words = ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}
    takes = ngettext("about a minute", "about %(minutes)d minutes", about) % {"minutes": about}
    told = gettext("%(questions)s, %(takes)s.") % {"questions": words, "takes": takes}
    if offered.last is None:
        return told
    last = near_day(offered.last, today) if (today - offered.last).days < 2 else short_day(offered.last, today)
    return told + " " + gettext("The last time: %(day)s.") % {"day": last}


def drawn(facts: Wellbeing) -> list[list[Drawn]]:
    """The charts, measure by measure. Where one score rests on all questions, its parts are only told."""
    found: dict[str, list[Drawn]] = {}
    days = {day: full_day(day) for day in {point.day for trend in facts.trends for point in trend.points}}
    for trend in facts.trends:
        charts = found.setdefault(trend.measure.key, [])
        if not charts or len(charts[0].trend.rule.items) < len(trend.measure.items):
            charts.append(_drawn(trend, facts.day, days))
    return list(found.values())


def _drawn(trend: Trend, today: date, days: Mapping[date, str]) -> Drawn:
    chart, said = chart_of(trend, today), _readings_words(trend)
    return Drawn(
        trend=trend,
        words=trend.rule.words if len(trend.measure.rules) > 1 else trend.measure.title,
        latest=said[-1],
        range=band_words(trend),
        changed=change_words(trend, today),
        chart=chart,
        heard=_heard(trend, said[-1], today),
        rows=tuple(
            (days[point.day], words) for point, words in zip(reversed(trend.points), reversed(said), strict=True)
        ),
    )


def _readings_words(trend: Trend) -> list[str]:
    """The words of each reading; a score that came before is not put into words again."""
    known: dict[tuple[object, ...], str] = {}
    said = []
    for point in trend.points:
        key = (point.chosen, *point.score[1:3], point.score.answered)
        if key not in known:
            known[key] = reading_words(trend, point)
        said.append(known[key])
    return said


def reading_words(trend: Trend, point: Point) -> str:
    """6 of 10; Some of the time; between 1 and 4 of 21, one answer is missing; not added up"""
    score = point.score
    if point.chosen and not point.chosen.isdigit():
        return point.chosen
    missing = score.items - score.answered
    if score.low is None or score.high is None:
        return _left_open(missing)
    return _score_words(score.low, score.high, ends(trend.measure, trend.rule)[1], missing)


@per_language
def _score_words(low: int, high: int, most: int, missing: int) -> str:
    if low == high:
        return gettext("%(value)d of %(most)d") % {"value": low, "most": most}
    numbers = {"low": low, "high": high, "most": most}
    between = gettext("between %(low)d and %(high)d of %(most)d") % numbers
    return f"{between}, {_missing(missing)}"


@per_language
def _left_open(missing: int) -> str:
    if not missing:
        return gettext("nothing to count")
    return gettext("not added up: %(missing)s") % {"missing": _missing(missing)}


def _missing(left: int) -> str:
    return ngettext("one answer is missing", "%(count)d answers are missing", left) % {"count": left}


def band_words(trend: Trend) -> str:
    """What the source calls the latest reading, with the source; '' where it calls it nothing."""
    band = trend.latest.score.band
    if band is None:
        return ""
    words = gettext("The published ranges call this “%(band)s” (%(source)s). It is no diagnosis.")
    return words % {"band": band.words, "source": trend.rule.source.rstrip(".")}


def change_words(trend: Trend, today: date) -> str:
    """Two readings in a row are a little higher than those since 6 September."""
    change = trend.change
    if change.direction == "early" or change.since is None:
        return gettext("It is too early to say whether something changed.")
    since = short_day(date.fromordinal(change.since), today)
    if change.published:
        words = {
            "higher": gettext("%(by)d points higher than on %(day)s; from %(least)d on, a change is worth a word."),
            "lower": gettext("%(by)d points lower than on %(day)s; from %(least)d on, a change is worth a word."),
        }[change.direction]
        return words % {"by": abs(change.by), "day": since, "least": trend.rule.least_change}
    words = {
        "higher": gettext("Two readings in a row are a little higher than those since %(day)s."),
        "lower": gettext("Two readings in a row are a little lower than those since %(day)s."),
        "same": gettext("About the same since %(day)s."),
    }[change.direction]
    return words % {"day": since}


def _heard(trend: Trend, latest: str, today: date) -> str:
    """What the picture shows, for who listens."""
    count, first = len(trend.points), short_day(trend.points[0].day, today)
    words = ngettext(
        "%(count)d reading, on %(first)s: %(latest)s. It is in the table below.",
        "%(count)d readings since %(first)s, lately %(latest)s. They are in the table below.",
        count,
    )
    return words % {"count": count, "first": first, "latest": latest}


def has_changed(facts: Wellbeing) -> bool:
    return any(trend.change.direction in {"higher", "lower"} for trend in facts.trends)


def beside_words(facts: Beside) -> list[str]:
    """What happened on the map in the last four weeks, as it is stored; empty where nothing did."""
    said = [_met_words(facts)] if facts.met != facts.met_before else []
    if facts.came:
        came = ngettext("One person came to your map.", "%(count)d people came to your map.", facts.came)
        said.append(came % {"count": facts.came})
    if facts.paused:
        paused = ngettext("With one person it is paused.", "With %(count)d people it is paused.", facts.paused)
        said.append(paused % {"count": facts.paused})
    if facts.rested:
        rested = ngettext("You leave one person to rest.", "You leave %(count)d people to rest.", facts.rested)
        said.append(rested % {"count": facts.rested})
    return said


def _met_words(facts: Beside) -> str:
    if facts.met > facts.met_before:
        words = gettext("In the last four weeks you met more people face to face: %(now)d, and %(before)d before.")
    else:
        words = gettext("In the last four weeks you met fewer people face to face: %(now)d, and %(before)d before.")
    return words % {"now": facts.met, "before": facts.met_before}


class OwnMark(NamedTuple):
    """You, in the middle of the map: what it says, and whether there was time for yourself within a week."""

    words: str
    kept: bool


def own_mark(own: OwnTime, today: date) -> OwnMark:
    return OwnMark(own_words(own, today), own.had is not None)


def own_line(own: OwnTime, today: date) -> str:
    """What stands below the heading "Time for yourself"."""
    nothing = gettext("Rest, body, nature or joy. Ten minutes are enough.")
    return _own(own, today, gettext("The last time: %(day)s."), gettext("Planned: %(day)s."), nothing)


def own_words(own: OwnTime, today: date) -> str:
    """The middle of the map, in words below it: Time for yourself: yesterday."""
    had, planned = gettext("Time for yourself: %(day)s."), gettext("Time for yourself is planned: %(day)s.")
    return _own(own, today, had, planned, gettext("Time for yourself"))


def _own(own: OwnTime, today: date, had: str, planned: str, nothing: str) -> str:
    """The sentence that fits, with its day."""
    if own.had:
        return had % {"day": near_day(own.had, today)}
    if own.planned:
        return planned % {"day": near_day(own.planned, today)}
    return nothing
