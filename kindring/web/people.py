"""The room of all people beside the map: the list, placing the new ones, and bringing back who was removed."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kindring.accounts.actor import Actor
from kindring.lib.days import day_in
from kindring.people.actions.people import place_person
from kindring.people.models import Person, Ring, Role, State
from kindring.web import people_words
from kindring.web.filling import get_or_post, sent
from kindring.web.finding import folded, found
from kindring.web.person_forms import PlaceForm
from kindring.web.render import go, page
from kindring.web.sealed_query import asked_in, sealed_query
from kindring.web.sessions import SignedIn
from kindring.web.visible import locked_people, page_asked, person_or_404, uuid_or_404
from kindring.web.way_back import here

LIST_PAGE, PLACE_PAGE = 50, 30
SEARCHED = ("how_met", "notes", "channels")
_SEALED = {"q", "state"}  # what the list is narrowed by that the host must not read


class FindForm(forms.Form):
    """What the list is narrowed by; anything unknown is ignored."""

    q = forms.CharField(
        required=False, max_length=200, label=_("Search"), widget=forms.TextInput({"autocomplete": "off"})
    )
    ring = forms.ChoiceField(
        choices=[("", _("all")), *Ring.choices, ("none", _("not placed yet"))], required=False, label=_("Ring")
    )
    role = forms.ChoiceField(choices=[("", _("all")), *Role.choices], required=False, label=_("Role"))
    state = forms.ChoiceField(choices=[("", _("all")), *State.choices], required=False, label=_("How it stands"))

    def asked(self) -> dict[str, str]:
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


@get_or_post
def people_list(request: SignedIn) -> HttpResponse:
    """What is sealed is asked for by POST, and goes on in an address that nobody else can read."""
    if request.method == "POST":
        asked = FindForm(request.POST).asked()
        query = sealed_query(request, asked) if _SEALED & asked.keys() else asked
        return go("people_list", query=query)
    plain = FindForm(request.GET).asked()
    return _list(request, {name: plain[name] for name in plain.keys() - _SEALED} | asked_in(request))


def _list(request: SignedIn, asked: dict[str, str]) -> HttpResponse:
    today = day_in(request.user.time_zone, timezone.now())
    matching = _matching(request, asked, today)
    rows = Paginator(matching, LIST_PAGE).get_page(page_asked(request))
    context = {
        "form": FindForm(initial=asked),
        "asked": asked,
        "query": sealed_query(request, asked) if _SEALED & asked.keys() else asked,
        "found": rows,
        "rows": [people_words.row(person, today) for person in rows.object_list],
        "said": people_words.how_many(len(matching)),
        "here": here(request),
        "removed": Person.objects.visible_to(request.user).restorable(timezone.now()).count(),
        "locked": locked_people(request.user),
    }
    return page(request, "people/list.html", context)


def _matching(request: SignedIn, asked: dict[str, str], today: date) -> list[Person]:
    """Who is asked for, by name. Words and states are compared in memory: the database cannot read them."""
    everyone = Person.objects.visible_to(request.user).kept()
    everyone = everyone if "q" in asked else everyone.defer(*SEARCHED)
    if ring := asked.get("ring"):
        everyone = everyone.filter(ring="" if ring == "none" else ring)
    if role := asked.get("role"):
        everyone = everyone.filter(role=role)
    people = found(everyone, asked.get("q", ""))
    if state := asked.get("state"):
        people = [person for person in people if person.state_on(today) == state]
    return sorted(people, key=lambda person: (folded(person.shown_name), person.id))


@get_or_post
def people_place(request: SignedIn) -> HttpResponse:
    """Those without a ring, one press each."""
    if request.method == "POST":
        return _place(request)
    waiting = Person.objects.visible_to(request.user).kept().unplaced().filter(may_suggest=True).defer(*SEARCHED)
    by_name = sorted(waiting, key=lambda person: (folded(person.shown_name), person.id))
    placed = request.GET.get("placed")
    rows = Paginator(by_name, PLACE_PAGE).get_page(page_asked(request))
    at = request.GET.get("at", "")
    context = {
        "rows": rows,
        "placed": person_or_404(request.user, uuid_or_404(placed)) if placed else None,
        "at": min(int(at), len(rows.object_list) - 1) if at.isascii() and at.isdigit() and len(at) < 3 else 0,
    }
    return page(request, "people/place.html", context)


def _place(request: SignedIn) -> HttpResponse:
    """On with whoever is next, so that the keyboard stays where it is."""
    form = sent(PlaceForm(request.POST))
    someone = person_or_404(request.user, form["person"])
    place_person(by=Actor(request.user), now=timezone.now(), person=someone, ring=form["ring"])
    query = {"placed": str(someone.id), "at": str(form["at"] or 0), "page": str(form["page"] or 1)}
    return go("people_place", query=query)


@require_safe
def people_deleted(request: SignedIn) -> HttpResponse:
    now, zone = timezone.now(), request.user.time_zone
    removed = Person.objects.visible_to(request.user).restorable(now).order_by("-deleted_at", "id")
    rows = [(person, day_in(zone, person.deleted_at)) for person in removed if person.deleted_at]
    return page(request, "people/deleted.html", {"rows": rows, "today": day_in(zone, now)})


urlpatterns = [
    path("people/list", people_list, name="people_list"),
    path("people/place", people_place, name="people_place"),
    path("people/deleted", people_deleted, name="people_deleted"),
]
