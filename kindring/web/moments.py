"""Noting a moment, changing one, and taking it back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kindring.accounts.actor import Actor
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.people.actions.moments import change_moment, delete_moment, log_moment
from kindring.people.models import Moment, Person, Presence
from kindring.web.before_words import noted_words
from kindring.web.done import Done, done
from kindring.web.filling import filled, form_page, get_or_post
from kindring.web.moment_forms import MomentForm
from kindring.web.person_choices import by_closeness, choices_for, kept_people
from kindring.web.render import go
from kindring.web.sessions import SignedIn
from kindring.web.visible import moment_or_404, person_or_404, uuid_or_404
from kindring.web.way_back import back_to, see

NOTED = done("moment_noted", _("Noted."), undo="moment_delete")
CHANGED = done("moment_changed", _("Kept."))
TAKEN_BACK = done("moment_taken_back", _("Taken back. Everything is as it was before."))


@get_or_post
def moment_new(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    asked = request.GET.get("person")
    first = person_or_404(request.user, uuid_or_404(asked)) if asked else None
    people = kept_people(request.user)
    form = _form(request, people, {"people": [str(first.id)] if first else []})
    if "roughly" in request.GET:
        form.ask_roughly()
    facts = {"first": first, "people": people, "again": "again" in request.GET, "back": back_to(request, "")}
    if form.is_valid():
        chosen = _chosen(form, people)
        try:
            moment = log_moment(by=Actor(request.user), now=now, people=chosen, **form.details())
            return _after(request, moment, noted_words(NOTED, moment, now), first, chosen)
        except Refused as refused:
            return form_page(request, "moments/new.html", form, facts, refused=refused)
    return form_page(request, "moments/new.html", form, facts)


def _after(
    request: SignedIn, moment: Moment, noted: Done, first: Person | None, chosen: list[Person]
) -> HttpResponse:
    """To the person, or to the same form for the next moment."""
    if "again" not in request.POST:
        back = back_to(request, reverse("person", args=[(first or chosen[0]).id]))
        return see(back, done=noted, about=moment.id)
    query = {"again": "1"} | ({"person": str(first.id)} if first else {})
    query |= {"back": back} if (back := back_to(request, "")) else {}
    return go("moment_new", done=noted, about=moment.id, query=query)


@get_or_post
def moment_page(request: SignedIn, moment: UUID) -> HttpResponse:
    one = moment_or_404(request.user, moment)
    presences = Presence.objects.visible_to(request.user).filter(moment=one).select_related("person")
    present = [presence.person for presence in presences]
    people = [*kept_people(request.user), *(person for person in present if person.deleted_at)]
    form = _form(request, people, MomentForm.initial_of(one, present))
    facts = {"moment": one, "back": back_to(request, _of(present))}
    if form.is_valid():
        chosen = _chosen(form, people)
        try:
            change_moment(by=Actor(request.user), now=timezone.now(), moment=one, people=chosen, **form.details())
            return see(back_to(request, _of(chosen)), done=CHANGED)
        except Refused as refused:
            return form_page(request, "moments/moment.html", form, facts, refused=refused)
    return form_page(request, "moments/moment.html", form, facts)


@require_POST
def moment_delete(request: SignedIn, moment: UUID) -> HttpResponse:
    one = moment_or_404(request.user, moment)
    presences = Presence.objects.visible_to(request.user).filter(moment=one).select_related("person")
    present = [presence.person for presence in presences]
    delete_moment(by=Actor(request.user), now=timezone.now(), moment=one)
    return see(back_to(request, _of(present)), done=TAKEN_BACK)


def _form(request: SignedIn, people: list[Person], initial: dict[str, Any]) -> MomentForm:
    today = day_in(request.user.time_zone, timezone.now())
    return filled(MomentForm, request, choices=choices_for(people), today=today, initial=initial)


def _chosen(form: MomentForm, people: list[Person]) -> list[Person]:
    ids = set(form.cleaned_data["people"])
    return by_closeness(person for person in people if str(person.id) in ids)


def _of(people: list[Person]) -> str:
    """The page of the closest of them who is still on the map."""
    kept = [person for person in by_closeness(people) if not person.deleted_at]
    return reverse("person", args=[kept[0].id]) if kept else reverse("people")


urlpatterns = [
    path("moments/new", moment_new, name="moment_new"),
    path("moments/<uuid:moment>", moment_page, name="moment"),
    path("moments/<uuid:moment>/delete", moment_delete, name="moment_delete"),
]
