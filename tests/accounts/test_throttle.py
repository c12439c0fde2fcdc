"""Guesses get slow: by network, by name, in all; and nobody can lock another person out of a browser of theirs."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from kindring.accounts import vault
from kindring.accounts.actions.joining import knock
from kindring.accounts.actions.signing import recover, sign_in
from kindring.accounts.actor import SYSTEM
from kindring.accounts.models import Throttle, User
from kindring.accounts.throttle import Attempt, browser_mark, knows, prefix_of
from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable
from tests import cast
from tests.cast import NOW, PASSWORD
from tests.everything import every_value
from tests.house.reading import modules
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
WRONG = "not the password"


@pytest.fixture(autouse=True)
def joined() -> User:
    return cast.make_user("ana").user


def address(number: int) -> str:
    """A network of its own for each number."""
    return f"10.{number // 250}.{number % 250}.1"


def guess(
    at: datetime = NOW, *, name: str = "ana", password: str = WRONG, place: str = "192.0.2.1", mark: str = ""
) -> str:
    """How a try ends: 'in', or the code of the refusal."""
    words: dict[str, Any] = {"now": at, "name": name, "password": password, "address": place, "mark": mark}
    try:
        sign_in(by=SYSTEM, **words)
    except Refused as refused:
        return refused.code
    return "in"


def minutes() -> Iterator[datetime]:
    """Moments far enough apart for any wait."""
    return (NOW + timedelta(minutes=16 * number) for number in range(10_000))


def after(failures: int, *, name: str = "ana", mark: str = "") -> datetime:
    """So many failures, each from a network of its own and after any wait; the moment of the last."""
    for number, now in zip(range(failures), minutes(), strict=False):
        assert guess(now, name=name, place=address(number), mark=mark) == "not_opened"
    return now


# By network


def test_five_a_minute_from_one_network_whatever_the_name() -> None:
    for number in range(5):
        assert guess(name=f"user {number}") == "not_opened"
    assert guess(name="another") == "too_many_tries"
    assert guess(password=PASSWORD) == "too_many_tries"
    assert guess(NOW + timedelta(seconds=59), password=PASSWORD) == "too_many_tries"
    assert guess(NOW + timedelta(seconds=60), password=PASSWORD) == "in"


def test_a_network_is_counted_in_every_minute_anew() -> None:
    for minute in range(3):
        now = NOW + timedelta(minutes=minute)
        assert [guess(now, name=f"{minute} {number}") for number in range(6)] == ["not_opened"] * 5 + [
            "too_many_tries"
        ]


def test_tries_that_were_turned_away_do_not_prolong_the_wait() -> None:
    for number in range(5):
        guess(name=f"user {number}")
    for second in range(1, 60):
        assert guess(NOW + timedelta(seconds=second)) == "too_many_tries"
    assert guess(NOW + timedelta(seconds=60)) == "not_opened"


def test_another_network_is_free() -> None:
    for number in range(5):
        guess(name=f"user {number}")
    assert guess(place="192.0.3.1", password=PASSWORD) == "in"


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("192.0.2.1", "192.0.2.255", True),
        ("192.0.2.1", "192.0.3.1", False),
        ("2001:db8:1::1", "2001:db8:1:ffff:ffff::9", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("192.0.2.1", "::ffff:192.0.2.9", True),
        ("192.0.2.1", "::ffff:c000:0209", True),
        ("::ffff:192.0.2.1", "::ffff:198.51.100.1", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "unix:", True),
        ("", "<script>", True),
        ("", "192.0.2.1", False),
        ("::1", "127.0.0.1", False),
    ],
)
def test_networks_are_24_bits_of_ipv4_and_48_of_ipv6(one: str, other: str, together: bool) -> None:
    assert (prefix_of(one) == prefix_of(other)) is together


def test_success_gives_the_try_back() -> None:
    for _ in range(20):
        assert guess(password=PASSWORD) == "in"
    assert [guess(name=f"user {number}") for number in range(6)] == ["not_opened"] * 5 + ["too_many_tries"]


def test_success_gives_back_one_try_not_those_of_others() -> None:
    """Someone with an account of their own cannot buy more guesses at another's by signing in between."""
    cast.make_user("cleo")
    for _ in range(4):
        assert guess() == "not_opened"
    assert guess(name="cleo", password=PASSWORD) == "in"
    assert guess() == "not_opened"
    assert guess() == "too_many_tries"


