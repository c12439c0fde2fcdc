"""What whoever asks can do with an ask: widen it, make it smaller, move it, answer offers, hand out links, end it."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kindring.accounts.actor import Actor
from kindring.asks import actions
from kindring.asks.models import Ask, HelperLink, Proposal, Slot
from kindring.insights.ask import days_for
from kindring.lib.refused import Refused
from kindring.web.ask_doors import id_sent, keeping_words, own_ask_or_404
from kindring.web.ask_forms import ChangeForm, DatesForm, LinkForm
from kindring.web.ask_page import dates_to_choose, show
from kindring.web.ask_weeks import weeks_of
from kindring.web.ask_words import when_words
from kindring.web.done import Done, done
from kindring.web.filling import filled, form_page, get_or_post
from kindring.web.render import go
from kindring.web.sessions import SignedIn

DIGITS = 5
WIDENED = done("ask_widened", _("Asked further."))
STAYS = done("ask_stays", _("It stays with these people."))
CHANGED = done("ask_changed", _("Kept."))
DATED = done("ask_dated", _("The dates are kept."))
LINKED = done("ask_linked", _("The link is made. Send it yourself, in the way that suits the two of you."))
UNLINKED = done("ask_unlinked", _("Taken back. The link leads nowhere now."))
ACCEPTED = done("ask_accepted", _("Good. They are told that it is yes."))
LET_BE = done("ask_let_be", _("Let be. Nobody is told."))
CLOSED = done("ask_closed", _("Closed. Now is a good moment for thanks."))
STOPPED = done("ask_taken_back", _("Taken back. Whoever had said yes is told that nothing more is needed."))


@require_POST
def ask_widen(request: SignedIn, ask: UUID) -> HttpResponse:
    found = own_ask_or_404(request.user, ask)
    number = request.POST.get("stage", "")  # pressed twice, it begins one stage
    stage = int(number) if number.isascii() and number.isdigit() and len(number) < DIGITS else None
    actions.widen_now(by=Actor(request.user), now=timezone.now(), ask=found, number=stage)
    return go("ask", found.id, done=WIDENED)


@require_POST
def ask_stay(request: SignedIn, ask: UUID) -> HttpResponse:
    found = own_ask_or_404(request.user, ask)
    actions.stay_with_these(by=Actor(request.user), ask=found)
    return go("ask", found.id, done=STAYS)


@get_or_post
@keeping_words
def ask_change(request: SignedIn, ask: UUID) -> HttpResponse:
    found = own_ask_or_404(request.user, ask)
    form = filled(ChangeForm, request, initial=ChangeForm.initial_of(found))
    if not form.is_valid():
        return change_page(request, found, form, dates_form(request, found))
    try:
        actions.change_ask(by=Actor(request.user), ask=found, **form.cleaned_data)
    except Refused as refused:
        return change_page(request, found, form, dates_form(request, found), refused)
    return go("ask", found.id, done=CHANGED)


def dates_form(request: SignedIn, ask: Ask) -> DatesForm:
    """A form for more dates; filled where that is what was sent."""
    days = days_for(request.user, ask, timezone.now())
    dates = [(value, words) for value, words in dates_to_choose(days)]
    sent = request.POST if request.resolver_match and request.resolver_match.url_name == "ask_slots" else None
    return DatesForm(sent, dates=dates)


def change_page(
    request: SignedIn, ask: Ask, form: ChangeForm, dates: DatesForm, refused: Refused | None = None
) -> HttpResponse:
    """Words and dates, each with a form of its own; the one that was sent needs another look."""
    now = timezone.now()
    days = days_for(request.user, ask, now)
    facts = {"ask": ask, "weeks": weeks_of(ask, days), "dates": dates, "words": form, "when_words": when_words}
    looked_at = dates if dates.is_bound else form
    facts["days"] = [day for day in days if not day.over]
    return form_page(request, "ask/change.html", looked_at, facts, refused=refused)


@require_POST
def ask_slots(request: SignedIn, ask: UUID) -> HttpResponse:
    """More dates, or another one in place of one."""
    found = own_ask_or_404(request.user, ask)
    by, now = Actor(request.user), timezone.now()
    dates, words = dates_form(request, found), ChangeForm(initial=ChangeForm.initial_of(found))
    if not dates.is_valid():
        return change_page(request, found, words, dates)
    slots = dates.slots(request.user.time_zone)
    instead = dates.cleaned_data["instead_of"]
    before = Slot.objects.visible_to(request.user).filter(ask=found, pk=instead).first() if instead else None
    try:
        if before is None:
            actions.add_slots(by=by, now=now, ask=found, slots=slots)
        else:
            actions.move_slot(by=by, now=now, slot=before, to=slots[0])
    except Refused as refused:
        return change_page(request, found, words, dates, refused)
    return go("ask_change", found.id, done=DATED, fragment="dates")


@require_POST
def ask_slot_remove(request: SignedIn, ask: UUID) -> HttpResponse:
    found = own_ask_or_404(request.user, ask)
    slot = Slot.objects.visible_to(request.user).filter(ask=found, pk=id_sent(request, "slot")).first()
    if slot is None:  # pressed once more
        return go("ask_change", found.id, fragment="dates")
    actions.remove_slot(by=Actor(request.user), now=timezone.now(), slot=slot)
    return go("ask_change", found.id, done=DATED, fragment="dates")


@require_POST
@keeping_words
def ask_link_new(request: SignedIn, ask: UUID) -> HttpResponse:
    found = own_ask_or_404(request.user, ask)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return show(request, found, {"link_form": form, "form": form})
    actions.add_link(by=Actor(request.user), now=timezone.now(), ask=found, label=form.cleaned_data["label"])
    return go("ask", found.id, done=LINKED, fragment="links")


@require_POST
def ask_link_revoke(request: SignedIn, ask: UUID) -> HttpResponse:
    found = own_ask_or_404(request.user, ask)
    link = HelperLink.objects.visible_to(request.user).filter(ask=found, pk=id_sent(request, "link")).first()
    if link is None:
        return go("ask", found.id, fragment="links")
    actions.revoke_link(by=Actor(request.user), link=link)
    return go("ask", found.id, done=UNLINKED, fragment="links")


@require_POST
def ask_proposal(request: SignedIn, ask: UUID) -> HttpResponse:
    """Takes what a helper offered instead, or lets it be."""
    found = own_ask_or_404(request.user, ask)
    by, rows = Actor(request.user), Proposal.objects.visible_to(request.user).filter(ask=found)
    proposal = rows.filter(pk=id_sent(request, "proposal")).first()
    if proposal is None:  # its helper took it back, or is gone
        return go("ask", found.id)
    if request.POST.get("answer") != "take":
        actions.leave_proposal(by=by, proposal=proposal)
        return go("ask", found.id, done=LET_BE)
    actions.take_proposal(by=by, now=timezone.now(), proposal=proposal)
    return go("ask", found.id, done=ACCEPTED)


@require_POST
def ask_close(request: SignedIn, ask: UUID) -> HttpResponse:
    return _ended(request, ask, Ask.State.DONE, CLOSED)


@require_POST
def ask_stop(request: SignedIn, ask: UUID) -> HttpResponse:
    return _ended(request, ask, Ask.State.STOPPED, STOPPED)


def _ended(request: SignedIn, ask: UUID, state: Ask.State, said: Done) -> HttpResponse:
    found = own_ask_or_404(request.user, ask)
    end = actions.close_ask if state == Ask.State.DONE else actions.stop_ask
    end(by=Actor(request.user), now=timezone.now(), ask=found)
    return go("ask", found.id, done=said)


urlpatterns = [
    path("help/<uuid:ask>/widen", ask_widen, name="ask_widen"),
    path("help/<uuid:ask>/stay", ask_stay, name="ask_stay"),
    path("help/<uuid:ask>/change", ask_change, name="ask_change"),
    path("help/<uuid:ask>/dates", ask_slots, name="ask_slots"),
    path("help/<uuid:ask>/dates/remove", ask_slot_remove, name="ask_slot_remove"),
    path("help/<uuid:ask>/links", ask_link_new, name="ask_link_new"),
    path("help/<uuid:ask>/links/revoke", ask_link_revoke, name="ask_link_revoke"),
    path("help/<uuid:ask>/offer", ask_proposal, name="ask_proposal"),
    path("help/<uuid:ask>/close", ask_close, name="ask_close"),
    path("help/<uuid:ask>/stop", ask_stop, name="ask_stop"),
]
