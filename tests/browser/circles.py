"""Circles in every state that a page can show."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from kindring.accounts.actions.blocking import block, mute
from kindring.accounts.actions.pairs import ensure_pair
from kindring.accounts.models import ReceivingPair
from kindring.circles.actions import (
    Told,
    agree,
    change_circle,
    invite,
    link_person,
    make_steward,
    pin_note,
    report_member,
    step_report,
)
from kindring.lifeline.actions import share_part
from kindring.lifeline.models import Part
from kindring.lifeline.sharing import mark_of_readers
from kindring.people.models import Person
from tests import cast
from tests.browser.visiting import user_of
from tests.cast import NOW
from tests.street import Street, bring_in, come, crowd, make_street_of

if TYPE_CHECKING:
    from tests.browser.world import World

AGREEMENT = "What is said here stays here.\nNobody has to give a reason for a no.\nWe listen before we advise."
NOTES = (
    "The door code is with Ana.",
    "Thank you all for the soup. It was a long week.",
    "Cake in the yard on Sunday at three, whatever the weather.\nBring a cup.",
)


def add_circles(world: "World") -> None:
    """*Our street*: Ana looks after it with Ines; Tomas has been blocked by nobody; one waits, one lost their key."""
    street = make_street_of(world.users["ana"], "ana", purpose="Four houses, one yard.", agreement=AGREEMENT)
    for name in ("tomas", "ines", "bo", "lost"):
        street.people[name] = world.users[name] = user_of(name)
        bring_in(street, name)
    street.people["waits"] = world.users["waits"] = user_of("waits")
    come(street, "waits")
    _looked_after(street)
    _reported(world, street)
    _kept_away(world, street)
    _lost(street)
    _shared(street)
    with cast.signed_in(street.people["ana"]):
        made = invite(by=street.by("ana"), now=NOW, circle=street.circle, label="Mrs Petrović")
    world.ids |= {"circle": street.circle.id, "invitation": made.secret, "made": made.invite.id}
    world.ids |= {f"member {name}": street.membership(name).id for name in street.people}
    _many(world)
    _alone(world)


def _looked_after(street: Street) -> None:
    with cast.signed_in(street.people["ana"]) as ana:
        by = street.by("ana")
        make_steward(by=by, circle=street.circle, member=street.membership("ines").id)
        review_on = (NOW + timedelta(days=1)).date()
        change_circle(by=by, now=NOW, circle=street.circle, review_on=review_on, size_hint=6)
        tomas = [one for one in Person.objects.visible_to(ana).kept() if one.name == "Tomas"]
        link_person(by=by, person=tomas[0], user=street.user("tomas").id)
    type(street.circle).objects.filter(pk=street.circle.pk).update(review_on=NOW.date())
    for name, text in zip(("ana", "bo", "tomas"), NOTES, strict=True):
        with cast.signed_in(street.people[name]):
            pin_note(by=street.by(name), now=NOW, circle=street.circle, text=text)
    with cast.signed_in(street.people["bo"]):
        agree(by=street.by("bo"), now=NOW, circle=street.circle)


def _shared(street: Street) -> None:
    """Bo and Ines read two parts of Ana's plan."""
    with cast.signed_in(street.people["ana"]):
        by, members = street.by("ana"), [street.membership(name).id for name in ("bo", "ines")]
        for part in (Part.SIGNS, Part.HELP):
            share_part(by=by, now=NOW, part=part, members=members, seen=mark_of_readers([]))


def _reported(world: "World", street: Street) -> None:
    told = {"tomas": Told("worried", "She has not opened the door for days."), "bo": Told("unkind")}
    for name, about in (("tomas", "lost"), ("bo", "tomas")):
        with cast.signed_in(street.people[name]):
            member = street.membership(about).id
            made = report_member(
                by=street.by(name), now=NOW, key=uuid4(), circle=street.circle, member=member, told=told[name]
            )
        world.ids[f"report of {name}"] = made.id
    with cast.signed_in(street.people["ines"]):
        words = "I rang. She is at her sister's, and glad that someone asked."
        report = world.ids["report of tomas"]
        step_report(by=street.by("ines"), now=NOW, report=report, state="acted", words=words)


def _kept_away(world: "World", street: Street) -> None:
    viktor = user_of("viktor")
    with cast.signed_in(street.people["bo"]):
        block(by=street.by("bo"), user=viktor.user.id, name="Viktor")
        mute(by=street.by("bo"), user=street.user("tomas").id, name="Tomas")


def _lost(street: Street) -> None:
    """Began anew: what was handed to the pair before does not open."""
    ReceivingPair.objects.filter(owner=street.user("lost")).delete()
    with cast.signed_in(street.people["lost"]):
        ensure_pair(by=street.by("lost"))


def _many(world: "World") -> None:
    world.users["many"] = user_of("many")
    street = make_street_of(world.users["many"], "many", agreement=AGREEMENT)
    crowd(street, 200, by="many")
    world.ids["circle of many"] = street.circle.id


def _alone(world: "World") -> None:
    """The only steward, and one member: nobody could read a report about the steward."""
    world.users["alone"] = user_of("alone")
    street = make_street_of(world.users["alone"], "alone")
    street.people["guest"] = world.users["guest"] = user_of("guest")
    bring_in(street, "guest", by="alone")
    world.ids |= {"circle of two": street.circle.id, "member alone": street.membership("alone").id}