# By name


def test_ten_tries_at_a_name_are_free_then_waits_double_up_to_a_quarter_of_an_hour() -> None:
    now = NOW
    for number in range(10):
        assert guess(now, place=address(number)) == "not_opened"
    for number, wait in enumerate([15, 30, 60, 120, 240, 480, 900, 900, 900]):
        place = address(1000 + number)
        assert guess(now + timedelta(seconds=wait - 1), place=place) == "too_many_tries"
        now += timedelta(seconds=wait)
        assert guess(now, place=place) == "not_opened"


def test_the_right_password_has_to_wait_too() -> None:
    """Else the wait would tell nothing to whoever guesses well."""
    now = after(12)
    assert guess(now + timedelta(seconds=1), place="192.0.2.1", password=PASSWORD) == "too_many_tries"
    assert guess(now + timedelta(minutes=16), place="192.0.2.1", password=PASSWORD) == "in"


def test_success_forgets_the_failures_of_the_name() -> None:
    now = after(12) + timedelta(minutes=16)
    assert guess(now, place="192.0.2.1", password=PASSWORD) == "in"
    for number in range(10):
        assert guess(now, place=address(500 + number)) == "not_opened"
    assert guess(now, place=address(600)) == "too_many_tries"


def test_names_that_nobody_has_wait_as_well() -> None:
    now = after(10, name="nobody")
    assert guess(now, name="nobody", place="192.0.2.1") == "too_many_tries"


def test_every_spelling_of_a_name_is_one_count() -> None:
    for number, name in enumerate(["ana", "ANA", " Ana ", "\uff41na"] * 3):
        guess(name=name, place=address(number))
    assert guess(place="192.0.2.1") == "too_many_tries"


# In all


def test_after_a_hundred_failures_no_password_opens() -> None:
    now = after(100) + timedelta(days=30)
    assert guess(now, password=PASSWORD) == "only_recovery"
    assert guess(now) == "only_recovery"


def test_after_a_hundred_failures_the_recovery_code_opens_and_the_name_starts_anew() -> None:
    ana = cast.make_user("ana2")
    with cast.signed_in(ana):
        code = User.objects.get(pk=ana.user.pk).recovery_code
    now = after(100, name="ana2") + timedelta(hours=1)
    words: dict[str, Any] = {"name": "ana2", "password": PASSWORD, "address": "192.0.2.1"}
    assert recover(by=SYSTEM, now=now, code=code, **words).keys == ana.keys
    assert guess(now, name="ana2", password=PASSWORD) == "in"


def test_recovery_codes_are_counted_by_network_only() -> None:
    """Nobody guesses 160 bits, and this is the way back for someone whom others locked out."""
    words: dict[str, Any] = {
        "by": SYSTEM,
        "now": NOW,
        "name": "ana",
        "code": "0" * 32,
        "password": "another quiet lake",
    }
    assert [refusal(recover, address="192.0.2.1", **words) for _ in range(6)] == ["not_opened"] * 5 + [
        "too_many_tries"
    ]
    for number in range(120):
        assert refusal(recover, address=address(number), **words) == "not_opened"
    assert guess(password=PASSWORD, place="198.51.100.1") == "in"


def test_a_successful_recovery_gives_its_try_back() -> None:
    ana = cast.make_user("ana3")
    with cast.signed_in(ana):
        code = User.objects.get(pk=ana.user.pk).recovery_code
    for _ in range(8):
        recover(by=SYSTEM, now=NOW, name="ana3", code=code, password=PASSWORD, address="192.0.2.1")


def test_joining_is_counted_by_network_and_never_given_back() -> None:
    for _ in range(5):
        knock(by=SYSTEM, now=NOW, address="192.0.2.1")
    assert refusal(knock, by=SYSTEM, now=NOW, address="192.0.2.200") == "too_many_tries"
    assert guess(password=PASSWORD) == "too_many_tries"
    knock(by=SYSTEM, now=NOW, address="192.0.3.1")
    knock(by=SYSTEM, now=NOW + timedelta(minutes=1), address="192.0.2.1")


