"""Parts of a plan that others may read: who could, who does, and how it opens to them."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from kindring.accounts.models import ReceivingPair
from kindring.accounts.pairs import Receiver, open_received, receiver_of
from kindring.circles.keys import open_circles
from kindring.circles.models import Membership
from kindring.circles.vouching import vouched_pairs
from kindring.lib.key_pairs import hand_over
from kindring.lib.rows import Viewer
from kindring.lib.short_marks import short_mark
from kindring.lifeline.models import Part, SharedPart, SharedWith
from kindring.lifeline.plan import Plan


class Reader(NamedTuple):
    """To whom a key is handed: their pair, and the memberships by which the two know each other; see `SharedWith`."""

    pair: ReceivingPair
    own_place: UUID | None = None
    their_place: UUID | None = None


class CouldRead(NamedTuple):
    """A member of a circle of one's own, and what handing them a key takes."""

    member: Membership
    reader: Reader


def could_read(user: Viewer) -> list[CouldRead]:
    """The members of this user's circles who are vouched for there, one line for each membership.

    The circles are open afterwards; the same few queries for any number of members.
    """
    opened = open_circles(user)
    rows = Membership.objects.visible_to(user).confirmed().filter(circle_id__in=opened).select_related("circle")
    own = {row.circle_id: row.id for row in rows if row.owner_id == user.id}
    others = [row for row in rows if row.owner_id != user.id]
    vouched = vouched_pairs(opened)
    return [
        CouldRead(row, Reader(vouched[row.circle_id, row.owner_id].pair, own[row.circle_id], row.id))
        for row in others
        if (row.circle_id, row.owner_id) in vouched
    ]


def readers_of(user: Viewer, part: Part) -> list[SharedWith]:
    """With whom this user shares a part today."""
    return list(SharedWith.objects.visible_to(user).to_others(user).filter(shared__part=part))


def mark_of_readers(rows: Iterable[SharedWith]) -> str:
    """A short mark of who reads: a form that brings it back was made knowing them."""
    return short_mark(" ".join(sorted(str(row.reader_id) for row in rows)))


def lines_of(plan: Plan, part: Part) -> list[str]:
    """What a reader sees of a part: its lines, and of people on the map only what their owner calls them."""
    return [step.person.shown_name if step.person else step.words for step in plan.steps.get(part, ())]


def handed_to(shared: SharedPart, key: bytes, to: Reader) -> SharedWith:
    """An unsaved row that lets one user open the copy."""
    row = SharedWith(owner_id=shared.owner_id, shared=shared, reader_id=to.pair.owner_id, pair=to.pair.id)
    row.own_place, row.their_place = to.own_place, to.their_place
    row.handed = hand_over(key, bytes(to.pair.public), *_place(shared.id, to.pair.owner_id))
    return row


def open_shared(user: Viewer, rows: Iterable[SharedWith]) -> frozenset[UUID]:
    """Lets the copies behind these rows of the user's own open for this request. One query for any number."""
    mine = [row for row in rows if row.reader_id == user.id]
    receiver = receiver_of(user.id) if mine else None
    return frozenset(row.shared_id for row in mine if _opened(row, receiver))


def open_own_shared(user: Viewer) -> None:
    """The copies that this user shares, for their export."""
    open_shared(user, SharedWith.objects.visible_to(user).filter(owner_id=user.id, reader_id=user.id))


def _opened(row: SharedWith, receiver: Receiver | None) -> bool:
    place = _place(row.shared_id, row.reader_id)
    return open_received(row.shared_id, receiver, row.pair, bytes(row.handed), *place)


def _place(shared: UUID, reader: UUID) -> tuple[object, ...]:
    return "shared plan", shared, reader
