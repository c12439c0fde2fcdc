"""Going back to the page on which something was pressed, with all that its address asked for."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from kindring.web.done import Done, Notice, notice_in

_SAID_ONCE = ("done", "about", "added")
_PAGE = re.compile(r"/(?!/)[^\\\x00-\x20\x7f-\xa0]*")


def here(request: HttpRequest) -> str:
    """The address of this page, without what it said once: for the hidden field `back` of its forms."""
    return _address(request.get_full_path(), {})


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Where a form asked to go back to, if that is a page of ours; else `otherwise`."""
    asked = request.POST.get("back", "") or request.GET.get("back", "")
    return asked if is_ours(asked) else otherwise


def is_ours(address: str) -> bool:
    """Whether an address is a page of this site, however a browser reads it: some leave tabs and line breaks out,
    take a backslash for a slash, and what follows two slashes for another site."""
    return bool(_PAGE.fullmatch(address)) and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def see(address: str, *, done: Done | None = None, about: UUID | None = None) -> HttpResponseRedirect:
    """On to an address of ours with 303, so that reloading repeats nothing."""
    said = {"done": done.code} if done else {}
    if done and about:
        said["about"] = str(about)
    response = HttpResponseRedirect(_address(address, said))
    response.status_code = 303
    return response


def notice_here(request: HttpRequest) -> Notice | None:
    """The closing sentence that this page was asked for; its undo comes back to this page as it is."""
    notice = notice_in(request)
    return undone_at(notice, here(request)) if notice else None


def undone_at(notice: Notice, back: str) -> Notice:
    """The same, with an undo that goes back to the address `back`."""
    return Notice(notice.words, f"{notice.undo_url}?{urlencode({'back': back})}" if notice.undo_url else "")


def _address(address: str, more: dict[str, str]) -> str:
    parts = urlsplit(address)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in _SAID_ONCE]
    return urlunsplit(("", "", parts.path, urlencode([*query, *more.items()]), parts.fragment))
