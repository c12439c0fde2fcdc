"""What time together says: its heading, and the words that the user sends by their own means."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from kindring.people.models import TimeTogether
from kindring.web.ask_words import span_words, when_words
from kindring.web.dates import day_words
from kindring.web.words import opening


def heading(time: TimeTogether) -> str:
    """A walk with Mira"""
    return opening(gettext("%(what)s with %(name)s") % {"what": time.what, "name": time.person.shown_name})


def when(time: TimeTogether) -> str:
    """Saturday 28 November, 11 a.m. – noon; '' before a time is agreed."""
    if time.starts_at is None:
        return ""
    starts = timezone.localtime(time.starts_at)
    ends = timezone.localtime(time.starts_at + timedelta(minutes=time.minutes))
    return gettext("%(day)s, %(time)s") % {"day": day_words(starts.date()), "time": span_words(starts, ends)}


def words_to_send(time: TimeTogether, offers: Sequence[datetime]) -> str:
    """A few lines to begin with; whoever sends them changes them as they like. '' where no time is left to offer."""
    if not offers:
        return ""
    said = {"name": time.person.shown_name, "what": time.what, "when": when_words(offers[0])}
    said["times"] = "\n".join(f"– {when_words(at)}" for at in offers)
    if len(offers) == 1:
        lines = [gettext("Hello %(name)s, how about %(what)s on %(when)s?") % said]
        lines += [gettext("If that does not suit you, just say what would.")]
    else:
        lines = [gettext("Hello %(name)s, how about %(what)s? I could\n%(times)s") % said]
        lines += [gettext("Would one of these suit you? If not, just say what would.")]
    if time.place:
        lines.insert(1, gettext("Perhaps here: %(place)s.") % {"place": time.place.rstrip(".")})
    return "\n".join(lines)
