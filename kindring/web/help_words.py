"""Why somebody is suggested, and when a slot is: in words."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from kindring.engine.matching import Reason
from kindring.lib.days import zone_named
from kindring.people.kinds import words_of
from kindring.web.dates import hour_of_day, near_day
from kindring.web.words import kind_word, opening, ring_word


def reason_words(reasons: Iterable[Reason]) -> str:
    """One line: "Offers practical help · close to you · you asked 12 days ago"."""
    said = [words for reason in reasons if (words := _reason(reason))]
    return opening(" · ".join(said))


def _reason(reason: Reason) -> str:
    kinds = get_text_list([kind_word(kind) for kind in words_of(reason.kinds)], gettext("and"))
    if reason.code == "asked" and not reason.days:
        return gettext("you asked today")
    if reason.code == "asked":
        return ngettext("you asked %(days)d day ago", "you asked %(days)d days ago", reason.days) % {
            "days": reason.days
        }
    return {
        "offers": gettext("offers %(kinds)s help") % {"kinds": kinds},
        "gives": gettext("gives you %(kinds)s support") % {"kinds": kinds},
        "ring": gettext("in your ring “%(ring)s”") % {"ring": ring_word(reason.ring)} if reason.ring else "",
        "day": gettext("the day suits"),
        "unasked": gettext("not asked yet"),
        "rested": gettext("nothing carried for you this month"),
    }[reason.code]


def time_words(starts_at: datetime | None, now: datetime, time_zone: str) -> str:
    """tomorrow, 18:00; "whenever it suits" without a time."""
    if starts_at is None:
        return gettext("whenever it suits")
    zone: ZoneInfo = zone_named(time_zone)
    there = starts_at.astimezone(zone)
    day = near_day(there.date(), now.astimezone(zone).date())
    return gettext("%(day)s, %(time)s") % {"day": day, "time": hour_of_day(there.time())}
