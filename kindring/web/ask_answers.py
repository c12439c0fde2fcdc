"""What whoever is asked can answer: I can take it, something smaller, another time, not this time."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kindring.accounts.actor import Actor
from kindring.asks import actions
from kindring.asks.actions import PlaceTaken
from kindring.asks.models import Ask, Claim
from kindring.insights.ask import Day, days_for
from kindring.lib.refused import Refused
from kindring.lib.rows import Viewer
from kindring.web.ask_doors import ask_or_404, id_sent, keeping_words
from kindring.web.ask_forms import ClaimForm, ProposeForm
from kindring.web.ask_page import dates_to_choose, show
from kindring.web.ask_taking import OVER, offer, offered_instead, take
from kindring.web.done import done
from kindring.web.render import go
from kindring.web.sessions import SignedIn

TAKEN = done("ask_claimed", _("It is yours. Thank you; they are told."))
STANDS_BY = done("ask_stands_by", _("You stand by. If somebody drops out, it goes to you, and you are told."))
GIVEN_BACK = done("ask_withdrawn", _("Given back, and nobody minds: they are told kindly."))
OFFERED = done("ask_proposed", _("Offered. They say whether it helps."))
PUT_AWAY = done("ask_put_away", _("Put away. Nobody is told."), undo="ask_put_back")
PUT_BACK = done("ask_put_back", _("It is back."))


@require_POST
@keeping_words
def ask_claim(request: SignedIn, ask: UUID) -> HttpResponse:
    found = ask_or_404(request.user, ask)
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return show(request, found, {"form": form})
    try:
        claim = take(Actor(request.user), found, form)
    except PlaceTaken as refused:
        days = days_for(request.user, found, timezone.now())
        return show(request, found, {"form": form, "taken": offered_instead(days, refused)}, refused=refused)
    except Refused as refused:
        if refused.code in OVER:
            raise
        return show(request, found, {"form": form}, refused=refused)
    return go("ask", found.id, done=TAKEN if holds_a_place(request.user, found, claim) else STANDS_BY)


def holds_a_place(user: Viewer, ask: Ask, claim: Claim) -> bool:
    """Whether the claim is of a place, not of one in reserve."""
    days: list[Day] = days_for(user, ask, timezone.now())
    return any(day.mine == claim and not day.in_reserve for day in days)


@require_POST
def ask_withdraw(request: SignedIn, ask: UUID) -> HttpResponse:
    found = ask_or_404(request.user, ask)
    mine = Claim.objects.visible_to(request.user).by(request.user).filter(ask=found, pk=id_sent(request, "claim"))
    claim = mine.first()
    if claim is None:  # pressed once more
        return go("ask", found.id)
    actions.withdraw_claim(by=Actor(request.user), now=timezone.now(), claim=claim)
    return go("ask", found.id, done=GIVEN_BACK)


@require_POST
@keeping_words
def ask_propose(request: SignedIn, ask: UUID) -> HttpResponse:
    found = ask_or_404(request.user, ask)
    now = timezone.now()
    form = ProposeForm(request.POST, dates=dates_to_choose(days_for(request.user, found, now)))
    if not form.is_valid():
        return show(request, found, {"other": form})
    try:
        offer(Actor(request.user), found, form, request.user.time_zone)
    except Refused as refused:
        if refused.code in OVER:
            raise
        return show(request, found, {"other": form}, refused=refused)
    return go("ask", found.id, done=OFFERED)


@require_POST
def ask_put_away(request: SignedIn, ask: UUID) -> HttpResponse:
    found = ask_or_404(request.user, ask)
    actions.put_away(by=Actor(request.user), now=timezone.now(), ask=found)
    return go("help", done=PUT_AWAY, about=found.id)


@require_POST
def ask_put_back(request: SignedIn, ask: UUID) -> HttpResponse:
    found = ask_or_404(request.user, ask)
    actions.take_out_again(by=Actor(request.user), ask=found)
    return go("ask", found.id, done=PUT_BACK)


urlpatterns = [
    path("help/<uuid:ask>/claim", ask_claim, name="ask_claim"),
    path("help/<uuid:ask>/withdraw", ask_withdraw, name="ask_withdraw"),
    path("help/<uuid:ask>/propose", ask_propose, name="ask_propose"),
    path("help/<uuid:ask>/away", ask_put_away, name="ask_put_away"),
    path("help/<uuid:ask>/back", ask_put_back, name="ask_put_back"),
]
