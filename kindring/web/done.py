"""What a page says after something was done, and how to take it back.

After a POST the browser is sent on with `?done=<code>&about=<id>`: no words travel, and no cookie is needed.
Each room names its own sentences beside its views: `NOTED = done("noted", _("Noted."), undo="moment-undo")`.
"""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Done:
    """A closing sentence. `undo` names the page, with one id, where a POST takes it back; '' is none."""

    code: str
    words: str | Promise
    undo: str = ""


@dataclass(frozen=True)
class Notice:
    """A closing sentence about one thing, ready for the page."""

    words: str
    undo_url: str = ""


_DONE: dict[str, Done] = {}


def done(code: str, words: str | Promise, *, undo: str = "") -> Done:
    """Makes a closing sentence known under its code, which is the same in no two rooms."""
    if code in _DONE:
        raise ValueError(f"two closing sentences are called {code}")
    return _DONE.setdefault(code, Done(code, words, undo))


def notice_for(said: Done, about: UUID | None) -> Notice:
    """The sentence, with its way back when it is known what it is about."""
    undo_url = reverse(said.undo, args=[about]) if said.undo and about else ""
    return Notice(str(said.words), undo_url)


def notice_in(request: HttpRequest) -> Notice | None:
    """The sentence that the address of this page asks for; None for an unknown code or a bad id."""
    said = _DONE.get(request.GET.get("done", ""))
    if said is None:
        return None
    try:
        about = UUID(request.GET["about"]) if "about" in request.GET else None
    except ValueError:
        return None
    return notice_for(said, about)
