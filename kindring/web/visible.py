"""The rows behind an address, if they are the user's: what is not theirs does not exist."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from kindring.accounts.models import User
from kindring.insights.people import kept_person
from kindring.lib.rows import LockableRow, Viewer
from kindring.lib.sealing import Unsealable
from kindring.people.models import Knows, Moment, Person

_LONGEST_NUMBER = 7
Row = TypeVar("Row", bound=LockableRow)


def person_or_404(user: Viewer, person: UUID) -> Person:
    """Someone on the user's map; whoever was removed is not."""
    found = kept_person(user, person)
    if found is None:
        raise Http404
    return unlocked(found)


def moment_or_404(user: Viewer, moment: UUID) -> Moment:
    return unlocked(get_object_or_404(Moment.objects.visible_to(user), id=moment))


def unlocked(row: Row) -> Row:
    """The row; `Unsealable`, which leads to the page "locked", where it waits for a key from before."""
    if row.locked_by is not None:
        raise Unsealable
    return row


def locked_people(user: User) -> int:
    """How many people wait, locked, for a key from before: no page but their own shows them."""
    if user.locked_since is None:
        return 0
    return Person.objects.visible_to(user).not_deleted().locked().count()


def known_by(user: Viewer, person: Person) -> list[Person]:
    """The people on the user's map who know someone, by name."""
    pairs = Knows.objects.visible_to(user).filter(Q(a=person) | Q(b=person)).select_related("a", "b")
    known = [pair.b if pair.a_id == person.id else pair.a for pair in pairs]
    return sorted((other for other in known if other.deleted_at is None), key=lambda other: other.shown_name)


def page_asked(request: HttpRequest) -> int:
    """The page of a list that the address asks for; 1 for nonsense."""
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < _LONGEST_NUMBER else 1


def uuid_or_404(text: str) -> UUID:
    """An id from a query or a form field: a bad one is as unknown as a foreign one."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
