"""Thanks and good news to someone: two taps make the note, the third sends it by one's own means.

Nothing is kept on the way; who likes notes it afterwards as a moment.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kindring.accounts.actor import Actor
from kindring.asks.actions import say_kind_word
from kindring.insights.kind_words import place_of
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.lib.texts import name_line, paragraphs
from kindring.people.actions import MomentWords
from kindring.people.actions.sent_words import note_sent_words
from kindring.people.models import Moment, Person
from kindring.web.done import Done, done
from kindring.web.filling import get_or_post, keeping
from kindring.web.render import go, page
from kindring.web.sending import ways_to_send
from kindring.web.sessions import SignedIn
from kindring.web.thank_words import MOST, SORTS, THANKS, Sort
from kindring.web.visible import person_or_404
from kindring.web.why_notes import known

NOTED = done("words_noted", _("Noted, with your words."), undo="moment_delete")
GIVEN = done("words_given", _("It is there for them. Only the two of you are shown it."))


@get_or_post
def note_page(request: SignedIn, person: UUID, sort: Sort) -> HttpResponse:
    """One question at a time, and then the note."""
    someone = person_or_404(request.user, person)
    return page(request, "thanks/note.html", _facts(request, someone, sort))


def _facts(request: SignedIn, person: Person, sort: Sort) -> dict[str, Any]:
    """`text` is None while there is something left to ask."""
    sent, today = request.POST, day_in(request.user.time_zone, timezone.now())
    what, then = name_line(sent.get("what", ""))[:MOST], name_line(sent.get("then", ""))[:MOST]
    facts = {"person": person, "sort": sort, "what": what, "text": None, "refused": "", "most": MOST}
    facts |= {"other": next(one for one in SORTS if one is not sort), "guide": sort is THANKS}
    if what and ("then" in sent or "words" in sent):
        text = paragraphs(sent.get("words", "")) or sort.text(person.shown_name, what, then)
        more = {"place": place_of(request.user, person), "key": uuid4()}
        return facts | more | {"text": text, "ways": ways_to_send(text, person, today)}
    return facts | {"known": known("thanks", today) if sort is THANKS and not what else None}


@require_POST
def note_kept(request: SignedIn, person: UUID, sort: Sort) -> HttpResponse:
    """It went out: a moment of today, with its kinds and its words."""
    someone = person_or_404(request.user, person)

    def keep() -> Moment:
        return note_sent_words(by=Actor(request.user), now=timezone.now(), person=someone, **_moment(request, sort))

    return _after(request, someone, sort, keep, NOTED)


@require_POST
def note_given(request: SignedIn, person: UUID, sort: Sort) -> HttpResponse:
    """To the member of a circle who they are, and with the same tap noted, if that is wished."""
    someone, by, now = person_or_404(request.user, person), Actor(request.user), timezone.now()
    place = place_of(request.user, someone)
    if place is None:
        raise Http404
    member, key, words = place.member, _key(request), request.POST.get("words", "")

    @transaction.atomic
    def give() -> Moment | None:
        say_kind_word(by=by, now=now, key=key, circle=member.circle, member=member.id, words=words)
        if "note" not in request.POST:
            return None
        return note_sent_words(by=by, now=now, person=someone, **_moment(request, sort))

    return _after(request, someone, sort, give, GIVEN)


def _moment(request: SignedIn, sort: Sort) -> MomentWords:
    return sort.moment(request.POST.get("what", ""), request.POST.get("words", ""))


def _key(request: SignedIn) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _after(
    request: SignedIn, person: Person, sort: Sort, act: Callable[[], Moment | None], told: Done
) -> HttpResponse:
    """Back to the person; where it could not be, the note with its words."""
    try:
        with keeping():
            moment = act()
    except Refused as refused:
        facts = _facts(request, person, sort)
        if facts["text"] is None:
            raise
        return page(request, "thanks/note.html", facts | {"refused": refused.message}, status=refused.status)
    return go("person", person.id, done=told, about=moment.id if moment else None)


PAGES = (("", note_page), ("noted", note_kept), ("given", note_given))
urlpatterns = [
    path(
        "/".join(filter(None, ("people/<uuid:person>", sort.key, step))),
        view,
        {"sort": sort},
        name="_".join(filter(None, (sort.page, step))),
    )
    for sort in SORTS
    for step, view in PAGES
]
