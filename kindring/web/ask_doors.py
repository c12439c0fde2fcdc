"""The rows behind the pages of an ask; and what becomes of typed words where a page is no longer there."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from kindring.asks.keys import open_asks
from kindring.asks.models import Ask, Claim
from kindring.insights.ask import seen_ask
from kindring.lib.refused import Refused
from kindring.lib.rows import Viewer
from kindring.lib.sealing import Unsealable
from kindring.lib.texts import can_be_seen
from kindring.web.errors import PAGES
from kindring.web.render import page

TYPED = ("word", "words", "what", "more", "place", "why", "treat", "label")
View = Callable[..., HttpResponse]


def ask_or_404(user: Viewer, ask: UUID) -> Ask:
    """An ask that this user may open, and opens; `Unsealable`, the page "locked", where its key is lost."""
    found = seen_ask(user, ask)
    if found is None:
        raise Http404
    return _opened(user, found)


def own_ask_or_404(user: Viewer, ask: UUID) -> Ask:
    """What this user asks."""
    return _opened(user, get_object_or_404(Ask.objects.visible_to(user).of(user), id=ask))


def _opened(user: Viewer, ask: Ask) -> Ask:
    if ask.id not in open_asks(user, [ask.id]):
        raise Unsealable
    return ask


def id_sent(request: HttpRequest, field: str) -> UUID:
    """The id in a field of a form; one that nobody has for none and for what is none."""
    try:
        return UUID(request.POST.get(field, ""))
    except ValueError:
        return UUID(int=0)


def claim_or_404(user: Viewer, ask: Ask, claim: UUID) -> Claim:
    """What a helper carries for this user, or what this user carries."""
    rows = Claim.objects.visible_to(user).filter(ask=ask).select_related("ask", "slot")
    rows = rows if ask.owner_id == user.id else rows.by(user)
    return get_object_or_404(rows, id=claim)


def keeping_words(view: View) -> View:
    """Where what a form was about is gone or closed meanwhile, the page says so and gives back what was typed."""

    @wraps(view)
    def kept(request: Any, *args: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *args, **named)
        except (Http404, Refused) as no:
            typed = typed_in(request)
            if not typed:
                raise
            status, line = (no.status, no.message) if isinstance(no, Refused) else (404, "")
            return gone(request, status, line, typed, known="ask" in named)

    return kept


def typed_in(request: HttpRequest) -> list[str]:
    """The words that somebody wrote into the form."""
    return [words for name in TYPED if can_be_seen(words := request.POST.get(name, ""))]


def gone(
    request: HttpRequest, status: int, line: str, typed: list[str], *, title: str = "", known: bool = True
) -> HttpResponse:
    """A plain page; `known`: whoever reads it is a user, and so has a way to Help."""
    line = line if (line and status != 404) or title else gettext("This is no longer here.")
    facts = {"title": title or PAGES[status if status in PAGES else 409].title, "line": line, "typed": typed}
    return page(request, "ask/gone.html", facts | {"known": known}, status=status)
