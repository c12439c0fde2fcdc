"""Whom one could ask: members of one's circles and people on one's map, with what is known of each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q

from kindring.accounts.models import Mute, User
from kindring.asks.load import taken_on
from kindring.asks.models import Asked, Offer, Stage, Stretched
from kindring.circles.keys import open_circles
from kindring.circles.models import Membership, PersonLink
from kindring.engine.matching import Carried, Helper, Reason, Terms, suggest_helpers
from kindring.lib.days import day_in
from kindring.people.models import Person


@dataclass(frozen=True, slots=True)
class Known:
    """Someone whom the asker could ask, and what weighing them needs.

    `key` is the id of the user, or of the person where nobody is known to be behind them: those are asked by a link.
    `name` is as the asker calls them, else as the circle does; '' while the circle's key has not been handed over.
    """

    key: UUID
    name: str
    helper: Helper[UUID]
    user: UUID | None = None
    person: UUID | None = None
    circles: tuple[UUID, ...] = ()

    def __repr__(self) -> str:
        return f"Known({self.key})"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone to suggest, for which kinds of the ask, and why."""

    known: Known
    kinds: int
    reasons: tuple[Reason, ...]


class _Asked(NamedTuple):
    """The last day on which anyone asked a user by name, and on which this asker did."""

    by_anyone: date | None = None
    by_you: date | None = None


@dataclass(slots=True)
class _Member:
    """A user whom the asker knows from circles."""

    name: str = ""
    circles: list[UUID] = field(default_factory=list)

    def __repr__(self) -> str:
        return "_Member()"


def candidates(user: User, kinds: int, *, today: date, days: int = 0) -> list[Candidate]:
    """Whom Kindring suggests for an ask of these kinds on these weekdays (bits; 0: whenever), the best first."""
    return suggested_among(whom_to_ask(user, today), kinds, today=today, days=days)


def suggested_among(known: Iterable[Known], kinds: int, *, today: date, days: int = 0) -> list[Candidate]:
    """The same among those who were collected already."""
    by_key = {one.key: one for one in known}
    found = suggest_helpers(kinds, [one.helper for one in by_key.values()], today=today, days=days)
    return [Candidate(by_key[one.key], one.kinds, one.reasons) for one in found]


def whom_to_ask(user: User, today: date) -> list[Known]:
    """Everyone whom this user could ask, whether they may be suggested or not. The same queries for any number.

    Who is stretched is not among them: they are hidden, and nobody is told why.
    """
    members = _members(user)
    for stretched in Stretched.objects.filter(owner_id__in=list(members)).on(today):
        del members[stretched.owner_id]
    linked, others = _people(user, today)
    facts = _Facts(user, members, today)
    here = [facts.member(member, linked.get(member)) for member in members]
    return [*here, *(_on_the_map(person) for person in others)]


def _members(user: User) -> dict[UUID, _Member]:
    """The others in this user's circles: none past a block."""
    opened = open_circles(user)
    rows = Membership.objects.visible_to(user).confirmed().exclude(owner_id=user.id).order_by("joined_on", "id")
    found: defaultdict[UUID, _Member] = defaultdict(_Member)
    for row in rows:
        member = found[row.owner_id]
        member.circles.append(row.circle_id)
        member.name = member.name or (row.name if row.circle_id in opened else "")
    return dict(found)


def _people(user: User, today: date) -> tuple[dict[UUID, Person], list[Person]]:
    """By user the people who are known to be one; and those behind whom nobody is known.

    Someone who is a user, but in no circle of this one's (any more), is neither: nobody learns which it is.
    """
    links = PersonLink.objects.visible_to(user).filter(person__deleted_at=None, person__locked_by=None)
    linked = {UUID(link.user): link.person for link in links.select_related("person")}
    others = Person.objects.visible_to(user).suggestible(today).filter(they_give__gt=0, link=None)
    return linked, list(others)


def _on_the_map(person: Person) -> Known:
    helper = Helper(person.id, marked=person.they_give, ring=person.ring)
    return Known(person.id, person.shown_name, helper, person=person.id)


class _Facts:
    """What is known of the members, collected once for all of them."""

    def __init__(self, user: User, members: Mapping[UUID, _Member], today: date) -> None:
        self.members = members
        self.offered: defaultdict[UUID, list[Terms]] = defaultdict(list)
        for offer in Offer.objects.visible_to(user, today=today).exclude(owner_id=user.id):
            self.offered[offer.owner_id].append(Terms(offer.kind, offer.days, offer.per_month))
        self.carried: defaultdict[UUID, list[Carried[UUID]]] = defaultdict(list)
        for one in taken_on(user, list(members), today):
            self.carried[one.helper].append(one)
        self.muted = frozenset(Mute.objects.visible_to(user).values_list("muted", flat=True))
        self.asked = _last_asked(user, members)

    def member(self, key: UUID, person: Person | None) -> Known:
        member, asked = self.members[key], self.asked.get(key, _Asked())
        helper = Helper(
            key,
            offered=tuple(self.offered[key]),
            marked=person.they_give if person else 0,
            ring=person.ring if person else "",
            allowed=key not in self.muted and (person is None or person.may_suggest),
            rests_until=person.paused_until if person else None,
            carried=tuple(self.carried[key]),
            asked_on=asked.by_anyone,
            you_asked_on=asked.by_you,
        )
        name = person.shown_name if person else member.name
        return Known(key, name, helper, key, person.id if person else None, tuple(member.circles))


def _last_asked(user: User, users: Collection[UUID]) -> dict[UUID, _Asked]:
    """When each was last asked by name, in stages that have begun. A circle that is asked is nobody by name.

    (Whoever asks is a reader of their own ask.)
    """
    begun = Stage.objects.filter(ask_id=OuterRef("ask_id"), number=OuterRef("stage"), begun=True)
    rows = Asked.objects.filter(Exists(begun), reader__in=users).exclude(reader=F("owner")).values("reader_id")
    last = rows.annotate(by_anyone=Max("ask__made_at"), by_you=Max("ask__made_at", filter=Q(owner_id=user.id)))
    return {row["reader_id"]: _Asked(_day(user, row["by_anyone"]), _day(user, row["by_you"])) for row in last}


def _day(user: User, at: datetime | None) -> date | None:
    return day_in(user.time_zone, at) if at else None
