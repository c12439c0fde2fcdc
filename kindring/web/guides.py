"""The guides: a list, and one page each, open to all. Whoever is signed in can take a first line to someone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from kindring.accounts.models import User
from kindring.lib.days import day_in
from kindring.people.models import Person, State
from kindring.web.guide_texts import GUIDES, Guide
from kindring.web.lifeline import is_open
from kindring.web.person_choices import choices_for
from kindring.web.render import page
from kindring.web.sending import ways_to_send
from kindring.web.sessions import open_to_all
from kindring.web.visible import person_or_404, uuid_or_404

_NEEDED = ("id", "owner_id", "name", "called", "ring", "state", "paused_until", "deleted_at")
_NOT_OFFERED = {State.UNSAFE, State.DIED}


@open_to_all
@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    return page(request, "guides/guides.html" if is_open(request) else "guides/open_guides.html")


@open_to_all
@require_safe
def guide_page(request: HttpRequest, guide: Guide) -> HttpResponse:
    """The text is the same for everyone; names and numbers only for whoever may see them."""
    today = timezone.localdate()
    facts = {"guide": guide, "person": None, "choices": [], "ways": ways_to_send(str(guide.line), None, today)}
    if not is_open(request):
        return page(request, "guides/open_guide.html", facts)
    return page(request, "guides/guide.html", facts | _for_whom(request, guide))


def _for_whom(request: HttpRequest, guide: Guide) -> dict[str, Any]:
    """Someone on the map whom the address names, else whom one can choose."""
    user: User = request.user  # type: ignore[assignment]
    today = day_in(user.time_zone, timezone.now())
    asked = request.GET.get("person")
    if not asked:
        everyone = Person.objects.visible_to(user).kept().only(*_NEEDED)
        offered = [person for person in everyone if person.state_on(today) not in _NOT_OFFERED]
        return {"choices": choices_for(offered)}
    person = person_or_404(user, uuid_or_404(asked))
    return {"person": person, "ways": ways_to_send(str(guide.line), person, today)}


urlpatterns = [
    path("guides", guides, name="guides"),
    *(path(f"guides/{guide.number}", guide_page, {"guide": guide}, name=guide.page) for guide in GUIDES.values()),
]
