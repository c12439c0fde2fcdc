"""The steps of a part: what they hold, how several rows read as one, and the mark that tells whether they changed."""

import json
from collections.abc import Iterable
from typing import TypedDict

from kindring.lib.short_marks import short_mark
from kindring.lifeline.models import PlanPart


class Step(TypedDict, total=False):
    """One line of a plan: words, or the id of someone on the map."""

    words: str
    person: str


def joined(rows: Iterable[PlanPart]) -> list[Step]:
    """The steps of all rows of one part, the older first, each once."""
    found: list[Step] = []
    for row in sorted(rows, key=lambda row: (row.written_on, row.id)):
        found += [step for step in row.steps if step not in found]
    return found


def mark_of(steps: Iterable[Step]) -> str:
    """A short mark of what these steps say: a form that brings it back was made from them."""
    return short_mark(json.dumps(list(steps), sort_keys=True))
