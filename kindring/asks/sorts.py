"""What people ask for: beginnings of an ask, from a bad night as readily as from a broken leg."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kindring.people.kinds import Kind


class Sort(StrEnum):
    """Sealed with the ask: only its kind is readable."""

    SIT = "sit"
    LISTEN = "listen"
    DISTRACT = "distract"
    BESIDE = "beside"
    TEXT = "text"
    WALK = "walk"
    COME_ALONG = "come_along"
    CALL = "call"
    MEAL = "meal"
    LIFT = "lift"
    CHILDREN = "children"
    BORROW = "borrow"
    OPINION = "opinion"
    GOOD_NEWS = "good_news"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What an ask of a sort starts from: its kind, its words, and how long it usually takes (minutes; 0 = open)."""

    kind: Kind
    says: str | Promise
    what: str | Promise
    minutes: int


BEGINNINGS: dict[Sort, Beginning] = {
    Sort.SIT: Beginning(Kind.EMOTIONAL, _("Sit with me"), _("Sit with me for a while"), 60),
    Sort.LISTEN: Beginning(Kind.EMOTIONAL, _("Listen, no advice"), _("Listen to me, without advice"), 30),
    Sort.DISTRACT: Beginning(Kind.COMPANIONSHIP, _("Distract me"), _("Take my mind off things"), 60),
    Sort.BESIDE: Beginning(Kind.COMPANIONSHIP, _("Work beside me"), _("Work beside me, each on our own things"), 90),
    Sort.TEXT: Beginning(Kind.EMOTIONAL, _("Text me at nine"), _("Send me a short message at nine"), 0),
    Sort.WALK: Beginning(Kind.COMPANIONSHIP, _("Walk with me"), _("Go for a walk with me"), 45),
    Sort.COME_ALONG: Beginning(Kind.PRACTICAL, _("Come along"), _("Come along to an appointment"), 120),
    Sort.CALL: Beginning(Kind.PRACTICAL, _("Help me make a call"), _("Help me make a phone call"), 30),
    Sort.MEAL: Beginning(Kind.PRACTICAL, _("A meal"), _("Bring a meal"), 0),
    Sort.LIFT: Beginning(Kind.PRACTICAL, _("A lift"), _("Give me a lift"), 60),
    Sort.CHILDREN: Beginning(Kind.PRACTICAL, _("Mind the children"), _("Mind the children for a while"), 120),
    Sort.BORROW: Beginning(Kind.PRACTICAL, _("Borrow something"), _("Lend me something"), 0),
    Sort.OPINION: Beginning(Kind.INFORMATIONAL, _("Your opinion"), _("Tell me what you think"), 0),
    Sort.GOOD_NEWS: Beginning(Kind.COMPANIONSHIP, _("Share good news"), _("Be glad with me about something"), 0),
    Sort.OTHER: Beginning(Kind.PRACTICAL, _("Something else"), _("Help me with something"), 0),
}
