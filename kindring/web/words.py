"""The words of the page for what the code names otherwise, and their marks: a colour never stands alone."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kindring.engine.rhythm import Code, Outlook, Reason
from kindring.people.models import Felt, ImportantDate, Ring, Role, Way
from kindring.web.languages import gettext, ngettext, per_language

KIND_WORDS: dict[str, str | Promise] = {
    "emotional": _("emotional"),
    "practical": _("practical"),
    "informational": _("advice"),
    "companionship": _("company"),
}
KIND_ICONS = {
    "emotional": "heart",
    "practical": "hand-helping",
    "informational": "lightbulb",
    "companionship": "coffee",
}
_FEW = 3  # contact days before a gap between two people is called usual
WAY_ICONS = {
    "in_person": "footprints",
    "video": "video",
    "call": "phone",
    "message": "message-circle",
    "letter": "mail",
}


def opening(words: str) -> str:
    """A line begins with a capital; the rest stays as it is."""
    return words[:1].upper() + words[1:]


@per_language
def kind_word(kind: str) -> str:
    """emotional, practical, advice or company"""
    return str(KIND_WORDS[kind])


@per_language
def ring_word(ring: str) -> str:
    """closest, close or wider; "not placed yet" for ''"""
    return str(Ring(ring).label) if ring else str(_("not placed yet"))


@per_language
def role_word(role: str) -> str:
    """family, friend, neighbour …; '' stays ''"""
    return str(Role(role).label) if role else ""


@per_language
def way_word(way: str) -> str:
    """in person, video, call, message or letter; '' stays ''"""
    return str(Way(way).label) if way else ""


@per_language
def date_word(sort: str) -> str:
    """birthday, anniversary, another day"""
    return str(ImportantDate.Sort(sort).label)


@per_language
def felt_word(felt: str) -> str:
    """present, rushed, heard, drained"""
    return str(Felt(felt).label)


_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "herr", "frau", "aunt", "uncle", "jr", "sr"})


def _is_title(word: str) -> bool:
    return word.lower().strip(".") in _TITLES


def initials(name: str) -> str:
    """One letter, or two: Mira M, Luka Horvat LH, Mrs Petrović P; a dot where there is no letter."""
    parts = [part for part in name.split() if part[0].isalnum()]
    if not parts:
        return "·"
    if _is_title(parts[0]) or _is_title(parts[-1]):
        parts = [part for part in parts if not _is_title(part)] or parts
    return (parts[0][0] + parts[-1][0] if len(parts) > 1 else parts[0][0]).upper()


def rhythm_words(outlook: Outlook) -> list[str]:
    """Why an outlook is what it is, one sentence for each reason, the deciding one first.

    The silence is told once, by the first sentence that can, and never of someone who is left to rest.
    """
    return list(_sentences(outlook))


def deciding_words(outlook: Outlook) -> str:
    """The first sentence of `rhythm_words`."""
    return next(_sentences(outlook))


def _sentences(outlook: Outlook) -> Iterator[str]:
    told = outlook.reasons[0].code == "resting" or outlook.nothing_noted
    for reason in outlook.reasons:
        early = reason.code == "usual" and outlook.contacts < _FEW
        yield _so_far(reason, told=told) if early else _REASONS[reason.code](reason, told=told)
        told = told or reason.code in ("wish", "usual", "once")


def _usual(reason: Reason, *, told: bool) -> str:
    """You two usually speak every 9 days; it has been 26."""
    every, numbers = reason.every, {"every": reason.every, "silent": reason.silent}
    if told:
        words = ngettext(
            "You two usually speak every day.",
            "You two usually speak every %(every)d days.",
            every,
        )
    elif reason.silent == 0:
        words = ngettext(
            "You two usually speak every day, and you were in touch today.",
            "You two usually speak every %(every)d days, and you were in touch today.",
            every,
        )
    elif reason.silent == 1:
        words = ngettext(
            "You two usually speak every day; the last time was yesterday.",
            "You two usually speak every %(every)d days; the last time was yesterday.",
            every,
        )
    else:
        words = ngettext(
            "You two usually speak every day; it has been %(silent)d.",
            "You two usually speak every %(every)d days; it has been %(silent)d.",
            every,
        )
    return words % numbers


def _so_far(reason: Reason, *, told: bool) -> str:
    """So far you two spoke 16 days apart; it has been 23. One gap is no habit yet."""
    every = reason.every
    if told:
        words = ngettext(
            "So far you two spoke a day apart.",
            "So far you two spoke %(every)d days apart.",
            every,
        )
    elif reason.silent == 0:
        words = ngettext(
            "So far you two spoke a day apart, and you were in touch today.",
            "So far you two spoke %(every)d days apart, and you were in touch today.",
            every,
        )
    elif reason.silent == 1:
        words = ngettext(
            "So far you two spoke a day apart; the last time was yesterday.",
            "So far you two spoke %(every)d days apart; the last time was yesterday.",
            every,
        )
    else:
        words = ngettext(
            "So far you two spoke a day apart; it has been %(silent)d.",
            "So far you two spoke %(every)d days apart; it has been %(silent)d.",
            every,
        )
    return words % {"every": every, "silent": reason.silent}


def _wish(reason: Reason, *, told: bool) -> str:
    """You wished to see each other about every month; it has been 40 days."""
    every = interval_words(reason.every)
    if told:
        return gettext("You wished to see each other about %(every)s.") % {"every": every}
    if reason.silent == 0:
        return gettext("You wished to see each other about %(every)s, and you were in touch today.") % {
            "every": every
        }
    words = ngettext(
        "You wished to see each other about %(every)s; it has been %(silent)d day.",
        "You wished to see each other about %(every)s; it has been %(silent)d days.",
        reason.silent,
    )
    return words % {"every": every, "silent": reason.silent}


def _once(reason: Reason, *, told: bool) -> str:
    """Noted once, 12 days ago: how often they really spoke, nobody said."""
    if told:
        return gettext("One time is noted so far.")
    if reason.silent == 0:
        return gettext("Noted once, today.")
    words = ngettext(
        "Noted once, yesterday.",
        "Noted once, %(silent)d days ago.",
        reason.silent,
    )
    return words % {"silent": reason.silent}


def _history(reason: Reason, *, told: bool) -> str:
    """From 34 times in 2 years."""
    words = ngettext(
        "From %(times)d time in %(span)s.",
        "From %(times)d times in %(span)s.",
        reason.times,
    )
    return words % {"times": reason.times, "span": span_words(reason.over)}


_REASONS: dict[Code, Callable[..., str]] = {
    "usual": _usual,
    "wish": _wish,
    "once": _once,
    "history": _history,
    "nothing noted": lambda _reason, told: gettext("Nothing is noted yet."),
    "resting": lambda _reason, told: gettext("You left this to rest, so Today stays quiet about it."),
    "not placed": lambda _reason, told: gettext("Not in a ring yet, so Today does not bring this up."),
}


def interval_of(days: int) -> tuple[int, str]:
    """A wished gap as a person would say it: (2, "weeks"); months count 30 days, years 365."""
    for unit, length in (("years", 365), ("months", 30), ("weeks", 7)):
        if days >= length and days % length == 0:
            return days // length, unit
    return days, "days"


@per_language
def interval_words(days: int) -> str:
    """every day, every 2 weeks, every month: for a wished gap of at least one day"""
    count, unit = interval_of(days)
    words = {
        "days": ngettext("every day", "every %(count)d days", count),
        "weeks": ngettext("every week", "every %(count)d weeks", count),
        "months": ngettext("every month", "every %(count)d months", count),
        "years": ngettext("every year", "every %(count)d years", count),
    }[unit]
    return words % {"count": count}


@per_language
def span_words(days: int) -> str:
    """5 days, 3 weeks, 7 months, 2 years: how long something has lasted, roughly"""
    if days < 21:
        count, words = (
            max(1, days),
            ngettext("%(count)d day", "%(count)d days", max(1, days)),
        )
    elif days < 90:
        count = round(days / 7)
        words = ngettext("%(count)d week", "%(count)d weeks", count)
    elif days < 700:
        count = round(days / 30.44)
        words = ngettext("%(count)d month", "%(count)d months", count)
    else:
        count = round(days / 365.25)
        words = ngettext("%(count)d year", "%(count)d years", count)
    return words % {"count": count}


def names_words(names: Sequence[str], most: int = 7) -> str:
    """Mira; Mira and Jonas; Mira, Jonas and Tomas; beyond `most`: Mira, Jonas and 12 others"""
    if len(names) > most:
        others = len(names) - most + 1
        last = ngettext("%(count)d other", "%(count)d others", others) % {"count": others}
        names = [*names[: most - 1], last]
    if len(names) < 2:
        return "".join(names)
    start = gettext(", ").join(names[:-1])
    return gettext("%(names)s and %(last)s") % {"names": start, "last": names[-1]}