# Browsers that were here before


@pytest.fixture
def mark(joined: User) -> str:
    """What a browser keeps in which Ana signed in before."""
    return browser_mark(bytes(joined.name_hash))


@pytest.mark.parametrize("failures", [10, 100])
def test_a_known_browser_is_spared_what_others_caused(mark: str, failures: int) -> None:
    now = after(failures)
    assert guess(now, password=PASSWORD, place="192.0.2.1", mark=mark) == "in"
    # Elsewhere nothing is forgiven by that.
    assert guess(now, password=PASSWORD, place="192.0.2.1") in {"too_many_tries", "only_recovery"}


def test_a_known_browser_has_no_waits_but_a_hundred_in_all(mark: str) -> None:
    now = after(99, mark=mark)
    assert guess(now, place="192.0.2.1", mark=mark) == "not_opened"
    assert guess(now, place="192.0.3.1", password=PASSWORD, mark=mark) == "only_recovery"


def test_failures_in_a_known_browser_are_its_own(mark: str, joined: User) -> None:
    after(99, mark=mark)
    other = browser_mark(bytes(joined.name_hash))
    assert guess(NOW + timedelta(days=9), password=PASSWORD, mark=other) == "in"
    assert guess(NOW + timedelta(days=9), password=PASSWORD) == "in"


def test_a_known_browser_counts_for_its_network(mark: str) -> None:
    assert [guess(mark=mark) for _ in range(6)] == ["not_opened"] * 5 + ["too_many_tries"]


@pytest.mark.parametrize("bent", ["", "x", "é" * 64, "\x00" * 64, "0" * 64, "0" * 5000, "\ud7ff" * 40])
def test_a_mark_that_was_not_given_out_is_none(bent: str) -> None:
    now = after(10)
    assert guess(now, password=PASSWORD, place="192.0.2.1", mark=bent) == "too_many_tries"


def test_a_mark_for_one_name_is_none_for_another(joined: User) -> None:
    cleo = cast.make_user("cleo").user
    mark = browser_mark(bytes(cleo.name_hash))
    assert knows(mark, bytes(cleo.name_hash))
    assert not knows(mark, bytes(joined.name_hash))
    assert not knows(mark[:-1] + ("0" if mark[-1] != "0" else "1"), bytes(cleo.name_hash))
    assert not knows("f" + mark, bytes(cleo.name_hash))


def test_every_sign_in_gives_another_mark(joined: User) -> None:
    name = bytes(joined.name_hash)
    assert len({browser_mark(name) for _ in range(9)}) == 9
    assert name.hex() not in browser_mark(name)


# Counting


def test_a_try_is_counted_before_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = []

    def looks(*_: Any) -> bytes:
        counted.append(sorted(Throttle.objects.values_list("failures", flat=True)))
        raise Unsealable

    monkeypatch.setattr(vault, "open_with_password", looks)
    guess()
    assert counted == [[1, 1]]


def test_a_try_that_breaks_off_stays_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: Any) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr(vault, "open_with_password", breaks)
    with pytest.raises(ZeroDivisionError):
        sign_in(by=SYSTEM, now=NOW, name="ana", password=WRONG, address="192.0.2.1")
    assert sorted(Throttle.objects.values_list("failures", flat=True)) == [1, 1]


def test_whom_and_whence_are_kept_as_keyed_hashes_only(mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    guess(place="198.51.100.77", mark=mark)
    rows = [value for place, value in every_value() if place.startswith("accounts_throttle")]
    said = " ".join(map(str, rows))
    assert "198.51.100" not in said
    assert mark not in said
    before = Attempt("198.51.100.77", b"name").keys()
    monkeypatch.setattr(settings, "KINDRING_KEYS", type("Keys", (), {"throttle": b"of another server"}))
    assert not set(before[:2]) & set(Attempt("198.51.100.77", b"name").keys()[:2])


def test_what_was_a_lot_is_said_in_one_place() -> None:
    source = next(module.source for module in modules("kindring/accounts") if module.name.endswith("/trying.py"))
    assert source.count('"too_often"') == 1
