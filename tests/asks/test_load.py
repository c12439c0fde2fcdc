"""One who carries more than half, and one who has listened to a lot."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kindring.asks.actions import AskedFirst, SlotDetails
from kindring.asks.load import was_heavy, who_carries_most
from kindring.asks.models import Claim, Slot
from kindring.engine.matching import Carrying
from kindring.people.kinds import Kind
from tests.asks.world import ask, claim, claim_by_link, slot_of
from tests.cast import NOW, TODAY
from tests.street import Street, make_street

pytestmark = pytest.mark.django_db
HAND = int(Kind.PRACTICAL)


@pytest.fixture
def street() -> Street:
    return make_street()


def helped(street: Street, who: str, asker: str = "ana", **words: Any) -> Claim:
    first = AskedFirst(users=[street.user(who).id])
    return claim(street, who, slot_of(ask(street, asker, first=first, **words).ask))


def carries(street: Street, asker: str = "ana", known: tuple[UUID, ...] = ()) -> list[Carrying[UUID]]:
    return who_carries_most(street.user(asker), known, TODAY)


def test_the_asker_learns_when_one_carries_more_than_half(street: Street) -> None:
    for who in ("tomas", "tomas", "tomas", "ines"):
        helped(street, who)
    assert carries(street) == [Carrying(street.user("tomas").id, HAND, 3, 4)]
    assert carries(street, "tomas") == []


def test_what_one_carries_for_others_is_not_told(street: Street) -> None:
    for who in ("tomas", "tomas", "tomas", "tomas"):
        helped(street, who, "ines")
    helped(street, "tomas")
    assert carries(street, known=(street.user("ines").id,)) == []


def test_a_helper_by_link_carries_too(street: Street) -> None:
    made = ask(
        street, first=AskedFirst(links=["Bo"]), slots=[SlotDetails(NOW + timedelta(days=n)) for n in (1, 2, 3)]
    )
    for number in range(3):
        claim_by_link(made.secrets["Bo"], slot_of(made.ask, number))
    helped(street, "tomas")
    (found,) = carries(street)
    assert (found.times, found.of) == (3, 4)
    assert found.helper == Claim.objects.exclude(link=None)[0].link_id


def listened(street: Street, who: str, asker: str, days_ago: int = 0) -> Claim:
    return held(helped(street, who, asker, sort="listen"), days_ago)


def held(claimed: Claim, days_ago: int) -> Claim:
    """The claim, as if its time had been so many days ago."""
    Slot.objects.filter(pk=claimed.slot_id).update(starts_at=NOW - timedelta(days=days_ago))
    return Claim.objects.get(pk=claimed.pk)


def test_the_second_listening_within_two_weeks_is_heavy_whoever_it_was_for(street: Street) -> None:
    first = listened(street, "tomas", "ana", 13)
    assert not was_heavy(first, TODAY)
    second = listened(street, "tomas", "ines")
    assert was_heavy(second, TODAY)
    assert not was_heavy(second, TODAY + timedelta(days=1))


def test_what_is_to_come_and_what_is_no_listening_is_not_heavy(street: Street) -> None:
    now = listened(street, "tomas", "ana")
    listened(street, "tomas", "ines", -2)
    meal = helped(street, "tomas", "ana")
    assert not was_heavy(now, TODAY)
    assert not was_heavy(meal, TODAY + timedelta(days=2))


def test_a_helper_without_an_account_is_not_asked(street: Street) -> None:
    for _ in range(2):
        made = ask(street, first=AskedFirst(links=["Bo"]), sort="listen")
        last = held(claim_by_link(made.secrets["Bo"], slot_of(made.ask)), 0)
    assert not was_heavy(last, TODAY)
