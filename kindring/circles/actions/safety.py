"""Keeping someone of a circle away, or hearing less of them."""

from datetime import datetime
from uuid import UUID

from django.db import models, transaction

from kindring.accounts.actions.blocking import block, mute
from kindring.accounts.actions.one_at_a_time import wait_for_turn
from kindring.accounts.actor import Actor
from kindring.circles.actions.keys import lock_circle
from kindring.circles.actions.membership import other_member, settle_waiting
from kindring.circles.actions.reporting import name_of
from kindring.circles.keys import open_circles
from kindring.circles.models import Circle, Membership
from kindring.circles.partings import part_from_somebody
from kindring.notices.actions import forget_notices


@transaction.atomic
def block_member(*, by: Actor, now: datetime, circle: Circle, member: UUID) -> None:
    """From now on the two do not exist for each other, in every circle. Nobody is told, and neither leaves.

    What either was told of the other is forgotten, each circle of both begins a new key, and what else is between
    them ends in every room.
    """
    wait_for_turn(by.signed_in)
    row = other_member(by, lock_circle(by, circle.id), member)
    open_circles(by.signed_in)
    block(by=by, user=row.owner_id, name=name_of(row))
    mine, theirs = (Membership.objects.filter(owner_id=user) for user in (by.owner_id, row.owner_id))
    forget_notices(to=by.owner_id, about=_ids(theirs))
    forget_notices(to=row.owner_id, about=_ids(mine))
    shared = mine.confirmed().filter(circle__in=theirs.confirmed().values("circle")).values("circle")
    Circle.objects.filter(pk__in=list(shared.values_list("circle", flat=True))).update(key_due=True)
    for kept_out in (mine | theirs).waiting().exclude(pk__in=Membership.objects.at_the_door()):
        settle_waiting(now, kept_out)
    part_from_somebody(by, now, row.owner_id)


def _ids(rows: models.QuerySet[Membership]) -> list[UUID]:
    return list(rows.values_list("id", flat=True))


@transaction.atomic
def mute_member(*, by: Actor, circle: Circle, member: UUID) -> None:
    """No notices of what they do; they notice nothing."""
    row = other_member(by, circle, member)
    open_circles(by.signed_in)
    mute(by=by, user=row.owner_id, name=name_of(row))
