"""Proving who one is: with the password, with the password once more, with the recovery code; and changing it."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kindring.accounts import vault
from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.sessions import Begun, begin_session
from kindring.accounts.actions.signing import Proved, change_password, prove_again, recover, sign_in
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.models import KeyWrap, Session, User
from kindring.lib.refused import Refused
from kindring.lib.sealing import PasswordCost, Unsealable, password_kek
from kindring.people.models import Person
from tests import cast
from tests.cast import NOW, PASSWORD
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
ADDRESS = "192.0.2.7"
NEW = "another quiet lake"


@pytest.fixture
def joined() -> Joined:
    joined = cast.make_user("ana")
    with cast.signed_in(joined) as ana:
        cast.mira(ana, notes="Allergic to walnuts")
    return joined


def signing_in(name: str = "ana", password: str = PASSWORD, *, now: Any = NOW, **words: Any) -> Proved:
    return sign_in(by=SYSTEM, now=now, name=name, password=password, **{"address": ADDRESS} | words)


def begin(joined: Joined, keys: Any = None) -> Begun:
    return begin_session(by=Actor(joined.user), now=NOW, keys=keys or joined.keys, device="phone")


def code_of(joined: Joined) -> str:
    with cast.signed_in(joined):
        return str(User.objects.get(pk=joined.user.pk).recovery_code)


def reads(proved: Proved) -> str:
    """The note about Mira, with the keys that this proof opened."""
    with cast.signed_in(Joined(proved.user, proved.keys)):
        return str(Person.objects.get().notes)


# Signing in


def test_the_password_opens_what_was_written(joined: Joined) -> None:
    proved = signing_in(" ANA ")
    assert proved.user.pk == joined.user.pk
    assert proved.keys == joined.keys
    assert reads(proved) == "Allergic to walnuts"


@pytest.mark.parametrize(
    "password",
    [
        "",
        PASSWORD + " ",
        " " + PASSWORD,
        PASSWORD.upper(),
        PASSWORD[:-1],
        PASSWORD + "\x00",
        "é" * 300,
        "x" * 100_000,
    ],
)
def test_nothing_but_the_password_opens(joined: Joined, password: str) -> None:
    assert refusal(signing_in, password=password) == "not_opened"


def test_the_password_of_someone_else_does_not_open(joined: Joined) -> None:
    cast.make_user("cleo", password=NEW)
    assert refusal(signing_in, password=NEW) == "not_opened"


def refusal_of(name: str, password: str, now: Any = NOW) -> tuple[str, str, int]:
    with pytest.raises(Refused) as refused:
        signing_in(name, password, now=now)
    return refused.value.code, refused.value.message, refused.value.status


def test_unknown_name_and_wrong_password_get_the_same_answer_at_every_try(joined: Joined) -> None:
    """Also the throttle speaks of both alike: otherwise ten tries would tell who is here."""
    now = NOW
    for _ in range(115):
        now += timedelta(minutes=16)
        assert refusal_of("ana", "not the password", now) == refusal_of("nobody", "not the password", now)


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[PasswordCost]:
    """The Argon2id computations that were asked for."""
    asked: list[PasswordCost] = []
    real = password_kek

    def counted(password: str, salt: bytes, pepper: bytes, cost: PasswordCost) -> bytes:
        asked.append(cost)
        return real(password, salt, pepper, cost)

    monkeypatch.setattr(vault, "password_kek", counted)
    return asked


def test_unknown_name_costs_the_same_work_as_a_known_one(
    joined: Joined, passes: list[PasswordCost], statements: Callable[[], Any]
) -> None:
    asked = []
    for name in ("ana", "nobody") * 2:  # the first time makes the rows in which tries are counted
        passes.clear()
        with statements() as ran:
            assert refusal(signing_in, name=name, password="not the password") == "not_opened"
        asked.append((list(passes), [statement.split("'")[0] for statement in ran]))
    assert asked[2] == asked[3]
    assert asked[2][0] == [vault.COST]


def test_the_right_password_costs_one_computation_too(joined: Joined, passes: list[PasswordCost]) -> None:
    signing_in()
    assert len(passes) == 1


def test_unknown_name_takes_as_long_as_a_wrong_password_at_the_real_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "COST", PasswordCost())
    cast.make_user("ana")

    def seconds(name: str, at: int) -> float:
        begun = time.thread_time()
        refusal(signing_in, name=name, password="not the password", now=NOW + timedelta(hours=at))
        return time.thread_time() - begun

    pairs = [(seconds("ana", at), seconds("nobody", at)) for at in range(3)]
    known, unknown = (min(times) for times in zip(*pairs, strict=True))
    assert known > 0.01, "the real cost was not paid"
    assert 0.6 < unknown / known < 1.6


def test_keys_set_aside_by_a_reset_do_not_stand_in_the_way(joined: Joined) -> None:
    KeyWrap(owner=joined.user, kind="older", key_id=b"8 bytes.", wrap=b"W1", made_on=NOW, set_aside=True).save()
    assert signing_in().keys == joined.keys


def test_a_damaged_wrap_is_a_refusal_not_a_fault(joined: Joined) -> None:
    for damaged in (b"", b"W1", b"W1" + bytes(60), b"K9" + bytes(60), bytes(128)):
        KeyWrap.objects.filter(kind="password").update(wrap=damaged)
        assert refusal(signing_in, now=NOW + timedelta(minutes=len(damaged))) == "not_opened"


def test_a_wrap_of_someone_else_put_in_its_place_opens_nothing(joined: Joined) -> None:
    """Whoever can write to the database cannot give themselves another's account with a password they know."""
    cleo = cast.make_user("cleo", password=NEW)
    theirs = KeyWrap.objects.filter(owner=cleo.user, kind="password").values("wrap", "salt", "key_id").get()
    KeyWrap.objects.filter(owner=joined.user, kind="password").update(**theirs)
    assert refusal(signing_in, password=NEW) == "not_opened"


