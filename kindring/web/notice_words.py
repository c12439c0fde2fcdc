"""What a notice says to whom it is for. No names: those come from the room in which it happened, while it is open."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kindring.lib.rows import Viewer
from kindring.notices.models import Notice

WORDS: dict[str, str | Promise] = {
    Notice.Sort.ASKED: _("Someone asks whether you can help."),
    Notice.Sort.WIDENED: _("An ask has come to you as well."),
    Notice.Sort.CLAIMED: _("Someone said yes."),
    Notice.Sort.WITHDRAWN: _("Someone cannot come after all. There is another way."),
    Notice.Sort.REOPENED: _("You stood by, and now the place is yours."),
    Notice.Sort.THANKED: _("Someone thanked you."),
    Notice.Sort.INVITED_IN: _("Someone accepted an invitation and waits at the door."),
    Notice.Sort.CONFIRMED: _("You are in: your circle has let you in."),
    Notice.Sort.AGREEMENT: _("The agreement of a circle is up for another look."),
    Notice.Sort.REPORT: _("There is a report for you to read."),
    Notice.Sort.REPORT_ACTED: _("Something was done about what you reported."),
    Notice.Sort.CARE: _("You listened to something heavy. How are you?"),
    Notice.Sort.CARRIES: _("One person carries more than half of something. Only you see this."),
    Notice.Sort.NOTICEBOARD: _("There is something new on a notice board."),
    Notice.Sort.ENDED: _("An ask has come to its end."),
    Notice.Sort.KIND_WORD: _("Someone has a kind word for you."),
}
MARKS = {
    Notice.Sort.ASKED: "hand-helping",
    Notice.Sort.WIDENED: "hand-helping",
    Notice.Sort.CLAIMED: "check",
    Notice.Sort.WITHDRAWN: "undo-2",
    Notice.Sort.REOPENED: "check",
    Notice.Sort.THANKED: "heart",
    Notice.Sort.INVITED_IN: "user-round",
    Notice.Sort.CONFIRMED: "users-round",
    Notice.Sort.AGREEMENT: "users-round",
    Notice.Sort.REPORT: "shield",
    Notice.Sort.REPORT_ACTED: "shield",
    Notice.Sort.CARE: "heart",
    Notice.Sort.NOTICEBOARD: "list",
    Notice.Sort.KIND_WORD: "heart",
}


@dataclass(frozen=True, slots=True)
class Named:
    """What a row is called by whoever may open it, and where its page is."""

    name: str
    href: str


Names = Callable[[Viewer, Collection[UUID]], Mapping[UUID, Named]]
"""From whoever looks and ids of asks, circles or reports to those that they may open, in one query."""

_NAMES: list[Names] = []


def names_from(lookup: Names) -> Names:
    """Lets a room name its rows on the page of notices; a row that no room names is shown without a name."""
    if lookup not in _NAMES:
        _NAMES.append(lookup)
    return lookup


def belongs_to(notice: Notice) -> UUID:
    """The ask around which it happened, else the circle, else the row that it is about (a report)."""
    return notice.ask or notice.circle or notice.about


def named_by_rooms(user: Viewer, notices: Iterable[Notice]) -> dict[UUID, Named]:
    """The names of all that these notices belong to, as far as this user may open it."""
    ids = {row for notice in notices for row in (notice.ask, notice.circle, belongs_to(notice)) if row}
    found: dict[UUID, Named] = {}
    for lookup in _NAMES if ids else ():
        found |= lookup(user, ids)
    return found
