"""Two presses, two tabs, a hundred guesses at the same moment."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from kindring.accounts.actions.joining import Joined, confirm_recovery_code, join, renew_recovery_code
from kindring.accounts.actions.sessions import begin_session
from kindring.accounts.actions.signing import change_password, print_reset_link, recover, sign_in
from kindring.accounts.actions.starting_anew import prove_before, reopen_older, use_reset_link
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.models import KeyWrap, ResetLink, Session, Throttle, User
from kindring.accounts.throttle import browser_mark
from kindring.lib.refused import Refused
from tests import cast
from tests.at_once import all_at_once
from tests.cast import NOW, PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "192.0.2.7"
NEW = "another quiet lake"


@pytest.fixture
def joined(transactional_db: None) -> Joined:
    return cast.make_user("ana")


def outcome(action: Callable[..., Any], **words: Any) -> str:
    """'done', or the code of the refusal."""
    try:
        action(**words)
    except Refused as refused:
        return refused.code
    return "done"


def outcomes(*works: Callable[[], str]) -> Counter[str]:
    return Counter(all_at_once(works))


def guess(number: int, **words: Any) -> str:
    given = {"name": "ana", "password": "not the password", "address": ADDRESS} | words
    return outcome(sign_in, by=SYSTEM, now=NOW, **given)


def test_of_guesses_at_once_from_one_network_five_are_looked_at(joined: Joined) -> None:
    assert outcomes(*[partial(guess, number) for number in range(12)]) == {"not_opened": 5, "too_many_tries": 7}


def test_of_guesses_at_once_from_everywhere_ten_are_looked_at(joined: Joined) -> None:
    works = [partial(guess, number, address=f"10.0.{number}.1") for number in range(16)]
    assert outcomes(*works) == {"not_opened": 10, "too_many_tries": 6}


def test_the_hundredth_failure_is_the_last_also_at_once(joined: Joined) -> None:
    mark = browser_mark(bytes(joined.user.name_hash))
    guess(0, mark=mark)
    Throttle.objects.update(failures=98, since=NOW.replace(year=2025))
    Throttle.objects.filter(failures=98).update(wait_until=None)
    works = [partial(guess, number, mark=mark, address=f"10.0.{number}.1") for number in range(8)]
    assert outcomes(*works) == {"not_opened": 2, "only_recovery": 6}


def test_signing_in_at_once_loses_no_try_and_breaks_nothing(joined: Joined) -> None:
    works = [partial(guess, number, password=PASSWORD, address=f"10.0.{number}.1") for number in range(8)]
    assert outcomes(*works) == {"done": 8}
    assert set(Throttle.objects.values_list("failures", flat=True)) <= {0}


def test_one_name_is_given_once(transactional_db: None) -> None:
    words = {"by": SYSTEM, "now": NOW, "password": PASSWORD, "called": "", "adult": True}
    names = ["ana", "ANA", " ana", "Ana"]
    assert outcomes(*[partial(outcome, join, name=name, **words) for name in names]) == {"done": 1, "name_taken": 3}
    assert (User.objects.count(), KeyWrap.objects.count()) == (1, 2)


def test_a_link_is_used_once(joined: Joined) -> None:
    secret = print_reset_link(by=SYSTEM, now=NOW, name="ana")
    words = {"by": SYSTEM, "now": NOW, "secret": secret, "name": "ana", "password": NEW}
    works = [partial(outcome, use_reset_link, erase=bool(number % 2), **words) for number in range(4)]
    assert outcomes(*works) == {"done": 1, "link_ended": 3}
    assert KeyWrap.objects.filter(set_aside=False).count() == 2


def test_links_printed_at_once_leave_one(joined: Joined) -> None:
    works = [partial(outcome, print_reset_link, by=SYSTEM, now=NOW, name="ana") for _ in range(4)]
    assert outcomes(*works) == {"done": 4}
    assert ResetLink.objects.count() == 1


def test_passwords_changed_at_once_leave_one_that_opens(joined: Joined) -> None:
    begun = begin_session(by=Actor(joined.user), now=NOW, keys=joined.keys, device="phone")
    words = {
        "by": Actor(joined.user),
        "now": NOW,
        "keys": joined.keys,
        "session": begun.session,
        "secret": begun.secret,
    }
    passwords = [f"a quiet lake number {number}" for number in range(4)]
    works = [partial(outcome, change_password, password=password, **words) for password in passwords]
    assert outcomes(*works) == {"done": 4}
    assert KeyWrap.objects.filter(kind="password").count() == 1
    tried = [guess(0, password=password, address=f"10.1.{at}.1") for at, password in enumerate(passwords)]
    assert sorted(tried) == ["done"] + ["not_opened"] * 3


def test_recovering_twice_at_once_leaves_one_password(joined: Joined) -> None:
    with cast.signed_in(joined):
        code = User.objects.get().recovery_code
    words = {"by": SYSTEM, "now": NOW, "name": "ana", "code": code, "address": ADDRESS}
    works = [partial(outcome, recover, password=f"a quiet lake number {number}", **words) for number in range(3)]
    assert outcomes(*works) == {"done": 3}
    assert KeyWrap.objects.filter(kind="password").count() == 1


def test_codes_renewed_and_confirmed_at_once_never_lose_the_code_that_opens(joined: Joined) -> None:
    begun = begin_session(by=Actor(joined.user), now=NOW, keys=joined.keys, device="phone")
    with cast.signed_in(joined):
        code = User.objects.get().recovery_code

    def as_ana(action: Callable[..., Any], **words: Any) -> str:
        with cast.signed_in(Joined(User.objects.get(), joined.keys)) as user:
            return outcome(action, by=Actor(user), **words)

    renewing = {"now": NOW, "keys": joined.keys, "session": begun.session, "secret": begun.secret}
    works = [partial(as_ana, renew_recovery_code, **renewing), partial(as_ana, renew_recovery_code, **renewing)]
    outcomes(*works, partial(as_ana, confirm_recovery_code, code=code))
    with cast.signed_in(joined):
        user = User.objects.get()
        assert not user.recovery_confirmed
        confirm_recovery_code(by=Actor(user), code=user.recovery_code)


def test_what_was_locked_is_opened_once(joined: Joined) -> None:
    secret = print_reset_link(by=SYSTEM, now=NOW, name="ana")
    proved = use_reset_link(by=SYSTEM, now=NOW, secret=secret, name="ana", password=NEW, erase=False)
    by = Actor(proved.user)
    begun = begin_session(by=by, now=NOW, keys=proved.keys, device="phone")
    older = prove_before(by=by, now=NOW, secret=PASSWORD, address=ADDRESS)
    words: dict[str, Any] = {"by": by, "now": NOW, "keys": proved.keys, "older": older}
    words |= {"session": begun.session, "secret": begun.secret}
    works = [partial(outcome, reopen_older, **words) for _ in range(3)]
    assert outcomes(*works) == {"done": 1, "open_already": 2}
    assert KeyWrap.objects.filter(kind="older").count() == 1
    assert Session.objects.count() == 1
