"""Parts that are shared: for those who were chosen, as they are now, and no longer than that."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection

from kindring.accounts.actions.blocking import block, unblock
from kindring.accounts.actions.erasing import erase_account
from kindring.accounts.actions.pairs import ensure_pair
from kindring.accounts.actor import Actor
from kindring.accounts.models import ReceivingPair, User
from kindring.accounts.pairs import receiver_of
from kindring.circles.actions import leave_circle, take_stewardship, turn_away
from kindring.insights.shared_plans import choices_of, read_of, sharing_of, who_shares
from kindring.lib import keyring
from kindring.lib.key_pairs import take
from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable
from kindring.lifeline.actions import end_sharing, keep_part, share_part, stop_reading
from kindring.lifeline.models import Part, SharedPart, SharedWith
from kindring.lifeline.plan import plan_of
from kindring.lifeline.sharing import mark_of_readers, open_own_shared, readers_of
from tests import cast
from tests.cast import NOW, TODAY
from tests.street import Street, bring_in, crowd, make_street, make_street_of

pytestmark = pytest.mark.django_db
SIGNS = ("awake at four", "not answering")


@pytest.fixture
def street() -> Street:
    """Ana, Tomas and Ines; Ana's plan has two parts, and she is signed in while hers is written."""
    street = make_street()
    write(street, Part.SIGNS, *SIGNS)
    write(street, Part.SAFER, "Luka stays over")
    return street


def write(street: Street, part: Part, *lines: str, people: Iterable[Any] = ()) -> None:
    with cast.signed_in(street.people["ana"]) as ana:
        seen = plan_of(ana, TODAY).marks[part]
        keep_part(by=street.by("ana"), now=NOW, part=part, lines=lines, people=list(people), seen=seen)


def share(street: Street, part: Part, *names: str, seen: str = "") -> None:
    """As it is chosen on the page, which shows who reads it now."""
    with cast.signed_in(street.people["ana"]) as ana:
        members = [street.membership(name).id for name in names]
        mark = seen or mark_of_readers(readers_of(ana, part))
        share_part(by=street.by("ana"), now=NOW, part=part, members=members, seen=mark)


def reads(street: Street, name: str) -> dict[str, tuple[str, ...] | None]:
    """What of Ana's this member reads."""
    with cast.signed_in(street.people[name]) as user:
        return {one.part.value: one.lines for one in read_of(user, street.user("ana").id)}


def test_whoever_was_chosen_reads_that_part_and_nobody_else_any(street: Street) -> None:
    share(street, Part.SIGNS, "tomas")
    assert reads(street, "tomas") == {"signs": SIGNS}
    assert reads(street, "ines") == {}
    with cast.signed_in(street.people["ines"]) as ines:
        assert not SharedPart.objects.visible_to(ines).exists()
        assert not SharedWith.objects.visible_to(ines).exists()
    with cast.signed_in(cast.make_user("cleo")) as cleo:
        assert not SharedPart.objects.visible_to(cleo).exists()


def test_nobody_opens_with_rows_alone_what_was_not_handed_to_them(street: Street) -> None:
    """Even a row of Tomas's that names Ines opens nothing for her."""
    share(street, Part.SIGNS, "tomas")
    SharedWith.objects.filter(reader=street.user("tomas")).update(reader=street.user("ines"))
    ines = ReceivingPair.objects.get(owner=street.user("ines"))
    SharedWith.objects.filter(reader=street.user("ines")).update(
        pair=ines.id, their_place=street.membership("ines").id
    )
    assert reads(street, "ines") == {"signs": None}


def test_nothing_of_it_lies_open(street: Street) -> None:
    share(street, Part.SIGNS, "tomas")
    with connection.cursor() as cursor:
        cursor.execute("SELECT lines FROM lifeline_sharedpart")
        (sealed,) = cursor.fetchone()
    assert bytes(sealed).startswith(b"K1")
    assert b"awake" not in bytes(sealed)


def test_a_change_of_the_part_is_a_change_of_what_they_read(street: Street) -> None:
    share(street, Part.SIGNS, "tomas", "ines")
    write(street, Part.SIGNS, "pacing up and down")
    assert reads(street, "tomas") == reads(street, "ines") == {"signs": ("pacing up and down",)}


def test_an_emptied_part_is_not_shared_any_more(street: Street) -> None:
    share(street, Part.SIGNS, "tomas")
    write(street, Part.SIGNS)
    assert not SharedPart.objects.exists()
    write(street, Part.SIGNS, "a new beginning")
    assert reads(street, "tomas") == {}


