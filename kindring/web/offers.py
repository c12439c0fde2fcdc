"""What one can help with, and resting from it."""

from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.asks.actions import answer_care, no_longer_stretched, set_offer, set_stretched, withdraw_offer
from kindring.asks.models import Offer, Stretched
from kindring.insights.help import asked_how_they_are
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.people.kinds import KINDS, Kind
from kindring.web.done import done
from kindring.web.filling import form_page
from kindring.web.offer_forms import OfferForm, RestForm
from kindring.web.offer_words import EXAMPLES, TITLES, terms_words
from kindring.web.render import go, page
from kindring.web.sessions import SignedIn

KEPT = done("offer-kept", gettext_lazy("Kept. The people in your circles know whom to ask."))
ENDED = done("offer-ended", gettext_lazy("Taken back."))
RESTING = done("resting", gettext_lazy("Rest well. Nobody is told; you are just not asked."))
BACK = done("rested", gettext_lazy("Good to have you back."))
ANSWERED = done("care-answered", gettext_lazy("Good. The Lifeline is there at any time."))
TEMPLATE = "help/offers.html"


class Row(NamedTuple):
    """One kind of support: in words, what the user offers of it ('' for nothing), and the form."""

    kind: str
    title: str | Promise
    examples: str | Promise
    terms: str
    form: forms.Form


@require_safe
def offers(request: SignedIn) -> HttpResponse:
    return page(request, TEMPLATE, _facts(request.user, timezone.now()))


@require_POST
def offer_set(request: SignedIn) -> HttpResponse:
    kind = _kind(request)
    held = Offer.objects.visible_to(request.user).of(request.user).filter(kind=int(kind)).first()
    form = OfferForm(kind, held, request.POST)
    if not form.is_valid():
        return form_page(request, TEMPLATE, form, _facts(request.user, timezone.now(), form))
    set_offer(by=Actor(request.user), kind=int(kind), **form.terms())
    return go("offers", done=KEPT, fragment=kind.word)


@require_POST
def offer_end(request: SignedIn) -> HttpResponse:
    withdraw_offer(by=Actor(request.user), kind=int(_kind(request)))
    return go("offers", done=ENDED)


@require_POST
def stretched(request: SignedIn) -> HttpResponse:
    """ "I'm stretched", until a day or without one; `on=no` is back again."""
    by, now = Actor(request.user), timezone.now()
    if request.POST.get("on") == "no":
        no_longer_stretched(by=by)
        return go("offers", done=BACK)
    form = RestForm(request.POST, today=day_in(request.user.time_zone, now))
    refused = None
    if form.is_valid():
        try:
            set_stretched(by=by, now=now, until=form.cleaned_data["until"])
            return go("offers", done=RESTING)
        except Refused as found:
            refused = found
    return form_page(request, TEMPLATE, form, _facts(request.user, now, form), refused=refused)


@require_POST
def all_right(request: SignedIn) -> HttpResponse:
    answer_care(by=Actor(request.user), now=timezone.now())
    return go("help", done=ANSWERED)


def _kind(request: SignedIn) -> Kind:
    try:
        return Kind[request.POST.get("kind", "").upper()]
    except KeyError:
        raise Refused("kind_unknown", _("There is no such kind of support here."), 422) from None


def _facts(user: User, now: datetime, sent: forms.Form | None = None) -> dict[str, Any]:
    """What the page shows; `sent` is the form that needs another look."""
    today = day_in(user.time_zone, now)
    mine = {offer.kind: offer for offer in Offer.objects.visible_to(user).of(user)}
    return {
        "rows": [_row(kind, mine.get(int(kind)), sent) for kind in KINDS],
        "rest": Stretched.objects.visible_to(user).on(today).first(),
        "rest_form": sent if isinstance(sent, RestForm) else RestForm(today=today),
        "cared_for": asked_how_they_are(user),
    }


def _row(kind: Kind, offer: Offer | None, sent: forms.Form | None) -> Row:
    form = sent if isinstance(sent, OfferForm) and sent.prefix == kind.word else OfferForm(kind, offer)
    terms = terms_words(offer.days, offer.per_month) if offer else ""
    return Row(kind.word, TITLES[kind.word], EXAMPLES[kind.word], terms, form)


urlpatterns = [
    path("help/offers", offers, name="offers"),
    path("help/offers/set", offer_set, name="offer_set"),
    path("help/offers/end", offer_end, name="offer_end"),
    path("help/rest", stretched, name="stretched"),
    path("help/well", all_right, name="all_right"),
]
