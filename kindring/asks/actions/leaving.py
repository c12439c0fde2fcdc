"""Parting from people: what was asked and promised between them does not stay behind."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.asks.actions.claiming import step_in
from kindring.asks.actions.telling import mark_of_place
from kindring.asks.models import Ask, Asked, Claim, Proposal, Slot, Stage
from kindring.circles.actions import members, safety
from kindring.circles.actions.membership import other_member
from kindring.circles.models import Circle, Membership, in_circle
from kindring.notices.actions import forget_notices


@transaction.atomic
def block_member(*, by: Actor, now: datetime, circle: Circle, member: UUID) -> None:
    """The two do not exist for each other any more: neither in circles, nor as asker and helper."""
    row = other_member(by, circle, member)
    safety.block_member(by=by, circle=circle, member=member)
    for asker, helper in ((by.owner_id, row.owner_id), (row.owner_id, by.owner_id)):
        _forget(now, Ask.objects.filter(owner_id=asker), helper)
        Asked.objects.filter(owner_id=asker, reader_id=helper).delete()


@transaction.atomic
def leave_circle(*, by: Actor, now: datetime, circle: Circle, withdraw: bool = False) -> None:
    """Out of a circle, and out of what was asked and promised in it."""
    me = by.owner_id
    _part_from_circle(now, circle, me)
    members.leave_circle(by=by, circle=circle, withdraw=withdraw)
    _nothing_to_come(me)


@transaction.atomic
def turn_away(*, by: Actor, now: datetime, circle: Circle, member: UUID, never_again: bool = False) -> None:
    """A steward lets someone go, and their claims in this circle with them."""
    row = Membership.objects.visible_to(by.signed_in, as_steward=True).filter(circle=circle, pk=member).first()
    if row is not None and Membership.objects.of(by.signed_in).filter(circle=circle, steward=True).exists():
        _part_from_circle(now, circle, row.owner_id)
    members.turn_away(by=by, now=now, circle=circle, member=member, never_again=never_again)
    if row is not None:
        _nothing_to_come(row.owner_id)


def _part_from_circle(now: datetime, circle: Circle, user: UUID) -> None:
    """What reached this user only through the circle, and what they asked of it."""
    through = Ask.objects.filter(pk__in=Asked.objects.filter(circle=circle).values("ask_id"))
    named = Asked.objects.filter(reader_id=user).values("ask_id")
    _forget(now, through.exclude(pk__in=named).exclude(owner_id=user), user)
    Asked.objects.filter(owner_id=user, circle=circle).delete()
    for claim in Claim.objects.filter(owner_id=user).exclude(helper=None).select_related("ask", "helper"):
        if claim.helper and claim.ask.state == Ask.State.OPEN and not _opens(claim.helper, claim.ask):
            _forget(now, [claim.ask], claim.helper.id)


def _opens(user: User, ask: Ask) -> bool:
    return Ask.objects.visible_to(user).filter(pk=ask.pk).exists()


def _nothing_to_come(user: UUID) -> None:
    """What waits for its hour never comes to, or from, someone with whom no circle is shared any more."""
    around = Membership.objects.confirmed().filter(in_circle(user)).values("owner_id")
    waits = Stage.objects.filter(ask_id=OuterRef("ask_id"), number=OuterRef("stage"), begun=False)
    held_back = Asked.objects.exclude(reader=None).filter(Exists(waits))
    held_back.filter(owner_id=user).exclude(reader_id__in=around).delete()
    held_back.filter(reader_id=user).exclude(owner_id__in=around).delete()


def _forget(now: datetime, asks: Iterable[Ask], helper: UUID) -> None:
    """This helper's claims and proposals there; whoever stood by steps in. Nobody is told of what is gone."""
    for ask in asks:
        concerned = Q(ask=ask, helper_id=helper)
        claims = list(Claim.objects.filter(concerned).select_related("slot"))
        told = [claim.id for claim in claims]
        told += Proposal.objects.filter(concerned).values_list("id", flat=True)
        told += [mark_of_place(slot, helper) for slot in Slot.objects.filter(ask=ask).values_list("id", flat=True)]
        Claim.objects.filter(concerned).delete()
        Proposal.objects.filter(concerned).delete()
        for claim in claims:
            if claim.number < claim.slot.places:
                step_in(now, ask, claim.slot, claim.number)
        forget_notices(to=helper, about=[ask.id, *told])
        forget_notices(to=ask.owner_id, about=told)
