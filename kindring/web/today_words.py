"""What Today says: the greeting, why someone is named, and the step that fits."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kindring.engine.next_step import Step
from kindring.insights.dates import ComingDate
from kindring.insights.today import Suggested, TodayFacts
from kindring.insights.together import Planned
from kindring.lib.quiet import quiet
from kindring.web.addresses import url
from kindring.web.ask_words import near_words
from kindring.web.dates import near_day, short_day
from kindring.web.guide_texts import long_silent
from kindring.web.languages import gettext, ngettext, per_language
from kindring.web.person_words import Link, date_name, links_of
from kindring.web.words import deciding_words, opening, ring_word, role_word

_NOON, _EVENING, _NIGHT = 12, 18, 4
_STEPS: dict[Step, Promise] = {
    "first_word": _("Write a first word"),
    "message": _("Write to %(name)s"),
    "call": _("Call %(name)s"),
    "walk": _("Suggest a walk"),
    "card": _("Write a card"),
}


class Named(NamedTuple):
    """One card of Today. `link` is None where nothing can be pressed to reach them; `plain` then says the step, with
    the address it goes to or that none is noted.

    `long`: so long a silence that the guide about it fits.
    """

    facts: Suggested
    who: str
    why: str
    step: str
    link: Link | None
    plain: str
    long: bool

    def __repr__(self) -> str:
        return quiet(self)


def greeting(name: str, now: datetime) -> str:
    """Good morning, Ana. `now` is in the user's zone."""
    if not name:
        return gettext("Hello.")
    if _NIGHT <= now.hour < _NOON:
        words = gettext("Good morning, %(name)s.")
    elif _NOON <= now.hour < _EVENING:
        words = gettext("Good afternoon, %(name)s.")
    else:
        words = gettext("Good evening, %(name)s.")
    return words % {"name": name}


def heading(facts: TodayFacts) -> str:
    """How many wait to be thought of, in words; '' where the page says something else."""
    if facts.state == "low_day":
        return gettext("Go gently today.")
    counts = {
        1: gettext("One person to think of today."),
        2: gettext("Two people to think of today."),
        3: gettext("Three people to think of today."),
    }
    return counts.get(len(facts.open), "")


def named(one: Suggested, today: date) -> Named:
    step, link = _step(one)
    ring_and_role = [ring_word(one.ring), role_word(one.role)]
    who = " · ".join(filter(None, ring_and_role))
    plain = "" if link else _plain(one, step)
    return Named(one, who, _why(one, today), step, link, plain, long_silent(one.outlook))


def _why(one: Suggested, today: date) -> str:
    """What decides: what comes up, how long it has been, and when they last met if the step is to meet.

    The rest of the rhythm's reasons stand on the person's page.
    """
    reasons = [date_sentence(one.date, today)] if one.date else []
    reasons.append(deciding_words(one.outlook))
    last = today - timedelta(days=one.outlook.silent)
    if one.step == "walk" and one.met_on and one.met_on != last:  # else that day is told already
        reasons.append(gettext("You last met on %(day)s.") % {"day": short_day(one.met_on, today)})
    return " ".join(reasons)


def date_sentence(coming: ComingDate, today: date) -> str:
    """Birthday on Tuesday. It is 40 years. / Birthday tomorrow."""
    numbers = {"what": date_name(coming), "day": near_day(coming.day, today), "years": coming.turning or 0}
    words = gettext("%(what)s %(day)s.") if coming.days_away <= 1 else gettext("%(what)s on %(day)s.")
    if coming.turning:
        words += " " + ngettext("It is the first year.", "It is %(years)d years.", coming.turning)
    return words % numbers


def coming_words(coming: ComingDate) -> str:
    """Birthday, 40 years"""
    if not coming.turning:
        return date_name(coming)
    words = ngettext("%(what)s, one year", "%(what)s, %(years)d years", coming.turning)
    return words % {"what": date_name(coming), "years": coming.turning}


class TogetherLine(NamedTuple):
    """One time with someone: what, when ("How was it?" once it has begun), and where a press leads."""

    what: str
    when: str
    href: str

    def __repr__(self) -> str:
        return quiet(self)


def together_lines(planned: Sequence[Planned], now: datetime) -> list[TogetherLine]:
    """A walk with Mira; today, 11 a.m."""
    return [_together(one, now) for one in planned]


def _together(one: Planned, now: datetime) -> TogetherLine:
    what = opening(gettext("%(what)s with %(name)s") % {"what": one.what, "name": one.name})
    when = gettext("How was it?") if one.begun else opening(near_words(one.starts_at, now))
    return TogetherLine(what, when, url("together", one.time_id))


@per_language
def _step_words(step: Step) -> str:
    return str(_STEPS[step])


def _step(one: Suggested) -> tuple[str, Link | None]:
    words = _step_words(one.step) % {"name": one.name}
    if one.step == "walk":  # a walk wants a day: the plan offers some, and has the words to send
        return words, Link(words, url("together_new", one.person_id, query={"what": "walk"}), "footprints")
    if one.channel is None:
        return words, None
    links = {link.href.split(":")[0]: link for link in links_of(one.channel["kind"], one.channel["value"])}
    wanted = ("tel", "mailto") if one.step == "call" else ("sms", "mailto", "tel")
    found = next((links[scheme] for scheme in wanted if scheme in links), None)
    return words, Link(words, found.href, found.mark) if found else None


def _plain(one: Suggested, step: str) -> str:
    """Write a card: Ilica 1, Zagreb / Write a card: no address is noted yet."""
    if one.channel:
        return gettext("%(what)s: %(address)s") % {"what": step, "address": one.channel["value"]}
    if one.step == "card":
        return gettext("%(what)s: no address is noted yet.") % {"what": step}
    return gettext("%(what)s: no number or e-mail address is noted yet.") % {"what": step}
