"""Who can open what lies in a circle: those who are in it today, and nobody who went."""

import pytest

from kindring.accounts.actions.pairs import ensure_pair
from kindring.accounts.erasure import erase_user
from kindring.accounts.models import ReceivingPair
from kindring.circles.actions import hand_over_keys, leave_circle, pin_note, turn_away
from kindring.circles.keys import open_circles
from kindring.circles.models import BoardNote, Circle, CircleKey, Membership
from kindring.lib.keyring import current
from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable
from tests import cast
from tests.cast import NOW
from tests.street import Street, bring_in, come, make_street

pytestmark = pytest.mark.django_db


def pin(street: Street, name: str, text: str) -> BoardNote:
    with cast.signed_in(street.people[name]):
        return pin_note(by=street.by(name), now=NOW, circle=street.circle, text=text)


def opened(street: Street, name: str, note: BoardNote) -> str | None:
    """What this user reads of a row that they somehow got hold of."""
    with cast.signed_in(street.people[name]) as user:
        open_circles(user)
        try:
            return str(BoardNote.objects.get(pk=note.pk).text)
        except Unsealable:
            return None


def visit(street: Street, name: str) -> None:
    with cast.signed_in(street.people[name]):
        hand_over_keys(by=street.by(name), circle=street.circle)


def test_members_read_what_members_wrote() -> None:
    street = make_street()
    note = pin(street, "tomas", "Cake on Sunday")
    assert [opened(street, name, note) for name in ("ana", "tomas", "ines")] == ["Cake on Sunday"] * 3


def test_a_circles_own_words_open_with_its_key_and_no_other() -> None:
    street, other = make_street(), make_street("bo", starts="mia")
    with cast.signed_in(street.people["tomas"]) as tomas:
        open_circles(tomas)
        assert Circle.objects.get(pk=street.circle.pk).name == "Our street"
        with pytest.raises(Unsealable):
            _ = Circle.objects.get(pk=other.circle.pk).name


def test_who_waits_to_be_confirmed_opens_nothing() -> None:
    street = make_street("tomas")
    street.people["ines"] = cast.make_user("ines")
    come(street, "ines")
    note = pin(street, "tomas", "Cake on Sunday")
    assert opened(street, "ines", note) is None
    assert not Circle.objects.visible_to(street.user("ines")).exists()


def test_who_comes_later_reads_what_was_pinned_before() -> None:
    street = make_street("tomas")
    note = pin(street, "ana", "Cake on Sunday")
    leave(street, "tomas")
    visit(street, "ana")
    street.people["ines"] = cast.make_user("ines")
    bring_in(street, "ines")
    assert opened(street, "ines", note) == "Cake on Sunday"


def leave(street: Street, name: str) -> None:
    with cast.signed_in(street.people[name]):
        leave_circle(by=street.by(name), now=NOW, circle=street.circle)


def keys_of(street: Street, name: str) -> tuple[bytes, ...]:
    """Every key that this user's keyring can hold of the circle, as they might have copied it."""
    with cast.signed_in(street.people[name]) as user:
        open_circles(user)
        return tuple(current()._keys_of[street.circle.id])


@pytest.mark.parametrize("goes", ["leaves", "is turned away"])
def test_who_went_opens_nothing_written_afterwards_even_with_the_keys_they_copied(goes: str) -> None:
    street = make_street()
    before = pin(street, "ana", "Before")
    copied = keys_of(street, "ines")
    if goes == "leaves":
        leave(street, "ines")
    else:
        with cast.signed_in(street.people["ana"]):
            turn_away(by=street.by("ana"), now=NOW, circle=street.circle, member=street.membership("ines").id)
    after = pin(street, "tomas", "After")
    with cast.signed_in(street.people["ines"]) as ines:
        assert street.circle.id not in open_circles(ines)
        current().add(street.circle.id, *copied)
        assert BoardNote.objects.get(pk=before.pk).text == "Before"
        with pytest.raises(Unsealable):
            _ = BoardNote.objects.get(pk=after.pk).text
    assert opened(street, "ana", after) == opened(street, "tomas", after) == "After"
    assert opened(street, "tomas", before) == "Before"


def test_a_new_key_is_made_at_the_next_visit_once() -> None:
    street = make_street()
    leave(street, "ines")
    for name in ("tomas", "ana", "tomas"):
        visit(street, name)
    circle = Circle.objects.get(pk=street.circle.pk)
    assert (circle.epoch, circle.key_due) == (2, False)
    assert CircleKey.objects.filter(circle=circle, epoch=2).count() == 2


def test_who_lost_their_key_is_not_handed_it_again_before_a_steward_says_so() -> None:
    """Whoever runs the server can reset a user; that alone must not open the circle to them."""
    street = make_street()
    note = pin(street, "ana", "Cake on Sunday")
    ReceivingPair.objects.filter(owner=street.user("ines")).delete()
    with cast.signed_in(street.people["ines"]):
        ensure_pair(by=street.by("ines"))
    leave(street, "tomas")
    visit(street, "ana")
    assert opened(street, "ines", note) is None
    bring_in(street, "ines")
    assert opened(street, "ines", note) == "Cake on Sunday"


def test_the_pair_that_opens_stays_the_same() -> None:
    joined = cast.make_user("ines")
    with cast.signed_in(joined) as user:
        by = make_street("ana", starts="tomas").by("tomas").__class__(user)
        assert ensure_pair(by=by).id == ensure_pair(by=by).id
    assert ReceivingPair.objects.filter(owner=user).count() == 1


def test_a_stranger_writes_nothing() -> None:
    street = make_street()
    street.people["cleo"] = cast.make_user("cleo")
    with cast.signed_in(street.people["cleo"]), pytest.raises(Refused, match="circle_not_found"):
        pin_note(by=street.by("cleo"), now=NOW, circle=street.circle, text="Hello")
    assert not Membership.objects.visible_to(street.user("cleo")).exists()


def test_keys_of_many_circles_cost_the_same_number_of_queries(
    statements: object, django_assert_max_num_queries: object
) -> None:
    street = make_street()
    with cast.signed_in(street.people["ana"]) as ana, statements() as few:  # type: ignore[operator]
        open_circles(ana)
    from kindring.circles.actions import start_circle

    for number in range(8):
        with cast.signed_in(street.people["ana"]):
            start_circle(by=street.by("ana"), now=NOW, called="Ana", name=f"Circle {number}")
    with cast.signed_in(street.people["ana"]) as ana, statements() as many:  # type: ignore[operator]
        assert len(open_circles(ana)) == 9
    assert len(few) == len(many) == 3


def test_after_an_erased_account_a_new_key_begins() -> None:
    """What opened for them opens nothing that is written from then on."""
    street = make_street()
    erase_user(street.user("tomas"), NOW)
    assert Circle.objects.get(pk=street.circle.pk).key_due
    pin(street, "ines", "Cake on Sunday")
    assert Circle.objects.get(pk=street.circle.pk).epoch == 2
