"""What a person is asked, when, and in which order: their choice over what the measures' files say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from kindring.checkins.definitions import measures
from kindring.engine.measures import Measure

When = Literal["short", "long", "never"]
WHEN: tuple[When, ...] = ("short", "long", "never")
RHYTHMS: Mapping[str, tuple[int, ...]] = {"short": (7, 14, 30, 0), "long": (30, 60, 90, 0)}  # days; 0: when I like
ITEM_SECONDS = 15


@dataclass(frozen=True)
class Chosen:
    """`when` and `order` are by measure; `rhythm` by set, in days, 0 for "only when I come by myself".

    `beside` shows what happened on the map beside a change.
    """

    when: Mapping[str, str]
    order: tuple[str, ...]
    rhythm: Mapping[str, int]
    beside: bool

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """From what is stored; measures that came or went since then are as their files say, or not there."""
        known = [key for key, measure in measures().items() if measure.asked != "tap"]
        stored, order = _mapping(told.get("when")), told.get("order")
        when = {key: stored[key] if stored.get(key) in WHEN else measures()[key].asked for key in known}
        first = [key for key in order if key in when] if isinstance(order, list) else []
        rhythm = _mapping(told.get("rhythm"))
        return cls(
            when=when,
            order=tuple(dict.fromkeys([*first, *known])),
            rhythm={name: rhythm[name] if rhythm.get(name) in days else days[0] for name, days in RHYTHMS.items()},
            beside=told.get("beside") is True,
        )

    def stored(self) -> dict[str, Any]:
        return {
            "when": dict(self.when),
            "order": list(self.order),
            "rhythm": dict(self.rhythm),
            "beside": self.beside,
        }

    def asked(self, name: str) -> tuple[Measure, ...]:
        """The measures of a set (`short` or `long`) in their order."""
        return tuple(measures()[key] for key in self.order if self.when[key] == name)

    def moved(self, key: str, steps: int) -> Self:
        """With this measure so many places earlier (negative) or later among those of its set."""
        fellows = [one for one in self.order if self.when[one] == self.when[key]]
        at = fellows.index(key)
        to = max(0, min(len(fellows) - 1, at + steps))
        fellows.insert(to, fellows.pop(at))
        others = [one for one in self.order if one not in fellows]
        return replace(self, order=(*fellows, *others))


def minutes(asked: tuple[Measure, ...]) -> int:
    """About how long a set takes: a quarter of a minute a question."""
    return max(1, round(sum(len(measure.items) for measure in asked) * ITEM_SECONDS / 60))


def _mapping(told: Any) -> Mapping[str, Any]:
    return told if isinstance(told, dict) else {}
