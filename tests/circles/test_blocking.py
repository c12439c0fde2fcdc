"""A block: silent, mutual, everywhere in the circles of both."""

from datetime import datetime

import pytest

from kindring.accounts.actions.blocking import unblock
from kindring.accounts.models import Block, Mute, User
from kindring.circles.actions import (
    block_member,
    decline_invite,
    find_invite,
    hand_over_keys,
    invite,
    leave_circle,
    mute_member,
    revoke_invite,
    stop_waiting,
)
from kindring.circles.actions.inviting import LASTS, MOST_A_DAY, MOST_OF_A_PAIR, MOST_OPEN
from kindring.circles.keys import open_circles
from kindring.circles.models import Circle, Invite, Membership
from kindring.insights.circles import CircleFacts, circle_facts, my_circles
from kindring.lib.refused import Refused
from kindring.notices.models import Notice
from tests import cast
from tests.cast import NOW
from tests.street import Street, bring_in, come, make_street, make_street_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Street:
    return make_street()


def blocks(street: Street, by: str, user: str) -> None:
    with cast.signed_in(street.people[by]):
        block_member(by=street.by(by), now=NOW, circle=street.circle, member=street.membership(user).id)


def test_neither_sees_the_other_and_both_stay(street: Street) -> None:
    blocks(street, "tomas", "ines")
    for one in ("tomas", "ines"):
        with cast.signed_in(street.people[one]) as user:
            names = {member.name for member in _facts(street, user).members}
            assert names == {"Ana", one.title()}
            assert [line.size for line in my_circles(user)] == [2]
    assert Membership.objects.confirmed().count() == 3


def _facts(street: Street, user: User) -> CircleFacts:
    open_circles(user)
    return circle_facts(user, Circle.objects.get(pk=street.circle.pk))


def test_what_either_was_told_of_the_other_is_forgotten(street: Street) -> None:
    street.people["cleo"] = cast.make_user("cleo")
    come(street, "cleo")
    waiting = street.membership("cleo").id
    assert Notice.objects.filter(owner=street.user("ana"), about=waiting).exists()
    blocks(street, "ana", "cleo")
    assert not Notice.objects.filter(about=waiting).exists()


def test_a_new_key_begins_in_each_circle_of_both(street: Street) -> None:
    blocks(street, "tomas", "ines")
    assert Circle.objects.get(pk=street.circle.pk).key_due
    with cast.signed_in(street.people["ana"]):
        hand_over_keys(by=street.by("ana"), circle=street.circle)
    assert Circle.objects.get(pk=street.circle.pk).epoch == 2
    with cast.signed_in(street.people["ines"]) as ines:
        assert not my_circles(ines)[0].lost


def test_nobody_is_told(street: Street) -> None:
    before = Notice.objects.count()
    blocks(street, "tomas", "ines")
    assert Notice.objects.count() <= before
    assert not Notice.objects.filter(owner=street.user("ines")).exclude(sort="confirmed").exists()


def test_a_block_keeps_for_oneself_what_one_knew_them_as(street: Street) -> None:
    blocks(street, "tomas", "ines")
    with cast.signed_in(street.people["tomas"]):
        assert Block.objects.get().name == "Ines"
    stored = Block.objects.values().get()
    assert b"Ines" not in bytes(stored["name"].blob)


def test_taking_it_back_shows_them_again(street: Street) -> None:
    blocks(street, "tomas", "ines")
    unblock(by=street.by("tomas"), user=street.user("ines").id)
    assert Membership.objects.visible_to(street.user("tomas")).count() == 3


def test_a_member_is_muted_once(street: Street) -> None:
    for _ in range(2):
        with cast.signed_in(street.people["tomas"]):
            mute_member(by=street.by("tomas"), circle=street.circle, member=street.membership("ines").id)
    with cast.signed_in(street.people["tomas"]):
        assert [row.name for row in Mute.objects.all()] == ["Ines"]


def test_nobody_blocks_themselves(street: Street) -> None:
    with pytest.raises(Refused, match="member_not_found"):
        blocks(street, "tomas", "tomas")


def test_a_day_has_a_limit_of_invitations_whatever_became_of_them(street: Street) -> None:
    with cast.signed_in(street.people["ana"]):
        by = street.by("ana")
        for number in range(MOST_A_DAY - Invite.objects.count()):
            made = invite(by=by, now=NOW, circle=street.circle, label=f"Guest {number}")
            revoke_invite(by=by, invite=made.invite)
        with pytest.raises(Refused, match="invites_today"):
            invite(by=by, now=NOW, circle=street.circle, label="One more")
    assert MOST_OPEN < MOST_A_DAY


def test_leaving_and_coming_back_begins_no_new_day_of_invitations(street: Street) -> None:
    """The open ones lead nowhere then, and keep no word; they count all the same."""
    with cast.signed_in(street.people["ines"]):
        made = invite(by=street.by("ines"), now=NOW, circle=street.circle, label="Mira")
        leave_circle(by=street.by("ines"), now=NOW, circle=street.circle)
    row = Invite.objects.values().get(pk=made.invite.pk)
    assert (row["secret"], row["label"]) == (None, None)
    assert find_invite(made.secret, NOW) is None
    assert Invite.objects.of(street.user("ines")).count() == 1


def test_between_two_people_only_so_many_invitations_are_answered_in_a_week(street: Street) -> None:
    street.people["cleo"] = cast.make_user("cleo")

    def declines(now: datetime) -> None:
        with cast.signed_in(street.people["ana"]):
            secret = invite(by=street.by("ana"), now=now, circle=street.circle, label="Cleo").secret
        decline_invite(by=street.by("cleo"), now=now, secret=secret)

    for _ in range(MOST_OF_A_PAIR):
        declines(NOW)
    with pytest.raises(Refused, match="invites_of_a_pair"):
        declines(NOW)
    declines(NOW + LASTS)


def test_an_invitation_that_was_taken_back_keeps_no_word(street: Street) -> None:
    with cast.signed_in(street.people["ana"]):
        made = invite(by=street.by("ana"), now=NOW, circle=street.circle, label="Mira")
        revoke_invite(by=street.by("ana"), invite=made.invite)
    row = Invite.objects.values().get(pk=made.invite.pk)
    assert (row["secret"], row["label"]) == (None, None)


def test_whoever_waits_can_take_that_back(street: Street) -> None:
    street.people["cleo"] = cast.make_user("cleo")
    come(street, "cleo")
    waiting = street.membership("cleo").id
    stop_waiting(by=street.by("cleo"), now=NOW, circle=street.circle.id)
    assert not Membership.objects.filter(pk=waiting).exists()
    assert not Notice.objects.waiting().filter(about=waiting).exists()
    with pytest.raises(Refused, match="not_waiting"):
        stop_waiting(by=street.by("ines"), now=NOW, circle=street.circle.id)


def test_whom_a_block_keeps_out_of_a_circle_its_stewards_are_not_told_of_any_more(street: Street) -> None:
    """Ines, who is no steward, blocks in another circle somebody who waits here."""
    other = make_street_of(street.people["ines"], "ines")
    street.people["cleo"] = other.people["cleo"] = cast.make_user("cleo")
    bring_in(other, "cleo", by="ines")
    come(street, "cleo")
    waiting = street.membership("cleo").id
    assert Notice.objects.waiting().filter(owner=street.user("ana"), about=waiting).exists()
    blocks(other, "ines", "cleo")
    assert not Notice.objects.waiting().filter(owner=street.user("ana"), about=waiting).exists()
