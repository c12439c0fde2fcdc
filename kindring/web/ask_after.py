"""After it has been: thanks, a kind word on how it went, and the moment on one's own map."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kindring.accounts.actor import Actor
from kindring.asks import actions
from kindring.asks.load import day_of
from kindring.asks.models import Ask, Claim
from kindring.insights.ask_people import people_behind
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.people.models import Person
from kindring.web.ask_doors import ask_or_404, claim_or_404, id_sent, keeping_words, own_ask_or_404
from kindring.web.ask_forms import NoteForm, ThanksForm, WentForm
from kindring.web.done import done
from kindring.web.filling import form_page, get_or_post, sent
from kindring.web.finding import folded
from kindring.web.person_choices import choices_for, kept_people
from kindring.web.render import go
from kindring.web.sessions import SignedIn
from kindring.web.visible import uuid_or_404

THANKED = done("ask_thanked", _("Thanked. Only the two of you read it."))
WENT = done("ask_went", _("Kept. Only the two of you read it."))
NOTED = done("ask_noted", _("It is on your map."))


@require_POST
@keeping_words
def ask_thank(request: SignedIn, ask: UUID) -> HttpResponse:
    """Without words it is one tap."""
    found = own_ask_or_404(request.user, ask)
    claim = claim_or_404(request.user, found, id_sent(request, "claim"))
    words = sent(ThanksForm(request.POST))["words"]
    actions.thank(by=Actor(request.user), now=timezone.now(), claim=claim, words=words)
    return go("ask", found.id, done=THANKED, fragment="after")


@require_POST
@keeping_words
def ask_went(request: SignedIn, ask: UUID) -> HttpResponse:
    found = ask_or_404(request.user, ask)
    claim = claim_or_404(request.user, found, id_sent(request, "claim"))
    words = sent(WentForm(request.POST))["words"]
    actions.say_how_it_went(by=Actor(request.user), now=timezone.now(), claim=claim, words=words)
    return go("ask", found.id, done=WENT, fragment="after")


@get_or_post
def ask_note(request: SignedIn, ask: UUID) -> HttpResponse:
    """The moments on the map of whoever asks, or of whoever helped; with one tap where it is known who it was."""
    found = ask_or_404(request.user, ask)
    asked = request.POST.get("claim") or request.GET.get("claim", "")
    claim = claim_or_404(request.user, found, uuid_or_404(asked))
    own, now, by = found.owner_id == request.user.id, timezone.now(), Actor(request.user)
    done = Claim.objects.visible_to(request.user).done_with(claim, now).select_related("slot")
    several = done.unnoted(own=own).order_by("slot__starts_at")[1:].exists()
    people = kept_people(request.user)
    form = _form(request, found, claim, people, several=several)
    facts = {"ask": found, "claim": claim, "people": people, "name": claim.name if own else found.asker}
    if not form.is_valid():
        return form_page(request, "ask/note.html", form, facts)
    chosen = set(form.cleaned_data["people"])
    present = [person for person in people if str(person.id) in chosen]
    note = actions.note_help_received if own else actions.note_help_given
    try:
        if several:
            actions.note_all_help(by=by, now=now, claim=claim, people=present)
        else:
            note(by=by, now=now, claim=claim, people=present, day=form.cleaned_data["day"])
    except Refused as refused:
        if refused.code != "noted_already":
            return form_page(request, "ask/note.html", form, facts, refused=refused)
    return go("ask", found.id, done=NOTED, fragment="after")


def _form(request: SignedIn, ask: Ask, claim: Claim, people: list[Person], *, several: bool) -> NoteForm:
    now, zone = timezone.now(), request.user.time_zone
    known: dict[str, Any] = {"choices": choices_for(people), "today": day_in(zone, now), "several": several}
    if request.method == "POST":
        return NoteForm(request.POST, **known)
    return NoteForm(initial={"people": _guess(request, ask, claim, people), "day": day_of(claim, zone, now)}, **known)


def _guess(request: SignedIn, ask: Ask, claim: Claim, people: list[Person]) -> list[str]:
    """Who it was: the person behind the user, else the only one who is called so."""
    own = ask.owner_id == request.user.id
    user = claim.helper_id if own else ask.owner_id
    person = people_behind(request.user).get(user) if user else None
    if person:
        return [str(person.id)]
    name = folded(claim.name if own else ask.asker)
    called = [person for person in people if folded(person.shown_name) == name]
    return [str(called[0].id)] if len(called) == 1 else []


urlpatterns = [
    path("help/<uuid:ask>/thank", ask_thank, name="ask_thank"),
    path("help/<uuid:ask>/went", ask_went, name="ask_went"),
    path("help/<uuid:ask>/note", ask_note, name="ask_note"),
]
