"""Whom to ask, who carries too much, and what someone who was helped could give: weighed, never reckoned up.

Kinds are bits (1 emotional, 2 practical, 4 informational, 8 companionship), weekdays too (1 Monday … 64 Sunday).
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Literal, TypeVar
from zlib import crc32

Key = TypeVar("Key", bound=Hashable)

RECENT = timedelta(days=30)  # a helper's load, and the month of their own cap
CARRIED_OVER = timedelta(days=60)
LEAST_CARRIED = 4
LISTENING = 1
HEAVY_WITHIN, HEAVY_TIMES = timedelta(days=14), 2
EVERY_KIND = (1, 2, 4, 8)
_NEARNESS = {"inner": 3, "middle": 2, "outer": 1}

Code = Literal["offers", "gives", "ring", "day", "unasked", "asked", "rested"]
Gift = Literal["kind_word", "know_how", "company", "ear", "hand"]
_GIFTS: dict[int, Gift] = {4: "know_how", 8: "company", 1: "ear", 2: "hand"}  # the smallest first


@dataclass(frozen=True, slots=True)
class Terms:
    """What a helper said they can help with: one kind, on which days (0 any), how often in 30 days."""

    kind: int
    days: int = 0
    per_month: int = 31


@dataclass(frozen=True, slots=True)
class Carried(Generic[Key]):
    """Something a helper took on: of which kinds (bits), on which day; `yours` where it was for whoever asks now."""

    helper: Key
    kinds: int
    on: date
    yours: bool = True


@dataclass(frozen=True, slots=True)
class Helper(Generic[Key]):
    """Someone who might be asked. `key` is the caller's, with a `str()` of its own (an id).

    `marked` are the kinds that the asker says this person gives; `ring` is '' for who is not on their map.
    `asked_on` is the last day on which anyone asked them, `you_asked_on` the last on which this asker did.
    `rests_until` is the first day on which they may be asked again (date.max: not said), for a pause as for
    someone who is stretched.
    """

    key: Key
    offered: tuple[Terms, ...] = ()
    marked: int = 0
    ring: str = ""
    allowed: bool = True
    blocked: bool = False
    rests_until: date | None = None
    carried: tuple[Carried[Key], ...] = ()
    asked_on: date | None = None
    you_asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why someone is suggested; the words are the page's.

    offers   they said themselves that they help with `kinds`
    gives    the asker's own mark says that they give `kinds`
    ring     they are in this `ring` of the asker's map
    day      a day of the ask suits them
    unasked  this asker has not asked them by name yet
    asked    this asker asked them `days` days ago
    rested   and they have carried nothing for this asker in the last 30 days

    What they do for others, and who else asks them, decides the order and is never said.
    """

    code: Code
    kinds: int = 0
    ring: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion(Generic[Key]):
    """Someone to ask, and why; `kinds` are those of the ask for which they are willing."""

    key: Key
    kinds: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Carrying(Generic[Key]):
    """One helper carried `times` of all `of` claims of a kind."""

    helper: Key
    kind: int
    times: int
    of: int


@dataclass(frozen=True, slots=True)
class GiveBack:
    """One small thing to offer; `kind` is 0 for a kind word."""

    gift: Gift
    kind: int = 0


def suggest_helpers(
    kinds: int, helpers: Iterable[Helper[Key]], *, today: date, days: int = 0
) -> list[Suggestion[Key]]:
    """Whom to ask for help of these kinds on these weekdays (0: whenever), the best first. Source: DESIGN section 6.

    Only who is willing for one of the kinds, allowed, neither blocked nor resting, and under their own cap in each of
    the kinds. Order: fit (how many kinds they are willing for, then how close, then whether the day suits), the
    lightest load (claims in the last 30 days), longest since anyone asked. Equals are settled by day and key: the
    same all day, others tomorrow.
    """
    fitting = [helper for helper in helpers if may_be_asked(helper, kinds, today)]
    fitting.sort(key=lambda helper: _place(helper, kinds, days, today))
    return [
        Suggestion(one.key, willing(one, kinds), tuple(_reasons(one, kinds, days=days, today=today)))
        for one in fitting
    ]


def may_be_asked(helper: Helper[Key], kinds: int, today: date) -> bool:
    """Willing, allowed, and nothing stands against it on this day."""
    rests = helper.rests_until is not None and today < helper.rests_until
    out = helper.blocked or rests or not helper.allowed
    return not out and willing(helper, kinds) != 0 and not at_cap(helper, kinds, today)


def willing(helper: Helper[Key], kinds: int) -> int:
    """Those of `kinds` which they offer, or of which the asker says that they give them."""
    return kinds & (helper.marked | _offered(helper))


