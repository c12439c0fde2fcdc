"""The lived-in year is for an empty database."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from kindring.accounts.models import User
from kindring.asks.models import Ask, Claim, Offer, Slot
from kindring.circles.models import BoardNote, Membership, PersonLink
from tests import cast


def test_the_demo_has_a_circle_of_three(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_demo")
    assert Membership.objects.confirmed().count() == 3
    assert PersonLink.objects.count() == 4
    assert "tomas and ines" in capsys.readouterr().out
    open_asks, closed = (Ask.objects.filter(state=state).count() for state in ("open", "done"))
    assert (open_asks, closed, Offer.objects.count(), BoardNote.objects.count()) == (3, 2, 3, 3)
    assert Claim.objects.exclude(thanked_on=None).count() == 4
    assert Slot.objects.filter(starts_at__gt=timezone.now()).with_room().exists()


def test_the_demo_is_not_put_beside_people(db: None) -> None:
    cast.make_user("cleo")
    with pytest.raises(CommandError, match="There are people here already"):
        call_command("seed_demo")
    assert User.objects.count() == 1
