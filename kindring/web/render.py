"""From a view's facts to a response: a page, one block of it for htmx, or the way to the next page."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import loader
from django.template.backends.jinja2 import Template
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails

from kindring.web.done import Done, notice_for, notice_in


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    block: str | None = None,
    status: int = 200,
    done: Done | None = None,
    about: UUID | None = None,
) -> HttpResponse:
    """The page, or only its `{% block %}` of that name when htmx asks.

    `done` (with the id it is `about`), or a ready `notice` among the facts (None for silence), puts a closing
    sentence on the page; a fragment brings it along.
    """
    given = ({"notice": notice_for(done, about)} if done else {}) | dict(context or {})
    facts = facts_for(request) | given
    found = _template(template)
    if block is not None and wants_block(request):
        body = render_block(found, block, facts) + _notice_fragment(facts)
    else:
        body = found.template.render(facts | {"notice": notice_in(request)} | given)
    response = HttpResponse(body, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def facts_for(request: HttpRequest) -> dict[str, Any]:
    """What every page may speak of. Nothing here asks the clock or the database."""
    return {
        "request": request,
        # Masking the token costs more than the rest of a small form, so one mask serves the whole page.
        "csrf_input": SimpleLazyObject(partial(csrf_input, request)),
        "user": getattr(request, "user", None),
        "notice": None,
    }


def wants_block(request: HttpRequest) -> bool:
    """htmx asks for a part; a boosted link or a step back in history wants the whole page."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not (htmx.boosted or htmx.history_restore_request)


def render_block(template: Template, block: str, facts: Mapping[str, Any]) -> str:
    """One block of a page; it sees `facts` and the globals, not what the page sets around it."""
    source = template.template
    return "".join(source.blocks[block](source.new_context(dict(facts))))


def go(
    to: str,
    *args: Any,
    done: Done | None = None,
    about: UUID | None = None,
    query: Mapping[str, str] | None = None,
    fragment: str | None = None,
) -> HttpResponseRedirect:
    """After a POST: on to the page named `to`, with 303, so that reloading it repeats nothing."""
    asked = dict(query or {})
    if done is not None:
        asked |= {"done": done.code} | ({"about": str(about)} if about else {})
    response = HttpResponseRedirect(reverse(to, args=args, query=asked or None, fragment=fragment))
    response.status_code = 303
    return response


def kit_of(template: str) -> Any:
    """The kit's macros, for what is said outside any page."""
    return _template(template).template.environment.globals["kit"]


def _template(name: str) -> Template:
    found = loader.get_template(name)
    if not isinstance(found, Template):
        raise TypeError(f"{name} is not a Jinja2 template")
    return found


def _notice_fragment(facts: Mapping[str, Any]) -> str:
    """The closing sentence, which finds its own place beside whatever else htmx puts in place."""
    if facts["notice"] is None:
        return ""
    return str(kit_of("frame.html").notices(facts["notice"], facts["csrf_input"], out_of_band=True))
