"""The page of one ask: for whoever asks, and for whoever is asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from kindring.accounts.models import User
from kindring.asks.endings import has_ended, links_open, links_open_until
from kindring.asks.models import Ask, Claim, HelperLink, Offer
from kindring.engine.matching import give_back
from kindring.insights import ask as rows
from kindring.insights import ask_people as around
from kindring.insights.ask import Day
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.web import ask_forms, ask_words, why_notes
from kindring.web.ask_helped import helped_by_me, helpers_of
from kindring.web.ask_ways import ways_of
from kindring.web.ask_weeks import weeks_of
from kindring.web.offer_words import carrying_words, gift_words
from kindring.web.render import page
from kindring.web.sending import near_only
from kindring.web.sessions import SignedIn

Facts = dict[str, Any]


def show(
    request: SignedIn, ask: Ask, facts: Mapping[str, Any] | None = None, *, refused: Refused | None = None
) -> HttpResponse:
    """The page for whoever may open it; `facts` are forms that need another look, `refused` why."""
    now, user = timezone.now(), request.user
    days = rows.days_for(user, ask, now)
    known = calendar_facts(ask, days, now)
    known |= for_asker(request, ask, days, now) if ask.owner_id == user.id else for_helper(user, ask, days, now)
    return answered(request, "ask/ask.html", known | dict(facts or {}), refused)


def answered(request: HttpRequest, template: str, facts: Facts, refused: Refused | None) -> HttpResponse:
    """200, or 422 where a form needs another look, or the status of what was refused."""
    wrong = any(form.is_bound and form.errors for form in (facts.get("form"), facts.get("other")) if form)
    status = refused.status if refused else 422 if wrong else 200
    return page(request, template, facts | {"refused": refused.message if refused else ""}, status=status)


def calendar_facts(ask: Ask, days: Sequence[Day], now: datetime) -> Facts:
    """What everyone sees who may open the ask."""
    mine = [day for day in days if day.mine]
    free = [day for day in days if day.free and not day.mine]
    shown = weeks_of(ask, days)
    return {
        "ask": ask,
        "weeks": shown,
        "words": ask_words,
        "now": now,
        "mine": mine,
        "free": free,
        "by_reserve": [day for day in days if day.may_stand_by and not day.mine],
        "elsewhere": any(one.there for cells in shown.lists for cell in cells for one in cell.shown),
        "dated": any(day.slot.starts_at for day in mine or days),
        "over": all(day.over for day in days),
        "ends": day_words_of(ask),
        "form": None,
        "other": None,
        "taken": None,
    }


def day_words_of(ask: Ask) -> str:
    """Why nothing can be pressed any more; '' while it is open."""
    return {
        Ask.State.OPEN: "",
        Ask.State.DONE: gettext("This ask is closed. Thank you, everyone."),
        Ask.State.STOPPED: gettext("This ask was taken back. Nothing more is needed."),
    }[Ask.State(ask.state)]


def dates_to_choose(days: Sequence[Day]) -> list[tuple[str, str]]:
    """What a form offers: the dates that are to come."""
    return [(str(day.slot.id), ask_words.when_words(day.slot.starts_at)) for day in days if not day.over]


def for_helper(user: User, ask: Ask, days: Sequence[Day], now: datetime) -> Facts:
    """What whoever is asked sees besides; `over` dates of theirs can be closed kindly."""
    circles = around.circles_asked(user, ask, around.circle_names(user))
    mine = [day for day in days if day.mine]
    open_ = ask.state == Ask.State.OPEN
    helped = around.helped_lately(user, ask, circles) if open_ and not mine else None
    facts = helping_facts(ask, days, user.called)
    return facts | {
        "own": False,
        "ways": ways_of(ask),
        "circles": sorted(circles.values(), key=str.casefold),
        "helped": ask_words.helped_words(helped) if helped else "",
        "put_away": rows.is_put_away(user, ask),
        "proposals": rows.my_proposals(user, ask),
        "person": around.people_behind(user).get(ask.owner_id),
    }


def helping_facts(ask: Ask, days: Sequence[Day], called: str) -> Facts:
    """What every helper sees, with an account and without."""
    mine = [day for day in days if day.mine]
    return {
        "why": ask.why if ask.why_for == Ask.WhyFor.ALL or mine else "",
        "done": helped_by_me(ask, days),
        "form": ask_forms.ClaimForm(initial={"name": called}),
        "other": ask_forms.ProposeForm(dates=dates_to_choose(days), initial={"name": called}),
    }


def for_asker(request: SignedIn, ask: Ask, days: Sequence[Day], now: datetime) -> Facts:
    """What only whoever asks sees."""
    user = request.user
    known = around.known_to(user)
    stages = around.reached(user, ask, known)
    held = [(day, place.claim) for day in days for place in day.places if place.claim]
    proposals = rows.proposals_to(user, ask) if ask.state == Ask.State.OPEN else []
    open_ = ask.state == Ask.State.OPEN
    links = rows.links_of(user, ask)
    much = around.who_carries_much(user, ask, known, _called(held), day_in(user.time_zone, now))
    return {
        "own": True,
        "why": ask.why,
        "ways": ways_of(ask),
        "asked": ask_words.reached_words(stages),
        "next": ask_words.next_words(stages, now) if open_ else "",
        "stage": next((stage.number for stage in stages if not stage.begun), 0),
        "unanswered": open_ and not proposals and around.is_unanswered(ask, days, stages, now),
        "gave_back": open_ and around.gave_back(user, ask, now),
        "proposals": proposals,
        "links": [shown_link(request, ask, link) for link in links],
        "ended": has_ended(ask, now),
        "lasting": _lasting(ask, links, now),
        "much": carrying_words(much.name, much.kind) if much else "",
        "done": helpers_of(ask, days),
        "known": why_notes.known("thanks", day_in(user.time_zone, now)),
        "gift": _gift(user, ask, [claim for _, claim in held], now),
        "people": known.people,
        "link_form": ask_forms.LinkForm(),
    }


def _lasting(ask: Ask, links: Sequence[HelperLink], now: datetime) -> Facts:
    """The links that show thanks after the end, and until when."""
    last = has_ended(ask, now) and links_open(ask, now)
    return {"links": {link.id for link in links} if last else set(), "until": links_open_until(ask)}


def _gift(user: User, ask: Ask, claims: Iterable[Claim], now: datetime) -> str:
    """After thanks: one small thing that whoever was helped could give, in words; '' before."""
    if not any(claim.thanked_on for claim in claims):
        return ""
    gives = sum(Offer.objects.visible_to(user).of(user).values_list("kind", flat=True))
    low_day = user.low_day_on == day_in(user.time_zone, now)
    return gift_words(give_back(ask.kind, gives, low_day=low_day))


def _called(held: Sequence[tuple[Day, Claim]]) -> dict[UUID, str]:
    """Helpers by what they call themselves here."""
    return {claim.helper_id or claim.link_id or claim.id: claim.name for _, claim in held}


def shown_link(request: HttpRequest, ask: Ask, link: HelperLink) -> Facts:
    """A link with a message to copy, which the asker sends in their own way."""
    address = request.build_absolute_uri(reverse("helper", args=[link.secret]))
    words = gettext("I am asking for a bit of help. Here you can see what and when, without an account: %(link)s")
    texts = {"label": link.label, "link": address, "message": words % {"link": address}}
    return {"id": link.id, "near_only": near_only(request), **texts}
