"""What a page says after something was done, and how to take it back.

After a POST the browser is sent on with `?done=<code>&about=<id>&mark=<mark>`: no words travel, and no cookie is
needed. The mark is of this session and this sentence, so that no link from elsewhere makes a page say anything.
Each room names its own sentences beside its views: `NOTED = done("noted", _("Noted."), undo="moment-undo")`.
"""

import hmac
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise

_MARK = 24  # characters


@dataclass(frozen=True)
class Done:
    """A closing sentence.

    `undo` names the page, with one id, where a POST takes it back; `change` the one where it can be looked at and
    changed, for what no press can undo. '' is none.
    """

    code: str
    words: str | Promise
    undo: str = ""
    change: str = ""


class Told(NamedTuple):
    """A closing sentence and what it is about."""

    said: Done
    about: UUID | None = None


@dataclass(frozen=True)
class Notice:
    """A closing sentence about one thing, ready for the page."""

    words: str
    undo_url: str = ""
    change_url: str = ""


_DONE: dict[str, Done] = {}


def done(code: str, words: str | Promise, *, undo: str = "", change: str = "") -> Done:
    """Makes a closing sentence known under its code, which is the same in no two rooms."""
    if code in _DONE:
        raise ValueError(f"two closing sentences are called {code}")
    return _DONE.setdefault(code, Done(code, words, undo, change))


def notice_for(told: Told, back: str) -> Notice:
    """The sentence, with its undo or change where it is known what it is about; both come back to `back`."""
    said, about = told
    if about is None:
        return Notice(str(said.words))
    asked = urlencode({"back": back})
    undo, change = (f"{reverse(to, args=[about])}?{asked}" if to else "" for to in (said.undo, said.change))
    return Notice(str(said.words), undo, change)


def asked_with(request: HttpRequest, told: Told) -> dict[str, str]:
    """What the address of the next page says, for it to be told."""
    about = str(told.about or "")
    asked = {"done": told.said.code} | ({"about": about} if about else {})
    return asked | {"mark": _mark(request, told.said.code, about)}


def told_in(request: HttpRequest) -> Told | None:
    """What this page was sent to say; None for anything that did not come from a press of this very session."""
    code, about = request.GET.get("done", ""), request.GET.get("about", "")
    if code not in _DONE:
        return None
    mark = request.GET.get("mark", "")
    if not hmac.compare_digest(mark.encode(), _mark(request, code, about).encode()):
        return None
    return Told(_DONE[code], UUID(about) if about else None)


def _mark(request: HttpRequest, code: str, about: str) -> str:
    session: Any = getattr(getattr(request, "browser_session", None), "id", "")
    return salted_hmac("kindring.done", f"{session} {code} {about}", algorithm="sha256").hexdigest()[:_MARK]
