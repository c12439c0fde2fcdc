"""Ways to listen, two at a time, and how a moment may have felt."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kindring.lib.days import hour_of
from kindring.people.actions.met import Met
from kindring.people.models import Felt, Moment
from kindring.web.done import Done, done

MET = done("met", _("Noted. More words can come whenever you like."), undo="moment_delete")
MET_ALREADY = done("met_already", _("Noted, with the moment that was already there."), change="moment")

_PROMPTS = (
    _("Ask one question more before you tell something of your own."),
    _("Say back in your own words what you heard, and ask whether it is so."),
    _("Let a silence be. What matters often comes after it."),
    _("Ask “What was that like for you?” instead of “Why?”"),
    _("No advice until it is wanted. “Shall I listen, or think along?”"),
    _("Notice what makes their voice lighter, and ask about that."),
    _("If they tell something good, let them tell all of it before you go on."),
    _("Something you do not know about them yet: ask for that."),
    _("It is all right not to have an answer. Being there is one."),
    _("Tell one thing of yours that is true today, also if it is small."),
    _("Ask how something went that they told you about last time."),
    _("Say one thing that you like about them, out loud."),
)
_FELT = {
    Felt.PRESENT: _("I was present"),
    Felt.HEARD: _("I felt heard"),
    Felt.RUSHED: _("Rushed"),
    Felt.DRAINED: _("It took strength"),
}


def met_words(met: Met) -> Done:
    """Only what the press itself made is undone: a moment from before would go along with it."""
    return MET if met.made else MET_ALREADY


def noted_words(noted: Done, moment: Moment, now: datetime) -> Done:
    """`noted` with its undo, where this very hour made the moment: a second press by mistake is the same press."""
    return noted if moment.written_at == hour_of(now) else MET_ALREADY


def prompts_for(person: UUID, day: date) -> list[str]:
    """Two of them, other ones each day and for each person, the same all day."""
    first = (person.int + day.toordinal() * 2) % len(_PROMPTS)
    return [str(_PROMPTS[first]), str(_PROMPTS[(first + 1) % len(_PROMPTS)])]


def felts() -> list[tuple[str, str]]:
    """What one press can say, as a button says it."""
    return [(felt.value, str(words)) for felt, words in _FELT.items()]
