"""A link without an account lasts as long as what it leads to."""

from datetime import timedelta

import pytest

from kindring.accounts.actor import SYSTEM
from kindring.asks.actions import AskedFirst, open_link
from tests.asks.world import TOMORROW, ask
from tests.cast import NOW
from tests.street import make_street

pytestmark = pytest.mark.django_db


def test_a_link_ends_two_weeks_after_the_last_day_also_where_nobody_closed_the_ask() -> None:
    secret = ask(make_street("tomas"), first=AskedFirst(links=["Bo"])).secrets["Bo"]
    ends = {days: TOMORROW + timedelta(days=days) for days in (0, 13, 15)}
    opened = {
        days: open_link(by=SYSTEM, now=at, secret=secret, address="192.0.2.1") is not None
        for days, at in ends.items()
    }
    assert opened == {0: True, 13: True, 15: False}
    assert open_link(by=SYSTEM, now=NOW, secret=secret, address="192.0.2.1") is not None
