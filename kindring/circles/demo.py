"""*Our street* to look at: a circle of Ana, Tomas and Ines. All of it is made up."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kindring.accounts.actions.joining import Joined, confirm_recovery_code, join
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.vault import keyring_of
from kindring.circles.actions import (
    accept_invite,
    agree,
    confirm_member,
    invite,
    link_person,
    make_steward,
    pin_note,
    start_circle,
)
from kindring.circles.models import Circle, Membership
from kindring.lib.keyring import opened_with
from kindring.people.actions import add_person, log_moment
from kindring.people.models import Person

NEIGHBOURS = {
    "Tomas": "The ladder is in the bicycle shed. Take it whenever you like.",
    "Ines": "Cake in the yard on Sunday at three. Bring a cup.",
}
ANA_SAYS = "The yard light works again. Thank you, whoever it was."
AGREEMENT = (
    "What is said here stays here.\nNobody has to give a reason for a no.\n"
    "We listen before we advise.\nWe help as we can, and nobody counts."
)


@dataclass(frozen=True)
class Neighbours:
    """A circle and who is in it, by name, as they joined."""

    circle: Circle
    people: dict[str, Joined] = field(repr=False)


def meet_the_street(ana: Joined, now: datetime, password: str) -> Neighbours:
    """A circle of Ana's with two neighbours, who get this password and sign in with their names."""
    began = now - timedelta(days=40)
    circle = _started(ana, began)
    street = Neighbours(circle, {"Ana": ana})
    for name, words in NEIGHBOURS.items():
        joined = join(by=SYSTEM, now=began, name=name.lower(), password=password, called=name, adult=True)
        with opened_with(keyring_of(joined.user.id, joined.keys)):
            confirm_recovery_code(by=Actor(joined.user), code=joined.user.recovery_code)
        _brought_in(ana, joined, circle, name, began)
        with opened_with(keyring_of(joined.user.id, joined.keys)):
            agree(by=Actor(joined.user), now=began, circle=circle)
            pin_note(by=Actor(joined.user), now=now - timedelta(days=len(words) % 5 + 1), circle=circle, text=words)
            _put_on_map(Actor(joined.user), ana, now)
        street.people[name] = joined
    with opened_with(keyring_of(ana.user.id, ana.keys)):
        pin_note(by=Actor(ana.user), now=now - timedelta(days=6), circle=circle, text=ANA_SAYS)
    return street


def _put_on_map(by: Actor, ana: Joined, now: datetime) -> None:
    """The neighbours know Ana as well: their own maps begin with her."""
    person = add_person(
        by=by,
        now=now,
        name="Ana",
        ring="middle",
        role="neighbour",
        channels=[{"kind": "phone", "label": "mobile", "value": "+44 7700 900461"}],  # a number for stories
    )
    link_person(by=by, person=person, user=ana.user.id)
    for days in (28, 20, 9):
        log_moment(by=by, now=now, people=[person], day=now.date() - timedelta(days=days), way="in_person")


def _started(ana: Joined, began: datetime) -> Circle:
    with opened_with(keyring_of(ana.user.id, ana.keys)):
        return start_circle(
            by=Actor(ana.user),
            now=began,
            called="Ana",
            name="Our street",
            purpose="Four houses, one yard.",
            agreement=AGREEMENT,
            review_on=(began + timedelta(days=180)).date(),
        )


def _brought_in(ana: Joined, joined: Joined, circle: Circle, name: str, began: datetime) -> None:
    by = Actor(ana.user)
    with opened_with(keyring_of(ana.user.id, ana.keys)):
        made = invite(by=by, now=began, circle=circle, label=name)
    with opened_with(keyring_of(joined.user.id, joined.keys)):
        accept_invite(by=Actor(joined.user), now=began, secret=made.secret, called=name)
    with opened_with(keyring_of(ana.user.id, ana.keys)):
        waiting = Membership.objects.visible_to(ana.user).waiting().get(circle=circle)
        member = confirm_member(by=by, now=began, circle=circle, member=waiting.id)
        person = next((one for one in Person.objects.visible_to(ana.user).kept() if one.name == name), None)
        if person is not None:
            link_person(by=by, person=person, user=member.owner_id)
        if name == "Ines":
            make_steward(by=by, circle=circle, member=member.id)
