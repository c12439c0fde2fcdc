"""Whoever began anew without their key is handed nothing new until a steward has let them in again.

Otherwise whoever runs the server could set a new password for somebody, and read what they are asked from then on.
"""

from datetime import timedelta

import pytest

from kindring.accounts.actions.pairs import ensure_pair
from kindring.accounts.models import ReceivingPair
from kindring.asks.actions import AskedFirst, Widening
from kindring.asks.models import Asked
from kindring.circles.actions import confirm_member
from kindring.lib.refused import Refused
from tests import cast
from tests.asks.world import ask
from tests.cast import NOW
from tests.street import Street, make_street

pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Street:
    """Tomas holds another pair than the one for which the circle's key was locked."""
    street = make_street()
    ReceivingPair.objects.filter(owner=street.user("tomas")).delete()
    with cast.signed_in(street.people["tomas"]):
        ensure_pair(by=street.by("tomas"))
    return street


def test_nobody_is_asked_first_who_lost_their_key(street: Street) -> None:
    with pytest.raises(Refused) as refused:
        ask(street)
    assert refused.value.code == "member_lost"


def test_of_those_who_are_asked_later_they_are_left_out(street: Street) -> None:
    tomas, ines = street.user("tomas"), street.user("ines")
    made = ask(street, first=AskedFirst(users=[ines.id]), then=[Widening(timedelta(hours=2), users=[tomas.id])]).ask
    assert not Asked.objects.filter(ask=made, reader=tomas).exists()


def test_once_a_steward_let_them_in_again_they_are_asked(street: Street) -> None:
    with cast.signed_in(street.people["ana"]):
        member = street.membership("tomas").id
        confirm_member(by=street.by("ana"), now=NOW, circle=street.circle, member=member)
    made = ask(street).ask
    assert Asked.objects.filter(ask=made, reader=street.user("tomas")).exists()
