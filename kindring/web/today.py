"""Today: at most three people, why each, one fitting step, and an end."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import Actor
from kindring.checkins.definitions import ENERGY, measures
from kindring.insights.today import TodayFacts, todays_page
from kindring.people.actions import answer_suggestion, set_low_day
from kindring.people.models import Suggestion
from kindring.web import today_words
from kindring.web.before_words import noted_words
from kindring.web.done import done
from kindring.web.person import RESTS
from kindring.web.render import go, page
from kindring.web.sessions import SignedIn
from kindring.web.visible import locked_people, person_or_404
from kindring.web.why_notes import Known, known_of_silence

REACHED = done("today-reached", _("Noted: you were in touch today."), undo="moment_delete")


@require_safe
def today(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    facts = todays_page(request.user, now)
    return page(
        request,
        "today/today.html",
        {
            "facts": facts,
            "greeting": today_words.greeting(request.user.called, timezone.localtime(now)),
            "heading": today_words.heading(facts),
            "energies": measures()[ENERGY].options,
            "named": [today_words.named(one, facts.day) for one in facts.on_list],
            "coming": [(coming, today_words.coming_words(coming)) for coming in facts.dates],
            "locked": locked_people(request.user),
            "silence": _silence(facts),
            "together": today_words.together_lines(facts.together, now),
        },
    )


def _silence(facts: TodayFacts) -> tuple[UUID, Known] | None:
    """Beside whom something is said of long silences: the first who waits. Never on a low day."""
    if facts.state == "low_day":
        return None
    notes = ((one.person_id, known_of_silence(one.outlook, facts.day)) for one in facts.open)
    return next(((person, note) for person, note in notes if note), None)


@require_POST
def today_answer(request: SignedIn, person: UUID) -> HttpResponse:
    """I reached out, not today, or leave to rest."""
    someone, answer, now = person_or_404(request.user, person), request.POST.get("answer", ""), timezone.now()
    moment = answer_suggestion(by=Actor(request.user), now=now, person=someone, answer=answer)
    if moment is not None:
        return go("today", done=noted_words(REACHED, moment, now), about=moment.id)
    return go("today", done=RESTS, about=someone.id) if answer == Suggestion.Answer.REST else go("today")


@require_POST
def low_day(request: SignedIn) -> HttpResponse:
    """A low day, or not one after all."""
    set_low_day(by=Actor(request.user), now=timezone.now(), on=request.POST.get("on") == "yes")
    return go("today")


urlpatterns = [
    path("", today, name="today"),
    path("today/<uuid:person>/answer", today_answer, name="today_answer"),
    path("today/low", low_day, name="low_day"),
]
