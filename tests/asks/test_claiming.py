"""Taking a place, giving it back, offering something else, and thanks."""

from datetime import timedelta
from typing import Any

import pytest

from kindring.asks.actions import (
    AskedFirst,
    PlaceTaken,
    SlotDetails,
    claim_place,
    close_ask,
    leave_proposal,
    note_help_given,
    note_help_received,
    propose,
    say_how_it_went,
    stop_ask,
    take_proposal,
    thank,
    withdraw_claim,
)
from kindring.asks.keys import open_asks
from kindring.asks.models import Claim, Proposal, Slot
from kindring.lib.refused import Refused
from kindring.notices.models import Notice
from kindring.people.models import Moment
from tests import cast
from tests.asks.world import TOMORROW, ask, claim, claim_by_link, slot_of
from tests.at_once import all_at_once
from tests.cast import NOW
from tests.street import Street, make_street

pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Street:
    return make_street("tomas", "ines", "bo")


def everyone(street: Street) -> AskedFirst:
    return AskedFirst(users=[street.user(name).id for name in ("tomas", "ines", "bo")])


def told(street: Street, name: str, sort: str) -> int:
    return Notice.objects.filter(owner=street.user(name), sort=sort).count()


def test_a_place_is_taken_once(street: Street) -> None:
    slot = slot_of(ask(street, first=everyone(street)).ask)
    first = claim(street, "tomas", slot)
    assert claim(street, "tomas", slot) == first
    with pytest.raises(PlaceTaken) as refused:
        claim(street, "ines", slot)
    assert not refused.value.reserve
    assert Claim.objects.count() == 1
    assert told(street, "ana", "claimed") == 1


def test_who_comes_second_may_stand_by_and_steps_in(street: Street) -> None:
    slot = slot_of(ask(street, first=everyone(street), slots=[SlotDetails(TOMORROW, reserve=1)]).ask)
    first = claim(street, "tomas", slot)
    with pytest.raises(PlaceTaken) as refused:
        claim(street, "ines", slot)
    assert refused.value.reserve
    second = claim(street, "ines", slot, reserve=True)
    assert second.number == 1
    with pytest.raises(PlaceTaken) as refused:
        claim(street, "bo", slot, reserve=True)
    assert not refused.value.reserve
    with cast.signed_in(street.people["tomas"]):
        withdraw_claim(by=street.by("tomas"), now=NOW, claim=first)
    assert Claim.objects.get().number == 0
    assert told(street, "ines", "reopened") == told(street, "ana", "withdrawn") == 1


def test_a_place_given_back_is_open_again(street: Street) -> None:
    slot = slot_of(ask(street, first=everyone(street)).ask)
    first = claim(street, "tomas", slot)
    with cast.signed_in(street.people["ines"]), pytest.raises(Refused, match="claim_not_found"):
        withdraw_claim(by=street.by("ines"), now=NOW, claim=first)
    with cast.signed_in(street.people["tomas"]):
        withdraw_claim(by=street.by("tomas"), now=NOW, claim=first)
    assert claim(street, "ines", slot).number == 0


def test_several_places_are_several_people(street: Street) -> None:
    slot = slot_of(ask(street, first=everyone(street), slots=[SlotDetails(TOMORROW, places=2)]).ask)
    assert [claim(street, name, slot).number for name in ("tomas", "ines")] == [0, 1]
    with pytest.raises(PlaceTaken):
        claim(street, "bo", slot)


def test_a_helper_by_link_is_a_helper_like_others(street: Street) -> None:
    made = ask(street, first=AskedFirst(users=[street.user("tomas").id], links=["Bo"]))
    slot = slot_of(made.ask)
    row = claim_by_link(made.secrets["Bo"], slot)
    assert claim_by_link(made.secrets["Bo"], slot) == row
    with pytest.raises(PlaceTaken):
        claim(street, "tomas", slot)
    with cast.signed_in(street.people["ana"]) as ana:
        open_asks(ana, [made.ask.id])
        assert Claim.objects.get().name == "Bo"


def test_nobody_claims_what_is_over_their_own_or_not_for_them(street: Street) -> None:
    made = ask(street).ask
    slot = slot_of(made)
    with pytest.raises(Refused, match="own_ask"):
        claim(street, "ana", slot)
    with pytest.raises(Refused, match="ask_not_found"):
        claim(street, "ines", slot)
    with cast.signed_in(street.people["tomas"]), pytest.raises(Refused, match="slot_over"):
        claim_place(by=street.by("tomas"), now=TOMORROW, slot=slot, name="Tomas")
    with pytest.raises(Refused, match="helper_unnamed"):
        claim(street, "tomas", slot, name=" ")
    stop_ask(by=street.by("ana"), now=NOW, ask=made)
    with pytest.raises(Refused, match="ask_stopped"):
        claim(street, "tomas", slot)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_exactly_one_gets_the_place() -> None:
    street = make_street("tomas", "ines", "bo")
    for _ in range(5):
        slot = slot_of(ask(street, first=everyone(street)).ask)

        def press(name: str, slot=slot) -> str:
            try:
                return str(claim(street, name, slot).name)
            except PlaceTaken:
                return "taken"

        said = all_at_once([lambda name=name: press(name) for name in ("tomas", "ines", "bo")])  # type: ignore[misc]
        assert sorted(said).count("taken") == 2
        assert Claim.objects.filter(slot=slot).count() == 1


