"""What is between two people, in words: what flows, how they are in touch, give and take, and one small idea."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kindring.engine.next_step import Step
from kindring.engine.presence import Presence
from kindring.engine.reciprocity import Balance
from kindring.insights.between import Flow, small_idea
from kindring.insights.dates import ComingDate
from kindring.insights.people import PersonFacts
from kindring.lib.quiet import quiet
from kindring.people.models import Person
from kindring.web.addresses import url
from kindring.web.dates import short_day
from kindring.web.person_words import Link
from kindring.web.today_words import date_sentence
from kindring.web.words import kind_word

_STEPS: dict[Step, str | Promise] = {
    "first_word": _("A first word, in whatever way is easiest."),
    "message": _("A few lines would do."),
    "call": _("A call, also a short one."),
    "walk": _("A walk together."),
    "card": _("A card with two lines in it."),
}
_PLANS: dict[Step, tuple[str | Promise, str, str]] = {
    "walk": (_("Plan a walk"), "walk", "footprints"),
    "call": (_("Plan a call"), "call", "phone"),
}


@dataclass(frozen=True)
class Idea:
    """One small thing: why and what, and where one press leads if it leads anywhere."""

    words: list[str]
    link: Link | None

    def __repr__(self) -> str:
        return quiet(self)


@dataclass(frozen=True)
class BetweenSaid:
    """'' and empty lists where there is nothing to say."""

    flows: list[tuple[str, str]]
    in_touch: str
    give_and_take: list[str]
    idea: Idea | None

    def __repr__(self) -> str:
        return quiet(self)

    @property
    def anything(self) -> bool:
        return bool(self.flows or self.in_touch or self.give_and_take)


def said_between(facts: PersonFacts, today: date, lead_days: int, *, planned: bool) -> BetweenSaid:
    """`lead_days` is how long before a date the user wants to hear of it. Where something is planned, that is idea
    enough."""
    found, name = facts.between, facts.person.shown_name
    return BetweenSaid(
        flows=[(flow.kind, flow_words(flow, name)) for flow in found.flows],
        in_touch=presence_words(found.presence) if found.presence else "",
        give_and_take=balance_words(found.balance, name, over=not facts.person.may_suggest) if found.balance else [],
        idea=None if planned else idea_of(facts, today, lead_days),
    )


def flow_words(flow: Flow, name: str) -> str:
    """company, both ways; emotional from Mira; practical from you: what was said, or else noted of late"""
    theirs, yours = flow.they_give or flow.received > 0, flow.you_give or flow.given > 0
    if theirs and yours:
        words = gettext("%(kind)s, both ways")
    elif theirs:
        words = gettext("%(kind)s from %(name)s")
    else:
        words = gettext("%(kind)s from you")
    return words % {"kind": kind_word(flow.kind), "name": name}


def presence_words(found: Presence) -> str:
    """You mostly meet in person: 14 of 20 times in the last year. '' below five times."""
    if not found.shown:
        return ""
    words = {
        "mostly in person": gettext("You mostly meet in person: %(met)d of %(times)d times in the last year."),
        "mostly from afar": gettext("You are mostly in touch from afar; %(met)d of %(times)d times you met."),
        "some of both": gettext("You meet, or you are in touch from afar; %(met)d of %(times)d times you met."),
    }[found.word]
    return words % {"met": found.reasons[0].in_person, "times": found.reasons[0].moments}


def balance_words(found: Balance, name: str, *, over: bool = False) -> list[str]:
    """In the last year Jonas was there for you 4 times, and you for Jonas once. Nothing below four acts.

    Where a tie is `over` or does harm the numbers stand alone: nothing is made of them.
    """
    if not found.reasons:
        return []
    reason = found.reasons[0]
    acts = _acts(reason.given, reason.received, name)
    if over:
        return [acts]
    closing = {
        "about even": gettext("That is about even."),
        "you receive more": gettext("That evens out over years, not weeks."),
        "you give more": gettext("There are times for that. You may ask for something, too."),
    }[found.word]
    wide = any(one.code == "wide" for one in found.unknown)
    few = [gettext("Few times are noted; the next ones may change this.")] if wide else []
    return [acts, closing, *few]


def _acts(given: int, received: int, name: str) -> str:
    theirs = ngettext("%(name)s was there for you once", "%(name)s was there for you %(count)d times", received) % {
        "name": name,
        "count": received,
    }
    yours = ngettext("you for %(name)s once", "you for %(name)s %(count)d times", given) % {
        "name": name,
        "count": given,
    }
    if not given:
        return gettext("In the last year %(theirs)s.") % {"theirs": theirs}
    if not received:
        alone = ngettext(
            "In the last year you were there for %(name)s once.",
            "In the last year you were there for %(name)s %(count)d times.",
            given,
        )
        return alone % {"name": name, "count": given}
    return gettext("In the last year %(theirs)s, and %(yours)s.") % {"theirs": theirs, "yours": yours}


def idea_of(facts: PersonFacts, today: date, lead_days: int) -> Idea | None:
    """Only with whom all is well: a paused tie, and one that ended or does harm, has no outlook."""
    coming = next((one for one in facts.dates if one.days_away <= lead_days), None)
    step = small_idea(facts.person, facts.outlook, coming, today)
    if step is None:
        return None
    return Idea(_idea_words(facts.person, step, coming, today), _idea_link(facts.person, step))


def _idea_words(person: Person, step: Step, coming: ComingDate | None, today: date) -> list[str]:
    words = [date_sentence(coming, today)] if coming else []
    words.append(str(_STEPS[step]))
    if step == "walk" and person.met_on and person.contacts != 1:  # the one day is told already
        words.append(gettext("You last met on %(day)s.") % {"day": short_day(person.met_on, today)})
    return words


def _idea_link(person: Person, step: Step) -> Link | None:
    """To a plan; whoever only wants to call or to write finds how beside it, among the ways to reach them."""
    if step not in _PLANS:
        return None
    words, what, mark = _PLANS[step]
    return Link(str(words), url("together_new", person.id, query={"what": what}), mark)
