"""A link without an account opens the ask until it ends, and for two weeks more what its helper did there."""

from datetime import datetime, timedelta

import pytest

from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.retention import delete_what_is_over
from kindring.asks.actions import (
    AskedFirst,
    Asking,
    SlotDetails,
    add_link,
    close_ask,
    open_link,
    propose,
    revoke_link,
    say_how_it_went,
    stop_ask,
    thank,
    withdraw_claim,
)
from kindring.asks.endings import links_open_until
from kindring.asks.keys import keyring_of_link
from kindring.asks.models import Ask, Asked, Claim, HelperLink
from kindring.lib.keyring import opened_with
from kindring.lib.refused import Refused
from tests import cast
from tests.asks.world import TOMORROW, ask, claim_by_link, link_of, slot_of
from tests.cast import NOW
from tests.street import Street, make_street

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MIDNIGHT = TOMORROW.replace(hour=0, minute=0) + DAY  # when the last day is over, in UTC
AS_LONG = 14 * DAY


@pytest.fixture
def street() -> Street:
    return make_street("tomas")


@pytest.fixture
def made(street: Street) -> Asking:
    return ask(street, first=AskedFirst(links=["Bo", "Mia"]))


def opens(made: Asking, at: datetime, who: str = "Bo") -> bool:
    return open_link(by=SYSTEM, now=at, secret=made.secrets[who], address="192.0.2.1") is not None


def helps(made: Asking) -> Claim:
    return claim_by_link(made.secrets["Bo"], slot_of(made.ask))


def test_it_opens_the_ask_to_its_last_moment_and_nothing_to_whoever_did_nothing(made: Asking) -> None:
    second = timedelta(seconds=1)
    assert [opens(made, at) for at in (NOW, MIDNIGHT - second, MIDNIGHT)] == [True, True, False]


def test_whoever_helped_looks_back_for_two_weeks_after_the_last_day(made: Asking) -> None:
    helps(made)
    second = timedelta(seconds=1)
    assert [opens(made, MIDNIGHT + at) for at in (0 * DAY, AS_LONG - second, AS_LONG)] == [True, True, False]
    assert not opens(made, MIDNIGHT, "Mia")


@pytest.mark.parametrize("end", [close_ask, stop_ask])
def test_and_for_two_weeks_after_it_was_closed_or_taken_back(street: Street, made: Asking, end: object) -> None:
    helps(made)
    end(by=street.by("ana"), now=NOW, ask=made.ask)  # type: ignore[operator]
    last = NOW.replace(hour=0, minute=0) + DAY + AS_LONG
    assert [opens(made, at) for at in (NOW, last - timedelta(seconds=1), last)] == [True, True, False]
    assert not opens(made, NOW, "Mia")


def test_closing_late_makes_a_link_last_no_longer(street: Street, made: Asking) -> None:
    helps(made)
    close_ask(by=street.by("ana"), now=NOW + 100 * DAY, ask=made.ask)
    assert links_open_until(Ask.objects.get()) == TOMORROW.date() + AS_LONG
    assert not opens(made, NOW + 100 * DAY)


def test_the_days_are_those_of_the_asker() -> None:
    street = make_street("tomas")
    street.user("ana").time_zone = "Pacific/Auckland"  # thirteen hours ahead
    street.user("ana").save(update_fields=["time_zone"])
    made = ask(street, first=AskedFirst(links=["Bo"]), slots=[SlotDetails(NOW + timedelta(hours=1))])
    midnight = NOW.replace(hour=11, minute=0)
    assert [opens(made, at) for at in (midnight - timedelta(seconds=1), midnight)] == [True, False]


def test_after_the_end_nothing_can_be_taken_given_back_or_offered_by_link(street: Street, made: Asking) -> None:
    held = helps(made)
    bo = Actor(None, link_of(made.secrets["Bo"]).id)
    with opened_with(keyring_of_link(link_of(made.secrets["Bo"]), made.secrets["Bo"])):
        for end in (None, close_ask):
            now = MIDNIGHT if end is None else NOW
            if end is not None:
                end(by=street.by("ana"), now=now, ask=made.ask)
            with pytest.raises(Refused, match="ask_over" if end is None else "ask_done"):
                propose(by=bo, now=now, ask=made.ask, sort="smaller", name="Bo", words="Soup")
            with pytest.raises(Refused, match="ask_over" if end is None else "ask_done"):
                withdraw_claim(by=bo, now=now, claim=held)
    assert Claim.objects.filter(pk=held.pk).exists()


def test_their_kind_word_is_taken_for_as_long_as_the_link_opens(street: Street, made: Asking) -> None:
    held = helps(made)
    link = link_of(made.secrets["Bo"])
    with opened_with(keyring_of_link(link, made.secrets["Bo"])):
        say_how_it_went(by=Actor(None, link.id), now=MIDNIGHT + DAY, claim=held, words="It was good to see you.")
        assert Claim.objects.get().went == "It was good to see you."
        with pytest.raises(Refused, match="ask_not_found"):
            say_how_it_went(by=Actor(None, link.id), now=MIDNIGHT + AS_LONG, claim=held, words="Late")
        revoke_link(by=street.by("ana"), link=link)
        with pytest.raises(Refused, match="ask_not_found"):
            say_how_it_went(by=Actor(None, link.id), now=MIDNIGHT, claim=held, words="Taken back")


def test_no_new_link_leads_to_what_is_over(street: Street, made: Asking) -> None:
    with cast.signed_in(street.people["ana"]), pytest.raises(Refused, match="ask_over"):
        add_link(by=street.by("ana"), now=MIDNIGHT, ask=made.ask, label="Lin")


def test_the_night_after_takes_what_the_links_opened_with_and_nothing_else(street: Street) -> None:
    made = ask(street, first=AskedFirst(users=[street.user("tomas").id], links=["Bo"]))
    held = helps(made)
    with cast.signed_in(street.people["ana"]):
        thank(by=street.by("ana"), now=NOW, claim=held, words="The soup was exactly right.")
    before = set(Asked.objects.values_list("reader_id", flat=True))
    delete_what_is_over(MIDNIGHT + AS_LONG)
    assert Asked.objects.filter(link=None).count() == len(before - {None}) == 2
    assert Asked.objects.exclude(link=None).exists()  # somewhere on earth it is still the day before
    delete_what_is_over(MIDNIGHT + AS_LONG + DAY)
    assert not Asked.objects.exclude(link=None).exists()
    assert (HelperLink.objects.count(), Claim.objects.count(), Asked.objects.count()) == (1, 1, 2)
    assert not opens(made, NOW)


def test_that_night_comes_sooner_where_it_was_closed_early(street: Street, made: Asking) -> None:
    later = ask(street, first=AskedFirst(links=["Bo"]), slots=[SlotDetails(NOW + 60 * DAY)])
    close_ask(by=street.by("ana"), now=NOW, ask=later.ask)
    delete_what_is_over(NOW + AS_LONG + 2 * DAY)
    assert not Asked.objects.filter(ask=later.ask).exclude(link=None).exists()
