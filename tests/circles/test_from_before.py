"""Circles from before there were vouchers: nobody is locked out, and everybody is taken as they are, once."""

import pytest

from kindring.accounts.models import ReceivingPair
from kindring.accounts.pairs import Receiver, receiver_of
from kindring.asks.models import Asked
from kindring.circles.actions import hand_over_keys
from kindring.circles.keys import open_circles
from kindring.circles.models import Circle, CircleKey
from kindring.lib import keyring
from kindring.lib.key_pairs import hand_over
from kindring.lib.sealing import new_key, secret_kek, wrap
from tests import cast
from tests.asks.world import ask
from tests.circles.host import HOST, holders, opens, swap, visit
from tests.street import Street, make_street

pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Street:
    """*Our street* as it was written before."""
    street = make_street()
    as_before(street)
    return street


def as_before(street: Street) -> None:
    """Pairs, handed keys and no vouchers, as they were written before."""
    with cast.signed_in(street.people["ana"]) as ana:
        open_circles(ana)
        key = keyring.current().key_of(street.circle.id)
    for joined in street.people.values():
        with cast.signed_in(joined) as user:
            opened = receiver_of(user.id)
            assert opened is not None
            kek = secret_kek(joined.keys[0], "pair")
            private = wrap(kek, opened.private, user.id, "pair", opened.pair)
        pair = ReceivingPair.objects.get(owner=user)
        handed = hand_over(key, bytes(pair.public), "circle", street.circle.id, 1, user.id)
        ReceivingPair.objects.filter(owner=user).update(private=private)
        CircleKey.objects.filter(owner=user).update(voucher=None, handed=handed)


def receiver(street: Street, name: str) -> Receiver:
    with cast.signed_in(street.people[name]) as user:
        found = receiver_of(user.id)
    assert found is not None
    return found


def look(street: Street, name: str) -> None:
    """A visit, without any key that was due."""
    with cast.signed_in(street.people[name]):
        hand_over_keys(by=street.by(name), circle=street.circle)


def test_circles_from_before_stay_open_and_everybody_is_taken_as_they_are_once(street: Street) -> None:
    assert all(opens(street, name) for name in street.people)
    for name in ("tomas", "ana", "ines"):
        look(street, name)
    assert all(opens(street, name) for name in street.people)
    assert not CircleKey.objects.filter(voucher=None).exists()


def test_asks_reach_members_of_circles_from_before(street: Street) -> None:
    made = ask(street).ask
    assert Asked.objects.filter(ask=made, reader=street.user("tomas")).exists()


def test_after_the_first_visit_a_change_is_seen(street: Street, locked_for: set[bytes]) -> None:
    look(street, "tomas")
    swap(street, "ines")
    CircleKey.objects.filter(owner=street.user("ines")).update(voucher=None)
    visit(street, "tomas")
    assert HOST.public not in locked_for
    assert holders(street) == {"ana", "tomas"}


def test_after_the_first_visit_a_key_is_taken_from_nobody_who_does_not_know_the_bond(street: Street) -> None:
    assert not receiver(street, "tomas").careful
    look(street, "tomas")
    assert receiver(street, "tomas").careful
    epoch = Circle.objects.get(pk=street.circle.pk).epoch
    pair = ReceivingPair.objects.get(owner=street.user("tomas"))
    handed = hand_over(new_key(), bytes(pair.public), "circle", street.circle.id, epoch, pair.owner_id)
    CircleKey.objects.filter(owner=pair.owner_id).update(handed=handed)
    assert not opens(street, "tomas")


def test_once_everybody_was_here_a_visit_changes_nothing(street: Street) -> None:
    for name in ("tomas", "ana", "ines"):
        look(street, name)
    epoch = Circle.objects.get(pk=street.circle.pk).epoch
    for name in ("tomas", "ana", "ines"):
        look(street, name)
    assert Circle.objects.get(pk=street.circle.pk).epoch == epoch
