"""What happened on the board of a circle, for its stewards: who and when, never a word of it."""

from datetime import datetime
from typing import NamedTuple

from kindring.circles.models import BoardStep
from kindring.insights.circles import CircleFacts
from kindring.lib.quiet import quiet
from kindring.lib.rows import Viewer

ON_A_PAGE = 30


class LogLine(NamedTuple):
    """`name` did it, on a note of `whose`; each '' for somebody who is no longer here."""

    sort: str
    name: str
    whose: str
    own: bool
    made_at: datetime

    def __repr__(self) -> str:
        return quiet(self)


class LogPage(NamedTuple):
    lines: list[LogLine]
    page: int
    more: bool


def board_log(user: Viewer, facts: CircleFacts, page: int) -> LogPage:
    """One page of it, the newest first. One query for any number of lines."""
    names = {member.user: member.name for member in facts.members}
    first = (page - 1) * ON_A_PAGE
    rows = BoardStep.objects.visible_to(user).filter(circle=facts.circle).order_by("-made_at", "id")
    found = list(rows[first : first + ON_A_PAGE + 1])
    lines = [
        LogLine(
            row.sort,
            names.get(row.owner_id, ""),
            names.get(row.whose, ""),
            own=row.whose == row.owner_id,
            made_at=row.made_at,
        )
        for row in found[:ON_A_PAGE]
    ]
    return LogPage(lines, page, len(found) > ON_A_PAGE)
