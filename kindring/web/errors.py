"""Every error as a page in plain words with a way on; for htmx the same sentence where notices appear.

A missing page and a foreign one get the same bytes: nothing here names what was asked for, or by whom.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable
from kindring.web.render import answer, facts_for, kit, template, wants_block

Way = tuple[str, str]  # words and address


class Words(NamedTuple):
    """The heading of an error page, and what follows below it."""

    title: str | Promise
    lines: tuple[str | Promise, ...]


PAGES = {
    400: Words(
        _("That could not be read"),
        (_("Something in what was sent made no sense here. Nothing was changed."),),
    ),
    403: Words(_("This page is not open to you"), (_("If you think it should be, sign in again and come back."),)),
    404: Words(_("There is nothing here"), (_("It was moved or deleted, or it was never here."),)),
    405: Words(
        _("This page does not work that way"),
        (_("Perhaps it was opened from a link instead of its form. Nothing was changed."),),
    ),
    409: Words(_("That does not work right now"), ()),
    413: Words(_("That is too large"), (_("Try a smaller file, or fewer things at once. Nothing was changed."),)),
    422: Words(_("Something needs another look"), ()),
    423: Words(_("This is locked"), ()),
    429: Words(_("A short pause"), (_("There were many tries in a short time. Wait a little, then try again."),)),
    500: Words(
        _("Something went wrong here"),
        (
            _("It was not your doing, and what you kept before is safe."),
            _("Try again in a moment. If it stays like this, tell whoever runs this server."),
        ),
    ),
}
_NO_MARK = Words(
    _("This form waited too long"),
    (
        _("Every form carries a mark, so that nobody can send one in your name. This one no longer fits."),
        _("Go back, load the page again and send it once more. Nothing was changed."),
    ),
)
_LAST_RESORT = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Kindring</title></head><body>'
    '<h1>Something went wrong here</h1><p>It was not your doing. <a href="/">Try again</a>'
    ' · <a href="/lifeline">Lifeline</a></p></body></html>'
)


def problem(request: HttpRequest, status: int, words: Words, ways: Sequence[Way] = ()) -> HttpResponse:
    """The page that says `words` and shows `ways` on; without any, the way to Today."""
    if wants_block(request):
        return _problem_line(request, status, words)
    facts = facts_for(request) | {
        "title": words.title,
        "lines": words.lines,
        "ways": ways or [_today()],
    }
    return answer(template("errors/problem.html").render(facts), status)


def _problem_line(request: HttpRequest, status: int, words: Words) -> HttpResponse:
    """What htmx gets: one line that goes to the notices, wherever the answer was meant to go."""
    line = " ".join(str(sentence) for sentence in (words.lines or (words.title,)))
    response = HttpResponse(kit().notice_line(line, ""), status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#notices", "innerHTML"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return problem(request, status, PAGES[status])


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 403, PAGES[403])


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 404, PAGES[404])


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor person; where even the page fails, a few bytes that cannot."""
    # Whatever failed before may fail here as well.
    try:
        return problem(request, 500, PAGES[500], [(gettext("Try again"), reverse("today"))])
    except Exception:
        return HttpResponse(_LAST_RESORT, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem(request, 403, _NO_MARK, _ways_back(request))


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A rule said no: its sentence, under a heading that fits its status."""
    title = PAGES.get(refusal.status, PAGES[409]).title
    return problem(request, refusal.status, Words(title, (refusal.message,)), _ways_back(request))


def locked(request: HttpRequest) -> HttpResponse:
    """What is asked for is sealed, and no key that opens it is here."""
    if wants_block(request):
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    line, way = _reopen() if getattr(request, "keys", None) else _unlock()
    return problem(
        request,
        423,
        Words(PAGES[423].title, (line,)),
        [way, (gettext("Go to Settings"), reverse("settings")), _today()],
    )


def _unlock() -> tuple[str, Way]:
    line = gettext("What you wrote opens with your password only. It is all still there.")
    return line, (gettext("Unlock"), reverse("unlock"))


def _reopen() -> tuple[str, Way]:
    line = gettext(
        "This was sealed with a key from before. The recovery code or the password of that time opens it again."
    )
    return line, (gettext("Open it"), reverse("reopen"))


def _today() -> Way:
    return gettext("Go to Today"), reverse("today")


def _ways_back(request: HttpRequest) -> list[Way]:
    """Back to the page that held the form, when it was one of ours; and to Today."""
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return [(gettext("Go back"), before), _today()] if before and ours else [_today()]


class RefusalMiddleware:
    """Turns what actions and sealed fields raise into pages, and gives a bare 405 its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = problem(request, 405, PAGES[405])
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return refused(request, exception)
        return locked(request) if isinstance(exception, Unsealable) else None
