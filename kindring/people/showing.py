"""What a user wants of the page of all people: how many of each kind, over which time, what to leave out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from kindring.people.kinds import KINDS

MOST_WANTED, USUALLY_WANTED = 5, 2  # people for a kind; 0: not wanted
SPANS = (3, 6, 12)  # months back, beside the one that is going on
PANELS = ("kinds", "steps", "give_take", "in_person", "at_hand", "fading", "roles")


@dataclass(frozen=True)
class Showing:
    """`wants` by the word of a kind. `give_take_months` and `in_person_months` are of SPANS, `hidden` of PANELS.

    `with_inner` counts the closest ring in give and take, too; `keep_months` keeps the map of earlier months.
    `wished`: the user chose the wants; else they are ours to begin with, and no page calls them a wish.
    """

    wants: Mapping[str, int]
    give_take_months: int
    in_person_months: int
    hidden: frozenset[str]
    with_inner: bool
    keep_months: bool
    wished: bool = field(default=True, compare=False)

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """From what is stored; whatever is not there, or cannot be, is as it comes."""
        wants, hidden = told.get("wants"), told.get("hidden")
        wants = wants if isinstance(wants, dict) else {}
        return cls(
            wants={
                kind.word: _one_of(wants.get(kind.word), range(MOST_WANTED + 1), USUALLY_WANTED) for kind in KINDS
            },
            give_take_months=_one_of(told.get("give_take_months"), SPANS, 6),
            in_person_months=_one_of(told.get("in_person_months"), SPANS, 3),
            hidden=frozenset(hidden if isinstance(hidden, list) else ()) & frozenset(PANELS),
            with_inner=told.get("with_inner") is True,
            keep_months=told.get("keep_months") is not False,
            wished=bool(wants),
        )

    def stored(self) -> dict[str, Any]:
        return {
            "wants": dict(self.wants),
            "give_take_months": self.give_take_months,
            "in_person_months": self.in_person_months,
            "hidden": sorted(self.hidden),
            "with_inner": self.with_inner,
            "keep_months": self.keep_months,
        }

    def shows(self, panel: str) -> bool:
        return panel not in self.hidden


def _one_of(told: Any, known: Any, usual: int) -> int:
    return told if type(told) is int and told in known else usual
