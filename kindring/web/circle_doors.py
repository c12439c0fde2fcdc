"""Into a circle: the rows behind an address, if the circle is the user's, with its words open."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from kindring.circles.keys import open_circles
from kindring.circles.models import BoardNote, Circle, Invite, Membership
from kindring.web.render import page
from kindring.web.sessions import SignedIn

ById = Callable[[SignedIn, UUID], HttpResponse]
AboutMember = Callable[[SignedIn, Membership], HttpResponse]
CLOSED = 423


def circle_or_404(request: SignedIn, circle: UUID) -> Circle:
    """A circle in which the user is confirmed."""
    return get_object_or_404(Circle.objects.visible_to(request.user), id=circle)


def closed(request: SignedIn, circle: Circle) -> HttpResponse | None:
    """The page of whoever has no key to the circle (any more); None where its words are open now."""
    if circle.id in open_circles(request.user):
        return None
    return page(request, "circles/closed.html", {"circle": circle.id}, status=CLOSED)


def with_circle(view: Callable[[SignedIn, Circle], HttpResponse]) -> ById:
    """The view gets the circle, open."""

    @wraps(view)
    def entered(request: SignedIn, circle: UUID) -> HttpResponse:
        found = circle_or_404(request, circle)
        return closed(request, found) or view(request, found)

    return entered


def with_member(view: AboutMember) -> ById:
    """The view gets someone else of an open circle, also one who waits; nobody past a block."""

    @wraps(view)
    def entered(request: SignedIn, member: UUID) -> HttpResponse:
        return _to_member(view, request, Membership.objects.visible_to(request.user), member)

    return entered


def with_listed_member(view: AboutMember) -> ById:
    """The same; whoever looks after the circle comes to each member whom its list names, also past a block."""

    @wraps(view)
    def entered(request: SignedIn, member: UUID) -> HttpResponse:
        return _to_member(view, request, Membership.objects.visible_to(request.user, as_steward=True), member)

    return entered


def _to_member(view: AboutMember, request: SignedIn, rows: QuerySet[Membership], member: UUID) -> HttpResponse:
    found = get_object_or_404(rows.select_related("circle"), id=member)
    circle = circle_or_404(request, found.circle_id)
    if found.owner_id == request.user.id:
        raise Http404
    return closed(request, circle) or view(request, found)


def invite_or_404(request: SignedIn, invite: UUID) -> Invite:
    return get_object_or_404(Invite.objects.visible_to(request.user).select_related("circle"), id=invite, used=False)


def note_or_404(request: SignedIn, note: UUID) -> BoardNote:
    return get_object_or_404(BoardNote.objects.visible_to(request.user), id=note)
