"""Nobody's bell is rung over and over: limits on asks, in all and of one person, and on taking and giving back."""

from datetime import datetime, timedelta

import pytest

from kindring.accounts.actor import Actor
from kindring.asks.actions import (
    AskedFirst,
    AskedOften,
    SlotDetails,
    Widening,
    claim_place,
    stop_ask,
    widen_now,
    withdraw_claim,
)
from kindring.asks.actions.limits import MOST_A_DAY, MOST_OF_ONE
from kindring.asks.keys import keyring_of_link
from kindring.asks.models import Ask, Claim, Slot
from kindring.circles.actions import block_member
from kindring.lib.keyring import opened_with
from kindring.lib.refused import Refused
from kindring.notices.models import Notice
from tests import cast
from tests.asks.world import TOMORROW, ask, link_of, slot_of
from tests.cast import NOW
from tests.street import Street, make_street

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Street:
    return make_street("tomas", "ines", "bo")


def of(street: Street, *names: str) -> AskedFirst:
    return AskedFirst(users=[street.user(name).id for name in names])


def told(street: Street, name: str, sort: str) -> int:
    return Notice.objects.filter(owner=street.user(name), sort=sort).count()


def stop_all(street: Street) -> None:
    for made in Ask.objects.filter(owner=street.user("ana")):
        stop_ask(by=street.by("ana"), now=NOW, ask=made)


# Asks of a day


def test_asks_of_one_day_have_an_end_even_if_they_are_taken_back(street: Street) -> None:
    for _ in range(MOST_A_DAY):
        ask(street, first=AskedFirst(links=["Lin"]))
    stop_all(street)
    with pytest.raises(Refused, match="asks_today"):
        ask(street, first=AskedFirst(links=["Lin"]))
    ask(street, "ines", first=of(street, "ana"))
    Ask.objects.filter(owner=street.user("ana")).update(made_at=NOW - DAY)
    ask(street, first=AskedFirst(links=["Lin"]))


def test_one_person_is_asked_by_name_a_few_times_a_day(street: Street) -> None:
    """Asking, ending it and asking again rings their bell no more often."""
    for _ in range(MOST_OF_ONE):
        ask(street, first=of(street, "tomas"))
    stop_all(street)
    with pytest.raises(AskedOften) as refused:
        ask(street, first=of(street, "ines", "tomas"))
    assert (refused.value.code, refused.value.users) == ("asked_often", frozenset([street.user("tomas").id]))
    assert told(street, "tomas", "asked") == MOST_OF_ONE
    ask(street, first=of(street, "ines"))
    ask(street, "ines", first=of(street, "tomas"))
    assert told(street, "tomas", "asked") == MOST_OF_ONE + 1


def test_tomorrow_one_may_ask_them_again(street: Street) -> None:
    for _ in range(MOST_OF_ONE):
        ask(street, first=of(street, "tomas"), ago=1)
    ask(street, first=of(street, "tomas"))


@pytest.mark.parametrize("through_the_circle", [False, True])
def test_who_is_asked_later_finds_it_but_hears_of_a_few_a_day(street: Street, through_the_circle: object) -> None:
    then = Widening(HOUR, circle=street.circle) if through_the_circle else Widening(HOUR, of(street, "bo").users)
    for _ in range(MOST_OF_ONE + 2):
        made = ask(street, first=AskedFirst(links=["Lin"]), then=[then]).ask
        widen_now(by=street.by("ana"), now=NOW, ask=made)
    assert told(street, "bo", "asked") == MOST_OF_ONE
    assert Ask.objects.visible_to(street.user("bo")).count() == MOST_OF_ONE + 2


# Taking a place and giving it back, over and over


def takes(street: Street, slot: Slot, now: datetime, who: str = "tomas") -> Claim:
    with cast.signed_in(street.people[who]):
        return claim_place(by=street.by(who), now=now, slot=slot, name=who.title())


def gives_back(street: Street, claim: Claim, now: datetime, who: str = "tomas") -> None:
    with cast.signed_in(street.people[who]):
        withdraw_claim(by=street.by(who), now=now, claim=claim)


def bells(street: Street) -> list[str]:
    """What Ana was told of her asks, the oldest first."""
    rows = Notice.objects.filter(owner=street.user("ana")).exclude(ask=None)
    return list(rows.order_by("made_at", "sort").values_list("sort", flat=True))


def test_taking_and_giving_back_over_and_over_is_told_once(street: Street) -> None:
    slot = slot_of(ask(street, first=of(street, "tomas", "ines")).ask)
    for _ in range(4):
        gives_back(street, takes(street, slot, NOW), NOW)
    assert bells(street) == ["claimed", "withdrawn"]
    takes(street, slot, NOW, "ines")
    assert bells(street) == ["claimed", "claimed", "withdrawn"]


def test_it_is_so_for_a_helper_by_link_as_well(street: Street) -> None:
    made = ask(street, first=AskedFirst(links=["Lin"]))
    link = link_of(made.secrets["Lin"])
    for _ in range(3):
        with opened_with(keyring_of_link(link, made.secrets["Lin"])):
            by = Actor(None, link.id)
            held = claim_place(by=by, now=NOW, slot=slot_of(made.ask), name="Lin")
            withdraw_claim(by=by, now=NOW, claim=held)
    assert bells(street) == ["claimed", "withdrawn"]


def test_each_date_is_told_by_itself(street: Street) -> None:
    made = ask(street, slots=[SlotDetails(TOMORROW), SlotDetails(TOMORROW + DAY)]).ask
    for number in range(2):
        gives_back(street, takes(street, slot_of(made, number), NOW), NOW)
    assert bells(street) == ["claimed", "claimed", "withdrawn", "withdrawn"]


def test_what_was_told_last_is_never_that_somebody_comes_who_does_not(street: Street) -> None:
    """Taken on one day; on the next given back, taken and given back once more."""
    slot = slot_of(ask(street, slots=[SlotDetails(NOW + 9 * DAY)]).ask)
    held = takes(street, slot, NOW)
    gives_back(street, held, NOW + DAY)
    gives_back(street, takes(street, slot, NOW + DAY + HOUR), NOW + DAY + 2 * HOUR)
    assert bells(street) == ["claimed", "withdrawn"]
    held = takes(street, slot, NOW + 3 * DAY)
    assert bells(street) == ["withdrawn", "claimed"]
    gives_back(street, held, NOW + 4 * DAY)
    assert bells(street) == ["claimed", "withdrawn"]


def test_after_a_block_nothing_is_left_of_what_was_told_of_places(street: Street) -> None:
    made = ask(street).ask
    gives_back(street, takes(street, slot_of(made), NOW), NOW)
    with cast.signed_in(street.people["ana"]):
        block_member(by=street.by("ana"), now=NOW, circle=street.circle, member=street.membership("tomas").id)
    assert bells(street) == []
