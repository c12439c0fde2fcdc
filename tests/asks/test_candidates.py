"""What is known of those whom one could ask, and whom Kindring suggests."""

from datetime import date, timedelta
from typing import Any

import pytest

from kindring.accounts.actions.blocking import block, mute
from kindring.accounts.models import User
from kindring.asks.actions import AskedFirst, set_offer, set_stretched
from kindring.asks.candidates import Candidate, Known, candidates, whom_to_ask
from kindring.asks.models import Asked, Claim, Stretched
from kindring.circles.actions import leave_circle, link_person
from kindring.circles.models import CircleKey
from kindring.engine.matching import Reason
from kindring.people.actions import delete_person, set_state
from kindring.people.kinds import Kind
from kindring.people.models import Person
from tests import cast
from tests.asks.world import ask, claim, slot_of
from tests.cast import NOW, TODAY
from tests.street import Street, bring_in, come, make_street

pytestmark = pytest.mark.django_db
HAND, LISTEN = int(Kind.PRACTICAL), int(Kind.EMOTIONAL)


@pytest.fixture
def street() -> Street:
    return make_street()


def offer(street: Street, who: str, kind: int = HAND, days: int = 0, per_month: int = 31) -> None:
    set_offer(by=street.by(who), kind=kind, days=days, per_month=per_month)


def on_anas_map(street: Street, who: str = "tomas", **details: Any) -> Person:
    """Ana says who this member is to her."""
    with cast.signed_in(street.people["ana"]) as ana:
        person = cast.make_person(ana, f"My {who.title()}", **details)
        link_person(by=street.by("ana"), person=person, user=street.user(who).id)
    return person


def suggested(street: Street, kinds: int = HAND, asker: str = "ana", **options: Any) -> list[Candidate]:
    with cast.signed_in(street.people[asker]) as user:
        return candidates(user, kinds, **{"today": TODAY} | options)


def names(street: Street, kinds: int = HAND, asker: str = "ana", **options: Any) -> list[str]:
    return [one.known.name for one in suggested(street, kinds, asker, **options)]


def known(street: Street, name: str, asker: str = "ana", today: date = TODAY) -> Known:
    with cast.signed_in(street.people[asker]) as user:
        (found,) = (one for one in whom_to_ask(user, today) if one.name == name)
    return found


def test_members_who_offer_are_suggested_under_their_circles_name(street: Street) -> None:
    offer(street, "tomas")
    offer(street, "ines", LISTEN)
    (found,) = suggested(street)
    assert (found.known.name, found.kinds) == ("Tomas", HAND)
    assert (found.known.user, found.known.person) == (street.user("tomas").id, None)
    assert found.known.circles == (street.circle.id,)
    assert found.reasons == (Reason("offers", kinds=HAND), Reason("unasked"))
    assert names(street, LISTEN) == ["Ines"]


def test_a_mark_of_ones_own_counts_as_willing_and_names_the_ring(street: Street) -> None:
    on_anas_map(street, ring="inner", they_give=LISTEN)
    (found,) = suggested(street, LISTEN)
    assert found.known.name == "My Tomas"
    assert found.reasons == (Reason("gives", kinds=LISTEN), Reason("ring", ring="inner"), Reason("unasked"))
    assert names(street, LISTEN, asker="ines") == []


def test_people_of_the_map_are_suggested_for_a_link(street: Street) -> None:
    with cast.signed_in(street.people["ana"]) as ana:
        mira = cast.mira(ana)
        cast.jonas(ana, ring="")
    (found,) = suggested(street, LISTEN)
    assert (found.known.name, found.known.user, found.known.person) == ("Mira", None, mira.id)
    assert found.known.key == mira.id


def test_somebody_is_suggested_once_whichever_way_they_are_known(street: Street) -> None:
    on_anas_map(street, ring="outer", they_give=HAND)
    offer(street, "tomas")
    assert names(street) == ["My Tomas"]


@pytest.mark.parametrize("state", ["ended", "unsafe", "died", "paused"])
def test_who_is_not_to_be_suggested_on_the_map_is_not_suggested_here(street: Street, state: str) -> None:
    person = on_anas_map(street, ring="inner", they_give=HAND)
    offer(street, "tomas")
    until = TODAY + timedelta(days=5) if state == "paused" else None
    with cast.signed_in(street.people["ana"]):
        set_state(by=street.by("ana"), now=NOW, person=person, state=state, until=until)
    assert names(street) == []
    later = names(street, today=TODAY + timedelta(days=5))
    assert later == (["My Tomas"] if state == "paused" else [])


def test_a_removed_person_leaves_the_member_as_they_are(street: Street) -> None:
    person = on_anas_map(street, ring="inner", they_give=LISTEN)
    offer(street, "tomas")
    with cast.signed_in(street.people["ana"]):
        delete_person(by=street.by("ana"), now=NOW, person=person)
    assert names(street) == ["Tomas"]
    assert names(street, LISTEN) == []


