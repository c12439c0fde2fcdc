"""Adding someone to the map, and changing what is written about them."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kindring.accounts.actor import Actor
from kindring.insights.map import map_nodes
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.people.actions.dates import replace_dates
from kindring.people.actions.knows import forget_knows, note_knows
from kindring.people.actions.people import add_person, change_person, set_state
from kindring.people.models import ImportantDate, Person
from kindring.web import people_words
from kindring.web.done import done
from kindring.web.filling import filled, form_page, get_or_post, sent
from kindring.web.finding import of_the_same_name
from kindring.web.person_choices import by_closeness
from kindring.web.person_forms import EditPersonForm, KnowsForm, NewPersonForm
from kindring.web.person_rows import PersonRows, typed_in
from kindring.web.render import go
from kindring.web.sessions import SignedIn
from kindring.web.visible import known_by, person_or_404, uuid_or_404
from kindring.web.way_back import see

ADDED = done("person_added", _("Added to your people."))
KEPT = done("person_kept", _("Kept."))
MARKED = done("people_marked", _("Kept. That was the last one to ask about."))


@get_or_post
def person_new(request: SignedIn) -> HttpResponse:
    form = filled(NewPersonForm, request)
    if form.is_valid():
        try:
            person = add_person(by=Actor(request.user), now=timezone.now(), **form.details())
        except Refused as refused:
            return form_page(request, "people/new.html", form, _just_added(request), refused=refused)
        if "open" in request.POST:
            return go("person", person.id, done=ADDED)
        return go("person_new", query={"added": str(person.id)})
    return form_page(request, "people/new.html", form, _just_added(request))


def _just_added(request: SignedIn) -> dict[str, Any]:
    """Who was added a moment ago, and others on the map with the same name."""
    asked = request.GET.get("added")
    if not asked:
        return {"added": None, "alike": []}
    added = person_or_404(request.user, uuid_or_404(asked))
    everyone = Person.objects.visible_to(request.user).kept().only("id", "owner_id", "name", "called")
    alike = of_the_same_name(everyone, added.name)
    return {"added": added, "alike": [person for person in alike if person.id != added.id]}


@get_or_post
def person_edit(request: SignedIn, person: UUID) -> HttpResponse:
    today = day_in(request.user.time_zone, timezone.now())
    someone = person_or_404(request.user, person)
    if request.POST.get("another") or request.POST.get("apart"):
        return _as_typed(request, someone)
    dates = ImportantDate.objects.visible_to(request.user).filter(person=someone)
    rows = PersonRows.sent(request.POST) if request.method == "POST" else PersonRows.of(someone, dates)
    form = filled(EditPersonForm, request, initial=EditPersonForm.initial_of(someone, today))
    if form.is_bound and not rows.are_valid():
        form.add_error(None, _("One of the lines to reach them, or of the days that matter, needs another look."))
    if form.is_valid():
        try:
            _keep(request, someone, form, rows)
            return _on(request, someone) if _walks(request) else go("person", someone.id, done=KEPT)
        except Refused as refused:
            return _edit_page(request, someone, form, rows, refused)
    return _edit_page(request, someone, form, rows)


def _walks(request: SignedIn) -> str:
    """How the page was opened to mark what people give, one after the other: in order or with one first; else ''."""
    return request.POST.get("marking", "") or request.GET.get("marking", "")


def _on(request: SignedIn, person: Person) -> HttpResponse:
    """To whoever is next of those of whom nothing is marked, from the closest outwards; after the last to the map."""
    nodes = map_nodes(request.user, day_in(request.user.time_zone, timezone.now()))
    if _walks(request) == people_words.IN_ORDER:
        following = people_words.unmarked(nodes, after=person.id)
    else:
        following = people_words.unmarked([node for node in nodes if UUID(node.person_id) != person.id])
    return (
        see(people_words.marking(following[0], how=people_words.IN_ORDER), done=KEPT)
        if following
        else go("people", done=MARKED)
    )


@transaction.atomic
def _keep(request: SignedIn, person: Person, form: EditPersonForm, rows: PersonRows) -> None:
    by, now = Actor(request.user), timezone.now()
    change_person(by=by, now=now, person=person, channels=rows.channels_typed(), **form.details())
    replace_dates(by=by, now=now, person=person, dates=rows.dates_typed())
    set_state(by=by, now=now, person=person, **form.stands())


def _as_typed(request: SignedIn, person: Person) -> HttpResponse:
    """The form as it was typed, unchecked, with one more empty row, or someone more or less who knows the person."""
    wanted = request.POST.get("another", "")
    if apart := request.POST.get("apart"):
        forget_knows(by=Actor(request.user), one=person, other=_other(request, apart))
    elif wanted == "knows":
        note_knows(by=Actor(request.user), one=person, other=_other(request, request.POST.get("other", "")))
    form = EditPersonForm(initial=typed_in(EditPersonForm, request.POST))
    return _edit_page(request, person, form, PersonRows.with_another(request.POST, wanted))


def _other(request: SignedIn, asked: str) -> Person:
    return person_or_404(request.user, sent(KnowsForm({"other": asked}))["other"])


def _edit_page(
    request: SignedIn, person: Person, form: EditPersonForm, rows: PersonRows, refused: Refused | None = None
) -> HttpResponse:
    knows = known_by(request.user, person)
    others = Person.objects.visible_to(request.user).kept().only("id", "owner_id", "name", "called", "ring")
    known = {person.id, *(other.id for other in knows)}
    facts = {
        "person": person,
        "rows": rows,
        "marking": _walks(request),
        "knows": knows,
        "others": [other for other in by_closeness(others) if other.id not in known],
    }
    return form_page(request, "people/edit.html", form, facts, refused=refused)


urlpatterns = [
    path("people/new", person_new, name="person_new"),
    path("people/<uuid:person>/edit", person_edit, name="person_edit"),
]
