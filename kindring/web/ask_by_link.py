"""Help without an account: a link opens one ask for one helper, until the ask ends or the link is taken back.

For two weeks after the end it shows what the helper did and the thanks for it; their kind word is all they can send.

The secret in the address opens the sealed words, for this request alone. Whoever is signed in in the same browser
plays no part in it, and nothing is kept in a cookie but the mark that every form needs.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import SYSTEM, Actor
from kindring.asks import actions
from kindring.asks.actions import PlaceTaken
from kindring.asks.endings import has_ended, links_open_until
from kindring.asks.keys import keyring_of_link
from kindring.asks.models import HelperLink
from kindring.insights.ask import Day, claim_of, days_by_link, proposals_by_link
from kindring.lib.days import zone_named
from kindring.lib.keyring import opened_with
from kindring.lib.refused import Refused
from kindring.web import ask_words
from kindring.web.ask import calendar_file
from kindring.web.ask_after import WENT
from kindring.web.ask_answers import GIVEN_BACK, OFFERED, STANDS_BY, TAKEN
from kindring.web.ask_doors import gone, id_sent, keeping_words, typed_in
from kindring.web.ask_forms import ClaimForm, ProposeForm, WentForm
from kindring.web.ask_helped import has_been, helped_by_me
from kindring.web.ask_page import (
    Facts,
    answered,
    calendar_facts,
    dates_to_choose,
    day_words_of,
    helping_facts,
)
from kindring.web.ask_taking import offer, offered_instead, take
from kindring.web.ask_ways import ways_by
from kindring.web.ask_words import zone_words
from kindring.web.browsers import address_of
from kindring.web.filling import sent
from kindring.web.render import go, page
from kindring.web.sessions import open_to_all

View = Callable[[HttpRequest, str, HelperLink], HttpResponse]


def with_link(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Opens the ask behind the secret while the view looks at it; a plain page where the link leads nowhere."""

    @wraps(view)
    def held(request: HttpRequest, secret: str) -> HttpResponse:
        sends = request.method == "POST"
        now, address = timezone.now(), address_of(request)
        link = actions.open_link(by=SYSTEM, now=now, secret=secret, address=address, sends=sends)
        if link is None:
            return over(request)
        with opened_with(keyring_of_link(link, secret)), timezone.override(zone_named(link.ask.time_zone)):
            return view(request, secret, link)

    return held


def over(request: HttpRequest) -> HttpResponse:
    """The same for a link that was taken back, one whose ask is over, and one that never was."""
    line = gettext("What was asked has found its way, or the link was taken back. Nothing more is needed of you.")
    return gone(request, 404, line, typed_in(request), title=gettext("This link has ended"), known=False)


def while_open(view: View) -> View:
    """What is only there until the ask ends."""

    @wraps(view)
    def held(request: HttpRequest, secret: str, link: HelperLink) -> HttpResponse:
        return over(request) if has_ended(link.ask, timezone.now()) else view(request, secret, link)

    return held


@open_to_all
@require_safe
@with_link
def helper(request: HttpRequest, secret: str, link: HelperLink) -> HttpResponse:
    return looked_back(request, secret, link) if has_ended(link.ask, timezone.now()) else shown(request, secret, link)


def looked_back(request: HttpRequest, secret: str, link: HelperLink) -> HttpResponse:
    """The ask has ended: what this helper carried, how they were thanked, and nothing else of it."""
    ask = link.ask
    mine = [day for day in _days(link) if day.mine]
    left = [day for day in mine if day.in_reserve or not has_been(ask, day)]
    facts = {"ask": ask, "left": left, "done": helped_by_me(ask, mine), "ends": day_words_of(ask)}
    facts |= {"until": links_open_until(ask)}
    return page(request, "ask/link_after.html", facts | {"words": ask_words, "ways": ways_by(secret)})


def shown(
    request: HttpRequest, secret: str, link: HelperLink, facts: Facts | None = None, *, refused: Refused | None = None
) -> HttpResponse:
    now, ask = timezone.now(), link.ask
    days = days_by_link(ask, link, now)
    known = calendar_facts(ask, days, now) | helping_facts(ask, days, link.label)
    known |= {"own": False, "ways": ways_by(secret), "proposals": proposals_by_link(link)}
    known |= {"zone": zone_words(ask.time_zone)}
    return answered(request, "ask/link.html", known | (facts or {}), refused)


def _days(link: HelperLink) -> list[Day]:
    return days_by_link(link.ask, link, timezone.now())


@open_to_all
@require_POST
@with_link
@while_open
@keeping_words
def helper_claim(request: HttpRequest, secret: str, link: HelperLink) -> HttpResponse:
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return shown(request, secret, link, {"form": form})
    try:
        claim = take(_by(link), link.ask, form)
    except PlaceTaken as refused:
        instead = offered_instead(_days(link), refused)
        return shown(request, secret, link, {"form": form, "taken": instead}, refused=refused)
    except Refused as refused:
        return shown(request, secret, link, {"form": form}, refused=refused)
    held = any(day.mine == claim and not day.in_reserve for day in _days(link))
    return go("helper", secret, done=TAKEN if held else STANDS_BY)


@open_to_all
@require_POST
@with_link
@while_open
def helper_withdraw(request: HttpRequest, secret: str, link: HelperLink) -> HttpResponse:
    claim = claim_of(link, id_sent(request, "claim"))
    if claim is None:  # pressed once more
        return go("helper", secret)
    actions.withdraw_claim(by=_by(link), now=timezone.now(), claim=claim)
    return go("helper", secret, done=GIVEN_BACK)


@open_to_all
@require_POST
@with_link
@while_open
@keeping_words
def helper_propose(request: HttpRequest, secret: str, link: HelperLink) -> HttpResponse:
    form = ProposeForm(request.POST, dates=dates_to_choose(_days(link)))
    if not form.is_valid():
        return shown(request, secret, link, {"other": form})
    try:
        offer(_by(link), link.ask, form, link.ask.time_zone)
    except Refused as refused:
        return shown(request, secret, link, {"other": form}, refused=refused)
    return go("helper", secret, done=OFFERED)


@open_to_all
@require_POST
@with_link
@keeping_words
def helper_went(request: HttpRequest, secret: str, link: HelperLink) -> HttpResponse:
    claim = claim_of(link, id_sent(request, "claim"))
    if claim is None:
        raise Refused("claim_not_found", gettext("This is no longer here."), 404)
    words = sent(WentForm(request.POST))["words"]
    actions.say_how_it_went(by=_by(link), now=timezone.now(), claim=claim, words=words)
    return go("helper", secret, done=WENT, fragment="after")


@open_to_all
@require_safe
@with_link
@while_open
def helper_calendar(request: HttpRequest, secret: str, link: HelperLink) -> HttpResponse:
    """What this helper carries. The link does not travel into the calendar."""
    mine = [day for day in _days(link) if day.mine and not day.in_reserve]
    return calendar_file(request, link.ask, mine, href=False)


def _by(link: HelperLink) -> Actor:
    return Actor(None, link.id)


urlpatterns = [
    path("h/<str:secret>", helper, name="helper"),
    path("h/<str:secret>/claim", helper_claim, name="helper_claim"),
    path("h/<str:secret>/withdraw", helper_withdraw, name="helper_withdraw"),
    path("h/<str:secret>/propose", helper_propose, name="helper_propose"),
    path("h/<str:secret>/went", helper_went, name="helper_went"),
    path("h/<str:secret>/calendar", helper_calendar, name="helper_calendar"),
]
