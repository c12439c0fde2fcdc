"""Writing the plan, a part at a time."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kindring.accounts.actor import Actor
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.lifeline.actions import keep_part, set_review
from kindring.lifeline.models import WITH_PEOPLE, Part
from kindring.lifeline.plan import Plan, offered_in, plan_of
from kindring.lifeline.sharing import readers_of
from kindring.people.models import Person
from kindring.web.done import done
from kindring.web.filling import filled, form_page, get_or_post, keeping
from kindring.web.lifeline_forms import PartForm, ReviewForm
from kindring.web.lifeline_words import PROMPTS, form_of, share_of, shown_part
from kindring.web.render import go
from kindring.web.sessions import SignedIn

KEPT = done("plan_kept", _("Kept."))
DAY_KEPT = done("plan_day", _("Noted."))


@get_or_post
def part_edit(request: SignedIn, part: Part) -> HttpResponse:
    now = timezone.now()
    today = day_in(request.user.time_zone, now)
    plan = plan_of(request.user, today)
    offered = _offered(request, part, plan)
    form = filled(PartForm, request, part=part, offered=offered, initial=PartForm.initial_of(part, plan))
    facts: dict[str, Any] = {"part": part, "prompts": PROMPTS[part], "there_now": None, "mark": plan.marks[part]}
    facts |= {"share": share_of(part), "readers": len(readers_of(request.user, part))}
    if form.is_valid():
        try:
            with keeping():
                keep_part(by=Actor(request.user), now=now, part=part, **form.told())
            return go("lifeline", done=KEPT, fragment=part.value)
        except Refused as refused:
            if refused.code == "plan_changed":
                facts["there_now"] = shown_part(part, plan.steps.get(part, ()))
            return form_page(request, "lifeline/part.html", form, facts, refused=refused)
    return form_page(request, "lifeline/part.html", form, facts)


def _offered(request: SignedIn, part: Part, plan: Plan) -> list[Person]:
    """People for the two parts that have any; the query is asked for those only."""
    if part not in WITH_PEOPLE:
        return []
    everyone = Person.objects.visible_to(request.user).kept().placed().only(*_NEEDED)
    standing = plan.people_in(part)
    found = {person.id: person for person in [*everyone, *standing]}
    return offered_in(part, plan, found.values(), day_in(request.user.time_zone, timezone.now()))


_NEEDED = ("id", "owner_id", "name", "called", "ring", "state", "paused_until", "deleted_at")


@get_or_post
def review(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    today = day_in(request.user.time_zone, now)
    form = filled(ReviewForm, request, initial={"on": plan_of(request.user, today).review_on})
    if form.is_valid():
        try:
            set_review(by=Actor(request.user), now=now, on=form.day(today))
            return go("lifeline", done=DAY_KEPT)
        except Refused as refused:
            return form_page(request, "lifeline/review.html", form, refused=refused)
    return form_page(request, "lifeline/review.html", form)


urlpatterns = [
    *(path(f"lifeline/{part.value}", part_edit, {"part": part}, name=form_of(part)) for part in Part),
    path("lifeline/again", review, name="lifeline_review"),
]