def test_who_waits_to_be_confirmed_is_not_there_yet(street: Street) -> None:
    street.people["cleo"] = cast.make_user("cleo")
    come(street, "cleo")
    with cast.signed_in(street.people["ana"]) as ana:
        assert {one.name for one in whom_to_ask(ana, TODAY)} == {"Tomas", "Ines"}


@pytest.mark.parametrize("blocker", ["ana", "tomas"])
def test_nobody_past_a_block(street: Street, blocker: str) -> None:
    on_anas_map(street, ring="inner", they_give=HAND)
    offer(street, "tomas")
    other = "tomas" if blocker == "ana" else "ana"
    with cast.signed_in(street.people[blocker]):
        block(by=street.by(blocker), user=street.user(other).id)
    assert names(street) == []
    assert names(street, asker="ines") == ["Tomas"]


def test_who_left_is_not_suggested_and_looks_the_same_as_a_block(street: Street) -> None:
    on_anas_map(street, ring="inner", they_give=HAND)
    with cast.signed_in(street.people["tomas"]):
        leave_circle(by=street.by("tomas"), now=NOW, circle=street.circle)
    assert names(street) == []


def test_who_is_stretched_is_hidden_even_where_the_asker_marked_them(street: Street) -> None:
    on_anas_map(street, ring="inner", they_give=HAND | LISTEN)
    offer(street, "tomas")
    set_stretched(by=street.by("tomas"), now=NOW, until=TODAY + timedelta(days=4))
    assert names(street) == names(street, LISTEN) == []
    with cast.signed_in(street.people["ana"]) as ana:
        assert {one.name for one in whom_to_ask(ana, TODAY)} == {"Ines"}
    assert names(street, today=TODAY + timedelta(days=4)) == ["My Tomas"]
    Stretched.objects.update(until=None)
    assert names(street, today=TODAY + timedelta(days=400)) == []


def test_who_is_muted_is_not_suggested(street: Street) -> None:
    offer(street, "tomas")
    with cast.signed_in(street.people["ana"]):
        mute(by=street.by("ana"), user=street.user("tomas").id)
    assert names(street) == []


def test_what_someone_carries_for_anyone_counts_and_is_told_to_nobody(street: Street) -> None:
    offer(street, "tomas")
    claim(street, "tomas", slot_of(ask(street, "ines").ask))
    found = known(street, "Tomas")
    assert [(one.kinds, one.on, one.yours) for one in found.helper.carried] == [(HAND, TODAY, False)]
    assert suggested(street)[0].reasons == (Reason("offers", kinds=HAND), Reason("unasked"))
    offer(street, "tomas", per_month=1)
    assert names(street) == []


def test_a_place_in_reserve_and_an_ask_taken_back_weigh_nothing(street: Street) -> None:
    slot = slot_of(ask(street, "ines").ask)
    claim(street, "tomas", slot)
    Claim.objects.update(number=slot.places)
    assert known(street, "Tomas").helper.carried == ()
    Claim.objects.update(number=0)
    assert known(street, "Tomas").helper.carried
    type(slot.ask).objects.update(state="stopped")
    assert known(street, "Tomas").helper.carried == ()


def test_when_someone_was_last_asked_by_anyone_and_by_you(street: Street) -> None:
    assert known(street, "Tomas").helper.asked_on is None
    ask(street, "ines")
    found = known(street, "Tomas").helper
    assert (found.asked_on, found.you_asked_on) == (TODAY, None)
    assert known(street, "Ines").helper.asked_on is None
    ask(street, "ana")
    assert known(street, "Tomas").helper.you_asked_on == TODAY


def test_who_is_held_back_for_a_later_stage_was_not_asked_yet(street: Street) -> None:
    ask(street, "ana")
    Asked.objects.filter(reader=street.user("tomas")).update(stage=7)
    assert known(street, "Tomas").helper.asked_on is None


def test_a_name_stays_closed_until_the_circles_key_is_there(street: Street) -> None:
    offer(street, "tomas")
    CircleKey.objects.filter(owner=street.user("ana")).delete()
    assert names(street) == [""]


def test_facts_cost_the_same_number_of_queries(street: Street, statements: Any) -> None:
    offer(street, "tomas")
    on_anas_map(street, ring="outer", they_give=HAND)
    ask(street, "ana", first=AskedFirst(users=[street.user("tomas").id]))

    def cost() -> int:
        with cast.signed_in(street.people["ana"]) as ana, statements() as ran:
            whom_to_ask(User.objects.get(pk=ana.pk), TODAY)
        return len(ran) - 1

    few = cost()
    with cast.signed_in(street.people["ana"]) as ana:
        for number in range(6):
            cast.make_person(ana, f"Person {number}", ring="outer", they_give=HAND)
    for name in ("bo", "mia", "luka", "lin"):
        street.people[name] = cast.make_user(name)
        bring_in(street, name)
        offer(street, name)
        on_anas_map(street, name, ring="outer")
        claim(street, name, slot_of(ask(street, "ana", first=AskedFirst(users=[street.user(name).id])).ask))
    assert cost() == few == 11