def test_taking_it_back_leaves_no_key_and_others_read_on_under_another_one(street: Street) -> None:
    share(street, Part.SIGNS, "tomas", "ines")
    before = handed(street, "tomas")
    share(street, Part.SIGNS, "ines")
    assert not SharedWith.objects.filter(reader=street.user("tomas")).exists()
    assert reads(street, "tomas") == {}
    assert reads(street, "ines") == {"signs": SIGNS}
    assert handed(street, "ines") != before


def handed(street: Street, name: str) -> bytes:
    """The key that was handed to this reader."""
    with cast.signed_in(street.people[name]) as user:
        row = SharedWith.objects.get(reader=user)
        receiver = receiver_of(user.id)
        assert receiver is not None
        return take(bytes(row.handed), receiver.private, "shared plan", row.shared_id, user.id)


def test_a_key_that_was_kept_opens_nothing_that_is_written_later(street: Street) -> None:
    share(street, Part.SIGNS, "tomas", "ines")
    kept, old = handed(street, "tomas"), SharedPart.objects.get().pk
    share(street, Part.SIGNS, "ines")
    row = SharedPart.objects.get()
    assert row.pk != old
    with cast.signed_in(street.people["tomas"]):
        keyring.current().add(row.pk, kept)
        with pytest.raises(Unsealable):
            _ = row.lines


@pytest.mark.parametrize("who", ["ana", "tomas"])
def test_leaving_the_circle_ends_it_for_good(street: Street, who: str) -> None:
    """Also when whoever left comes back."""
    share(street, Part.SIGNS, "tomas")
    with cast.signed_in(street.people[who]):
        leave_circle(by=street.by(who), now=NOW, circle=street.circle)
    assert reads(street, "tomas") == {}
    with cast.signed_in(street.people["ana"]) as ana:
        assert readers_of(ana, Part.SIGNS) == []
    other = "ines" if who == "ana" else "ana"
    with cast.signed_in(street.people[other]):
        if who == "ana":
            take_stewardship(by=street.by(other), circle=street.circle)
    bring_in(street, who, by=other)
    assert reads(street, "tomas") == {}


def test_being_taken_out_of_the_circle_ends_it(street: Street) -> None:
    share(street, Part.SIGNS, "tomas", "ines")
    with cast.signed_in(street.people["ana"]):
        turn_away(by=street.by("ana"), now=NOW, circle=street.circle, member=street.membership("tomas").id)
    assert reads(street, "tomas") == {}
    write(street, Part.SIGNS, "after they went")
    assert not SharedWith.objects.filter(reader=street.user("tomas")).exists()
    assert reads(street, "ines") == {"signs": ("after they went",)}


@pytest.mark.parametrize("who", ["ana", "tomas"])
def test_a_block_closes_it_whoever_made_it(street: Street, who: str) -> None:
    share(street, Part.SIGNS, "tomas")
    other = "tomas" if who == "ana" else "ana"
    block(by=street.by(who), user=street.user(other).id)
    assert reads(street, "tomas") == {}
    with cast.signed_in(street.people["ana"]) as ana:
        assert readers_of(ana, Part.SIGNS) == []
        assert not sharing_of(ana).counts


@pytest.mark.parametrize("who", ["ana", "tomas"])
def test_what_a_block_ended_does_not_come_back_when_it_is_taken_back(street: Street, who: str) -> None:
    share(street, Part.SIGNS, "tomas", "ines")
    other = "tomas" if who == "ana" else "ana"
    with cast.signed_in(street.people[who]):
        end_sharing(by=street.by(who), now=NOW, user=street.user(other).id)
        block(by=street.by(who), user=street.user(other).id)
        unblock(by=street.by(who), user=street.user(other).id)
    assert reads(street, "tomas") == {}
    assert reads(street, "ines") == {"signs": SIGNS}


def test_a_reader_may_put_it_away(street: Street) -> None:
    share(street, Part.SIGNS, "tomas")
    with cast.signed_in(street.people["tomas"]):
        assert stop_reading(by=street.by("tomas"), owner=street.user("ana").id)
        assert not stop_reading(by=street.by("tomas"), owner=street.user("ana").id)
    with cast.signed_in(street.people["ana"]) as ana:
        assert readers_of(ana, Part.SIGNS) == []
        assert not stop_reading(by=street.by("ana"), owner=ana.id)
    assert SharedWith.objects.filter(reader=street.user("ana")).exists()


def test_an_older_tab_gives_nothing_back_to_whom_it_was_taken_from(street: Street) -> None:
    with cast.signed_in(street.people["ana"]):
        nobody = mark_of_readers([])
    share(street, Part.SIGNS, "tomas")
    with pytest.raises(Refused) as refused:
        share(street, Part.SIGNS, "tomas", "ines", seen=nobody)
    assert refused.value.code == "sharing_changed"
    assert reads(street, "ines") == {}


