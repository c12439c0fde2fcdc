"""An erased account gives back what it promised, and takes back what it asked."""

from datetime import timedelta

import pytest

from kindring.accounts.erasure import erase_user
from kindring.asks.actions import AskedFirst, SlotDetails, close_ask
from kindring.asks.models import Ask, Claim
from kindring.circles.actions import block_member
from kindring.notices.models import Notice
from tests import cast
from tests.asks.world import TOMORROW, ask, claim, slot_of
from tests.cast import NOW
from tests.street import Street, make_street

pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Street:
    return make_street("tomas", "ines", "bo")


def asked(street: Street) -> Ask:
    users = [street.user(name).id for name in ("tomas", "ines")]
    return ask(street, first=AskedFirst(users), slots=[SlotDetails(TOMORROW, reserve=1)]).ask


def told(street: Street, name: str, sort: str) -> int:
    return Notice.objects.filter(owner=street.user(name), sort=sort).count()


def test_the_place_of_an_erased_helper_goes_to_whoever_stood_by(street: Street) -> None:
    made = asked(street)
    claim(street, "tomas", slot_of(made))
    claim(street, "ines", slot_of(made), reserve=True)
    erase_user(street.user("tomas"), NOW)
    held = Claim.objects.get()
    assert (held.helper_id, held.number) == (street.user("ines").id, 0)
    assert told(street, "ines", "reopened") == told(street, "ana", "withdrawn") == 1


def test_the_asker_is_told_that_somebody_cannot_come(street: Street) -> None:
    claim(street, "tomas", slot_of(asked(street)))
    erase_user(street.user("tomas"), NOW)
    assert not Claim.objects.exists()
    assert (told(street, "ana", "withdrawn"), told(street, "ana", "claimed")) == (1, 0)


def test_of_what_has_been_nobody_is_told(street: Street) -> None:
    done, over = asked(street), asked(street)
    for made in (done, over):
        claim(street, "tomas", slot_of(made))
    close_ask(by=street.by("ana"), now=NOW, ask=done)
    erase_user(street.user("tomas"), TOMORROW + timedelta(hours=1))
    assert told(street, "ana", "withdrawn") == 0


def test_past_a_block_nobody_is_told(street: Street) -> None:
    claim(street, "tomas", slot_of(asked(street)))
    with cast.signed_in(street.people["ana"]):
        block_member(by=street.by("ana"), now=NOW, circle=street.circle, member=street.membership("tomas").id)
    erase_user(street.user("tomas"), NOW)
    assert told(street, "ana", "withdrawn") == 0


def test_who_helps_an_erased_asker_is_told_that_nothing_more_is_needed(street: Street) -> None:
    claim(street, "tomas", slot_of(asked(street)))
    erase_user(street.user("ana"), NOW)
    assert not Ask.objects.exists()
    assert told(street, "tomas", "ended") == 1
    assert not Notice.objects.filter(owner=street.user("ines"), sort="asked", acted_at=None).exists()
