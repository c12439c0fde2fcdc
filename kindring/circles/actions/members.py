"""Who comes into a circle, who goes, and who looks after it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.circles.actions.circles import set_name
from kindring.circles.actions.inviting import take_back
from kindring.circles.actions.keys import begin_epoch, hand_key, lock_circle, open_for_writing
from kindring.circles.actions.membership import lock_membership, other_member, refuse_unless_steward, settle_waiting
from kindring.circles.actions.reporting import name_of
from kindring.circles.greeting import greeting
from kindring.circles.models import BoardNote, Circle, CircleKey, Invite, Membership, NeverAgain
from kindring.circles.partings import part_from_circle
from kindring.circles.vouching import Holder, promised, vouched_pairs
from kindring.lib.refused import Refused
from kindring.notices.actions import forget_notices, leave_notice
from kindring.notices.models import Notice


def greeting_of(member: Membership) -> str:
    """What someone who waits calls themselves; the circle's key is open. '' where that cannot be opened any more."""
    return greeting(member, Invite.objects.filter(pk=member.invite).first() if member.invite else None)


@transaction.atomic
def confirm_member(*, by: Actor, now: datetime, circle: Circle, member: UUID) -> Membership:
    """A steward says yes: the circle opens to them. Also to a member who lost their key and was invited anew.

    Refused where their pair of keys is not the one with which they accepted: nobody is handed anything then.
    """
    locked = lock_circle(by, circle.id)
    refuse_unless_steward(by, locked)
    open_for_writing(by, locked)
    row = other_member(by, locked, member)
    if row.state == Membership.State.CONFIRMED and vouched_pairs([locked.id], [row.owner_id]):
        return row
    known = _known(row)
    if row.state == Membership.State.ACCEPTED:
        row.state = Membership.State.CONFIRMED
        set_name(row, greeting_of(row) or _("New member"))
    row.hello = row.promise = None
    row.save()
    hand_key(locked, known)
    settle_waiting(now, row)
    forget_notices(to=row.owner_id, about=row.id)  # of an earlier time: each is told once
    leave_notice(to=row.owner_id, sort=Notice.Sort.CONFIRMED, now=now, circle=locked.id, about=row.id)
    return row


def _known(member: Membership) -> Holder:
    """As whoever accepted the invitation; Refused where that was with another pair, or nobody can tell any more."""
    known = promised([member], Invite.objects.in_bulk([member.invite] if member.invite else []))
    if member.id not in known:
        words = _(
            "%(name)s's key does not match the one that was invited. Ask %(name)s to join again by a new invitation."
        )
        raise Refused("member_unproved", words % {"name": greeting_of(member) or name_of(member) or _("Someone")})
    return known[member.id]


@transaction.atomic
def turn_away(*, by: Actor, now: datetime, circle: Circle, member: UUID, never_again: bool = False) -> None:
    """A steward lets someone go, or does not let them in; from now on a new key. Nobody is told why."""
    locked = lock_circle(by, circle.id)
    refuse_unless_steward(by, locked)
    open_for_writing(by, locked)
    row = other_member(by, locked, member)
    if never_again:
        NeverAgain.objects.get_or_create(owner_id=row.owner_id, circle=locked, defaults={"by_steward": True})
    settle_waiting(now, row)
    _go(locked, row)
    if row.state == Membership.State.CONFIRMED:
        begin_epoch(by, locked)
    part_from_circle(by, now, locked, row.owner_id)


@transaction.atomic
def leave_circle(*, by: Actor, now: datetime, circle: Circle, withdraw: bool = False) -> None:
    """Without notice or reason. With `withdraw` their notes on the board go too.

    The next member who comes by makes a new key: whoever leaves must not know it.
    """
    locked = lock_circle(by, circle.id)
    if withdraw:
        BoardNote.objects.of(by.signed_in).filter(circle=locked).delete()
    _go(locked, lock_membership(by, locked))
    locked.key_due = True
    locked.save(update_fields=["key_due"])
    part_from_circle(by, now, locked, by.owner_id)


def leave_erased(*, by: Actor, now: datetime) -> None:
    """Their account is being erased: the next member who comes by makes a new key, as when somebody leaves.

    Within the caller's transaction; their rows go with the others.
    """
    theirs = Membership.objects.of(by.signed_in).confirmed().values("circle")
    Circle.objects.filter(pk__in=theirs).update(key_due=True)


@transaction.atomic
def stop_waiting(*, by: Actor, now: datetime, circle: UUID) -> None:
    """Takes one's own acceptance back, before a steward said yes; the stewards are not told."""
    row = Membership.objects.of(by.signed_in).waiting().select_for_update().filter(circle_id=circle).first()
    if row is None:
        raise Refused("not_waiting", _("You do not wait to be let into this circle."), 404)
    settle_waiting(now, row)
    row.delete()


def _go(circle: Circle, member: Membership) -> None:
    CircleKey.objects.filter(circle=circle, owner_id=member.owner_id).delete()
    take_back(Invite.objects.filter(circle=circle, owner_id=member.owner_id))
    member.delete()


@transaction.atomic
def make_steward(*, by: Actor, circle: Circle, member: UUID) -> None:
    """A steward asks another member to look after the circle with them."""
    locked = lock_circle(by, circle.id)
    refuse_unless_steward(by, locked)
    row = other_member(by, locked, member)
    if row.state != Membership.State.CONFIRMED:
        raise Refused("member_waits", _("They have to be confirmed first."))
    row.steward = True
    row.save(update_fields=["steward"])


@transaction.atomic
def step_down(*, by: Actor, circle: Circle) -> None:
    """A steward becomes a member as the others are, if another steward stays."""
    locked = lock_circle(by, circle.id)
    member = refuse_unless_steward(by, locked)
    others = Membership.objects.confirmed().filter(circle=locked, steward=True).exclude(pk=member.pk)
    if not others.exists():
        raise Refused("last_steward", _("You are the only steward. Ask someone else to be one first."))
    member.steward = False
    member.save(update_fields=["steward"])


@transaction.atomic
def take_stewardship(*, by: Actor, circle: Circle) -> None:
    """In a circle whose stewards have all gone, any confirmed member may look after it."""
    locked = lock_circle(by, circle.id)
    if Membership.objects.confirmed().filter(circle=locked, steward=True).exists():
        raise Refused("has_stewards", _("This circle has a steward."))
    member = lock_membership(by, locked)
    member.steward = True
    member.save(update_fields=["steward"])
