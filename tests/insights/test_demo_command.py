"""The lived-in year is for an empty database."""

import pytest
from django.core.management import CommandError, call_command

from kindring.accounts.models import User
from kindring.circles.models import Membership, PersonLink
from tests import cast


def test_the_demo_has_a_circle_of_three(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_demo")
    assert Membership.objects.confirmed().count() == 3
    assert PersonLink.objects.count() == 2
    assert "tomas and ines" in capsys.readouterr().out


def test_the_demo_is_not_put_beside_people(db: None) -> None:
    cast.make_user("cleo")
    with pytest.raises(CommandError, match="There are people here already"):
        call_command("seed_demo")
    assert User.objects.count() == 1
