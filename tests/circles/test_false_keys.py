"""A host who writes keys of their own into the database, in the place of others', is handed nothing for it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kindring.accounts.actions.pairs import ensure_pair
from kindring.accounts.models import ReceivingPair
from kindring.asks.actions import AskedFirst, Widening
from kindring.asks.models import Asked
from kindring.circles.actions import (
    Told,
    accept_invite,
    confirm_member,
    invite,
    make_steward,
    report_member,
    revoke_invite,
)
from kindring.circles.keys import open_circles
from kindring.circles.models import CircleKey, Invite, Membership, Report
from kindring.circles.vouching import Holder, promise_for, voucher_for
from kindring.lib.key_pairs import hand_over
from kindring.lib.refused import Refused
from kindring.lib.sealing import new_key
from kindring.lifeline import sharing
from kindring.lifeline.actions import keep_part, share_part
from kindring.lifeline.models import Part, SharedWith
from kindring.lifeline.plan import plan_of
from kindring.notices.actions import read_notices
from kindring.notices.models import Notice
from tests import cast
from tests.asks.world import ask
from tests.cast import NOW, TODAY
from tests.circles.host import HOST, holders, opens, swap, visit
from tests.refusals import refusal
from tests.street import Street, bring_in, come, make_street

pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Street:
    """*Our street*; Ines looks after it with Ana."""
    street = make_street()
    with cast.signed_in(street.people["ana"]):
        make_steward(by=street.by("ana"), circle=street.circle, member=street.membership("ines").id)
    return street


def write_signs(street: Street, *lines: str) -> None:
    with cast.signed_in(street.people["ana"]) as ana:
        seen = plan_of(ana, TODAY).marks[Part.SIGNS]
        keep_part(by=street.by("ana"), now=NOW, part=Part.SIGNS, lines=lines, seen=seen)


def share_signs(street: Street, *names: str) -> None:
    with cast.signed_in(street.people["ana"]) as ana:
        seen = sharing.mark_of_readers(sharing.readers_of(ana, Part.SIGNS))
        members = [street.membership(name).id for name in names]
        share_part(by=street.by("ana"), now=NOW, part=Part.SIGNS, members=members, seen=seen)


# The key of the circle


def test_the_circles_key_is_not_locked_for_a_public_half_that_was_changed(
    street: Street, locked_for: set[bytes]
) -> None:
    swap(street, "ines")
    visit(street, "tomas")
    assert HOST.public not in locked_for
    assert holders(street) == {"ana", "tomas"}
    assert [opens(street, name) for name in ("ana", "tomas", "ines")] == [True, True, False]


def test_nor_where_the_voucher_was_taken_away(street: Street, locked_for: set[bytes]) -> None:
    swap(street, "ines")
    CircleKey.objects.filter(owner=street.user("ines")).update(voucher=None)
    visit(street, "tomas")
    assert HOST.public not in locked_for
    assert holders(street) == {"ana", "tomas"}


def test_nor_where_another_members_voucher_was_put_there(street: Street) -> None:
    theirs = CircleKey.objects.get(owner=street.user("ana"))
    CircleKey.objects.filter(owner=street.user("ines")).update(voucher=bytes(theirs.voucher or b""))
    visit(street, "tomas")
    assert holders(street) == {"ana", "tomas"}


def test_nor_where_the_voucher_is_one_of_the_hosts_own_making(street: Street, locked_for: set[bytes]) -> None:
    swap(street, "ines")
    pair = ReceivingPair.objects.get(owner=street.user("ines"))
    made = voucher_for(new_key(), street.circle.id, Holder(pair, new_key()))
    CircleKey.objects.filter(owner=street.user("ines")).update(voucher=made)
    visit(street, "tomas")
    assert HOST.public not in locked_for


@pytest.mark.parametrize("with_key", [True, False])
def test_nobody_is_handed_the_key_whom_the_host_wrote_into_the_circle(
    street: Street, locked_for: set[bytes], with_key: bool
) -> None:
    street.people["viktor"] = cast.make_user("viktor")
    with cast.signed_in(street.people["viktor"]):
        pair = ensure_pair(by=street.by("viktor"))
    theirs: dict[str, Any] = {"owner": street.user("viktor"), "circle": street.circle}
    Membership(**theirs, state="confirmed", joined_on=TODAY, name="").save(force_insert=True)
    if with_key:
        CircleKey(**theirs, epoch=1, pair=pair.id, handed=b"").save(force_insert=True)
    visit(street, "tomas")
    assert bytes(pair.public) not in locked_for
    assert holders(street) == {"ana", "tomas", "ines"}


def test_a_false_key_is_taken_from_nobody_who_does_not_know_the_bond(street: Street) -> None:
    """Otherwise everything after it would be vouched for by the host."""
    pair = ReceivingPair.objects.get(owner=street.user("tomas"))
    place = ("circle", street.circle.id, 1, pair.owner_id)
    for bond in ((), (new_key().hex(),)):
        handed = hand_over(new_key(), bytes(pair.public), *place, *bond)
        CircleKey.objects.filter(owner=pair.owner_id).update(handed=handed)
        assert not opens(street, "tomas")


def test_the_visitors_own_public_half_is_mended(street: Street, locked_for: set[bytes]) -> None:
    swap(street, "tomas")
    visit(street, "tomas")
    assert HOST.public not in locked_for
    assert holders(street) == {"ana", "tomas", "ines"}
    visit(street, "ana")
    assert opens(street, "tomas")


# Coming in


def test_whoever_waits_is_not_let_in_with_a_public_half_that_was_changed(
    street: Street, locked_for: set[bytes]
) -> None:
    street.people["cleo"] = cast.make_user("cleo")
    come(street, "cleo")
    swap(street, "cleo")
    with cast.signed_in(street.people["ana"]), pytest.raises(Refused, match="member_unproved") as refused:
        confirm_member(by=street.by("ana"), now=NOW, circle=street.circle, member=street.membership("cleo").id)
    assert refused.value.message.startswith("Cleo's key does not match the one that was invited.")
    assert HOST.public not in locked_for
    assert street.membership("cleo").state == Membership.State.ACCEPTED


def confirming(street: Street, name: str) -> str:
    with cast.signed_in(street.people["ana"]):
        member = street.membership(name).id
        return refusal(confirm_member, by=street.by("ana"), now=NOW, circle=street.circle, member=member)


def test_nor_where_the_host_says_that_nothing_was_promised(street: Street) -> None:
    street.people["cleo"] = cast.make_user("cleo")
    come(street, "cleo")
    Membership.objects.filter(owner=street.user("cleo")).update(promise=None)
    assert confirming(street, "cleo") == "member_unproved"


def test_nor_by_an_invitation_that_was_taken_back(street: Street) -> None:
    """It has no secret any more: what is locked with none, anybody could lock."""
    street.people["cleo"] = cast.make_user("cleo")
    come(street, "cleo")
    with cast.signed_in(street.people["ana"]):
        other = invite(by=street.by("ana"), now=NOW, circle=street.circle, label="Somebody").invite
        revoke_invite(by=street.by("ana"), invite=other)
    swap(street, "cleo")
    pair = ReceivingPair.objects.get(owner=street.user("cleo"))
    forged = promise_for("", street.circle.id, Holder(pair, new_key()))
    Membership.objects.filter(owner=street.user("cleo")).update(promise=forged, invite=other.id)
    assert confirming(street, "cleo") == "member_unproved"


def test_nor_by_an_invitation_into_another_circle(street: Street) -> None:
    """Ana looks after both; the host was once invited into the other, and knows that secret."""
    street.people["cleo"] = cast.make_user("cleo")
    come(street, "cleo")
    other = make_street("bo", starts="mia")
    bring_in_as(other, "ana", street)
    with cast.signed_in(street.people["ana"]):
        known = invite(by=street.by("ana"), now=NOW, circle=other.circle, label="Somebody")
    swap(street, "cleo")
    pair = ReceivingPair.objects.get(owner=street.user("cleo"))
    forged = promise_for(known.secret, street.circle.id, Holder(pair, new_key()))
    Membership.objects.filter(owner=street.user("cleo")).update(promise=forged, invite=known.invite.id)
    with cast.signed_in(street.people["ana"]) as ana:
        open_circles(ana)
        assert Invite.objects.get(pk=known.invite.id).secret == known.secret, "Ana can open it"
    assert confirming(street, "cleo") == "member_unproved"


def bring_in_as(street: Street, name: str, of: Street) -> None:
    street.people[name] = of.people[name]
    bring_in(street, name, by="mia")


def test_a_member_whose_key_was_changed_comes_again_by_an_invitation_and_keeps_their_place(street: Street) -> None:
    swap(street, "ines")
    visit(street, "tomas")
    before = street.membership("ines")
    read_notices(by=street.by("ines"), now=NOW)
    assert not opens(street, "ines")
    assert confirming(street, "ines") == "member_unproved"
    come(street, "ines")
    told = Notice.objects.waiting().filter(sort="invited_in", about=before.id)
    assert [notice.owner_id for notice in told] == [street.user("ana").id]
    with cast.signed_in(street.people["ana"]):
        confirm_member(by=street.by("ana"), now=NOW, circle=street.circle, member=before.id)
    after = street.membership("ines")
    assert (after.id, after.steward, after.joined_on) == (before.id, True, before.joined_on)
    assert after.hello is after.promise is None
    assert opens(street, "ines")
    assert not Notice.objects.waiting().filter(sort="invited_in").exists()
    assert Notice.objects.waiting().filter(owner=street.user("ines"), sort="confirmed").exists()


def test_coming_again_is_no_circle_more(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody in as many circles as there can be has lost their key to one of them."""
    monkeypatch.setattr("kindring.circles.actions.membership.MOST_CIRCLES", 1)
    swap(street, "ines")
    visit(street, "tomas")
    come(street, "ines")
    assert street.membership("ines").promise is not None


