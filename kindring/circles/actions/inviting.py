"""Invitations into a circle: made, looked at, accepted, declined and taken back."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actions.one_at_a_time import wait_for_turn
from kindring.accounts.actions.pairs import ensure_pair
from kindring.accounts.actor import Actor
from kindring.circles.actions.keys import lock_circle, oneself, open_for_writing
from kindring.circles.actions.membership import refuse_one_too_many
from kindring.circles.keys import hello_key, lost_key
from kindring.circles.models import Circle, Invite, InviteQuerySet, Membership, NeverAgain
from kindring.circles.vouching import promise_for
from kindring.lib.days import day_in
from kindring.lib.fitting import check_fit
from kindring.lib.link_secrets import new_secret, secret_hash
from kindring.lib.refused import Refused
from kindring.lib.rows import Viewer, made_once
from kindring.lib.sealing import ValueKey, seal
from kindring.lib.texts import can_be_seen, line
from kindring.notices.actions import forget_notices, leave_notice
from kindring.notices.models import Notice

LASTS = timedelta(days=7)
MOST_OPEN = 20  # of one member at a time
MOST_A_DAY = 30  # of one member, whatever became of them
MOST_OF_A_PAIR = 5  # of one member, answered by the same user within the days that an invitation lasts


class Invited(NamedTuple):
    """A new invitation and the secret of its link."""

    invite: Invite
    secret: str

    def __repr__(self) -> str:
        return "Invited()"


@transaction.atomic
def invite(*, by: Actor, now: datetime, circle: Circle, label: str, key: UUID | None = None) -> Invited:
    """A link for one person, once, for seven days; `label` reminds the members whom it is for. Once for a `key`."""
    locked = lock_circle(by, circle.id)
    open_for_writing(by, locked)
    row_id = made_once(by.owner_id, key or uuid4())
    before = Invite.objects.of(by.signed_in).filter(pk=row_id).first()
    if before is not None:
        return Invited(before, before.secret)
    _refuse_too_many(by, now, locked)
    secret = new_secret()
    row = Invite(id=row_id, owner_id=by.owner_id, circle=locked, secret_hash=secret_hash(secret), secret=secret)
    row.label, row.ends_at = line(label), now + LASTS
    check_fit(row, ["label"])
    row.save(force_insert=True)
    return Invited(row, secret)


def _refuse_too_many(by: Actor, now: datetime, circle: Circle) -> None:
    mine = Invite.objects.of(by.signed_in)
    if mine.filter(circle=circle).open(now).count() >= MOST_OPEN:
        raise Refused(
            "invites_too_many", _("Twenty of your invitations are open. Wait for one, or take one back."), 429
        )
    if mine.filter(ends_at__gt=now + LASTS - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refused("invites_today", _("You have invited many people today. Go on tomorrow."), 429)


def find_invite(secret: str, now: datetime, user: Viewer | None = None) -> Invite | None:
    """The open invitation behind a link; None for anything else, and for a user who said "never again" here.

    A block is not looked up: the link looks the same to everyone, signed in or not.
    """
    found = Invite.objects.open(now).filter(secret_hash=secret_hash(secret)).first()
    if found is None or user is None:
        return found
    declined = NeverAgain.objects.filter(owner_id=user.id, circle=found.circle_id, by_steward=False)
    return None if declined.exists() else found


def _locked_invite(by: Actor, secret: str, now: datetime) -> Invite:
    found = find_invite(secret, now, by.signed_in)
    row = Invite.objects.select_for_update().open(now).filter(pk=found.pk).first() if found else None
    if row is None:
        raise Refused("invite_over", _("This invitation has been used, has ended, or was taken back."), 404)
    answered = Invite.objects.filter(owner_id=row.owner_id, answered_by=by.owner_id, ends_at__gt=now)
    if answered.count() >= MOST_OF_A_PAIR:
        raise Refused(
            "invites_of_a_pair", _("You have answered several invitations of the same person. Wait a few days."), 429
        )
    return row


def _use_up(by: Actor, row: Invite) -> None:
    row.used, row.answered_by = True, by.owner_id
    row.save(update_fields=["used", "answered_by"])


@transaction.atomic
def accept_invite(*, by: Actor, now: datetime, secret: str, called: str) -> Membership:
    """The user wants to be in, and is called `called` there; a steward says yes before anything opens to them.

    Past a block with a member they wait as others do, and no steward sees them at the door. Whoever is in and holds
    no key that is theirs keeps their place, until a steward lets them in again.
    """
    wait_for_turn(by.signed_in)
    row = _locked_invite(by, secret, now)
    member = Membership.objects.filter(circle=row.circle_id, owner_id=by.owner_id).first()
    if member is not None and not lost_key(by.signed_in, member):
        raise Refused("member_already", _("You are in this circle already, or wait to be confirmed."))
    if member is None:
        refuse_one_too_many(by.signed_in)
    name = line(called)
    if not can_be_seen(name):
        raise Refused("member_unnamed", _("Say what the others may call you here."), 422)
    if member is None:
        member = Membership(owner_id=by.owner_id, circle_id=row.circle_id, name="")
        member.joined_on = day_in(by.signed_in.time_zone, now)
    _come(by, member, row, secret, name)
    _use_up(by, row)
    in_already = member.state == Membership.State.CONFIRMED
    if in_already or Membership.objects.at_the_door().filter(pk=member.pk).exists():
        _tell_stewards(member, now)
    return member


def _come(by: Actor, member: Membership, row: Invite, secret: str, name: str) -> None:
    """What opens only with the secret of the invitation: what they call themselves, and how keys reach them."""
    ensure_pair(by=by)
    member.invite = row.id
    member.hello = seal(ValueKey(hello_key(secret.encode())), name[:80], "hello", member.id)
    member.promise = promise_for(secret, row.circle_id, oneself(by, row.circle_id))
    member.save()


def _tell_stewards(member: Membership, now: datetime) -> None:
    circle = member.circle_id
    stewards = Membership.objects.confirmed().filter(circle=circle, steward=True).exclude(pk=member.pk)
    for steward in stewards:
        forget_notices(to=steward.owner_id, about=member.id)  # of an earlier time: each is told once
        leave_notice(to=steward.owner_id, sort=Notice.Sort.INVITED_IN, now=now, circle=circle, about=member.id)


@transaction.atomic
def decline_invite(*, by: Actor, now: datetime, secret: str, never_again: bool = False) -> None:
    """No, thank you: the link is used up and nobody is told. With `never_again` nobody can invite here again."""
    wait_for_turn(by.signed_in)
    row = _locked_invite(by, secret, now)
    _use_up(by, row)
    if never_again:
        own = {"by_steward": False}
        NeverAgain.objects.update_or_create(owner_id=by.owner_id, circle_id=row.circle_id, defaults=own)


@transaction.atomic
def revoke_invite(*, by: Actor, invite: Invite) -> None:
    """Takes an invitation back; its link leads nowhere from now on. Stewards take back anyone's.

    The row stays, without its words, until its days are over: it counts among those of its day.
    """
    mine = Membership.objects.of(by.signed_in).confirmed().filter(circle=invite.circle_id).first()
    if mine is None or not (mine.steward or invite.owner_id == by.owner_id):
        raise Refused("not_your_invite", _("Only the stewards can take back somebody else's invitation."), 403)
    take_back(Invite.objects.filter(pk=invite.pk))


def take_back(invites: InviteQuerySet) -> None:
    """Those of them that nobody has answered, within the caller's transaction."""
    for row in invites.filter(used=False).select_for_update():
        row.secret, row.label, row.used = "", "", True
        row.save(update_fields=["secret", "label", "used"])
