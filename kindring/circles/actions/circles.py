"""Beginning a circle, what holds in it, and agreeing to it."""

from datetime import date, datetime
from typing import TypedDict, Unpack
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actions.one_at_a_time import wait_for_turn
from kindring.accounts.actor import Actor
from kindring.circles.actions.keys import give_first_key, lock_circle, open_for_writing
from kindring.circles.actions.membership import lock_membership, refuse_one_too_many, refuse_unless_steward
from kindring.circles.models import Circle, Membership
from kindring.lib.days import day_in
from kindring.lib.fitting import check_fit, refuse_others
from kindring.lib.refused import Refused
from kindring.lib.rows import made_once
from kindring.lib.texts import can_be_seen, line, paragraphs


class CircleDetails(TypedDict, total=False):
    """What can be said of a circle besides its name. `review_on`: when the agreement is looked at again."""

    purpose: str
    agreement: str
    review_on: date | None
    sensitive: bool
    size_hint: int | None


class CircleWords(CircleDetails, total=False):
    """Everything that can be said of a circle."""

    name: str


@transaction.atomic
def start_circle(
    *, by: Actor, now: datetime, called: str, name: str, key: UUID | None = None, **words: Unpack[CircleDetails]
) -> Circle:
    """A circle with its first member and steward, who is called `called` in it; once for each `key`."""
    user = by.signed_in
    wait_for_turn(user)
    today = day_in(user.time_zone, now)
    circle = Circle(id=made_once(user.id, key or uuid4()), agreement_on=today)
    before = Circle.objects.filter(pk=circle.id).first()
    if before is not None:
        return before
    refuse_one_too_many(user)
    give_first_key(by=by, circle=circle)
    _set(circle, CircleWords(name=name, **words), today)
    circle.save()
    member = Membership(owner_id=user.id, circle=circle, state=Membership.State.CONFIRMED, steward=True)
    member.joined_on = member.agreed_on = today
    set_name(member, called)
    member.save(force_insert=True)
    return circle


@transaction.atomic
def change_circle(*, by: Actor, now: datetime, circle: Circle, **words: Unpack[CircleWords]) -> Circle:
    """What stewards may change. Another agreement asks everyone anew; the steward who worded it has agreed."""
    locked = lock_circle(by, circle.id)
    member = refuse_unless_steward(by, locked)
    open_for_writing(by, locked)
    today = day_in(by.signed_in.time_zone, now)
    was = locked.agreement
    _set(locked, words, today)
    if locked.agreement != was:
        Membership.objects.filter(circle=locked).exclude(pk=member.pk).update(agreed_on=None)
        locked.agreement_on = member.agreed_on = today
        member.save(update_fields=["agreed_on"])
    locked.save()
    return locked


def _set(circle: Circle, words: CircleWords, today: date) -> None:
    refuse_others(words, CircleWords)
    cleaned = {name: _cleaned(name, value) for name, value in words.items()}
    if "name" in cleaned and not can_be_seen(str(cleaned["name"])):
        raise Refused("circle_unnamed", _("Give the circle a name."), 422)
    review_on = words.get("review_on")
    if review_on is not None and review_on <= today and review_on != circle.review_on:
        raise Refused("review_over", _("Choose a day to come for looking at the agreement again."), 422)
    for name, value in cleaned.items():
        setattr(circle, name, value)
    check_fit(circle, cleaned)


def _cleaned(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    return line(value) if name == "name" else paragraphs(value)


@transaction.atomic
def agree(*, by: Actor, now: datetime, circle: Circle) -> None:
    """The member accepts the agreement as it is worded today."""
    member = lock_membership(by, lock_circle(by, circle.id))
    member.agreed_on = day_in(by.signed_in.time_zone, now)
    member.save(update_fields=["agreed_on"])


@transaction.atomic
def change_own_name(*, by: Actor, circle: Circle, called: str) -> None:
    """What the others call this member here."""
    locked = lock_circle(by, circle.id)
    member = lock_membership(by, locked)
    open_for_writing(by, locked)
    set_name(member, called)
    member.save(update_fields=["name"])


def set_name(member: Membership, called: str) -> None:
    """Puts a name on the row, cleaned and checked; needs the circle's key when it is saved."""
    member.name = line(called)
    if not can_be_seen(member.name):
        raise Refused("member_unnamed", _("Say what the others may call you here."), 422)
    check_fit(member, ["name"])
