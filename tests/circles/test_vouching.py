"""Vouchers, promises and bonds, as they were once written."""

from uuid import UUID

from kindring.accounts.models import ReceivingPair
from kindring.circles.vouching import Holder, _by_circle, _by_invite, _opened, bond_of, promise_for, voucher_for

CIRCLE, USER, PAIR = (UUID(int=number) for number in (1, 2, 3))
KEY, PRIVATE, SECRET = bytes(range(32)), bytes(range(32, 64)), "a secret of an invitation"
THEIRS = ReceivingPair(id=PAIR, owner_id=USER, public=bytes(range(64, 96)))
BOND = bytes.fromhex("8df0cbbfbff77f2df5e83deb33c26333b8face1a12b5996383561e87a90883f1")
VOUCHER = bytes.fromhex(
    "57313b4cc17d56a5054458f581222273a50de516dec3b9deb74c4f9e88544c5060b7f12272ad1d397e110c75a5133009"
    "f7b0af632bb43b64dc4ca8a9c1e586e90aacc25fdf184261143af1c27a4bf448a60c3ecca9153fadc4ce6257fa54"
)
PROMISE = bytes.fromhex(
    "57317ba6786b27c11d90d737ac5bac594bb2740e5442073c0f2795e96b4f12c554c12c08f531acd27dd2ed70363e6e9d"
    "0a10e5bc7a2438685674820178074804b237e8d2967ffb03ef5e0237adbdca58d10259105731133d6e920bd71895"
)


def test_a_bond_stays_the_same_for_ever() -> None:
    """Frozen: with another one, no circle would open any more."""
    assert bond_of(PRIVATE, CIRCLE) == BOND


def test_what_was_once_locked_opens_for_ever() -> None:
    for kek, blob, label in ((_by_circle(KEY), VOUCHER, "voucher"), (_by_invite(SECRET), PROMISE, "promise")):
        assert _opened(kek, blob, label, CIRCLE, THEIRS) == Holder(THEIRS, BOND)


def test_it_opens_in_its_place_only() -> None:
    other = UUID(int=4)
    voucher, promise = (
        voucher_for(KEY, CIRCLE, Holder(THEIRS, BOND)),
        promise_for(SECRET, CIRCLE, Holder(THEIRS, BOND)),
    )
    for kek, blob, label in ((_by_circle(KEY), voucher, "voucher"), (_by_invite(SECRET), promise, "promise")):
        assert _opened(kek, blob, label, CIRCLE, THEIRS)
        assert _opened(kek, blob, label, other, THEIRS) is None
        for change in ({"id": other}, {"owner_id": other}, {"public": bytes(32)}):
            changed = ReceivingPair(**{"id": PAIR, "owner_id": USER, "public": THEIRS.public} | change)
            assert _opened(kek, blob, label, CIRCLE, changed) is None
    assert _opened(_by_circle(KEY), promise, "promise", CIRCLE, THEIRS) is None
    assert _opened(_by_circle(KEY), voucher, "promise", CIRCLE, THEIRS) is None


def test_a_holder_does_not_show_itself() -> None:
    assert repr(Holder(THEIRS, BOND)) == "Holder()"
