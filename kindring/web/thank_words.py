"""What a note of thanks, or of good news, is made of: whole sentences to choose from, and room for one's own."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kindring.people.actions import MomentWords
from kindring.people.kinds import Kind

Words = str | Promise
MOST = 300  # characters of one answer


class Sentence(NamedTuple):
    """One to choose; `kind` is the kind of support that it speaks of, 0 for none."""

    words: Words
    kind: int = 0


class Sort(NamedTuple):
    """One sort of note: what is asked, what can be chosen, and what it is as a moment."""

    key: str
    title: Words
    opening: Words
    first: Words
    firsts: Sequence[Sentence]
    second: Words
    seconds: Sequence[Sentence]
    given: int

    @property
    def page(self) -> str:
        """The name of its address."""
        return f"person_{self.key}"

    def text(self, name: str, what: str, then: str) -> str:
        """The note: the opening, and what was chosen or written."""
        return " ".join(filter(None, (str(self.opening) % {"name": name}, what, then)))

    def moment(self, what: str, words: str) -> MomentWords:
        """The note as a moment: its kinds by what was chosen, its words where they belong."""
        received = next((one.kind for one in self.firsts if str(one.words) == what), 0)
        if self is THANKS:
            return {"received": received, "given": self.given, "thanks": words}
        return {"given": self.given, "note": words}


THANKS = Sort(
    key="thanks",
    title=_("Thank %(name)s"),
    opening=_("%(name)s, thank you."),
    first=_("What did they do?"),
    firsts=(
        Sentence(_("You listened to me."), Kind.EMOTIONAL),
        Sentence(_("You lent me a hand."), Kind.PRACTICAL),
        Sentence(_("You helped me think it through."), Kind.INFORMATIONAL),
        Sentence(_("You kept me company."), Kind.COMPANIONSHIP),
        Sentence(_("You thought of me."), Kind.EMOTIONAL),
        Sentence(_("You made me laugh."), Kind.COMPANIONSHIP),
    ),
    second=_("What did it change for you?"),
    seconds=(
        Sentence(_("It made the day lighter.")),
        Sentence(_("I did not have to carry it by myself.")),
        Sentence(_("I knew what to do next.")),
        Sentence(_("I could rest.")),
        Sentence(_("I felt seen.")),
        Sentence(_("It still makes me smile.")),
    ),
    given=Kind.EMOTIONAL,  # to be thanked is to be held in esteem, which House counts as emotional support
)
NEWS = Sort(
    key="news",
    title=_("Good news for %(name)s"),
    opening=_("%(name)s, I have good news."),
    first=_("What happened?"),
    firsts=(
        Sentence(_("Something worked out.")),
        Sentence(_("I finished something that I care about.")),
        Sentence(_("Something new begins.")),
        Sentence(_("A small thing made my day.")),
    ),
    second=_("Why do you tell them?"),
    seconds=(
        Sentence(_("I wanted you to be among the first to know.")),
        Sentence(_("You had a part in it.")),
        Sentence(_("You know what it means to me.")),
        Sentence(_("You would have laughed.")),
    ),
    given=Kind.COMPANIONSHIP,
)
SORTS = (THANKS, NEWS)
