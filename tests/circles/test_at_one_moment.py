"""Two invitations of one person, accepted at the same moment."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from kindring.accounts.actions.pairs import ensure_pair
from kindring.circles.actions import accept_invite, invite, inviting
from kindring.circles.models import Membership
from kindring.lib.refused import Refused
from tests import cast
from tests.at_once import all_at_once
from tests.cast import NOW
from tests.street import Street, make_street


def waiting_for_each_other() -> Callable[..., object]:
    """`ensure_pair`, which comes after all was looked at: both get there before either goes on, if they can."""
    both = Barrier(2)

    def ensure(**words: Any) -> object:
        with suppress(BrokenBarrierError):
            both.wait(1)
        return ensure_pair(**words)

    return ensure


def accepts(street: Street, secret: str) -> str:
    """What it came to."""
    with cast.signed_in(street.people["cleo"]):
        try:
            accept_invite(by=street.by("cleo"), now=NOW, secret=secret, called="Cleo")
        except Refused as refused:
            return refused.code
    return "in"


def test_two_invitations_into_one_circle_accepted_at_one_moment_let_in_once(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inviting, "ensure_pair", waiting_for_each_other())
    street = make_street()
    street.people["cleo"] = cast.make_user("cleo")
    with cast.signed_in(street.people["ana"]):
        by = street.by("ana")
        secrets = [invite(by=by, now=NOW, circle=street.circle, label="Cleo").secret for _ in range(2)]
    assert sorted(all_at_once([partial(accepts, street, secret) for secret in secrets])) == ["in", "member_already"]
    assert Membership.objects.filter(owner=street.user("cleo")).count() == 1
