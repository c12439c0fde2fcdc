"""Parting from people: what was asked and promised between them does not stay behind."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.asks.actions.claiming import give_back, is_to_come
from kindring.asks.actions.kind_words import forget_kind_words
from kindring.asks.actions.telling import mark_of_place, settle_for_all, tell_helper, tell_helpers
from kindring.asks.models import Ask, Asked, Claim, Proposal, Slot, Stage
from kindring.circles.actions import members, safety
from kindring.circles.actions.membership import other_member
from kindring.circles.models import Circle, Membership, in_circle
from kindring.notices.actions import forget_notices
from kindring.notices.models import Notice


@transaction.atomic
def block_member(*, by: Actor, now: datetime, circle: Circle, member: UUID) -> None:
    """The two do not exist for each other any more: neither in circles, nor as asker and helper."""
    row = other_member(by, circle, member)
    safety.block_member(by=by, circle=circle, member=member)
    for asker, helper in ((by.owner_id, row.owner_id), (row.owner_id, by.owner_id)):
        _forget(now, Ask.objects.filter(owner_id=asker), helper)
        Asked.objects.filter(owner_id=asker, reader_id=helper).delete()
    forget_kind_words(by.owner_id, row.owner_id)


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


def leave_erased(*, by: Actor, now: datetime) -> None:
    """Their account is being erased: what they promised is given back, and what they asked is taken back.

    Within the caller's transaction; the rows go with the others.
    """
    me, asked = by.owner_id, Ask.objects.of(by.signed_in).open().values_list("id", flat=True)
    expected = Claim.objects.filter(ask__in=asked).select_related("slot")
    tell_helpers(now, me, [claim for claim in expected if is_to_come(claim.slot, now)], Notice.Sort.ENDED)
    settle_for_all(now, asked)
    _forget(now, Ask.objects.filter(pk__in=Claim.objects.by(by.signed_in).values("ask_id")), me)


def _part_from_circle(now: datetime, circle: Circle, user: UUID) -> None:
    """What reached this user only through the circle, and what they asked of it."""
    through = Ask.objects.filter(pk__in=Asked.objects.filter(circle=circle).values("ask_id"))
    named = Asked.objects.filter(reader_id=user).values("ask_id")
    _forget(now, through.exclude(pk__in=named).exclude(owner_id=user), user)
    Asked.objects.filter(owner_id=user, circle=circle).delete()
    for claim in Claim.objects.filter(owner_id=user).exclude(helper=None).select_related("ask", "helper", "slot"):
        if claim.helper and claim.ask.state == Ask.State.OPEN and not _opens(claim.helper, claim.ask):
            _forget(now, Ask.objects.filter(pk=claim.ask_id), claim.helper.id)
            if is_to_come(claim.slot, now):
                tell_helper(now, claim.ask, claim, Notice.Sort.ENDED)


def _opens(user: User, ask: Ask) -> bool:
    return Ask.objects.visible_to(user).filter(pk=ask.pk).exists()


def _nothing_to_come(user: UUID) -> None:
    """What waits for its hour never comes to, or from, someone with whom no circle is shared any more."""
    around = Membership.objects.confirmed().filter(in_circle(user)).values("owner_id")
    waits = Stage.objects.filter(ask_id=OuterRef("ask_id"), number=OuterRef("stage"), begun=False)
    held_back = Asked.objects.exclude(reader=None).filter(Exists(waits))
    held_back.filter(owner_id=user).exclude(reader_id__in=around).delete()
    held_back.filter(reader_id=user).exclude(owner_id__in=around).delete()


def _forget(now: datetime, asks: QuerySet[Ask], helper: UUID) -> None:
    """What this helper promised and offered there is theirs no longer, and no notice speaks of it to either.

    What is still to come is given back as a helper gives it back: whoever stood by steps in, and the asker is told,
    but never past a block.
    """
    ids = list(asks.values_list("id", flat=True))
    if not ids:
        return
    held = Claim.objects.filter(ask__in=ids, helper_id=helper)
    offered = Proposal.objects.filter(ask__in=ids, helper_id=helper)
    _forget_notices(ids, helper, [*held, *offered])
    offered.delete()
    locked = {ask.id: ask for ask in Ask.objects.filter(id__in=ids).order_by("id").select_for_update()}
    for claim in held.select_related("slot"):
        if locked[claim.ask_id].state == Ask.State.OPEN and is_to_come(claim.slot, now):
            give_back(now, locked[claim.ask_id], claim)
        else:
            claim.delete()


def _forget_notices(asks: list[UUID], helper: UUID, rows: Sequence[Claim | Proposal]) -> None:
    about: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for slot, asker in Slot.objects.filter(ask__in=asks).values_list("id", "owner_id"):
        about[asker].add(mark_of_place(slot, helper))
    for row in rows:
        about[row.owner_id].add(row.id)
    for asker, theirs in about.items():
        forget_notices(to=asker, about=theirs)
    forget_notices(to=helper, about=[*asks, *(row.id for row in rows)])