def test_whoever_holds_a_good_key_needs_no_invitation(street: Street) -> None:
    with cast.signed_in(street.people["ana"]):
        made = invite(by=street.by("ana"), now=NOW, circle=street.circle, label="Ines")
    with cast.signed_in(street.people["ines"]):
        assert refusal(accept_invite, by=street.by("ines"), now=NOW, secret=made.secret, called="Ines") == (
            "member_already"
        )


def test_letting_in_twice_hands_the_key_once(street: Street) -> None:
    street.people["cleo"] = cast.make_user("cleo")
    bring_in(street, "cleo")
    key = CircleKey.objects.get(owner=street.user("cleo")).id
    with cast.signed_in(street.people["ana"]):
        member = street.membership("cleo").id
        confirm_member(by=street.by("ana"), now=NOW, circle=street.circle, member=member)
    assert CircleKey.objects.get(owner=street.user("cleo")).id == key


# The keys of asks, reports and parts of a plan


def test_nobody_is_asked_whose_public_half_was_changed(street: Street, locked_for: set[bytes]) -> None:
    swap(street, "tomas")
    with pytest.raises(Refused, match="member_lost"):
        ask(street)
    later = [Widening(timedelta(hours=2), users=[street.user("tomas").id])]
    made = ask(street, first=AskedFirst(users=[street.user("ines").id]), then=later).ask
    assert HOST.public not in locked_for
    assert set(Asked.objects.filter(ask=made).values_list("reader__id", flat=True)) == {
        street.user("ana").id,
        street.user("ines").id,
    }


