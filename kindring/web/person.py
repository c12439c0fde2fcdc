"""The page of one person, and the small changes made from it with one press."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import Actor
from kindring.insights.people import person_facts
from kindring.insights.shared_circles import shared_circles
from kindring.insights.timeline import timeline
from kindring.insights.together import planned_with
from kindring.lib.days import day_in
from kindring.lib.quiet import quiet
from kindring.people.actions.ask_about import bring_back_ask_about, clear_ask_about
from kindring.people.actions.moments import MomentWords, log_moment
from kindring.people.actions.people import delete_person, place_person, restore_person, set_state, set_wish
from kindring.people.actions.suggestions import end_rest
from kindring.people.models import Moment, Person
from kindring.web import people_words, person_words
from kindring.web.addresses import url
from kindring.web.ask_words import near_words
from kindring.web.before_words import MET, noted_words
from kindring.web.between_words import said_between
from kindring.web.done import done, told_in
from kindring.web.filling import sent
from kindring.web.guide_texts import guide_beside
from kindring.web.person_forms import RingForm, StateForm, WishDaysForm, wish_choices
from kindring.web.render import go, page, wants_block
from kindring.web.sessions import SignedIn
from kindring.web.visible import page_asked, person_or_404
from kindring.web.way_back import back_to, see
from kindring.web.why_notes import known_of_silence

TOUCHED = done("touched", _("Noted: you were in touch today."), undo="moment_delete")
REMOVED = done("removed", _("Removed. For a week you can change your mind."), undo="person_restore")
BROUGHT_BACK = done("brought_back", _("Back on your map, with everything you wrote."))
PLACED = done("placed", _("Placed on your map."))
WISHED = done("wished", _("Your wish is noted."))
RESTS = done("rests", _("Left to rest. Their page takes them up again whenever you like."), undo="person_wake")
AWAKE = done("awake", _("Taken up again, as it was before."))
ASKED = done("asked", _("Asked: it waits no more."), undo="person_ask_again")
ASK_AGAIN = done("ask_again", _("It waits again until you meet."))
STANDS = done("stands", _("Noted."))


class Line(NamedTuple):
    """A moment on the timeline; `said` is how, and who else was part of it."""

    moment: Moment
    said: list[str]
    felt: str

    def __repr__(self) -> str:
        return quiet(self)


@require_safe
def person_page(request: SignedIn, person: UUID) -> HttpResponse:
    user, now = request.user, timezone.now()
    today = day_in(user.time_zone, now)
    asked = "between" in request.GET
    facts = person_facts(user, person, today, asked=asked)
    if facts is None:
        raise Http404
    planned = planned_with(user, facts.person, now)
    context = {
        "person": facts.person,
        "knows": facts.knows,
        "circles": shared_circles(user, person),
        "words": person_words.said_of(facts, today, user.date_lead_days),
        "between": said_between(facts, today, user.date_lead_days, planned=bool(planned)),
        "asked": asked,
        "planned": planned,
        "near_words": near_words,
        "now": now,
        "today": today,
        "known": known_of_silence(facts.outlook, today, later=True),
        "guide": guide_beside(facts.state, facts.outlook),
        "noted": just_noted(request),
        "wishes": wish_choices(facts.person.wish_days),
    }
    return page(request, "people/person.html", context | lines_of(request, person))


def lines_of(request: SignedIn, person: UUID) -> dict[str, Any]:
    """One page of the timeline."""
    found = timeline(request.user, person, page_asked(request))
    return {"lines": [_line(*row) for row in found.moments], "number": found.page, "more": found.more}


def _line(moment: Moment, others: Sequence[str]) -> Line:
    return Line(moment, person_words.moment_words(moment, others), person_words.felt_words(moment.felt))


def just_noted(request: SignedIn) -> Moment | None:
    """The moment that a tap has just noted, to say more about it."""
    told = told_in(request)
    if told is None or told.said not in {TOUCHED, MET} or told.about is None:
        return None
    return Moment.objects.visible_to(request.user).filter(id=told.about).first()


@require_POST
def person_touch(request: SignedIn, person: UUID) -> HttpResponse:
    """In touch today."""
    someone, now = person_or_404(request.user, person), timezone.now()
    way = request.POST.get("way", "")  # a form would cost as much as all that is written
    said: MomentWords = {"way": way} if way else {}
    moment = log_moment(by=Actor(request.user), now=now, people=[someone], **said)
    back, noted = back_to(request, url("person", someone.id)), noted_words(TOUCHED, moment, now)
    if not wants_block(request):
        return see(back, done=noted, about=moment.id)
    row = people_words.row(person_or_404(request.user, person), day_in(request.user.time_zone, now))
    context = {"row": row, "here": back}
    return page(request, "people/list.html", context, block="row", done=noted, about=moment.id)


@require_POST
def person_ring(request: SignedIn, person: UUID) -> HttpResponse:
    someone = person_or_404(request.user, person)
    ring = sent(RingForm(request.POST))["ring"]
    place_person(by=Actor(request.user), now=timezone.now(), person=someone, ring=ring)
    return see(back_to(request, reverse("person", args=[someone.id])), done=PLACED)


@require_POST
def person_wish(request: SignedIn, person: UUID) -> HttpResponse:
    someone = person_or_404(request.user, person)
    days = sent(WishDaysForm(request.POST, wish_days=someone.wish_days))["days"]
    set_wish(by=Actor(request.user), person=someone, days=days)
    return go("person", someone.id, done=RESTS if days == 0 else WISHED, about=someone.id)


@require_POST
def person_wake(request: SignedIn, person: UUID) -> HttpResponse:
    """Someone who was left to rest, taken up again."""
    someone = person_or_404(request.user, person)
    end_rest(by=Actor(request.user), now=timezone.now(), person=someone)
    return see(back_to(request, reverse("person", args=[someone.id])), done=AWAKE)


@require_POST
def person_asked(request: SignedIn, person: UUID) -> HttpResponse:
    """What was to be asked about is asked."""
    someone = person_or_404(request.user, person)
    clear_ask_about(by=Actor(request.user), person=someone)
    return see(back_to(request, reverse("person", args=[someone.id])), done=ASKED, about=someone.id)


@require_POST
def person_ask_again(request: SignedIn, person: UUID) -> HttpResponse:
    someone = person_or_404(request.user, person)
    bring_back_ask_about(by=Actor(request.user), person=someone)
    return see(back_to(request, reverse("person", args=[someone.id])), done=ASK_AGAIN)


@require_POST
def person_state(request: SignedIn, person: UUID) -> HttpResponse:
    someone = person_or_404(request.user, person)
    form = StateForm(request.POST)
    sent(form)
    set_state(by=Actor(request.user), now=timezone.now(), person=someone, **form.stands())
    return go("person", someone.id, done=STANDS)


@require_POST
def person_delete(request: SignedIn, person: UUID) -> HttpResponse:
    someone = person_or_404(request.user, person)
    delete_person(by=Actor(request.user), now=timezone.now(), person=someone)
    return go("people_list", done=REMOVED, about=someone.id)


@require_POST
def person_restore(request: SignedIn, person: UUID) -> HttpResponse:
    now = timezone.now()
    mine = Person.objects.visible_to(request.user)
    someone = get_object_or_404(mine.kept() | mine.restorable(now), id=person)
    restore_person(by=Actor(request.user), now=now, person=someone)
    return go("person", someone.id, done=BROUGHT_BACK)


urlpatterns = [
    path("people/<uuid:person>", person_page, name="person"),
    path("people/<uuid:person>/touch", person_touch, name="person_touch"),
    path("people/<uuid:person>/ring", person_ring, name="person_ring"),
    path("people/<uuid:person>/wish", person_wish, name="person_wish"),
    path("people/<uuid:person>/wake", person_wake, name="person_wake"),
    path("people/<uuid:person>/asked", person_asked, name="person_asked"),
    path("people/<uuid:person>/ask-again", person_ask_again, name="person_ask_again"),
    path("people/<uuid:person>/state", person_state, name="person_state"),
    path("people/<uuid:person>/delete", person_delete, name="person_delete"),
    path("people/<uuid:person>/restore", person_restore, name="person_restore"),
]