# Other answers


def proposal(street: Street, name: str = "tomas", **words: Any) -> Proposal:
    made = ask(street, first=everyone(street)).ask
    with cast.signed_in(street.people[name]):
        options: dict[str, Any] = {"sort": "smaller", "words": "I could bring bread.", "slot": slot_of(made)} | words
        return propose(by=street.by(name), now=NOW, ask=made, name=name.title(), **options)


def test_a_smaller_yes_is_a_yes_when_the_asker_takes_it(street: Street) -> None:
    offered = proposal(street)
    with cast.signed_in(street.people["ana"]):
        held = take_proposal(by=street.by("ana"), now=NOW, proposal=offered)
        assert take_proposal(by=street.by("ana"), now=NOW, proposal=offered) == held
        assert (held.helper_id, held.word) == (street.user("tomas").id, "I could bring bread.")
    assert told(street, "tomas", "claimed") == told(street, "ana", "claimed") == 1


def test_another_time_becomes_a_date_of_its_own(street: Street) -> None:
    later = TOMORROW + timedelta(days=2)
    offered = proposal(street, sort="another", words="", starts_at=later, slot=None)
    with cast.signed_in(street.people["ana"]):
        assert take_proposal(by=street.by("ana"), now=NOW, proposal=offered).slot.starts_at == later


def test_what_the_asker_lets_be_is_told_to_nobody(street: Street) -> None:
    offered = proposal(street)
    leave_proposal(by=street.by("ana"), proposal=offered)
    told_of = Notice.objects.filter(owner=street.user("tomas"), ask=offered.ask_id, acted_at=None)
    assert not told_of.exists()
    leave_proposal(by=street.by("ines"), proposal=offered)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"sort": "never"}, "answer_unknown"),
        ({"words": " "}, "proposal_empty"),
        ({"starts_at": NOW}, "slot_over"),
        ({"words": "x" * 501}, "words_too_long"),
    ],
)
def test_an_offer_that_says_nothing_is_refused(street: Street, words: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        proposal(street, **words)
    assert not Proposal.objects.exists()


# Thanks, and the map


def test_thanks_reach_one_helper_and_the_moment_both_maps_once(street: Street) -> None:
    made = ask(street).ask
    held = claim(street, "tomas", slot_of(made))
    with cast.signed_in(street.people["ana"]) as ana:
        by, tomas = street.by("ana"), cast.tomas(ana)
        thank(by=by, now=NOW, claim=held, words="The soup was exactly right.")
        note_help_received(by=by, now=NOW, claim=held, people=[tomas], day=NOW.date())
        with pytest.raises(Refused, match="noted_already"):
            note_help_received(by=by, now=NOW, claim=held, people=[tomas], day=NOW.date())
    with cast.signed_in(street.people["tomas"]) as user:
        open_asks(user, [made.id])
        assert Claim.objects.by(user).get().thanks == "The soup was exactly right."
        note_help_given(
            by=street.by("tomas"), now=NOW, claim=held, people=[cast.make_person(user, "Ana")], day=NOW.date()
        )
        say_how_it_went(by=street.by("tomas"), now=NOW, claim=held, words="It was good to see you.")
    assert list(Moment.objects.values_list("received", "given").order_by("given")) == [(2, 0), (0, 2)]
    assert told(street, "tomas", "thanked") == 1
    with cast.signed_in(street.people["ines"]), pytest.raises(Refused, match="claim_not_found"):
        say_how_it_went(by=street.by("ines"), now=NOW, claim=held, words="Mine")


def test_a_closed_ask_is_settled_for_everyone_and_stays_for_thanks(street: Street) -> None:
    made = ask(street, first=everyone(street)).ask
    held = claim(street, "tomas", slot_of(made))
    for _ in range(2):
        close_ask(by=street.by("ana"), now=NOW, ask=made)
    assert not Notice.objects.filter(sort="asked", acted_at=None).exists()
    with cast.signed_in(street.people["ana"]):
        thank(by=street.by("ana"), now=NOW, claim=held)
    with pytest.raises(Refused, match="ask_done"):
        stop_ask(by=street.by("ana"), now=NOW, ask=made)


def test_who_wanted_to_help_is_told_when_the_ask_is_taken_back(street: Street) -> None:
    made = ask(street).ask
    claim(street, "tomas", slot_of(made))
    stop_ask(by=street.by("ana"), now=NOW, ask=made)
    assert told(street, "tomas", "ended") == 1


def test_another_time_is_taken_once_however_often_it_is_pressed(street: Street) -> None:
    offered = proposal(street, sort="another", words="", starts_at=TOMORROW + timedelta(days=2), slot=None)
    with cast.signed_in(street.people["ana"]):
        first = take_proposal(by=street.by("ana"), now=NOW, proposal=offered)
        assert take_proposal(by=street.by("ana"), now=NOW, proposal=offered) == first
    assert Claim.objects.count() == 1
    assert first.ask_id is not None
    assert Slot.objects.filter(ask=first.ask_id).count() == 2
