"""Whoever goes, or is let go, is out of what was asked and promised."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from kindring.accounts.actor import SYSTEM
from kindring.asks.actions import AskedFirst, SlotDetails, Widening, propose, widen_due, widen_now
from kindring.asks.models import Ask, Claim, Proposal, Stage
from kindring.circles import partings
from kindring.circles.actions import block_member, leave_circle, turn_away
from kindring.notices.models import Notice
from tests import cast
from tests.asks.world import TOMORROW, ask, claim, claim_by_link, slot_of
from tests.cast import NOW
from tests.street import Street, bring_in, make_street, make_street_of

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def street() -> Street:
    return make_street("tomas", "ines", "bo")


def goes(street: Street, name: str) -> None:
    with cast.signed_in(street.people[name]):
        leave_circle(by=street.by(name), now=NOW, circle=street.circle)


def is_let_go(street: Street, name: str, by: str = "ana") -> None:
    with cast.signed_in(street.people[by]):
        turn_away(by=street.by(by), now=NOW, circle=street.circle, member=street.membership(name).id)


def widened(street: Street) -> Ask:
    """Tomas first; Ines and Bo after two hours."""
    others = [street.user(name).id for name in ("ines", "bo")]
    return ask(street, then=[Widening(timedelta(hours=2), users=others)]).ask


def begin_later(made: Ask) -> None:
    widen_due(by=SYSTEM, now=LATER, stage=Stage.objects.get(ask=made, number=1).id)


@pytest.mark.parametrize("parts", [goes, is_let_go])
def test_what_was_to_come_to_someone_later_never_comes_once_they_are_out(street: Street, parts: object) -> None:
    made = widened(street)
    parts(street, "bo")  # type: ignore[operator]
    begin_later(made)
    assert not Ask.objects.visible_to(street.user("bo")).filter(pk=made.pk).exists()
    assert not Notice.objects.filter(owner=street.user("bo"), ask=made.id).exists()
    assert Ask.objects.visible_to(street.user("ines")).filter(pk=made.pk).exists()


def test_nor_does_an_ask_of_whoever_went_come_to_those_who_stayed(street: Street) -> None:
    made = widened(street)
    with cast.signed_in(street.people["ana"]):
        leave_circle(by=street.by("ana"), now=NOW, circle=street.circle)
    begin_later(made)
    for name in ("ines", "bo"):
        assert not Ask.objects.visible_to(street.user(name)).filter(pk=made.pk).exists()
    assert Ask.objects.visible_to(street.user("tomas")).filter(pk=made.pk).exists()


def test_it_still_comes_to_whoever_shares_another_circle(street: Street) -> None:
    other = make_street_of(street.people["ana"], "ana")
    other.people["bo"] = street.people["bo"]
    bring_in(other, "bo")
    made = widened(street)
    goes(street, "bo")
    begin_later(made)
    assert Ask.objects.visible_to(street.user("bo")).filter(pk=made.pk).exists()


def test_what_was_promised_to_whoever_leaves_through_the_circle_is_over(street: Street) -> None:
    """Nobody is expected who can no longer see what they promised."""
    then = [Widening(timedelta(hours=2), circle=street.circle)]
    made = ask(street, "ines", first=AskedFirst(users=[street.user("tomas").id]), then=then).ask
    with cast.signed_in(street.people["ines"]):
        widen_now(by=street.by("ines"), now=NOW, ask=made)
    claim(street, "bo", slot_of(made))
    goes(street, "ines")
    assert not Ask.objects.visible_to(street.user("bo")).filter(pk=made.pk).exists()
    assert not Claim.objects.filter(helper=street.user("bo")).exists()
    assert told(street, "bo", made) == ["ended"]
    assert "withdrawn" in told(street, "ines", made)


@pytest.mark.parametrize("parts", [goes, is_let_go])
def test_who_was_asked_by_name_keeps_the_ask_and_sees_no_more_who_else_comes(street: Street, parts: object) -> None:
    """It was handed from one to the other; when the others are where is theirs to tell. A block ends it at once."""
    first = AskedFirst([street.user(name).id for name in ("tomas", "ines")], links=["Lin"])
    made = ask(street, first=first, slots=[SlotDetails(TOMORROW, places=3)])
    held = {claim(street, name, slot_of(made.ask)).id for name in ("tomas", "ines")}
    held.add(claim_by_link(made.secrets["Lin"], slot_of(made.ask)).id)
    assert seen_by(street, "tomas") == held
    parts(street, "tomas")  # type: ignore[operator]
    assert Ask.objects.visible_to(street.user("tomas")).get() == made.ask
    assert seen_by(street, "tomas") == {Claim.objects.by(street.user("tomas")).get().id}
    assert seen_by(street, "ines") == held - seen_by(street, "tomas")
    assert seen_by(street, "ana") == held


def seen_by(street: Street, name: str) -> set[UUID]:
    return set(Claim.objects.visible_to(street.user(name)).values_list("id", flat=True))


@pytest.mark.parametrize("parts", [goes, is_let_go])
def test_whoever_counts_on_someone_who_goes_is_told_that_they_cannot_come(street: Street, parts: object) -> None:
    """It reached them through the circle alone; that they left it, the notice does not say."""
    then = [Widening(timedelta(hours=2), circle=street.circle)]
    made = ask(street, then=then, slots=[SlotDetails(TOMORROW, reserve=1)]).ask
    with cast.signed_in(street.people["ana"]):
        widen_now(by=street.by("ana"), now=NOW, ask=made)
    claim(street, "bo", slot_of(made))
    claim(street, "ines", slot_of(made), reserve=True)
    parts(street, "bo")  # type: ignore[operator]
    assert Claim.objects.get().helper_id == street.user("ines").id
    assert told(street, "ana", made) == ["claimed", "withdrawn"]
    assert told(street, "bo", made) == []


def told(street: Street, name: str, made: Ask) -> list[str]:
    rows = Notice.objects.filter(owner=street.user(name), ask=made.id)
    return list(rows.order_by("sort").values_list("sort", flat=True))


def test_after_a_block_no_notice_is_left_of_what_the_other_offered_instead(street: Street) -> None:
    made = ask(street).ask
    with cast.signed_in(street.people["tomas"]):
        propose(by=street.by("tomas"), now=NOW, ask=made, sort="smaller", name="Tomas", words="Soup?")
    assert Notice.objects.filter(owner=street.user("ana"), ask=made.id).exists()
    with cast.signed_in(street.people["ana"]):
        block_member(by=street.by("ana"), now=NOW, circle=street.circle, member=street.membership("tomas").id)
    assert not Notice.objects.filter(owner=street.user("ana"), ask=made.id).exists()


def offers_less(street: Street, who: str, made: Ask) -> None:
    with cast.signed_in(street.people[who]):
        propose(by=street.by(who), now=NOW, ask=made, sort="smaller", name=who.title(), words="Soup?")


def asked_of_all(street: Street, asker: str) -> Ask:
    """Tomas first; now the circle; Bo by name is still to come."""
    then = [Widening(timedelta(hours=2), circle=street.circle)]
    then += [Widening(timedelta(hours=4), users=[street.user("bo").id])]
    made = ask(street, asker, then=then).ask
    with cast.signed_in(street.people[asker]):
        widen_now(by=street.by(asker), now=NOW, ask=made)
    return made


@pytest.mark.parametrize("parts", [goes, is_let_go])
def test_what_was_offered_instead_goes_with_whoever_offered_it(street: Street, parts: Callable[..., None]) -> None:
    made = asked_of_all(street, "ana")
    offers_less(street, "bo", made)
    claim(street, "bo", slot_of(made))
    offers_less(street, "tomas", made)
    parts(street, "bo")
    assert not Ask.objects.visible_to(street.user("bo")).filter(pk=made.pk).exists()
    assert [one.helper_id for one in Proposal.objects.all()] == [street.user("tomas").id]
    assert not Claim.objects.filter(helper=street.user("bo")).exists()


def test_what_was_offered_to_whoever_goes_waits_for_no_answer(street: Street) -> None:
    made = asked_of_all(street, "ines")
    offers_less(street, "bo", made)
    offers_less(street, "tomas", made)
    goes(street, "ines")
    assert [one.helper_id for one in Proposal.objects.all()] == [street.user("tomas").id]


def test_what_is_between_two_ends_in_every_room_when_one_blocks_the_other_in_a_circle() -> None:
    """Whoever registers there is asked: pages call the action of the circles, and nothing beside it."""
    assert {parting.__module__ for parting in partings._AFTER_BLOCK} == {
        "kindring.asks.actions.leaving",
        "kindring.lifeline.actions.sharing",
    }
    assert {parting.__module__ for parting in partings._AFTER_GOING} == {"kindring.asks.actions.leaving"}
