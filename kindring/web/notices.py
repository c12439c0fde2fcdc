"""The notices room: what happened, in few words and with an end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import Actor
from kindring.lib.rows import Viewer
from kindring.notices.actions import read_notices
from kindring.notices.models import Notice
from kindring.web.done import done
from kindring.web.notice_words import MARKS, WORDS, Named, belongs_to, named_by_rooms
from kindring.web.render import go, page
from kindring.web.sessions import SignedIn

AT_MOST = 100
LOOKED_BACK = timedelta(days=14)
READ = done("notices-read", _("Put aside."))


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, as the page says it."""

    words: str | Promise
    mark: str
    made_at: datetime
    new: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What happened around one ask, or one circle; `named` where the user may open it."""

    named: Named | None
    lines: list[Line]

    @property
    def new(self) -> bool:
        return any(line.new for line in self.lines)


@require_safe
def notices(request: SignedIn) -> HttpResponse:
    rows = _shown(request.user, timezone.now())
    groups = _grouped(rows, named_by_rooms(request.user, rows))
    return page(request, "notices/notices.html", {"groups": groups, "new": any(group.new for group in groups)})


def _shown(user: Viewer, now: datetime) -> list[Notice]:
    """What is new, and what was read in the last two weeks: the list ends."""
    mine = Notice.objects.visible_to(user).order_by("-made_at", "id")
    recent = mine.filter(made_at__gte=now - LOOKED_BACK) | mine.waiting()
    return list(recent[:AT_MOST])


def _grouped(rows: list[Notice], names: dict[UUID, Named]) -> list[Group]:
    """By ask, else by circle, else by what they are about, the newest first."""
    groups: dict[UUID, Group] = {}
    for row in rows:
        key = belongs_to(row)
        groups.setdefault(key, Group(names.get(key), [])).lines.append(_line(row))
    return list(groups.values())


def _line(row: Notice) -> Line:
    waits = row.read_at is None and row.acted_at is None
    return Line(WORDS[row.sort], MARKS.get(Notice.Sort(row.sort), "info"), row.made_at, waits)


@require_POST
def notices_read(request: SignedIn) -> HttpResponse:
    """All that waits has been seen: by a press, or because a page that runs scripts showed it."""
    read_notices(by=Actor(request.user), now=timezone.now())
    if getattr(request, "htmx", False):
        return HttpResponse(status=204)
    return go("notices", done=READ)


urlpatterns = [
    path("notices", notices, name="notices"),
    path("notices/read", notices_read, name="notices_read"),
]