# Once more


def proving(joined: Joined, password: str = PASSWORD) -> Any:
    return prove_again(by=Actor(joined.user), now=NOW, password=password, address=ADDRESS)


def test_the_password_once_more_gives_the_keys(joined: Joined) -> None:
    assert proving(joined) == joined.keys


def test_a_wrong_password_once_more_is_refused_and_counted(joined: Joined) -> None:
    for _ in range(5):
        assert refusal(proving, joined=joined, password="not the password") == "not_opened"
    assert refusal(proving, joined=joined) == "too_many_tries"


def test_the_system_has_no_password_to_prove() -> None:
    with pytest.raises(TypeError):
        prove_again(by=SYSTEM, now=NOW, password=PASSWORD, address=ADDRESS)


# Another password


def changing(joined: Joined, begun: Begun, password: str = NEW) -> vault.BrowserSecret | None:
    return change_password(
        by=Actor(joined.user),
        now=NOW,
        keys=joined.keys,
        password=password,
        session=begun.session,
        secret=begun.secret,
    )


def test_after_a_change_the_new_password_opens_and_the_old_one_nothing(joined: Joined) -> None:
    before = bytes(KeyWrap.objects.get(kind="password").wrap)
    changing(joined, begin(joined))
    assert bytes(KeyWrap.objects.get(kind="password").wrap) != before
    assert refusal(signing_in) == "not_opened"
    assert reads(signing_in(password=NEW)) == "Allergic to walnuts"


def test_after_a_change_others_are_signed_out_and_this_one_goes_on_with_a_new_secret(joined: Joined) -> None:
    here, elsewhere, cleo = begin(joined), begin(joined), begin(cast.make_user("cleo"))
    secret = changing(joined, here)
    assert set(Session.objects.values_list("pk", flat=True)) == {here.session.pk, cleo.session.pk}
    assert secret is not None
    assert secret.cookie != here.secret.cookie
    row = Session.objects.get(pk=here.session.pk)
    assert secret.unwrap(joined.user.pk, bytes(row.wrap or b"")) == joined.keys
    with pytest.raises(Unsealable):
        here.secret.unwrap(joined.user.pk, bytes(row.wrap or b""))
    assert elsewhere.session.pk != here.session.pk


def test_the_recovery_code_outlives_a_change_of_password(joined: Joined) -> None:
    code = code_of(joined)
    changing(joined, begin(joined))
    words: dict[str, Any] = {"by": SYSTEM, "now": NOW, "name": "ana", "password": NEW, "address": ADDRESS}
    assert recover(code=code, **words).keys == joined.keys


@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "password_weak"), ("x" * 300, "password_long"), ("a long sign-in name", "password_is_name")],
)
def test_a_weak_new_password_changes_nothing(password: str, code: str) -> None:
    joined = cast.make_user("a long sign-in name")
    begun = begin(joined)
    assert refusal(changing, joined=joined, begun=begun, password=password) == code
    assert signing_in("a long sign-in name").keys == joined.keys
    assert bytes(Session.objects.get().secret_hash) == begun.secret.hash


def test_a_change_in_a_session_that_was_ended_meanwhile_brings_it_not_back(joined: Joined) -> None:
    begun = begin(joined)
    Session.objects.all().delete()
    assert changing(joined, begun) is None
    assert not Session.objects.exists()


# By the recovery code


def recovering(joined: Joined, code: str = "", **words: Any) -> Proved:
    given = {"name": "ana", "password": NEW, "address": ADDRESS, "code": code or code_of(joined)} | words
    return recover(by=SYSTEM, now=NOW, **given)


def test_by_the_recovery_code_everything_stays_open_under_a_new_password(joined: Joined) -> None:
    assert reads(recovering(joined)) == "Allergic to walnuts"
    assert refusal(signing_in) == "not_opened"
    assert reads(signing_in(password=NEW)) == "Allergic to walnuts"


def test_recovering_signs_every_browser_out(joined: Joined) -> None:
    begin(joined)
    begin(joined)
    cleo = begin(cast.make_user("cleo"))
    recovering(joined)
    assert [session.pk for session in Session.objects.all()] == [cleo.session.pk]


def test_recovery_refuses_alike_for_an_unknown_name_and_a_wrong_code(joined: Joined) -> None:
    code = code_of(joined)
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    said = set()
    for name, typed in (("ana", wrong), ("nobody", code), ("ana", ""), ("nobody", "")):
        with pytest.raises(Refused) as refused:
            recovering(joined, typed or "x", name=name)
        said.add((refused.value.code, refused.value.message, refused.value.status))
    assert len(said) == 1
    assert signing_in(now=NOW + timedelta(minutes=1)).keys == joined.keys


def test_a_weak_password_leaves_the_code_and_the_password_as_they_are(joined: Joined) -> None:
    assert refusal(recovering, joined=joined, password="short") == "password_weak"
    assert refusal(recovering, joined=joined, password="ana ana ana 12") == "password_is_name"
    assert signing_in().keys == joined.keys
    assert recovering(joined).keys == joined.keys


def test_the_code_of_someone_else_recovers_nothing(joined: Joined) -> None:
    assert refusal(recovering, joined=joined, code=code_of(cast.make_user("cleo"))) == "not_opened"
