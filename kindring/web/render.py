"""From a view's facts to a response: a page, one block of it for htmx, or the way to the next page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import reverse
from django.utils.translation import get_language
from django_htmx.middleware import HtmxDetails
from jinja2 import Template

from kindring.web.csrf import CsrfField
from kindring.web.done import Done, Told, notice_for
from kindring.web.page_code import PageEnvironment
from kindring.web.way_back import SeeOther, back_to, here, notice_here


def page(
    request: HttpRequest,
    name: str,
    context: Mapping[str, Any] | None = None,
    *,
    block: str | None = None,
    status: int = 200,
    done: Done | None = None,
    about: UUID | None = None,
) -> HttpResponse:
    """The page, or only its `{% block %}` of that name when htmx asks.

    A fragment that tells of something `done` (with the id it is `about`) brings the closing sentence along; a whole
    page says what it was sent to say.
    """
    facts = facts_for(request) | dict(context or {})
    if done is not None:
        facts["notice"] = notice_for(Told(done, about), back_to(request, here(request)))
    found = template(name)
    if block is not None and wants_block(request):
        body = render_block(found, block, facts) + _notice_fragment(facts)
    else:
        body = found.render(facts | ({"notice": notice_here(request)} if done is None else {}))
    return answer(body, status)


def answer(body: str, status: int) -> HttpResponse:
    """A page depends on who asks, and on whether htmx does."""
    return HttpResponse(body, status=status, headers={"Vary": "HX-Request, Cookie"})


def facts_for(request: HttpRequest) -> dict[str, Any]:
    """What every page may speak of. Nothing here asks the clock or the database."""
    return {
        "request": request,
        "csrf_input": CsrfField(request),
        "user": getattr(request, "user", None),
        "notice": None,
        "something_new": getattr(getattr(request, "browser_session", None), "something_new", False),
    }


def by_htmx(request: HttpRequest) -> bool:
    """As `bool(request.htmx)`, without spelling every header of the request to find the one."""
    return bool(request.META.get("HTTP_HX_REQUEST") == "true")


def wants_block(request: HttpRequest) -> bool:
    """htmx asks for a part; a boosted link or a step back in history wants the whole page."""
    if not by_htmx(request):
        return False
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return htmx is not None and not (htmx.boosted or htmx.history_restore_request)


def render_block(page: Template, block: str, facts: Mapping[str, Any]) -> str:
    """One block of a page; it sees `facts` and the globals, not what the page sets around it."""
    return "".join(page.blocks[block](page.new_context(dict(facts))))


def go(
    to: str,
    *args: Any,
    done: Done | None = None,
    about: UUID | None = None,
    query: Mapping[str, str] | None = None,
    fragment: str | None = None,
) -> SeeOther:
    """After a POST: on to the page named `to`, which says what was `done`."""
    address = reverse(to, args=args, query=query or None, fragment=fragment)
    return SeeOther(address, Told(done, about) if done else None)


def kit() -> Any:
    """The kit's macros, for what is said outside any page."""
    return _environment().globals["kit"]


def template(name: str) -> Template:
    """A template in the language of this request."""
    return _environment().get_template(name)


def _environment() -> PageEnvironment:
    pages: PageEnvironment = engines["jinja2"].env  # type: ignore[attr-defined]
    return pages.in_language(get_language() or pages.language)


def _notice_fragment(facts: Mapping[str, Any]) -> str:
    """The closing sentence, which finds its own place beside whatever else htmx puts in place."""
    if facts["notice"] is None:
        return ""
    return str(kit().notices(facts["notice"], facts["csrf_input"], out_of_band=True))
