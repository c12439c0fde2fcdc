"""Who helped in an ask: each once, with all of their dates, so that thanks are one tap however often they came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import ngettext

from kindring.asks.models import Ask, Claim
from kindring.insights.ask import Day
from kindring.web.ask_words import long_day_words, when_words
from kindring.web.dates import local_day

Held = tuple[Day, Claim]


@dataclass(frozen=True, slots=True, repr=False)
class Helper:
    """What one helper did in an ask so far, in the order of its dates; at least one."""

    held: tuple[Held, ...]

    @property
    def claim(self) -> Claim:
        """The last of it: it stands for all where they are thanked, and keeps the words."""
        return self.held[-1][1]

    @property
    def thanked(self) -> bool:
        return all(claim.thanked_on for _day, claim in self.held)

    @property
    def ever_thanked(self) -> bool:
        return any(claim.thanked_on for _day, claim in self.held)

    @property
    def thanks(self) -> list[str]:
        """The words of thanks."""
        return _once(claim.thanks for _day, claim in self.held)

    @property
    def said(self) -> list[str]:
        """What the helper said with their yes."""
        return _once(claim.word for _day, claim in self.held)

    @property
    def went(self) -> list[str]:
        """What the helper said of how it went."""
        return _once(claim.went for _day, claim in self.held)

    def unnoted(self, *, own: bool) -> list[Day]:
        """The dates that are not yet on the map of whoever looks; `own`: it is their own ask."""
        return [day for day, claim in self.held if not (claim.on_askers_map if own else claim.on_helpers_map)]

    @property
    def when(self) -> str:
        """Tuesday 24 November, 6 p.m.; or "3 dates, the last on Thursday 26 November"."""
        last = max((day.slot.starts_at for day, _claim in self.held if day.slot.starts_at), default=None)
        many = len(self.held)
        if many == 1 or last is None:
            return when_words(last)
        said = ngettext("%(many)d date, the last on %(day)s", "%(many)d dates, the last on %(day)s", many)
        return said % {"many": many, "day": long_day_words(local_day(last))}


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, words)))


def has_been(ask: Ask, day: Day) -> bool:
    """Whether help may have been given: its hour has come, or the ask is closed, or any time was right."""
    return day.over or day.slot.starts_at is None or ask.state == Ask.State.DONE


def helpers_of(ask: Ask, days: Sequence[Day]) -> list[Helper]:
    """For whoever asks: everyone who helped, whoever came first before the others."""
    found: dict[UUID | None, list[Held]] = {}
    for day in days:
        for place in day.places if has_been(ask, day) else ():
            if place.claim:
                found.setdefault(place.claim.helper_id or place.claim.link_id, []).append((day, place.claim))
    return [Helper(tuple(held)) for held in found.values()]


def helped_by_me(ask: Ask, days: Sequence[Day]) -> Helper | None:
    """The same of whoever looks; None as long as none of it has been."""
    held = tuple((day, day.mine) for day in days if day.mine and not day.in_reserve and has_been(ask, day))
    return Helper(held) if held else None
