"""A plan on a device: noted without what stands in it, asked for by its secret, taken back."""

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.refused import Refused
from kindring.lifeline.actions.copies import MOST_COPIES, keep_copy, take_back_copy
from kindring.lifeline.copies import is_kept
from kindring.lifeline.models import DeviceCopy
from tests.cast import NOW


def test_copy_may_stay_until_it_is_taken_back(by: Actor) -> None:
    secret = keep_copy(by=by, now=NOW, device="phone")
    assert is_kept(secret)
    copy = DeviceCopy.objects.get()
    assert secret not in repr(vars(copy))
    assert take_back_copy(by=by, copy=copy.id)
    assert not is_kept(secret)
    assert not take_back_copy(by=by, copy=copy.id)


def test_nobody_takes_back_anothers(by: Actor, cleo: User) -> None:
    secret = keep_copy(by=by, now=NOW, device="phone")
    assert not take_back_copy(by=Actor(cleo), copy=DeviceCopy.objects.get().id)
    assert is_kept(secret)


@pytest.mark.parametrize("secret", ["", "x", "00" * 32, "é"])
def test_what_is_no_secret_is_kept_nowhere(by: Actor, secret: str) -> None:
    keep_copy(by=by, now=NOW, device="phone")
    assert not is_kept(secret)


def test_devices_are_bounded(by: Actor) -> None:
    for _ in range(MOST_COPIES):
        keep_copy(by=by, now=NOW, device="phone")
    with pytest.raises(Refused) as refused:
        keep_copy(by=by, now=NOW, device="phone")
    assert refused.value.code == "copies_too_many"