def test_no_report_goes_to_a_public_half_that_was_changed(street: Street, locked_for: set[bytes]) -> None:
    swap(street, "ana")
    with cast.signed_in(street.people["tomas"]):
        words = {"key": uuid4(), "circle": street.circle, "told": Told("worried", "Not right.")}
        report = report_member(by=street.by("tomas"), now=NOW, member=street.membership("ana").id, **words)  # type: ignore[arg-type]
    assert Report.objects.get() == report, "Ines reads of Ana"
    swap(street, "ines")
    with cast.signed_in(street.people["tomas"]):
        words["key"] = uuid4()
        member = street.membership("ana").id
        assert refusal(report_member, by=street.by("tomas"), now=NOW, member=member, **words) == "report_unread"
    assert HOST.public not in locked_for


def test_no_part_of_a_plan_goes_to_a_public_half_that_was_changed(street: Street, locked_for: set[bytes]) -> None:
    write_signs(street, "awake at four")
    swap(street, "tomas")
    with cast.signed_in(street.people["ana"]) as ana:
        assert {one.member.owner_id for one in sharing.could_read(ana)} == {street.user("ines").id}
    with pytest.raises(Refused, match="member_not_found"):
        share_signs(street, "tomas")
    assert HOST.public not in locked_for


def test_what_is_shared_follows_to_no_public_half_that_was_changed(street: Street, locked_for: set[bytes]) -> None:
    write_signs(street, "awake at four")
    share_signs(street, "tomas", "ines")
    swap(street, "tomas")
    write_signs(street, "awake at four", "not answering")
    assert HOST.public not in locked_for
    assert set(SharedWith.objects.values_list("reader", flat=True)) == {street.user("ana").id, street.user("ines").id}
