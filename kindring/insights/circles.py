"""What the pages of circles say: the one place where their words are opened for somebody who looks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kindring.circles.greeting import greeting
from kindring.circles.keys import open_circles
from kindring.circles.models import BoardNote, Circle, Invite, Membership, PersonLink
from kindring.circles.vouching import promised, vouched_pairs
from kindring.lib.quiet import quiet
from kindring.lib.rows import Viewer
from kindring.lib.sealed import SealedRow
from kindring.lib.sealing import Unsealable
from kindring.people.models import Person

NOTES_ON_A_PAGE = 20


class CircleLine(NamedTuple):
    """A circle in the list. `name` is '' while it is not open: `waits` to be confirmed, or `lost` its key.

    `size` is of the members whom the user sees.
    """

    id: UUID
    name: str
    size: int
    waits: bool
    lost: bool
    steward: bool

    def __repr__(self) -> str:
        return quiet(self)


class Member(NamedTuple):
    """Someone in a circle. What only stewards are told: `lost`, no key that is theirs; `again`, they came anew."""

    id: UUID
    user: UUID
    name: str
    steward: bool
    lost: bool = False
    again: bool = False

    def __repr__(self) -> str:
        return quiet(self)


class Waiting(NamedTuple):
    """Someone who accepted. `name` is what they call themselves, `label` what whoever invited them wrote.

    `proved` where their pair of keys is the one with which they accepted.
    """

    id: UUID
    name: str
    label: str
    proved: bool

    def __repr__(self) -> str:
        return quiet(self)


class Note(NamedTuple):
    """A note on the board; `name` is '' for somebody who is no longer here."""

    id: UUID
    text: str
    name: str
    mine: bool
    written_at: datetime

    def __repr__(self) -> str:
        return quiet(self)


@dataclass(frozen=True, slots=True)
class CircleFacts:
    """An open circle as one member sees it. `members` by name, whoever looks among them.

    `unattended` where it has no steward, not even one whom this member does not see.
    """

    circle: Circle
    me: Membership
    members: list[Member]
    waiting: list[Waiting]
    unattended: bool

    @property
    def stewards(self) -> int:
        return sum(member.steward for member in self.members)

    @property
    def may_agree(self) -> bool:
        """Whether there is an agreement that this member has not accepted as it is worded today."""
        agreed = self.me.agreed_on
        return bool(self.circle.agreement) and (agreed is None or agreed < self.circle.agreement_on)


class NotePage(NamedTuple):
    notes: list[Note]
    page: int
    more: bool


def my_circles(user: Viewer) -> list[CircleLine]:
    """Every circle this user is in or waits for, by name. The same few queries for any number of them."""
    opened = open_circles(user)
    mine = Membership.objects.of(user).select_related("circle")
    shown = Membership.objects.visible_to(user, as_steward=True).confirmed()
    counts = Counter(shown.values_list("circle_id", flat=True))
    lines = (_line(row, counts[row.circle_id], is_open=row.circle_id in opened) for row in mine)
    return sorted(lines, key=lambda line: (not line.name, line.name.casefold(), line.id))


def _line(row: Membership, count: int, *, is_open: bool) -> CircleLine:
    waits = row.state == Membership.State.ACCEPTED
    name = said(row.circle, "name") if is_open else ""
    return CircleLine(row.circle_id, name, count, waits, not waits and not is_open, row.steward)


def said(row: SealedRow, field: str) -> str:
    """A sealed text; '' where its key is not open."""
    try:
        return str(getattr(row, field))
    except Unsealable:
        return ""


def circle_facts(user: Viewer, circle: Circle) -> CircleFacts:
    """The circle must be open. The same few queries for 2 members and 200."""
    rows = list(Membership.objects.visible_to(user, as_steward=True).filter(circle=circle))
    me = next(row for row in rows if row.owner_id == user.id)
    confirmed = [row for row in rows if row.state == Membership.State.CONFIRMED]
    lost = _without_key(circle, confirmed) if me.steward else []
    waiting = [row for row in rows if row.state == Membership.State.ACCEPTED] if me.steward else []
    made = {row.id: row for row in Invite.objects.filter(pk__in=[row.invite for row in waiting + lost if row.invite])}
    proved = promised(waiting + lost, made).keys()
    stewards = Membership.objects.confirmed().filter(circle=circle, steward=True)
    unattended = not any(row.steward for row in confirmed) and not stewards.exists()
    members = _members(confirmed, {row.id: row.id in proved for row in lost})
    waits = [_waits(row, made.get(row.invite) if row.invite else None, proved=row.id in proved) for row in waiting]
    return CircleFacts(circle, me, members, waits, unattended)


def _members(rows: Iterable[Membership], lost: Mapping[UUID, bool]) -> list[Member]:
    """By name; the circle's key is open. `lost`: whether they came again, by their memberships."""
    found = [
        Member(row.id, row.owner_id, said(row, "name"), row.steward, row.id in lost, lost.get(row.id, False))
        for row in rows
    ]
    return sorted(found, key=lambda member: (member.name.casefold(), member.id))


def _without_key(circle: Circle, confirmed: list[Membership]) -> list[Membership]:
    """Those who hold no key, or one to a pair that nobody vouches for."""
    known = vouched_pairs([circle.id])
    return [row for row in confirmed if (circle.id, row.owner_id) not in known]


def _waits(row: Membership, made: Invite | None, *, proved: bool) -> Waiting:
    return Waiting(row.id, greeting(row, made), said(made, "label") if made else "", proved)


def board(user: Viewer, facts: CircleFacts, page: int) -> NotePage:
    """One page of the board, the newest first."""
    names = {member.user: member.name for member in facts.members}
    first = (page - 1) * NOTES_ON_A_PAGE
    rows = BoardNote.objects.visible_to(user).filter(circle=facts.circle).order_by("-written_at", "id")
    found = list(rows[first : first + NOTES_ON_A_PAGE + 1])
    notes = [
        Note(row.id, said(row, "text"), names.get(row.owner_id, ""), row.owner_id == user.id, row.written_at)
        for row in found[:NOTES_ON_A_PAGE]
    ]
    return NotePage(notes, page, len(found) > NOTES_ON_A_PAGE)


def person_behind(user: Viewer, member: UUID) -> Person | None:
    """Who on the user's own map this other user is, if they said so."""
    links = PersonLink.objects.visible_to(user).select_related("person")
    for link in links:
        if link.person.deleted_at is None and link.person.locked_by is None and _is(link, member):
            return link.person
    return None


def _is(link: PersonLink, member: UUID) -> bool:
    try:
        return str(link.user) == str(member)
    except Unsealable:
        return False
