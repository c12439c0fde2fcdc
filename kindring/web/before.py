"""Before two meet: what was told last, what one wanted to ask, how to listen. Afterwards one press notes it."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import Actor
from kindring.insights.dates import dates_of
from kindring.insights.timeline import timeline
from kindring.insights.together import Planned, planned_with
from kindring.lib.days import day_in
from kindring.people.actions.met import note_met
from kindring.people.models import Person
from kindring.people.standing import check_standing
from kindring.web.addresses import url
from kindring.web.ask_words import near_words
from kindring.web.before_words import felts, met_words, prompts_for
from kindring.web.filling import sent
from kindring.web.person_words import near_days
from kindring.web.render import go, page
from kindring.web.sessions import SignedIn
from kindring.web.together_forms import FeltForm
from kindring.web.visible import person_or_404
from kindring.web.way_back import here

TOLD = 3


@require_safe
def before_meeting(request: SignedIn, person: UUID) -> HttpResponse:
    someone, now = person_or_404(request.user, person), timezone.now()
    check_standing(someone)
    today = day_in(request.user.time_zone, now)
    planned = _next(request, someone, now)
    told = [moment for moment, _others in timeline(request.user, someone.id).moments if moment.note]
    facts = {
        "person": someone,
        "planned": planned,
        "told": told[:TOLD],
        "dates": near_days(dates_of(someone, today), today, request.user.date_lead_days),
        "prompts": prompts_for(someone.id, today),
        "met": url("together_met", planned.time_id) if planned and planned.begun else url("before_met", someone.id),
        "felts": felts(),
        "near_words": near_words,
        "here": here(request),
        "today": today,
        "now": now,
    }
    return page(request, "together/before.html", facts)


def _next(request: SignedIn, person: Person, now: datetime) -> Planned | None:
    """What is agreed with them: the first of today or to come, else the last that can still be noted."""
    today = day_in(request.user.time_zone, now)
    agreed = [one for one in planned_with(request.user, person, now) if one.starts_at]
    return next((one for one in agreed if one.day >= today), agreed[-1] if agreed else None)


@require_POST
def before_met(request: SignedIn, person: UUID) -> HttpResponse:
    """They met, today; one press says how it was."""
    someone, felt = person_or_404(request.user, person), sent(FeltForm(request.POST))["felt"]
    met = note_met(by=Actor(request.user), now=timezone.now(), person=someone, felt=[felt] if felt else [])
    return go("person", someone.id, done=met_words(met), about=met.moment.id)


urlpatterns = [
    path("people/<uuid:person>/before", before_meeting, name="before_meeting"),
    path("people/<uuid:person>/met", before_met, name="before_met"),
]
