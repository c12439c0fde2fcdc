"""A text on its way by one's own means: a message or a mail that is written already. Nothing is sent from here."""

from datetime import date
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from django.http import HttpRequest
from django.utils.translation import gettext

from kindring.lib.quiet import quiet
from kindring.people.models import Person, State
from kindring.web.person_words import ways_to_reach

# "?&" is read by the phones of both makers; each alone is not. What stands before "body" is empty, and so ignored.
_MESSAGE, _MAIL = "?&body=", "?body="


class Sending(NamedTuple):
    """One way to send: its words, where it leads, and `to`, the same up to where the text goes (js/send.js)."""

    words: str
    href: str
    to: str
    mark: str

    def __repr__(self) -> str:
        return quiet(self)


def ways_to_send(text: str, person: Person | None, today: date) -> list[Sending]:
    """Message and mail with `text` in them, to all that is noted of someone; to nobody yet where there is no one.

    None to someone unsafe or dead.
    """
    if person is None:
        return [_way("sms:", gettext("As a message"), text), _way("mailto:", gettext("By mail"), text)]
    found = [
        _way(link.href, link.words, text, reach.value)
        for reach in ways_to_reach(person, person.state_on(today))
        for link in reach.links
        if not link.href.startswith("tel:")
    ]
    return found or ([] if _closed(person, today) else ways_to_send(text, None, today))


def _closed(person: Person, today: date) -> bool:
    return person.state_on(today) in {State.UNSAFE, State.DIED}


def _way(href: str, words: str, text: str, value: str = "") -> Sending:
    mail = href.startswith("mailto:")
    to = href + (_MAIL if mail else _MESSAGE)
    body = text.replace("\n", "\r\n") if mail else text
    mark = "mail" if mail else "message-circle"
    return Sending(f"{words} · {value}" if value else words, to + quote(body, safe=""), to, mark)


def near_only(request: HttpRequest) -> str:
    """That a link to send would open nowhere but here, where this server is asked under a loopback name; else ''."""
    name = urlsplit(f"//{request.get_host()}").hostname or ""
    if name != "localhost" and not _loopback(name):
        return ""
    return gettext(
        "This link opens on this computer only. So that others can open it, Kindring needs an address of its own: "
        "the page on hosting that comes with it says how."
    )


def _loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:  # a name, no number
        return False
