"""A short "why" at the moment of hesitation: what is known, in our own words, and how, for whoever asks.

`evidence.json` says for each fact where it is from and what it does not support; a test compares the two.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kindring.engine.rhythm import Outlook

Hesitation = Literal["ask", "silence", "thanks"]
LONG = frozenset({"drifting", "sleeping"})


class Known(NamedTuple):
    """One note: the sentence, how that was found and what it does not mean, and where it stands."""

    fact: str
    words: str | Promise
    how: str | Promise

    @property
    def source(self) -> str:
        return str(evidence()[self.fact]["source"])


NOTES: dict[Hesitation, tuple[Known, ...]] = {
    "ask": (
        Known(
            "ask_help",
            _("People say yes more often than whoever asks expects."),
            _("In experiments, people asked others for favours, and guessed before how many would agree: up to about "
              "half as many as did. Some still said no, and that is all right too."),
        ),
        Known(
            "kind_acts",
            _("A small kindness lifts the mood of whoever does it a little, too."),
            _("A review of experiments in which people were kind to someone found a small lift in their own mood. "
              "It does not say how any one person will feel."),
        ),
        Known(
            "help_others",
            _("Helping goes with feeling slightly better, everyday help most of all."),
            _("A review of many studies looked at what goes together. It cannot say which of the two came first."),
        ),
    ),
    "silence": (
        Known(
            "reach_out",
            _("A hello is often more welcome than its writer thinks, most of all as a surprise."),
            _("In experiments, people guessed how glad someone would be of a few words, and guessed too low. That "
              "does not hold where a message is expected anyway, and not with someone who is not good for you."),
        ),
        Known(
            "old_friends",
            _("Most people hesitate to write to an old friend, even when they want to. A word to somebody you are in "
              "touch with makes the next one easier."),
            _("Fewer than a third wrote when they could; after some words to a friend of today, clearly more did."),
        ),
        Known(
            "longer_after_gap",
            _("After a long gap people tend to talk for longer: there is simply more to catch up on."),
            _("Seen in phone records, as a tendency. Yours may be short, and good."),
        ),
        Known(
            "call_not_type",
            _("A call or a voice message often feels less awkward than people fear. Write, if you would rather: "
              "whatever suits you both."),
            _("In experiments with old friends and with strangers, voices brought people closer than they expected. "
              "What someone can hear, say or bear comes first."),
        ),
        Known(
            "keep_in_touch",
            _("Friendships fade only slowly, and a talk or something done together slows that down."),
            _("Seen in one small study, of students in their first year and a half away. Family ties faded less."),
        ),
    ),
    "thanks": (
        Known(
            "say_thanks",
            _("Saying thanks does whoever says it good as well, a little."),
            _("Reviews of experiments found a small and steady effect on how people felt who gave thanks."),
        ),
        Known(
            "one_good_talk",
            _("One good exchange, a kind word among them, went with a better evening."),
            _("Found with students, in one experiment of several; we know it from reports on it. How large it is, "
              "we cannot say."),
        ),
    ),
}  # fmt: skip
# What only the guides speak of, see `guide_texts`.
IN_GUIDES = (
    Known(
        "open_up",
        _("Opening up step by step, and in turns, brought strangers closer within an hour."),
        _("In a laboratory, pairs asked each other questions that grew more personal. Afterwards they felt closer "
          "than pairs who had made small talk. It does not say that telling much is safe with everyone."),
    ),
    Known(
        "good_news",
        _("How good news is answered goes with how a relationship fares, in one study more than how bad news is."),
        _("Seen with 79 couples over two months, and in diaries. In a later study, practising glad answers did not "
          "by itself raise how content people were."),
    ),
    Known(
        "invisible",
        _("Quiet, practical help often lands better than help that is noticed as help."),
        _("From experiments and from diaries of couples. Where someone asks for support, there is no need to hide "
          "it."),
    ),
)  # fmt: skip


@cache
def evidence() -> Mapping[str, Mapping[str, object]]:
    """The facts by their id."""
    text = (resources.files("kindring.web") / "evidence.json").read_text(encoding="utf-8")
    return {fact["id"]: fact for fact in json.loads(text)}


def of_fact(fact: str) -> Known:
    """The note that rests on a fact; `KeyError` where there is none."""
    return {note.fact: note for note in (*IN_GUIDES, *sum(NOTES.values(), ()))}[fact]


def known(moment: Hesitation, today: date, *, later: bool = False) -> Known:
    """The note of this day for a moment; `later` is for the second page on which one may see a note for it.

    Two turns a day: neither the second page, nor the first one of tomorrow, says what was just said.
    """
    notes = NOTES[moment]
    turns = today.toordinal() * (2 if len(notes) > 2 else 1)
    return notes[(turns + later) % len(notes)]


def known_of_silence(outlook: Outlook | None, today: date, *, later: bool = False) -> Known | None:
    """A note where the two have not spoken for long; None where they have, or nothing is known of them."""
    if outlook is None or outlook.word not in LONG or not outlook.suggestible:
        return None
    return known("silence", today, later=later)