def at_cap(helper: Helper[Key], kinds: int, today: date) -> bool:
    """Whether, of any of these kinds, they carried in 30 days as much as they said they can."""
    recent = [one.kinds for one in helper.carried if _within(one.on, RECENT, today)]
    wanted = (terms for terms in helper.offered if terms.kind & kinds)
    return any(sum(1 for one in recent if one & terms.kind) >= terms.per_month for terms in wanted)


def load(helper: Helper[Key], today: date) -> int:
    """How often they took something on in the last 30 days, for anyone and of any kind."""
    return sum(_within(one.on, RECENT, today) for one in helper.carried)


def day_fits(helper: Helper[Key], kinds: int, days: int) -> bool:
    """No offer of theirs for these kinds speaks against every day of the ask."""
    bound = [terms.days for terms in helper.offered if terms.kind & kinds and terms.days]
    return not days or all(their & days for their in bound)


def carrying(claims: Iterable[Carried[Key]], *, today: date, known: Collection[Key] = ()) -> list[Carrying[Key]]:
    """Who carries more than half of a kind: one entry for each kind, for the asker alone.

    Of an asker's claims of the last 60 days, where there are at least four of the kind, and at least two helpers
    who carried or are `known`: with one helper there is nobody to share with, and of three claims two say little.
    Both numbers are a choice. Source: DESIGN section 6, issue "Offers and load".
    """
    recent = [one for one in claims if _within(one.on, CARRIED_OVER, today)]
    if len({*known, *(one.helper for one in recent)}) < 2:
        return []
    found = (_most(kind, [one.helper for one in recent if one.kinds & kind]) for kind in EVERY_KIND)
    return [one for one in found if one is not None]


def heavy(kinds: int, carried: Iterable[Carried[Key]], *, today: date) -> bool:
    """Whether a helper is asked how they are, now that a claim of these kinds has ended.

    When it was listening (emotional support), and with it they listened at least twice in 14 days. `carried` is what
    this helper took on, the claim that ended among it, each on the day on which it takes place.

    A choice, not a finding: a single talk is mostly a gift to both, and a question after each would make it a case;
    twice in a fortnight is the first sign of a habit, early enough to rest, and asking once too often costs nobody
    more than a glance.
    """
    past = (one for one in carried if one.on <= today and _within(one.on, HEAVY_WITHIN, today))
    listened = sum(1 for one in past if one.kinds & LISTENING)
    return bool(kinds & LISTENING) and listened >= HEAVY_TIMES


def give_back(received: int, gives: int, *, low_day: bool = False) -> GiveBack:
    """One small thing that someone who received help of the kinds `received` could offer.

    `gives` are the kinds they said they can give. First the smallest that is of another kind than what they
    received: what one has, another lacks. On a low day, and where nothing is known, a kind word. Nothing is
    counted, and nothing is owed.
    """
    for kinds in (gives & ~received, gives):
        for kind, gift in _GIFTS.items():
            if kind & kinds and not low_day:
                return GiveBack(gift, kind)
    return GiveBack("kind_word")


def _offered(helper: Helper[Key]) -> int:
    offered = 0
    for terms in helper.offered:
        offered |= terms.kind
    return offered


def _within(day: date, span: timedelta, today: date) -> bool:
    """In the last `span`, today counted; a day to come (of another time zone) as well."""
    return day > today - span


def _place(helper: Helper[Key], kinds: int, days: int, today: date) -> tuple[int, int, bool, int, date, int, str]:
    key = str(helper.key)
    return (
        -willing(helper, kinds).bit_count(),
        -_NEARNESS.get(helper.ring, 0),
        not day_fits(helper, kinds, days),
        load(helper, today),
        helper.asked_on or date.min,
        crc32(f"{today.toordinal()} {key}".encode()),
        key,
    )


def _reasons(helper: Helper[Key], kinds: int, *, days: int, today: date) -> Iterable[Reason]:
    offered = kinds & _offered(helper)
    if offered:
        yield Reason("offers", kinds=offered)
    if kinds & helper.marked & ~offered:
        yield Reason("gives", kinds=kinds & helper.marked & ~offered)
    if helper.ring in _NEARNESS:
        yield Reason("ring", ring=helper.ring)
    if days and offered and day_fits(helper, kinds, days):
        yield Reason("day")
    yield from _since_asked(helper, today)


def _since_asked(helper: Helper[Key], today: date) -> Iterable[Reason]:
    if helper.you_asked_on is None:
        yield Reason("unasked")
        return
    yield Reason("asked", days=max(0, (today - helper.you_asked_on).days))
    if not any(one.yours and _within(one.on, RECENT, today) for one in helper.carried):
        yield Reason("rested")


def _most(kind: int, helpers: list[Key]) -> Carrying[Key] | None:
    """The one who carried more than half of these, if someone did."""
    if len(helpers) < LEAST_CARRIED:
        return None
    helper, times = Counter(helpers).most_common(1)[0]
    return Carrying(helper, kind, times, len(helpers)) if 2 * times > len(helpers) else None
