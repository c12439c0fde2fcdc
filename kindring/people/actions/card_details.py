"""From a card of an address book to a person on the map: what goes where, and made to fit."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from kindring.lib.refused import Refused
from kindring.lib.sealed import sealed_field
from kindring.lib.texts import line, paragraphs
from kindring.people.actions.dates import EARLIEST_YEAR, LONGEST_DATE_LABEL, MOST_DATES, DateDetails, date_rows
from kindring.people.actions.details import (
    CHANNEL_KINDS,
    LONGEST_LABEL,
    LONGEST_VALUE,
    MOST_CHANNELS,
    Channel,
    PersonDetails,
    set_details,
)
from kindring.people.kept_cards import KeptCard
from kindring.people.models import ImportantDate, Person

_CHANNELS = {"phones": "phone", "emails": "email", "addresses": "address", "others": "other"}


class Newcomer(NamedTuple):
    """Someone from an address book with their dates: rows that are not saved yet."""

    person: Person
    dates: list[ImportantDate]


def newcomer(owner: UUID, today: date, card: KeptCard) -> Newcomer:
    """The person of a card, in no ring yet.

    The reader's limits lie within ours, so that a card fits; should one not, its person comes with the name alone.
    """
    name = _fit(card["name"], "name")
    try:
        return _whole(owner, today, {"name": name} | details_of(card), card)
    except Refused:
        return _whole(owner, today, {"name": name, "source": card["source"]}, {})


def _whole(owner: UUID, today: date, details: Mapping[str, Any], card: KeptCard) -> Newcomer:
    person = Person(owner_id=owner)
    set_details(person, details)
    dates = [_date(entry, today.year) for entry in card.get("dates", ())[:MOST_DATES]]
    return Newcomer(person, date_rows(person, dates, today))


def details_of(card: KeptCard) -> PersonDetails:
    """What a card says beside name and dates. What fits nowhere else stands in the notes."""
    channels = list(_channels(card))
    notes = [*_nickname(card), *_work(card), card.get("note", ""), *_related(card), *_too_many(channels, card)]
    return {
        "pronouns": _fit(card.get("pronouns", ""), "pronouns"),
        "channels": channels[:MOST_CHANNELS],
        "notes": _fit("\n".join(filter(None, notes)), "notes"),
        "source": card["source"],
    }


def _fit(text: str, field: str) -> str:
    """Cleaned as it will be kept (some letters grow by that), then cut to what fits into the field."""
    longest = sealed_field(Person, field).max_length
    cleaned = paragraphs(text) if field == "notes" else line(text)
    return cleaned[:longest].rstrip()


def _channels(card: KeptCard) -> Iterator[Channel]:
    for part, kind in _CHANNELS.items():
        for label, value in card.get(part, ()):  # type: ignore[attr-defined]
            fitting = line(value)[:LONGEST_VALUE].rstrip()
            yield {"kind": kind, "label": line(label)[:LONGEST_LABEL].rstrip(), "value": fitting}


def _nickname(card: KeptCard) -> Iterator[str]:
    """Someone is shown by their name until the user says what they call them: a nickname is a note of it."""
    nickname = card.get("nickname", "")
    if nickname and nickname != card["name"]:
        yield _("Nickname: %(name)s") % {"name": nickname}


def _work(card: KeptCard) -> Iterator[str]:
    """Nurse at St. Ann's; Works at St. Ann's; Nurse."""
    org, title = card.get("org", ""), card.get("title", "")
    if org == card["name"]:
        org = ""
    if org and title:
        yield _("%(title)s at %(place)s") % {"title": title, "place": org}
    elif org:
        yield _("Works at %(place)s") % {"place": org}
    elif title:
        yield title


def _related(card: KeptCard) -> Iterator[str]:
    """Spouse: Jonas."""
    for label, name in card.get("related", ()):
        yield _said((label or _("knows")).capitalize(), name)


def _too_many(channels: list[Channel], card: KeptCard) -> Iterator[str]:
    """The ways to reach someone and the dates for which there is no room, so that nothing is lost."""
    for channel in channels[MOST_CHANNELS:]:
        yield _said(channel["label"] or str(CHANNEL_KINDS[channel["kind"]]), channel["value"])
    for sort, month, day, year, label in card.get("dates", ())[MOST_DATES:]:
        yield _said(label or str(ImportantDate.Sort(sort).label), f"{year or '-'}-{month:02}-{day:02}")


def _said(what: str, value: str) -> str:
    return _("%(what)s: %(value)s") % {"what": what, "value": value}


def _date(entry: tuple[str, int, int, int | None, str], this_year: int) -> DateDetails:
    """A date whose year cannot be right comes without it."""
    sort, month, day, year, label = entry
    known = year if year is not None and EARLIEST_YEAR <= year <= this_year else None
    fitting = line(label)[:LONGEST_DATE_LABEL].rstrip()
    return {"sort": sort, "month": month, "day": day, "year": known, "label": fitting}
