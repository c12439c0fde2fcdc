"""The circle of the benchmark: what its user is asked and asks, and a calendar of sixty dates."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from kindring.accounts.actions.joining import Joined, join
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.vault import keyring_of
from kindring.asks.actions import AskedFirst, SlotDetails, claim_place, make_ask
from kindring.asks.models import Ask, Slot
from kindring.circles.actions import accept_invite, confirm_member, invite, start_circle
from kindring.lib.keyring import opened_with

HELPERS, ASKS, DATES = 4, 8, 60


def make_street(asker: Joined, now: datetime) -> UUID:
    """Helpers in a circle; each way so many asks; and one ask of many dates, half of them taken: its id."""
    helpers = [_join(number, now) for number in range(HELPERS)]
    _circle(asker, helpers, now)
    for number in range(ASKS):
        made = now - timedelta(days=ASKS - number)  # a day apart, so that no limit of a day stands in the way
        _ask(helpers[number % HELPERS], [asker], now, 2, made)
        _ask(asker, helpers[:2], now, 2, made)
    calendar = _ask(asker, helpers[:3], now, DATES)
    for number, slot in enumerate(Slot.objects.filter(ask=calendar).order_by("number")):
        if number % 2:
            _claim(helpers[number % 3], slot, now)
    return calendar.id


def _join(number: int, now: datetime) -> Joined:
    words = {"password": "a boat on a quiet lake", "called": f"Helper {number}"}
    return join(by=SYSTEM, now=now, name=f"helper {number}", adult=True, **words)


def _circle(asker: Joined, helpers: list[Joined], now: datetime) -> None:
    with opened_with(keyring_of(asker.user.id, asker.keys)):
        circle = start_circle(by=Actor(asker.user), now=now, called="Ana", name="Our street")
    for number, helper in enumerate(helpers):
        with opened_with(keyring_of(asker.user.id, asker.keys)):
            made = invite(by=Actor(asker.user), now=now, circle=circle, label=f"Helper {number}")
        with opened_with(keyring_of(helper.user.id, helper.keys)):
            member = accept_invite(by=Actor(helper.user), now=now, secret=made.secret, called=f"Helper {number}")
        with opened_with(keyring_of(asker.user.id, asker.keys)):
            confirm_member(by=Actor(asker.user), now=now, circle=circle, member=member.id)


def _ask(asker: Joined, asked: list[Joined], now: datetime, dates: int, made: datetime | None = None) -> Ask:
    with opened_with(keyring_of(asker.user.id, asker.keys)):
        return make_ask(
            by=Actor(asker.user),
            now=made or now,
            id=uuid4(),
            called="Somebody",
            what="Dinner while I am getting better",
            more="No meat, please. Leave it at the door.",
            slots=[SlotDetails(now + timedelta(days=day + 1), 60) for day in range(dates)],
            first=AskedFirst([one.user.id for one in asked]),
        ).ask


def _claim(helper: Joined, slot: Slot, now: datetime) -> None:
    with opened_with(keyring_of(helper.user.id, helper.keys)):
        claim_place(by=Actor(helper.user), now=now, slot=slot, name="A helper", word="With pleasure")
