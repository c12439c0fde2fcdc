"""What can be said about a person, and the shape it must have."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kindring.lib.fitting import check_fit, refuse_others
from kindring.lib.refused import Refused
from kindring.lib.texts import line, name_line, paragraphs
from kindring.people.models import Person

MOST_CHANNELS = 20
CHANNEL_KINDS: dict[str, str | Promise] = {
    "phone": _("phone"),
    "email": _("e-mail"),
    "address": _("address"),
    "other": _("other"),
}
LONGEST_LABEL, LONGEST_VALUE = 40, 500


class Channel(TypedDict):
    """A way to reach someone: phone, email, address or other."""

    kind: str
    label: str
    value: str


class PersonDetails(TypedDict, total=False):
    """Everything about a person but name and ring.

    `they_give`, `you_give` are bits of `Kind`; `source` is the uid of an imported card.
    """

    called: str
    pronouns: str
    role: str
    they_give: int
    you_give: int
    channels: Sequence[Channel]
    how_met: str
    notes: str
    wish_days: int | None
    source: str


class PersonChanges(PersonDetails, total=False):
    """What `change_person` takes: also the name, and the current "next time ask about …"."""

    name: str
    ring: str
    ask_about: str


def set_details(person: Person, details: Mapping[str, Any]) -> list[str]:
    """Puts these on the row, cleaned and checked; the names of the fields that were set."""
    refuse_others(details, PersonChanges)
    for name, value in details.items():
        setattr(person, name, _CLEAN[name](value) if name in _CLEAN else value)
    if not person.name:
        raise Refused("name_missing", gettext("A name is needed."), 422)
    check_fit(person, details)
    return list(details)


def _channels(channels: Sequence[Mapping[str, str]]) -> list[Channel]:
    """Cleaned; lines without a value and doubles are left out."""
    kept: list[Channel] = []
    for given in channels:
        channel = _channel(given)
        if channel["value"] and channel not in kept:
            kept.append(channel)
    if len(kept) > MOST_CHANNELS:
        raise Refused(
            "channels_too_many",
            gettext("At most %(most)d ways to reach someone fit here.") % {"most": MOST_CHANNELS},
            422,
        )
    return kept


def _channel(given: Mapping[str, str]) -> Channel:
    kind, label, value = given["kind"], line(given.get("label", "")), paragraphs(given["value"])
    if kind not in CHANNEL_KINDS:
        raise Refused(
            "channels_unknown", gettext("A way to reach someone is a phone, an e-mail, an address or another."), 422
        )
    if len(label) > LONGEST_LABEL or len(value) > LONGEST_VALUE:
        raise Refused("channels_too_long", gettext("A number or an address is too long to be kept here."), 422)
    return {"kind": kind, "label": label, "value": value}


_CLEAN: dict[str, Callable[[Any], Any]] = {
    "name": name_line,
    "called": name_line,
    "pronouns": line,
    "how_met": paragraphs,
    "notes": paragraphs,
    "ask_about": paragraphs,
    "channels": _channels,
}
