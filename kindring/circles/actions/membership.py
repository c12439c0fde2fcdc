"""The row that says someone is in a circle, found and locked for a change."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.circles.models import Circle, Membership
from kindring.lib.refused import Refused
from kindring.notices.actions import settle_notices

MOST_CIRCLES = 30


def refuse_one_too_many(user: User) -> None:
    """Within `wait_for_turn`, before somebody comes into one circle more: being in, or waiting, counts."""
    if Membership.objects.of(user).count() >= MOST_CIRCLES:
        raise Refused("circles_too_many", _("You are in thirty circles, which is as many as there can be."), 422)


def lock_membership(by: Actor, circle: Circle) -> Membership:
    """Their own, in a circle that is locked already. Refused where another press of theirs has just left it."""
    found = Membership.objects.select_for_update().filter(circle=circle, owner_id=by.owner_id).first()
    if found is None:
        raise Refused("circle_not_found", _("This circle is no longer here."), 404)
    return found


def settle_waiting(now: datetime, member: Membership) -> None:
    """No steward needs to be told any more that this one waits."""
    stewards = Membership.objects.confirmed().filter(circle=member.circle_id, steward=True)
    settle_notices(to=list(stewards.values_list("owner_id", flat=True)), now=now, about=member.id)


def refuse_unless_steward(by: Actor, circle: Circle) -> Membership:
    """Their own row where they are a steward."""
    member = lock_membership(by, circle)
    if not member.steward:
        raise Refused("stewards_only", _("Only the stewards of a circle can do this."), 403)
    return member


def other_member(by: Actor, circle: Circle, member: UUID) -> Membership:
    """Someone else's row in this circle, by its id; one behind a block is there for stewards only."""
    rows = Membership.objects.visible_to(by.signed_in, as_steward=True)
    found = rows.filter(circle=circle, pk=member).first()
    if found is None or found.owner_id == by.owner_id:
        raise Refused("member_not_found", _("This member is no longer here."), 404)
    return found
