"""Whoever runs the server and writes into its database, and what their writing brings about."""

from kindring.accounts.models import ReceivingPair
from kindring.circles.actions import hand_over_keys
from kindring.circles.keys import open_circles
from kindring.circles.models import Circle, CircleKey
from kindring.lib.key_pairs import KeyPair
from tests import cast
from tests.street import Street

HOST = KeyPair.new()


def swap(street: Street, name: str) -> None:
    """What a host writes: the user's public half is theirs now, all else as it was."""
    ReceivingPair.objects.filter(owner=street.user(name)).update(public=HOST.public)


def visit(street: Street, name: str) -> None:
    """As when the host has noted that somebody went."""
    Circle.objects.filter(pk=street.circle.pk).update(key_due=True)
    with cast.signed_in(street.people[name]):
        hand_over_keys(by=street.by(name), circle=street.circle)


def opens(street: Street, name: str) -> bool:
    with cast.signed_in(street.people[name]) as user:
        return street.circle.id in open_circles(user)


def holders(street: Street) -> set[str]:
    held = set(CircleKey.objects.filter(circle=street.circle).values_list("owner_id", flat=True))
    return {name for name, joined in street.people.items() if joined.user.id in held}
