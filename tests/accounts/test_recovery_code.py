"""The recovery code: typed as people type, shown until it is written down, renewed for good."""

from typing import Any

import pytest

from kindring.accounts.actions.joining import Joined, confirm_recovery_code, renew_recovery_code
from kindring.accounts.actions.sessions import Begun, begin_session
from kindring.accounts.actions.signing import recover
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.models import KeyWrap, Session, User
from kindring.accounts.vault import open_with_recovery
from kindring.lib.sealing import Unsealable
from tests import cast
from tests.cast import NOW
from tests.everything import every_value
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined() -> Joined:
    return cast.make_user("ana")


def code_of(joined: Joined) -> str:
    with cast.signed_in(joined):
        return str(User.objects.get(pk=joined.user.pk).recovery_code)


def confirm(joined: Joined, code: str) -> None:
    with cast.signed_in(joined) as user:
        confirm_recovery_code(by=Actor(user), code=code)


def renew(joined: Joined, begun: Begun) -> Any:
    with cast.signed_in(joined) as user:
        return renew_recovery_code(
            by=Actor(user), now=NOW, keys=joined.keys, session=begun.session, secret=begun.secret
        )


def begin(joined: Joined) -> Begun:
    return begin_session(by=Actor(joined.user), now=NOW, keys=joined.keys, device="phone")


def opens(joined: Joined, code: str) -> bool:
    row = KeyWrap.objects.get(owner=joined.user, kind="recovery")
    try:
        return open_with_recovery(row, code) == joined.keys[0]
    except Unsealable:
        return False


@pytest.mark.parametrize(
    "typed",
    [
        str,
        str.lower,
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", ""),
        lambda code: f"  {code.replace('-', ' - ')}\n",
        lambda code: code.replace("0", "O").replace("1", "I"),
        lambda code: code.replace("0", "o").replace("1", "l"),
        lambda code: code.replace("1", "L").lower(),
    ],
)
def test_code_opens_however_it_is_typed(typed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "0011-A1B0-ZZ10-7X01-0101-1110-QRS0-T1V0"  # with the letters that are easily mistaken
    monkeypatch.setattr("kindring.accounts.actions.joining.new_recovery_code", lambda: code)
    joined = cast.make_user("ana")
    assert opens(joined, typed(code))
    confirm(joined, typed(code))
    assert User.objects.get().recovery_confirmed


@pytest.mark.parametrize(
    "typed", ["", "-", "OOOO", "U" * 32, "é" * 32, "0" * 32, "0" * 33, "٠" * 32, "\x00" * 32, "O-" * 32]
)
def test_another_code_is_refused_and_the_right_one_still_shown(joined: Joined, typed: str) -> None:
    code = code_of(joined)
    with cast.signed_in(joined) as user:
        assert refusal(confirm_recovery_code, by=Actor(user), code=typed) == "code_differs"
    assert not User.objects.get().recovery_confirmed
    assert code_of(joined) == code


def test_a_code_with_one_letter_changed_opens_nothing(joined: Joined) -> None:
    code = code_of(joined)
    other = "A" if code[-1] != "A" else "B"
    assert opens(joined, code)
    assert not opens(joined, code[:-1] + other)


def test_each_code_is_160_bits_of_its_own() -> None:
    codes = {code_of(cast.make_user(f"user {number}")).replace("-", "") for number in range(20)}
    assert {len(code) for code in codes} == {32}
    assert len(codes) == 20
    assert len(set("".join(codes))) == 32


def test_until_it_is_typed_the_code_lies_sealed_and_then_nowhere(joined: Joined) -> None:
    code = code_of(joined)

    def in_clear() -> list[str]:
        return [place for place, value in every_value() if code in str(value) or code.encode() in _bytes(value)]

    assert in_clear() == []
    assert User.objects.filter(recovery_code__isnull=False).exists()
    confirm(joined, code)
    assert User.objects.filter(recovery_code__isnull=True, recovery_confirmed=True).exists()
    assert in_clear() == []


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def test_the_code_of_someone_else_opens_nothing(joined: Joined) -> None:
    cleo = cast.make_user("cleo")
    with cast.signed_in(joined) as user:
        assert refusal(confirm_recovery_code, by=Actor(user), code=code_of(cleo)) == "code_differs"


def test_renewing_kills_the_code_before_and_asks_to_write_the_new_one_down(joined: Joined) -> None:
    old, begun = code_of(joined), begin(joined)
    confirm(joined, old)
    renew(joined, begun)
    new = code_of(joined)
    assert new != old
    assert not User.objects.get().recovery_confirmed
    assert (opens(joined, old), opens(joined, new)) == (False, True)
    words = {"by": SYSTEM, "now": NOW, "name": "ana", "password": "another quiet lake", "address": "192.0.2.1"}
    assert refusal(recover, code=old, **words) == "not_opened"
    assert recover(code=new, **words).keys == joined.keys  # type: ignore[arg-type]


def test_a_new_code_is_shown_in_this_browser_only(joined: Joined) -> None:
    """Until it is typed the code is on a page, and it opens everything."""
    here, elsewhere = begin(joined), begin(joined)
    secret = renew(joined, here)
    assert [session.pk for session in Session.objects.all()] == [here.session.pk]
    assert elsewhere.session.pk != here.session.pk
    assert bytes(Session.objects.get().secret_hash) == secret.hash != here.secret.hash