def test_only_members_of_ones_own_circles_can_be_chosen(street: Street) -> None:
    elsewhere = make_street_of(cast.make_user("viktor"), "viktor")
    elsewhere.people["cleo"] = cast.make_user("cleo")
    bring_in(elsewhere, "cleo", by="viktor")
    with cast.signed_in(street.people["ana"]) as ana:
        assert [one.name for one in choices_of(ana)] == ["Ines", "Tomas"]
        for stranger in (elsewhere.membership("cleo").id, street.membership("ana").id):
            with pytest.raises(Refused) as refused:
                share_part(
                    by=street.by("ana"), now=NOW, part=Part.SIGNS, members=[stranger], seen=mark_of_readers([])
                )
            assert refused.value.code == "member_not_found"


def test_whoever_is_blocked_is_not_offered(street: Street) -> None:
    block(by=street.by("tomas"), user=street.user("ana").id)
    with cast.signed_in(street.people["ana"]) as ana:
        assert [one.name for one in choices_of(ana)] == ["Ines"]


def test_an_empty_part_cannot_be_shared(street: Street) -> None:
    with pytest.raises(Refused) as refused:
        share(street, Part.WORDS, "tomas")
    assert refused.value.code == "nothing_to_share"


def test_of_people_on_the_map_a_reader_learns_the_name_only(street: Street) -> None:
    phone = [{"kind": "phone", "label": "", "value": "+44 7700 900123"}]
    with cast.signed_in(street.people["ana"]) as ana:
        mira = cast.mira(ana, channels=phone, called="Mi")
    write(street, Part.HELP, "the neighbours", people=[mira.id])
    share(street, Part.HELP, "tomas")
    assert reads(street, "tomas") == {"help": ("Mi", "the neighbours")}


def test_whoever_began_anew_reads_nothing_until_they_are_chosen_again(street: Street) -> None:
    share(street, Part.SIGNS, "tomas")
    tomas = street.user("tomas")
    ReceivingPair.objects.filter(owner=tomas).delete()
    with cast.signed_in(street.people["tomas"]):
        ensure_pair(by=street.by("tomas"))
    assert reads(street, "tomas") == {"signs": None}
    write(street, Part.SIGNS, "another line")
    assert reads(street, "tomas") == {}
    with cast.signed_in(street.people["ana"]) as ana:
        assert [one.name for one in choices_of(ana)] == ["Ines"], "a steward lets them in first"


def test_who_shares_something_is_known_by_name(street: Street) -> None:
    share(street, Part.SIGNS, "tomas")
    share(street, Part.SAFER, "tomas", "ines")
    with cast.signed_in(street.people["tomas"]) as tomas:
        assert [one.name for one in who_shares(tomas)] == ["Ana"]
        assert sharing_of(tomas).from_others
    with cast.signed_in(street.people["ana"]) as ana:
        assert who_shares(ana) == []
        assert dict(sharing_of(ana).counts) == {"signs": 1, "safer": 2}


def test_the_export_of_an_owner_says_what_they_share(street: Street) -> None:
    share(street, Part.SIGNS, "tomas")
    with cast.signed_in(street.people["ana"]) as ana:
        open_own_shared(ana)
        assert SharedPart.objects.get().lines == list(SIGNS)
    with cast.signed_in(street.people["tomas"]) as tomas:
        open_own_shared(tomas)
        with pytest.raises(Unsealable):
            _ = SharedPart.objects.get().lines


def erase(user: User) -> None:
    erase_account(by=Actor(user), now=NOW, password=cast.PASSWORD, address="192.0.2.7")


def test_an_erased_owner_takes_everything_along(street: Street) -> None:
    share(street, Part.SIGNS, "tomas")
    erase(street.user("ana"))
    assert not SharedPart.objects.exists()
    assert not SharedWith.objects.exists()


def test_an_erased_reader_leaves_no_row(street: Street) -> None:
    share(street, Part.SIGNS, "tomas", "ines")
    tomas = street.user("tomas").id
    erase(street.user("tomas"))
    assert not SharedWith.objects.filter(reader_id=tomas).exists()
    assert reads(street, "ines") == {"signs": SIGNS}


def test_it_costs_the_same_for_few_and_many(street: Street, statements: Any) -> None:
    def queries() -> list[int]:
        counts = []
        with cast.signed_in(street.people["ana"]) as ana:
            for asked in (choices_of, sharing_of, who_shares):
                with statements() as ran:
                    asked(ana)
                counts.append(len(ran))
        return counts

    few = queries()
    crowd(street, 200)
    assert queries() == few
    assert few[1] == 1
