"""Parts of plans that are shared: with whom by name, and what a reader sees of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kindring.circles.models import Membership
from kindring.insights.circles import said
from kindring.lib.quiet import quiet
from kindring.lib.rows import Viewer
from kindring.lib.sealing import Unsealable
from kindring.lifeline.models import Part, SharedPart, SharedWith
from kindring.lifeline.sharing import could_read, open_shared


class Choice(NamedTuple):
    """Someone with whom a part can be shared, by one membership; `circle` is '' where there is one circle only."""

    member: UUID
    user: UUID
    name: str
    circle: str

    def __repr__(self) -> str:
        return quiet(self)


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the Lifeline says of sharing: with how many each part is, and whether anybody shares with the user."""

    counts: Counter[str]
    from_others: bool

    def __repr__(self) -> str:
        return quiet(self)


@dataclass(frozen=True, slots=True)
class SharedLines:
    """One part of somebody's plan as its reader sees it; `lines` is None where the key is not open any more."""

    part: Part
    lines: tuple[str, ...] | None
    written_on: date

    def __repr__(self) -> str:
        return quiet(self)


def sharing_of(user: Viewer) -> Sharing:
    """One query; no name is opened."""
    rows = SharedWith.objects.visible_to(user).values_list("owner_id", "reader_id", "shared__part")
    pairs = [(owner == user.id, part) for owner, reader, part in rows if owner != reader]
    return Sharing(Counter(part for own, part in pairs if own), any(not own for own, _ in pairs))


def choices_of(user: Viewer) -> list[Choice]:
    """Whom of one's circles one could choose, by name, each once. The same few queries for any number."""
    found = {one.member.owner_id: one.member for one in could_read(user)}
    several = len({member.circle_id for member in found.values()}) > 1
    choices = [_choice(member, several=several) for member in found.values()]
    return sorted((one for one in choices if one.name), key=lambda one: (one.name.casefold(), one.member))


def _choice(member: Membership, *, several: bool) -> Choice:
    circle = said(member.circle, "name") if several else ""
    return Choice(member.id, member.owner_id, said(member, "name"), circle)


def who_shares(user: Viewer) -> list[Choice]:
    """Who shares something with this user, by name; the circles are open afterwards."""
    places = SharedWith.objects.visible_to(user).from_others(user).values_list("own_place", flat=True)
    known = {one.member.id: one.member for one in could_read(user)}
    found = {known[place].owner_id: known[place] for place in places if place in known}
    return sorted((_choice(one, several=False) for one in found.values()), key=lambda one: one.name.casefold())


def shares_with(user: Viewer, owner: UUID) -> bool:
    """Whether this owner shares anything with the user."""
    return SharedWith.objects.visible_to(user).from_others(user).filter(owner_id=owner).exists()


def read_of(user: Viewer, owner: UUID) -> list[SharedLines]:
    """What this owner shares with the user, in the order of a plan."""
    rows = SharedWith.objects.visible_to(user).from_others(user).filter(owner_id=owner)
    return _lines(user, rows.select_related("shared"))


def _lines(user: Viewer, rows: Iterable[SharedWith]) -> list[SharedLines]:
    held = list(rows)
    open_shared(user, held)
    found = [SharedLines(Part(row.shared.part), _opened(row.shared), row.shared.written_on) for row in held]
    return sorted(found, key=lambda one: list(Part).index(one.part))


def _opened(shared: SharedPart) -> tuple[str, ...] | None:
    try:
        return tuple(str(line) for line in shared.lines)
    except Unsealable:
        return None
