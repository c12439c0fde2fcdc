"""In which circles one meets a person of one's map, as far as one said which user they are."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from kindring.accounts.models import Block
from kindring.circles.models import Membership, PersonLink
from kindring.insights.ask_people import circle_names
from kindring.lib.columns import Words
from kindring.lib.hot import HotQuery
from kindring.lib.quiet import quiet
from kindring.lib.rows import Somebody, Viewer
from kindring.lib.sealing import Unsealable

_BEHIND = Words(PersonLink, "user")


class SharedCircle(NamedTuple):
    """A circle in which both are confirmed, and whose key is at hand."""

    id: UUID
    name: str

    def __repr__(self) -> str:
        return quiet(self)


def shared_circles(user: Viewer, person: UUID) -> list[SharedCircle]:
    """By name; none past a block. One query where nobody is linked, else the same few for any number."""
    rows = _LINK.rows(user.id, person)
    other = _user_of(user, *rows[0]) if rows else None
    shared = {circle for (circle,) in _SHARED.rows(user.id, other)} if other else set()
    names = circle_names(user) if shared else {}
    found = [SharedCircle(circle, name) for circle, name in names.items() if circle in shared]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def _user_of(user: Viewer, link: UUID, who: Any) -> UUID | None:
    try:
        return UUID(_BEHIND.open(user.id, link, who))
    except (Unsealable, ValueError):
        return None


def _link(user: UUID, person: UUID) -> QuerySet[Any, Any]:
    return PersonLink.objects.visible_to(Somebody(user)).filter(person=person).values_list("id", "user")


def _shared(user: UUID, other: UUID) -> QuerySet[Any, Any]:
    """As the list of members has it: of a block of the other's it tells a steward nothing."""
    own = Block.objects.visible_to(Somebody(user)).values("blocked")
    rows = Membership.objects.visible_to(Somebody(user), as_steward=True).confirmed().filter(owner_id=other)
    rows = rows.exclude(owner_id__in=own)
    return rows.values_list("circle_id")


_LINK = HotQuery(_link, UUID, UUID)
_SHARED = HotQuery(_shared, UUID, UUID)
