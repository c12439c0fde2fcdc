"""A circle for each house of the door table: one of everything in it that has an address."""

from typing import Any
from uuid import uuid4

from kindring.accounts.actions.blocking import block, mute
from kindring.accounts.models import Block, Mute
from kindring.asks.actions import say_kind_word
from kindring.circles.actions import Told, invite, make_steward, pin_note, report_member
from kindring.lifeline.actions import keep_part, share_part
from kindring.lifeline.models import Part
from kindring.lifeline.sharing import mark_of_readers
from kindring.lifeline.steps import mark_of
from tests import cast
from tests.cast import NOW
from tests.street import Street, bring_in, come, make_street_of

WORRIED = Told("worried", "She has not been out for days.")


def circle_for(joined: Any, name: str) -> dict[str, Any]:
    """The house's own circle: its steward lives here, Bo is another, one waits, one looks after it too.

    The ids are those that addresses are made of, by the words of the table.
    """
    street = make_street_of(joined, name)
    for kind in ("member", "waiting", "steward", "away"):
        street.people[kind] = cast.make_user(f"{name}'s {kind}")
    for kind in ("member", "steward", "away"):
        bring_in(street, kind, by=name)
    come(street, "waiting", by=name)
    ids = _made_by(street, name)
    with cast.signed_in(street.people["steward"]):
        about = street.membership("member").id
        made = report_member(
            by=street.by("steward"), now=NOW, key=uuid4(), circle=street.circle, member=about, told=WORRIED
        )
    ids["sharer"] = shares_a_part(street, "member", name)
    waits = waits_in(joined, f"{name}'s neighbour")
    return ids | {"report": made.id, "circle that waits": waits, "key": uuid4(), "street": street}


def shares_a_part(street: Street, owner: str, reader: str) -> Any:
    """One member lets another read a part of their plan; the id of the owner's membership."""
    with cast.signed_in(street.people[owner]):
        by = street.by(owner)
        keep_part(by=by, now=NOW, part=Part.SIGNS, lines=[f"{owner} stops answering"], seen=mark_of([]))
        members = [street.membership(reader).id]
        share_part(by=by, now=NOW, part=Part.SIGNS, members=members, seen=mark_of_readers([]))
    return street.membership(owner).id


def _made_by(street: Street, name: str) -> dict[str, Any]:
    by = street.by(name)
    with cast.signed_in(street.people[name]):
        make_steward(by=by, circle=street.circle, member=street.membership("steward").id)
        note = pin_note(by=by, now=NOW, circle=street.circle, text="The door code has changed.")
        open_one = invite(by=by, now=NOW, circle=street.circle, label="Our new neighbour")
        block(by=by, user=street.user("away").id, name="Away")
        mute(by=by, user=street.user("member").id, name="Member")
        member = street.membership("member").id
        thanked = say_kind_word(by=by, now=NOW, key=uuid4(), circle=street.circle, member=member, words="Thank you.")
    user = street.user(name)
    return {
        "circle": street.circle.id,
        "member": street.membership("member").id,
        "waiting": street.membership("waiting").id,
        "note": note.id,
        "kind word": thanked.id,
        "invite": open_one.invite.id,
        "block": Block.objects.visible_to(user).get().id,
        "mute": Mute.objects.visible_to(user).get().id,
    }


def invitation_from(name: str) -> str:
    """The secret of an open invitation into a circle of somebody else's, for whoever holds it."""
    street = make_street_of(cast.make_user(name), name)
    with cast.signed_in(street.people[name]):
        return invite(by=street.by(name), now=NOW, circle=street.circle, label="Anybody").secret


def waits_in(joined: Any, name: str) -> Any:
    """The id of a circle in which this user waits to be let in."""
    street = make_street_of(cast.make_user(name), name)
    street.people["guest"] = joined
    come(street, "guest", by=name)
    return street.circle.id
