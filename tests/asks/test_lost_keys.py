"""Whoever began anew without their key is handed nothing new until a steward has let them in again.

Otherwise whoever runs the server could set a new password for somebody, and read what they are asked from then on.
"""

from datetime import timedelta

import pytest

from kindring.accounts.actions.pairs import ensure_pair
from kindring.accounts.models import ReceivingPair
from kindring.asks.actions import AskedFirst, Widening
from kindring.asks.models import Asked
from kindring.lib.refused import Refused
from tests import cast
from tests.asks.world import ask
from tests.street import Street, bring_in, make_street

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


def test_once_they_were_invited_and_let_in_again_they_are_asked(street: Street) -> None:
    bring_in(street, "tomas")
    made = ask(street).ask
    assert Asked.objects.filter(ask=made, reader=street.user("tomas")).exists()
