"""Thanks and good news to someone: two taps make the note, the third sends it by one's own means.

Nothing is kept on the way; who likes notes it afterwards as a moment.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kindring.accounts.actor import Actor
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.lib.texts import name_line
from kindring.people.actions.sent_words import note_sent_words
from kindring.people.models import Person
from kindring.web.done import done
from kindring.web.filling import get_or_post, keeping
from kindring.web.render import go, page
from kindring.web.sending import ways_to_send
from kindring.web.sessions import SignedIn
from kindring.web.thank_words import MOST, SORTS, THANKS, Sort
from kindring.web.visible import person_or_404
from kindring.web.why_notes import known

NOTED = done("words_noted", _("Noted, with your words."), undo="moment_delete")


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
        text = sent.get("words") or sort.text(person.shown_name, what, then)
        return facts | {"text": text, "ways": ways_to_send(text, person, today)}
    return facts | {"known": known("thanks", today) if sort is THANKS and not what else None}


@require_POST
def note_kept(request: SignedIn, person: UUID, sort: Sort) -> HttpResponse:
    """It went out: a moment of today, with its kinds and its words."""
    someone, sent = person_or_404(request.user, person), request.POST
    words = sort.moment(sent.get("what", ""), sent.get("words", ""))
    try:
        with keeping():
            moment = note_sent_words(by=Actor(request.user), now=timezone.now(), person=someone, **words)
    except Refused as refused:
        facts = _facts(request, someone, sort)
        if facts["text"] is None:
            raise
        return page(request, "thanks/note.html", facts | {"refused": refused.message}, status=refused.status)
    return go("person", someone.id, done=NOTED, about=moment.id)


urlpatterns = [
    *(path(f"people/<uuid:person>/{sort.key}", note_page, {"sort": sort}, name=sort.page) for sort in SORTS),
    *(
        path(f"people/<uuid:person>/{sort.key}/noted", note_kept, {"sort": sort}, name=f"{sort.page}_noted")
        for sort in SORTS
    ),
]
