"""What the page of a person says in words: who they are, how to reach them, how it stands."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kindring.insights.dates import ComingDate
from kindring.insights.people import PersonFacts
from kindring.lib.quiet import quiet
from kindring.people.actions.details import Channel
from kindring.people.channels import is_fax
from kindring.people.models import Felt, Moment, Person, State
from kindring.web.dates import month_day, near_day, short_day
from kindring.web.languages import gettext, ngettext
from kindring.web.words import (
    date_word,
    felt_word,
    interval_words,
    names_words,
    opening,
    rhythm_words,
    ring_word,
    role_word,
    way_word,
)

_EXTENSION = re.compile(r"\s*(?:;?ext\b|\bx\d)", re.IGNORECASE)
_DIALLED = set("+*#,;0123456789")
_SHORTEST_NUMBER = 3
_FELT = frozenset(Felt.values)
_LEAD = {State.DIED: 0, State.UNSAFE: -1, State.ENDED: -1}  # days before a date that it is said to be near


class Link(NamedTuple):
    words: str
    href: str
    mark: str

    def __repr__(self) -> str:
        return quiet(self)


class Reach(NamedTuple):
    """One way to reach someone: its value as it was typed, and where one tap leads."""

    value: str
    label: str
    links: list[Link]

    def __repr__(self) -> str:
        return quiet(self)


class Day(NamedTuple):
    """A day of the year that matters: its name, the day as it was noted, and more to say when it is near."""

    what: str
    day: str
    more: str

    def __repr__(self) -> str:
        return quiet(self)


@dataclass(frozen=True)
class Said:
    """The words of a person's page; '' and empty lists where there is nothing to say.

    `over`: it has ended, is unsafe, or they died.
    """

    who: list[str]
    stands: str
    rhythm: list[str]
    died: bool
    over: bool
    may_return: bool
    reach: list[Reach]
    days: list[Day]
    wish: str

    def __repr__(self) -> str:
        return quiet(self)


def said_of(facts: PersonFacts, today: date, lead_days: int) -> Said:
    """`lead_days` is how long before a date the user wants to hear of it."""
    person, state = facts.person, facts.state
    return Said(
        who=who(person),
        stands=how_it_stands(person, state, today),
        rhythm=rhythm_words(facts.outlook) if facts.outlook else [],
        died=state is State.DIED,
        over=not person.may_suggest,
        may_return=state in {State.PAUSED, State.ENDED},
        reach=ways_to_reach(person, state),
        days=[_day(coming, today, _LEAD.get(state, lead_days)) for coming in facts.dates],
        wish=wish_words(person.wish_days),
    )


def wish_words(days: int | None) -> str:
    """See each other about every month."""
    if days is None:
        return gettext("None noted; it goes at its own pace.")
    if days == 0:
        return gettext("You leave this to rest.")
    return gettext("See each other about %(every)s.") % {"every": interval_words(days)}


def who(person: Person) -> list[str]:
    """friend; in your closest ring; she/her"""
    said = [role_word(person.role)]
    said += [gettext("in your %(ring)s ring") % {"ring": ring_word(person.ring)} if person.ring else ""]
    said += [person.pronouns, person.name if person.called and person.called != person.name else ""]
    return [words for words in said if words]


def ways_to_reach(person: Person, state: State) -> list[Reach]:
    """Everything that was typed, with links where one tap can help: none to someone unsafe, nothing for the dead."""
    typed = [] if state is State.DIED else [way for way in person.channels if way.get("value")]
    links = _no_links if state is State.UNSAFE else channel_links
    return [Reach(way["value"], way.get("label", ""), links(way)) for way in typed]


def _no_links(_way: Channel) -> list[Link]:
    return []


def channel_links(way: Channel) -> list[Link]:
    """Where one tap leads; a fax neither rings for anyone nor shows a message."""
    return [] if is_fax(way) else links_of(way["kind"], way["value"])


def links_of(kind: str, value: str) -> list[Link]:
    """Where one tap leads: to a call or a message, or to a mail; nowhere for what is not a number or an address."""
    if kind == "phone":
        number = _EXTENSION.split(value, maxsplit=1)[0]  # what a switchboard asks for cannot be dialled along
        return _phone_links("".join(filter(_DIALLED.__contains__, number)))
    if kind == "email" and "@" in value and not any(letter.isspace() for letter in value):
        return [Link(gettext("Write"), f"mailto:{quote(value, safe='@+')}", "mail")]
    return []


def _phone_links(number: str) -> list[Link]:
    if sum(map(str.isdigit, number)) < _SHORTEST_NUMBER:
        return []
    call, message = gettext("Call"), gettext("Message")
    return [Link(call, f"tel:{number}", "phone"), Link(message, f"sms:{number}", "message-circle")]


def near_days(dates: Iterable[ComingDate], today: date, lead_days: int) -> list[Day]:
    """Those that come up within the lead time."""
    return [day for day in (_day(coming, today, lead_days) for coming in dates) if day.more]


def _day(coming: ComingDate, today: date, lead_days: int) -> Day:
    near = near_day(coming.day, today) if coming.days_away <= lead_days else ""
    years = coming.turning or 0
    told = ngettext("%(years)d year", "%(years)d years", years) % {"years": years} if near and years else ""
    noted = month_day(coming.month, coming.month_day, coming.year)
    return Day(date_name(coming), noted, " · ".join(filter(None, (near, told))))


def date_name(coming: ComingDate) -> str:
    """Birthday, anniversary or the user's own label, with a capital"""
    return opening(coming.label or date_word(coming.sort))


def how_it_stands(person: Person, state: State, today: date) -> str:
    """One kind sentence where a tie is not simply active; '' where it is."""
    words = _STANDS.get(state)
    until = short_day(person.paused_until, today) if person.paused_until else ""
    return str(words) % {"name": person.shown_name, "day": until} if words else ""


_STANDS = {
    State.PAUSED: _("Paused until %(day)s. Until then Today stays quiet about %(name)s."),
    State.ENDED: _("This has ended. What you wrote stays yours, and nothing here asks for more."),
    State.UNSAFE: _("You marked this as unsafe. Kindring never suggests %(name)s."),
    State.DIED: _("%(name)s has died. What you shared stays here for as long as you like."),
}


def felt_words(felt: Iterable[str]) -> str:
    """felt heard, present"""
    words = [felt_word(word) for word in felt if word in _FELT]
    return pgettext("moment", "felt %(words)s") % {"words": gettext(", ").join(words)} if words else ""


def moment_words(moment: Moment, others: Sequence[str]) -> list[str]:
    """call; with Mira and Jonas"""
    company = gettext("with %(names)s") % {"names": names_words(others)} if others else ""
    return [words for words in (way_word(moment.way), company) if words]
