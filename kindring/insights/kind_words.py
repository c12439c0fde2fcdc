"""Kind words between members: what was said, and to whom of a circle the words for a person could go."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kindring.accounts.models import Block
from kindring.asks.models import KindWord
from kindring.circles.keys import open_circles
from kindring.circles.models import Membership, PersonLink
from kindring.insights.circles import said
from kindring.lib.quiet import quiet
from kindring.lib.rows import Viewer
from kindring.lib.sealing import Unsealable
from kindring.people.models import Person, State

ON_A_PAGE = 20


class Said(NamedTuple):
    """One kind word; `name` and `member` are of the other one, '' and None for who is no longer in that circle."""

    id: UUID
    words: str
    name: str
    member: UUID | None
    mine: bool
    written_at: datetime

    def __repr__(self) -> str:
        return quiet(self)


class SaidPage(NamedTuple):
    said: list[Said]
    page: int
    more: bool


class Place(NamedTuple):
    """A member of a circle who is behind a person, and what the circle is called."""

    member: Membership
    circle: str

    def __repr__(self) -> str:
        return quiet(self)


def kind_words(user: Viewer, page: int) -> SaidPage:
    """A page of what was written to this user and by them, the newest first. The same queries for any number."""
    opened = open_circles(user)
    first = (page - 1) * ON_A_PAGE
    rows = list(
        KindWord.objects.visible_to(user)
        .filter(circle__in=opened)
        .order_by("-written_at", "id")[first : first + ON_A_PAGE + 1]
    )
    members = Membership.objects.visible_to(user).filter(circle__in=opened)
    others = {row.reader_id if row.owner_id == user.id else row.owner_id for row in rows}
    found = {(one.circle_id, one.owner_id): one for one in members.filter(owner_id__in=others)}
    return SaidPage([_said(user, row, found) for row in rows[:ON_A_PAGE]], page, len(rows) > ON_A_PAGE)


def _said(user: Viewer, row: KindWord, members: dict[tuple[UUID, UUID], Membership]) -> Said:
    mine = row.owner_id == user.id
    other = members.get((row.circle_id, row.reader_id if mine else row.owner_id))
    name, member = (said(other, "name"), other.id) if other else ("", None)
    return Said(row.id, said(row, "words"), name, member, mine, row.written_at)


def place_of(user: Viewer, person: Person) -> Place | None:
    """Where this person could be met in a circle, if the user said who they are; the longest shared circle first.

    Nowhere for whoever is unsafe or has died: no way to them is offered.
    """
    if person.state in {State.UNSAFE, State.DIED}:
        return None
    link = PersonLink.objects.visible_to(user).filter(person=person).first()
    opened = open_circles(user) if link else frozenset[UUID]()
    if link is None or not opened:
        return None
    try:
        behind = UUID(str(link.user))
    except Unsealable:
        return None
    # As the list of members has it: of a block of the other's it tells a steward nothing.
    rows = Membership.objects.visible_to(user, as_steward=True).confirmed()
    own = Block.objects.visible_to(user).values("blocked")
    members = rows.filter(owner_id=behind, circle__in=opened).exclude(owner_id__in=own)
    member = members.select_related("circle").order_by("joined_on", "id").first()
    return Place(member, said(member.circle, "name")) if member else None
