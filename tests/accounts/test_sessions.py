"""Signed-in browsers: the secret is in the cookie only, and neither it nor the database alone opens anything."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.sessions import (
    Begun,
    begin_session,
    end_session,
    end_sessions,
    keep_only,
    lock_session,
    note_seen,
    renew_session,
)
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.models import Session, User
from kindring.accounts.sessions import LASTS, find_session
from kindring.accounts.vault import BrowserSecret
from kindring.lib.sealing import Unsealable, secret_kek, unwrap
from tests import cast
from tests.cast import NOW
from tests.everything import every_value

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined() -> Joined:
    return cast.make_user("ana")


@pytest.fixture
def begun(joined: Joined) -> Begun:
    return begin(joined)


def begin(joined: Joined, **options: object) -> Begun:
    words = {"now": NOW, "keys": joined.keys, "device": "phone"} | options
    return begin_session(by=Actor(joined.user), **words)  # type: ignore[arg-type]


def wrap_of(session: Session) -> bytes:
    return bytes(Session.objects.get(pk=session.pk).wrap or b"")


# The secret


def test_the_cookie_and_the_database_together_give_the_keys(joined: Joined, begun: Begun) -> None:
    secret = BrowserSecret.from_cookie(begun.secret.cookie)
    assert secret is not None
    found = find_session(secret.hash, NOW)
    assert found is not None
    assert found.owner.pk == joined.user.pk
    assert secret.unwrap(found.owner_id, bytes(found.wrap or b"")) == joined.keys


def test_the_secret_is_nowhere_in_the_database(begun: Begun) -> None:
    secret = bytes.fromhex(begun.secret.cookie)
    for place, value in every_value():
        held = value if isinstance(value, bytes) else str(value).encode()
        assert secret not in held, place
        assert begun.secret.cookie.encode() not in held, place


def test_what_the_database_holds_opens_nothing_by_itself(joined: Joined, begun: Begun) -> None:
    """Neither the hash of the secret, nor any key of the server, nor another browser's secret."""
    row = Session.objects.get()
    keys = settings.KINDRING_KEYS
    candidates = [bytes(row.secret_hash), keys.pepper, keys.names, keys.mail, keys.throttle, bytes(32)]
    for candidate in candidates:
        with pytest.raises(Unsealable):
            BrowserSecret(candidate).unwrap(joined.user.pk, wrap_of(row))
        for kek in (candidate, secret_kek(candidate, "session")):
            with pytest.raises(Unsealable):
                unwrap(kek, wrap_of(row), joined.user.pk, "session", begun.secret.hash.hex())
    assert find_session(bytes(row.secret_hash)[::-1], NOW) is None


def test_a_wrap_moved_to_another_session_or_owner_opens_nothing(joined: Joined, begun: Begun) -> None:
    other, cleo = begin(joined), begin(cast.make_user("cleo"))
    for stolen, secret, owner in (
        (begun, other.secret, joined.user.pk),
        (begun, cleo.secret, joined.user.pk),
        (begun, begun.secret, cleo.session.owner_id),
    ):
        with pytest.raises(Unsealable):
            secret.unwrap(owner, wrap_of(stolen.session))


def test_each_browser_has_256_bits_of_its_own(joined: Joined) -> None:
    cookies = {begin(joined).secret.cookie for _ in range(50)}
    assert len(cookies) == 50
    assert {len(cookie) for cookie in cookies} == {64}


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "zz" * 32,
        "00" * 31,
        "00" * 33,
        "é" * 64,
        " " * 64,
        "00" * 32 + ".",
        "00" * 32 + ".stays ",
        "AA" * 32,
        "\n" * 64,
    ],
)
def test_a_cookie_that_is_none_is_nobody(cookie: str) -> None:
    assert BrowserSecret.from_cookie(cookie) is None


@pytest.mark.parametrize("stays", [False, True])
def test_a_cookie_says_itself_whether_it_was_to_stay(stays: bool) -> None:
    secret = BrowserSecret.new(stays=stays)
    again = BrowserSecret.from_cookie(secret.cookie)
    assert again is not None
    assert (again.stays, again.hash) == (stays, secret.hash)
    assert secret.cookie not in repr(secret)


# How long


@pytest.mark.parametrize(
    ("unseen", "there"), [(timedelta(), True), (LASTS - timedelta(hours=1), True), (LASTS, False)]
)
def test_a_session_ends_two_weeks_after_it_was_last_seen(begun: Begun, unseen: timedelta, there: bool) -> None:
    assert timedelta(days=14) == LASTS
    found = find_session(begun.secret.hash, NOW.replace(minute=0) + unseen)
    assert bool(found) is there


def test_being_seen_keeps_the_hour_once_an_hour(joined: Joined, begun: Begun) -> None:
    session = Session.objects.get()
    assert (session.seen_at, session.started_at) == (NOW.replace(minute=0), NOW.replace(minute=0))
    later = NOW + timedelta(days=13, minutes=42)
    note_seen(by=Actor(joined.user), session=session, now=later)
    assert Session.objects.get().seen_at == later.replace(minute=0)
    assert find_session(begun.secret.hash, NOW + timedelta(days=26)) is not None


