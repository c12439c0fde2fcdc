"""On to the next page after a press, or back to where it was pressed, with all that its address asked for."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from kindring.web.addresses import spelled_query
from kindring.web.done import Done, Notice, Told, asked_with, notice_for, told_in

_SAID_ONCE = ("done", "about", "mark", "added")
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


class SeeOther(HttpResponseRedirect):
    """On with 303, so that reloading repeats nothing. The next page says what is `told`."""

    status_code = 303

    def __init__(self, address: str, told: Told | None = None) -> None:
        super().__init__(address)
        self.told = told


def see(address: str, *, done: Done | None = None, about: UUID | None = None) -> SeeOther:
    """On to an address of ours."""
    return SeeOther(_address(address, {}), Told(done, about) if done else None)


def sent_along(request: HttpRequest, response: SeeOther) -> str:
    """The address to go on to, and in it, marked, what its page shall say."""
    address = response["Location"]
    return _address(address, asked_with(request, response.told)) if response.told else address


def notice_here(request: HttpRequest) -> Notice | None:
    """The closing sentence that this page was sent to say; its undo comes back to this page as it is."""
    told = told_in(request)
    return notice_for(told, here(request)) if told else None


def _address(address: str, more: dict[str, str]) -> str:
    if "?" not in address and "#" not in address:  # most pages: nothing to look through
        return f"{address}?{spelled_query(more)}" if more else address
    parts = urlsplit(address)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in _SAID_ONCE]
    return urlunsplit(("", "", parts.path, urlencode([*query, *more.items()]), parts.fragment))
