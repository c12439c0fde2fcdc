"""Time together: proposing it from someone's page, then one time, and afterwards how it was."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import Actor
from kindring.engine.good_times import Occasion, good_times
from kindring.insights.together import planned_days
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.people.actions.together import (
    agree_time,
    call_off_time,
    note_time,
    propose_time,
    restore_time,
)
from kindring.people.models import TimeTogether
from kindring.people.standing import check_standing
from kindring.web import together_words
from kindring.web.ask_words import when_words
from kindring.web.before_words import felts, met_words
from kindring.web.done import done
from kindring.web.filling import filled, form_page, get_or_post, sent
from kindring.web.render import go
from kindring.web.sending import ways_to_send
from kindring.web.sessions import SignedIn
from kindring.web.together_forms import MARKS, OCCASIONS, AgreeForm, FeltForm, PlanForm
from kindring.web.visible import person_or_404, unlocked

PROPOSED = done("together_proposed", _("Kept. Send the words when you like: nobody is told by Kindring."))
AGREED = done("together_agreed", _("Good. It comes up on Today when its day is near."))
CALLED_OFF = done("together_off", _("Called off. Nobody is told."), undo="together_again")
AGAIN = done("together_again", _("It will be after all."))


@get_or_post
def together_new(request: SignedIn, person: UUID) -> HttpResponse:
    """What, and one to three times that suit; some that often do stand there already."""
    someone, now = person_or_404(request.user, person), timezone.now()
    check_standing(someone)
    form = filled(PlanForm, request, initial=_initial(request, now))
    facts = {"person": someone, "marks": MARKS}
    if form.is_valid():
        times = form.times(request.user.time_zone)
        by, key = Actor(request.user), form.cleaned_data["id"]
        try:
            time = propose_time(by=by, now=now, person=someone, times=times, key=key, **form.words())
            return go("together", time.id, done=PROPOSED)
        except Refused as refused:
            return form_page(request, "together/new.html", form, facts, refused=refused)
    return form_page(request, "together/new.html", form, facts)


def _initial(request: SignedIn, now: datetime) -> dict[str, Any]:
    asked = request.GET.get("what", "")
    occasion: Occasion = next((known for known in OCCASIONS if known == asked), "walk")
    today = day_in(request.user.time_zone, now)
    times = good_times(occasion, today=today, taken=planned_days(request.user, today))
    return PlanForm.initial_of(occasion, times, uuid4())


@require_safe
def together(request: SignedIn, time: UUID) -> HttpResponse:
    found, now = time_or_404(request, time), timezone.now()
    check_standing(found.person)
    return _page(request, found, now)


def time_or_404(request: SignedIn, time: UUID) -> TimeTogether:
    mine = TimeTogether.objects.visible_to(request.user).select_related("person")
    found = get_object_or_404(mine, id=time, person__deleted_at=None)
    unlocked(found.person)
    return found


def _page(
    request: SignedIn,
    time: TimeTogether,
    now: datetime,
    form: AgreeForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    to_come = [(number, at) for number, at in enumerate(time.offers) if at > now]
    words = together_words.words_to_send(time, [at for _number, at in to_come])
    facts = {
        "time": time,
        "heading": together_words.heading(time),
        "offers": [(number, at) for number, at in to_come if at != time.starts_at],
        "words": words,
        "ways": ways_to_send(words, time.person, day_in(request.user.time_zone, now)) if words else [],
        "when": together_words.when(time),
        "when_words": when_words,
        "felts": felts(),
        "begun": time.starts_at is not None and time.starts_at <= now,
        "now": now,
    }
    return form_page(request, "together/time.html", form or AgreeForm(offers=[]), facts, refused=refused)


@require_POST
def together_agree(request: SignedIn, time: UUID) -> HttpResponse:
    """One of the times offered, or any other: it is this one."""
    found, now = time_or_404(request, time), timezone.now()
    form = AgreeForm(request.POST, offers=found.offers)
    if not form.is_valid():
        return _page(request, found, now, form)
    try:
        agree_time(by=Actor(request.user), now=now, time=found, starts_at=form.starts_at(request.user.time_zone))
    except Refused as refused:
        return _page(request, found, now, form, refused)
    return go("together", found.id, done=AGREED)


@require_POST
def together_off(request: SignedIn, time: UUID) -> HttpResponse:
    found = time_or_404(request, time)
    call_off_time(by=Actor(request.user), now=timezone.now(), time=found)
    return go("person", found.person_id, done=CALLED_OFF, about=found.id)


@require_POST
def together_again(request: SignedIn, time: UUID) -> HttpResponse:
    found = time_or_404(request, time)
    restore_time(by=Actor(request.user), now=timezone.now(), time=found)
    return go("together", found.id, done=AGAIN)


@require_POST
def together_met(request: SignedIn, time: UUID) -> HttpResponse:
    """It was: one press says how."""
    found, felt = time_or_404(request, time), sent(FeltForm(request.POST))["felt"]
    met = note_time(by=Actor(request.user), now=timezone.now(), time=found, felt=[felt] if felt else [])
    return go("person", found.person_id, done=met_words(met), about=met.moment.id)


urlpatterns = [
    path("people/<uuid:person>/together", together_new, name="together_new"),
    path("together/<uuid:time>", together, name="together"),
    path("together/<uuid:time>/agree", together_agree, name="together_agree"),
    path("together/<uuid:time>/off", together_off, name="together_off"),
    path("together/<uuid:time>/again", together_again, name="together_again"),
    path("together/<uuid:time>/met", together_met, name="together_met"),
]
