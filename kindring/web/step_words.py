"""Small steps in words: what one could do, why, how small it can be made, and what we do not know."""

from collections.abc import Callable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kindring.engine.steps import Code, NextStep, Reason, Small, UnknownCode
from kindring.lib.quiet import quiet
from kindring.people.kinds import Kind
from kindring.web.addresses import url
from kindring.web.panel_words import support_word
from kindring.web.people_words import marking
from kindring.web.words import opening

SMALLEST: dict[Small, str | Promise] = {
    "say_hello": _("A hello is enough: it has been a while."),
    "ask_one_thing": _("One small question is enough."),
    "one_line": _("One line is enough."),
    "ten_minutes": _("Ten minutes are enough, on the way to something else."),
    "read_about_one": _("Reading about one club or course is enough for now."),
    "one_tick": _("One tick is enough."),
}
UNKNOWN: dict[UnknownCode, str | Promise] = {
    "their_wish": _("Whether it suits them, only they can say."),
    "thanked_otherwise": _("Perhaps you did, and it is not noted here."),
    "what_is_near": _("What there is near you is not known here."),
}


class StepWords(NamedTuple):
    """`href` leads to where it can be done, '' where there is no such page; `press` says what is there."""

    title: str
    why: list[str]
    smallest: str
    unknown: str
    href: str
    press: str

    def __repr__(self) -> str:
        return quiet(self)


def step_words(step: NextStep[str], names: Mapping[str, str], *, wished: bool = True) -> StepWords:
    """`wished`: the user chose how many are enough; else no number is called a wish."""
    name = names[step.key] if step.key is not None else ""
    kind = support_word(Kind(step.kind).word) if step.kind else ""
    title = {
        "closer": gettext("Come a little closer to %(name)s, for %(kind)s"),
        "thank": gettext("Thank %(name)s"),
        "meet": gettext("Meet %(name)s instead of writing or calling"),
        "look": gettext("Look for %(kind)s in a club or a course"),
        "mark": gettext("Could %(name)s give you %(kind)s?"),
    }[step.sort]
    href, press = _way(step, name)
    why = _WHY if wished else _WHY | {"some": _begun}
    return StepWords(
        title=title % {"name": name, "kind": kind},
        why=[why[reason.code](reason, name, names) for reason in step.reasons],
        smallest=str(SMALLEST[step.smallest]),
        unknown=" ".join(str(UNKNOWN[code]) for code in step.unknown),
        href=href,
        press=press,
    )


def _way(step: NextStep[str], name: str) -> tuple[str, str]:
    """Where it can be done, and what that is called."""
    if step.key is None:
        return "", ""
    if step.sort in {"mark", "look"}:
        press = (
            gettext("Mark what %(name)s gives") if step.sort == "mark" else gettext("Could %(name)s give it, too?")
        )
        return marking(UUID(step.key)), press % {"name": name}
    page, press = {
        "thank": ("person_thanks", gettext("Write to %(name)s")),
        "meet": ("together_new", gettext("Propose something to %(name)s")),
    }.get(step.sort, ("person", gettext("Open %(name)s")))
    return url(page, UUID(step.key)), press % {"name": name}


def _kind(reason: Reason[str]) -> str:
    return support_word(Kind(reason.kind).word)


def _said(reason: Reason[str], _name: str, _names: Mapping[str, str]) -> str:
    words = {
        "bit_short": gettext("You said that %(kind)s is a bit short."),
        "very_short": gettext("You said that %(kind)s is very short."),
    }.get(reason.said or "", gettext("You said that there is enough %(kind)s."))
    return words % {"kind": _kind(reason)}


def _some(reason: Reason[str], _name: str, _names: Mapping[str, str]) -> str:
    words = ngettext(
        "For %(kind)s there is %(count)d of the %(of)d people you wish for.",
        "For %(kind)s there are %(count)d of the %(of)d people you wish for.",
        reason.count,
    )
    return words % {"kind": _kind(reason), "count": reason.count, "of": reason.of}


def _begun(reason: Reason[str], _name: str, _names: Mapping[str, str]) -> str:
    words = ngettext(
        "For %(kind)s there is %(count)d person so far; we begin with %(of)d.",
        "For %(kind)s there are %(count)d people so far; we begin with %(of)d.",
        reason.count,
    )
    return words % {"kind": _kind(reason), "count": reason.count, "of": reason.of}


def _rests_on(reason: Reason[str], _name: str, names: Mapping[str, str]) -> str:
    if reason.key is None:
        return opening(gettext("%(kind)s rests on one person alone.") % {"kind": _kind(reason)})
    return opening(gettext("%(kind)s rests on %(name)s alone.") % {"kind": _kind(reason), "name": names[reason.key]})


def _gave(reason: Reason[str], name: str, _names: Mapping[str, str]) -> str:
    words = ngettext(
        "%(name)s gave you %(kind)s %(count)d time.", "%(name)s gave you %(kind)s %(count)d times.", reason.count
    )
    return words % {"name": name, "kind": _kind(reason), "count": reason.count}


def _shared(reason: Reason[str], name: str, _names: Mapping[str, str]) -> str:
    words = ngettext(
        "%(count)d person closer to you knows %(name)s.",
        "%(count)d people closer to you know %(name)s.",
        reason.count,
    )
    return words % {"name": name, "count": reason.count}


def _warm(reason: Reason[str], name: str, _names: Mapping[str, str]) -> str:
    words = ngettext(
        "%(count)d time with %(name)s felt good.", "%(count)d times with %(name)s felt good.", reason.count
    )
    return words % {"name": name, "count": reason.count}


def _helped(reason: Reason[str], name: str, _names: Mapping[str, str]) -> str:
    """When, and not how often: nobody counts what a friend gave."""
    if not reason.days:
        words = gettext("%(name)s gave you something today, and no thanks is noted since.")
    else:
        words = ngettext(
            "%(name)s gave you something yesterday, and no thanks is noted since.",
            "%(name)s gave you something %(days)d days ago, and no thanks is noted since.",
            reason.days,
        )
    return words % {"name": name, "days": reason.days}


def _afar(reason: Reason[str], _name: str, _names: Mapping[str, str]) -> str:
    words = ngettext(
        "Of the last %(of)d times, %(count)d was in person.",
        "Of the last %(of)d times, %(count)d were in person.",
        reason.count,
    )
    return words % {"of": reason.of, "count": reason.count}


_WHY: dict[Code, Callable[[Reason[str], str, Mapping[str, str]], str]] = {
    "said": _said,
    "nobody": lambda reason, _name, _names: gettext("Nobody yet for %(kinds)s.") % {"kinds": _kind(reason)},
    "some": _some,
    "rests_on": _rests_on,
    "gave": _gave,
    "gives": lambda reason, name, _names: (
        gettext("You noted that %(name)s gives %(kind)s.") % {"name": name, "kind": _kind(reason)}
    ),
    "warm": _warm,
    "shared": _shared,
    "helped": _helped,
    "afar": _afar,
    "unmarked": lambda _reason, name, _names: gettext("What %(name)s gives you is not marked yet.") % {"name": name},
    "nobody_fits": lambda reason, _name, _names: gettext("Of nobody in the wider rings it is known that they could."),
}
