"""*Our street*: the circle of the cast. Ana began it; Tomas and Ines are in it; Cleo and Viktor are not."""

from dataclasses import dataclass, field
from datetime import datetime

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.circles.actions import accept_invite, confirm_member, invite, start_circle
from kindring.circles.keys import open_circles
from kindring.circles.models import BoardNote, BoardStep, Circle, Membership
from tests import cast
from tests.cast import NOW


@dataclass
class Street:
    """A circle and everyone of the cast, by name, as they joined."""

    circle: Circle
    people: dict[str, Joined] = field(default_factory=dict)

    def user(self, name: str) -> User:
        return self.people[name].user

    def by(self, name: str) -> Actor:
        return Actor(self.user(name))

    def membership(self, name: str) -> Membership:
        return Membership.objects.get(circle=self.circle, owner_id=self.user(name).id)


def make_street(*names: str, starts: str = "ana", **words: object) -> Street:
    """`starts` begins it; `names` (Tomas and Ines unless others are given) are invited and confirmed."""
    street = make_street_of(cast.make_user(starts), starts, **words)
    for name in names or ("tomas", "ines"):
        street.people[name] = cast.make_user(name)
        bring_in(street, name, by=starts)
    return street


def make_street_of(first: Joined, name: str, **words: object) -> Street:
    """The circle of a user who is there already, and alone in it."""
    with cast.signed_in(first) as user:
        circle = start_circle(by=Actor(user), now=NOW, called=name.title(), name="Our street", **words)  # type: ignore[arg-type]
    return Street(circle, {name: first})


def bring_in(street: Street, name: str, *, by: str = "ana", now: datetime = NOW) -> None:
    """Invited, accepted, confirmed."""
    come(street, name, by=by, now=now)
    with cast.signed_in(street.people[by]):
        confirm_member(by=street.by(by), now=now, circle=street.circle, member=street.membership(name).id)


def come(street: Street, name: str, *, by: str = "ana", now: datetime = NOW) -> None:
    """Invited and accepted; nobody has said yes yet."""
    with cast.signed_in(street.people[by]):
        made = invite(by=street.by(by), now=now, circle=street.circle, label=name.title())
    with cast.signed_in(street.people[name]):
        accept_invite(by=street.by(name), now=now, secret=made.secret, called=name.title())


def crowd(street: Street, count: int, *, by: str = "ana") -> None:
    """So many members more, each with a note on the board. Rows only: nobody could sign in as one of them."""
    with cast.signed_in(street.people[by]) as user:
        open_circles(user)
        guests = [User(name_hash=number.to_bytes(32, "big")) for number in range(1, count + 1)]
        User.objects.bulk_create(guests)
        for number, guest in enumerate(guests):
            theirs = {"owner": guest, "circle": street.circle}
            row = Membership(**theirs, state="confirmed", joined_on=NOW.date(), name=f"Guest {number}")
            row.save(force_insert=True)
            BoardNote(**theirs, text=f"Hello from {number}", written_at=NOW).save(force_insert=True)
            BoardStep(**theirs, sort="pinned", whose=guest.id, made_at=NOW).save(force_insert=True)
