"""Asking, one step at a time, and changing what was answered. Every step is kept by itself."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kindring.accounts.actor import Actor
from kindring.checkins.actions.answering import change_checkin, delete_checkin, keep_answers
from kindring.checkins.definitions import measures
from kindring.checkins.models import CheckIn
from kindring.checkins.reading import answered, mark_of, of_another_version
from kindring.engine.measures import Measure
from kindring.insights.wellbeing import answers_of_today, chosen_by
from kindring.lib.refused import Refused
from kindring.web.checkin_forms import AnswersForm, DayForm
from kindring.web.checkin_words import set_title
from kindring.web.done import done
from kindring.web.filling import filled, form_page, get_or_post, keeping
from kindring.web.render import go
from kindring.web.sessions import SignedIn
from kindring.web.visible import unlocked

KEPT = done("checkin-kept", _("That is all. What you answered is kept."))
CHANGED = done("checkin-changed", _("Kept as it is now."))
TAKEN_BACK = done("checkin-taken-back", _("Taken back. Nothing of that day is left."))


@get_or_post
def check_in_ask(request: SignedIn) -> HttpResponse:
    """One measure of a set (`?set=long&at=2`), then the next."""
    name = "long" if request.GET.get("set") == "long" else "short"
    asked = chosen_by(request.user).asked(name)
    measure = _asked_for(request, asked)
    if measure is None:
        return go("check_in")
    held = answers_of_today(request.user, timezone.now()).get(measure.key, {})
    form = filled(AnswersForm, request, measure=measure, answers=held)
    mark = request.POST.get("was", "") if form.is_bound else mark_of(held)
    if "skip" in request.POST:
        return _next(name, asked, measure)
    refused = None
    if form.is_valid():
        try:
            with keeping():
                _keep(request, form, mark)
            return _next(name, asked, measure)
        except Refused as said:
            refused, mark = said, mark_of(held)  # whoever sends it again has been told
    return form_page(request, "checkins/ask.html", form, _step(name, asked, measure, mark), refused=refused)


def _keep(request: SignedIn, form: AnswersForm, was: str) -> None:
    by, now = Actor(request.user), timezone.now()
    keep_answers(by=by, now=now, measure=form.measure.key, answers=form.answers(), was=was)


def _asked_for(request: SignedIn, asked: tuple[Measure, ...]) -> Measure | None:
    """The measure that was sent, or the one at the place that the address names; None past the end."""
    sent = measures().get(request.POST.get("measure", "")) if request.method == "POST" else None
    if sent is not None:
        return sent
    at = request.GET.get("at", "1")
    place = int(at) - 1 if at.isascii() and at.isdigit() and len(at) < 3 else 0
    return asked[place] if 0 <= place < len(asked) else None


def _next(name: str, asked: tuple[Measure, ...], measure: Measure) -> HttpResponse:
    place = asked.index(measure) + 2 if measure in asked else len(asked) + 1
    if place > len(asked):
        return go("check_in", done=KEPT)
    return go("check_in_ask", query={"set": name, "at": str(place)})


def _step(name: str, asked: tuple[Measure, ...], measure: Measure, mark: str) -> dict[str, object]:
    place = asked.index(measure) + 1 if measure in asked else 1
    return {
        "title": set_title(name),
        "measure": measure,
        "mark": mark,
        "place": place,
        "count": len(asked),
    }


@get_or_post
def check_in_day(request: SignedIn, checkin: UUID) -> HttpResponse:
    """A day's answers, to be looked at and changed."""
    row = _checkin_or_404(request, checkin)
    held = answered(row)
    form = filled(DayForm, request, held=held)
    marks = form.marks() if form.is_bound else {key: mark_of(given) for key, given in held.items()}
    refused = None
    if form.is_valid():
        try:
            with keeping():
                kept = _change(request, row, form)
            return go("check_in_day", row.id, done=CHANGED) if kept else go("check_in_days", done=TAKEN_BACK)
        except Refused as said:
            refused, marks = said, {key: mark_of(given) for key, given in held.items()}
    outgrown = [measures()[key].title for key in of_another_version(row)]
    facts = {"day": row, "marks": marks, "outgrown": outgrown}
    return form_page(request, "checkins/day.html", form, facts, refused=refused)


def _change(request: SignedIn, row: CheckIn, form: DayForm) -> CheckIn | None:
    by, now = Actor(request.user), timezone.now()
    return change_checkin(by=by, now=now, checkin=row, answers=form.answers(), was=form.marks())


@require_POST
def check_in_delete(request: SignedIn, checkin: UUID) -> HttpResponse:
    delete_checkin(by=Actor(request.user), checkin=_checkin_or_404(request, checkin))
    return go("check_in_days", done=TAKEN_BACK)


def _checkin_or_404(request: SignedIn, checkin: UUID) -> CheckIn:
    return unlocked(get_object_or_404(CheckIn.objects.visible_to(request.user), id=checkin))


urlpatterns = [
    path("check-in/ask", check_in_ask, name="check_in_ask"),
    path("check-in/<uuid:checkin>", check_in_day, name="check_in_day"),
    path("check-in/<uuid:checkin>/delete", check_in_delete, name="check_in_delete"),
]