def test_being_seen_again_in_the_same_hour_writes_nothing(joined: Joined, begun: Begun, statements) -> None:
    session = Session.objects.get()
    with statements() as ran:
        note_seen(by=Actor(joined.user), session=session, now=NOW + timedelta(minutes=29))
    assert ran == []


def test_finding_a_session_and_its_user_is_one_query(begun: Begun, statements) -> None:
    with statements() as ran:
        found = find_session(begun.secret.hash, NOW)
        assert found
        assert found.owner.time_zone == "UTC"
    assert len(ran) == 1


# Locking and ending


def test_locking_takes_the_wrap_and_leaves_the_person_known(joined: Joined, begun: Begun) -> None:
    lock_session(by=Actor(joined.user), session=begun.session)
    assert Session.objects.get().wrap is None
    found = find_session(begun.secret.hash, NOW)
    assert found is not None
    assert found.owner.pk == joined.user.pk


def test_opening_again_gives_a_new_secret_and_ends_the_one_before(joined: Joined, begun: Begun) -> None:
    """Whoever copied the cookie while it was open has nothing once the password was typed again."""
    lock_session(by=Actor(joined.user), session=begun.session)
    new = renew_session(by=Actor(joined.user), session=begun.session, secret=begun.secret, keys=joined.keys)
    assert new is not None
    assert find_session(begun.secret.hash, NOW) is None
    assert new.unwrap(joined.user.pk, wrap_of(begun.session)) == joined.keys


def test_of_two_that_open_at_once_one_gives_the_cookie(joined: Joined, begun: Begun) -> None:
    words = {"by": Actor(joined.user), "session": begun.session, "secret": begun.secret, "keys": joined.keys}
    first, second = (renew_session(**words) for _ in range(2))  # type: ignore[arg-type]
    assert first is not None
    assert second is None
    assert find_session(first.hash, NOW)


def test_a_new_secret_stays_as_long_as_the_one_before(joined: Joined) -> None:
    for stays in (False, True):
        begun = begin(joined, stays=stays)
        new = renew_session(by=Actor(joined.user), session=begun.session, secret=begun.secret, keys=joined.keys)
        assert new is not None
        assert new.stays is stays


def test_ending_takes_the_row(joined: Joined, begun: Begun) -> None:
    assert end_session(by=Actor(joined.user), session=begun.session.pk)
    assert not end_session(by=Actor(joined.user), session=begun.session.pk)
    assert find_session(begun.secret.hash, NOW) is None


def test_nobody_ends_locks_or_renews_the_session_of_another(joined: Joined, begun: Begun) -> None:
    cleo = cast.make_user("cleo")
    theirs = Actor(cleo.user)
    assert not end_session(by=theirs, session=begun.session.pk)
    assert end_sessions(by=theirs) == 0
    lock_session(by=theirs, session=begun.session)
    assert renew_session(by=theirs, session=begun.session, secret=begun.secret, keys=cleo.keys) is None
    note_seen(by=theirs, session=begun.session, now=NOW + timedelta(days=1))
    found = find_session(begun.secret.hash, NOW)
    assert found is not None
    assert begun.secret.unwrap(joined.user.pk, wrap_of(found)) == joined.keys


def test_every_other_browser_can_be_signed_out(joined: Joined, begun: Begun) -> None:
    others = [begin(joined) for _ in range(3)]
    assert end_sessions(by=Actor(joined.user), but=begun.session) == len(others)
    assert Session.objects.get().pk == begun.session.pk
    begin(joined)
    secret = keep_only(by=Actor(joined.user), session=begun.session, secret=begun.secret, keys=joined.keys)
    assert secret is not None
    assert Session.objects.get().pk == begun.session.pk


def test_signing_in_where_someone_was_ends_their_session(joined: Joined, begun: Begun) -> None:
    cleo = cast.make_user("cleo")
    there = Session.objects.select_related("owner").get()
    begin_session(by=Actor(cleo.user), now=NOW, keys=cleo.keys, device="phone", instead_of=there)
    assert Session.objects.get().owner_id == cleo.user.pk
    assert joined.user.pk != cleo.user.pk
    assert find_session(begun.secret.hash, NOW) is None


# Who acts


def test_the_system_is_no_user() -> None:
    with pytest.raises(TypeError):
        _ = SYSTEM.signed_in
    with pytest.raises(TypeError):
        _ = SYSTEM.owner_id


def test_a_user_acts_for_their_own_rows() -> None:
    user = User(id=uuid4(), name_hash=b"")
    assert (Actor(user).signed_in, Actor(user).owner_id) == (user, user.id)
    assert str(user.id) in str(user)
    with pytest.raises(AttributeError):
        Actor(user).user = None  # type: ignore[misc]
