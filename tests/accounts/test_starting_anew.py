"""The host's link: a day, once, for one name; what was written stays locked until it is opened, or goes."""

import getpass
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.sessions import Begun, begin_session
from kindring.accounts.actions.signing import Proved, find_reset_link, print_reset_link, prove_again, recover, sign_in
from kindring.accounts.actions.starting_anew import prove_before, reopen_older, use_reset_link
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.models import KeyWrap, ResetLink, Session, Throttle, User
from kindring.lib.privacy import known_models
from kindring.lib.sealing import Unsealable
from kindring.people.models import Person
from tests import cast
from tests.cast import NOW, PASSWORD
from tests.everything import every_value, owned_labels
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
ADDRESS = "192.0.2.7"
SECOND, THIRD = "another quiet lake", "a third lake, further on"


@pytest.fixture
def joined() -> Joined:
    joined = cast.make_user("ana")
    with cast.signed_in(joined) as ana:
        cast.mira(ana, notes="Allergic to walnuts")
    return joined


def link(now: Any = NOW, name: str = "ana") -> str:
    return print_reset_link(by=SYSTEM, now=now, name=name)


def using(secret: str, *, name: str = "ana", password: str = SECOND, erase: bool = False, now: Any = NOW) -> Proved:
    return use_reset_link(by=SYSTEM, now=now, secret=secret, name=name, password=password, erase=erase)


def signing_in(password: str, name: str = "ana") -> Proved:
    return sign_in(by=SYSTEM, now=NOW, name=name, password=password, address=ADDRESS)


def code_of(proved: Proved | Joined) -> str:
    with cast.signed_in(Joined(*proved)):
        return str(User.objects.get(pk=proved.user.pk).recovery_code)


def begin(proved: Proved | Joined) -> Begun:
    return begin_session(by=Actor(proved.user), now=NOW, keys=proved.keys, device="phone")


def reopening(proved: Proved, typed: str) -> Proved:
    """What was locked, opened in a browser of its own; with the keys that this browser holds from then on."""
    begun, by = begin(proved), Actor(proved.user)
    older = prove_before(by=by, now=NOW, secret=typed, address=ADDRESS)
    secret = reopen_older(by=by, now=NOW, keys=proved.keys, older=older, session=begun.session, secret=begun.secret)
    assert secret
    row = Session.objects.get()
    return Proved(proved.user, secret.unwrap(proved.user.pk, bytes(row.wrap or b"")))


def notes(proved: Proved | Joined) -> set[str]:
    """What these keys open of what Ana wrote."""
    found = set()
    with cast.signed_in(Joined(*proved)):
        for person in Person.objects.all():
            try:
                found.add(person.notes)
            except Unsealable:
                found.add("locked")
    return found


def write(proved: Proved, note: str) -> None:
    with cast.signed_in(Joined(*proved)) as user:
        cast.make_person(user, "Someone", notes=note)


# The link


def test_the_link_works_once(joined: Joined) -> None:
    secret = link()
    proved = using(secret)
    assert proved.keys != joined.keys
    assert refusal(using, secret=secret) == "link_ended"
    assert not ResetLink.objects.exists()


def test_the_link_works_for_a_day(joined: Joined) -> None:
    secret = link()
    assert find_reset_link(secret, NOW + timedelta(days=1, seconds=-1))
    assert refusal(using, secret=secret, now=NOW + timedelta(days=1)) == "link_ended"
    assert using(secret, now=NOW + timedelta(hours=23)).keys


@pytest.mark.parametrize("name", ["cleo", "nobody", ""])
def test_the_link_works_for_one_name_and_looking_spends_nothing(joined: Joined, name: str) -> None:
    cast.make_user("cleo")
    secret = link()
    assert refusal(using, secret=secret, name=name) == "link_ended"
    assert using(secret, name=" ANA ").user.pk == joined.user.pk


def test_a_newer_link_replaces_the_one_before(joined: Joined) -> None:
    first, second = link(), link()
    assert refusal(using, secret=first) == "link_ended"
    assert using(second).keys


@pytest.mark.parametrize("secret", ["", "x", "é" * 40, "A" * 43])
def test_another_secret_opens_nothing(joined: Joined, secret: str) -> None:
    link()
    assert refusal(using, secret=secret) == "link_ended"
    assert ResetLink.objects.exists()


def test_the_secret_is_in_the_link_only(joined: Joined) -> None:
    secret = link()
    assert len(secret) >= 43
    assert not [value for _, value in every_value() if secret in str(value)]


def test_a_weak_password_does_not_use_the_link_up(joined: Joined) -> None:
    secret = link()
    assert refusal(using, secret=secret, password="short") == "password_weak"
    assert refusal(using, secret=secret, password="ana ana ana ana") == "password_is_name"
    assert signing_in(PASSWORD).keys == joined.keys
    assert using(secret).keys


def test_nobody_gets_a_link_for_a_name_that_is_not_here() -> None:
    assert refusal(link, name="ana") == "no_such_name"


def test_using_the_link_signs_every_browser_out_and_forgets_failures(joined: Joined) -> None:
    begin(joined)
    for _ in range(3):
        assert refusal(signing_in, password="not the password") == "not_opened"
    using(link())
    assert not Session.objects.exists()
    assert set(Throttle.objects.values_list("failures", flat=True)) == {3}  # the network's, not the name's


def test_after_the_link_a_new_code_is_to_be_written_down(joined: Joined) -> None:
    old = code_of(joined)
    User.objects.update(recovery_confirmed=True, recovery_code=None)
    proved = using(link())
    assert not User.objects.get().recovery_confirmed
    assert code_of(proved) not in {"", old}
    words: dict[str, Any] = {"by": SYSTEM, "now": NOW, "name": "ana", "password": THIRD, "address": ADDRESS}
    assert refusal(recover, code=old, **words) == "not_opened"
    assert recover(code=code_of(proved), **words).keys == proved.keys


# Kept, locked


def test_kept_words_stay_locked_for_the_new_password(joined: Joined) -> None:
    using(link())
    proved = signing_in(SECOND)
    assert notes(proved) == {"locked"}
    assert refusal(signing_in, password=PASSWORD) == "not_opened"
    assert User.objects.get().pk == joined.user.pk


@pytest.mark.parametrize("by", ["code", "password"])
def test_what_was_locked_opens_by_the_old_code_or_the_old_password(joined: Joined, by: str) -> None:
    typed = code_of(joined).lower() if by == "code" else PASSWORD
    proved = using(link())
    write(proved, "since then")
    opened = reopening(proved, typed)
    assert notes(opened) == {"Allergic to walnuts", "since then"}
    # And from then on the new password is enough, the old ones open nothing.
    assert notes(signing_in(SECOND)) == {"Allergic to walnuts", "since then"}
    assert refusal(signing_in, password=PASSWORD) == "not_opened"
    assert not KeyWrap.objects.filter(set_aside=True).exists()


@pytest.mark.parametrize("typed", ["", "not the password", SECOND, "0" * 32])
def test_nothing_else_opens_what_was_locked(joined: Joined, typed: str) -> None:
    proved = using(link())
    assert refusal(reopening, proved=proved, typed=typed) == "not_opened"
    assert notes(signing_in(SECOND)) == {"locked"}


def test_guesses_at_what_is_locked_are_counted(joined: Joined) -> None:
    proved = using(link())
    for _ in range(5):
        assert refusal(reopening, proved=proved, typed="not the password") == "not_opened"
    assert refusal(reopening, proved=proved, typed=PASSWORD) == "too_many_tries"


def test_opening_signs_out_browsers_that_hold_fewer_keys(joined: Joined) -> None:
    proved = using(link())
    elsewhere = begin(proved)
    reopening(proved, PASSWORD)
    assert elsewhere.session.pk not in Session.objects.values_list("pk", flat=True)


def test_what_is_opened_twice_is_opened_once(joined: Joined) -> None:
    proved = using(link())
    begun, by = begin(proved), Actor(proved.user)
    older = prove_before(by=by, now=NOW, secret=PASSWORD, address=ADDRESS)
    words: dict[str, Any] = {"by": by, "now": NOW, "keys": proved.keys, "older": older}
    assert reopen_older(session=begun.session, secret=begun.secret, **words)
    assert refusal(reopen_older, session=begun.session, secret=begun.secret, **words) == "open_already"


def test_two_resets_in_a_row_lock_both_times_apart(joined: Joined) -> None:
    second = using(link())
    write(second, "between")
    third = using(link(), password=THIRD)
    write(third, "now")
    assert notes(signing_in(THIRD)) == {"locked", "now"}
    opened = reopening(third, PASSWORD)
    assert notes(opened) == {"Allergic to walnuts", "locked", "now"}
    opened = reopening(opened, SECOND)
    assert notes(opened) == notes(signing_in(THIRD)) == {"Allergic to walnuts", "between", "now"}


def test_a_reset_after_opening_locks_all_and_one_password_opens_all(joined: Joined) -> None:
    """The key before lies under the key of then: signing in must not stumble over it, and opening finds both."""
    opened = reopening(using(link()), PASSWORD)
    write(opened, "between")
    third = using(link(), password=THIRD)
    assert notes(signing_in(THIRD)) == {"locked"}
    assert prove_again(by=Actor(third.user), now=NOW, password=THIRD, address=ADDRESS) == third.keys
    assert notes(reopening(third, SECOND)) == {"Allergic to walnuts", "between"}
    assert notes(signing_in(THIRD)) == {"Allergic to walnuts", "between"}


def test_one_password_used_again_opens_both_layers(joined: Joined) -> None:
    second = using(link(), password=PASSWORD)
    write(second, "between")
    third = using(link(), password=THIRD)
    assert "locked" in notes(reopening(third, PASSWORD))
    assert notes(reopening(signing_in(THIRD), PASSWORD)) == {"Allergic to walnuts", "between"}


# Erased


def test_erasing_leaves_the_account_and_no_row(joined: Joined) -> None:
    User.objects.update(low_day_on=NOW, three_chosen_on=NOW, date_lead_days=9)
    proved = using(link(), erase=True)
    kept = {"accounts.KeyWrap"}
    for label in owned_labels():
        rows: models.QuerySet[models.Model] = models.QuerySet(known_models()[label]).filter(owner_id=joined.user.pk)
        assert rows.exists() == (label in kept), label
    user = User.objects.get()
    assert (user.low_day_on, user.three_chosen_on, user.date_lead_days) == (None, None, 9)
    assert signing_in(SECOND).keys == proved.keys
    assert refusal(reopening, proved=proved, typed=PASSWORD) == "not_opened"


def test_a_link_touches_nobody_else(joined: Joined) -> None:
    cleo = cast.make_user("cleo", password=THIRD)
    begin(cleo)
    write(Proved(*cleo), "of Cleo")
    using(link(), erase=True)
    assert Session.objects.get().owner_id == cleo.user.pk
    assert notes(signing_in(THIRD, "cleo")) == {"of Cleo"}


# The command


def run(monkeypatch: pytest.MonkeyPatch, name: str, **options: Any) -> str:
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: name)
    said = io.StringIO()
    call_command("reset_link", stdout=said, **options)
    return said.getvalue()


def test_the_command_prints_a_link_that_works(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    said = run(monkeypatch, "Ana", site="https://kin.example.org/")
    address = said.split()[0]
    assert address.startswith("https://kin.example.org/start/")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    assert "ana" not in said.casefold().split()
    assert using(address.rpartition("/")[2], now=ResetLink.objects.get().ends_at - timedelta(hours=1)).keys


def test_the_command_says_when_nobody_has_that_name(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="Nobody here has that name"):
        run(monkeypatch, "nobody")


def test_the_command_takes_no_name_where_a_shell_would_remember_it(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("reset_link", "ana")


def test_the_command_prints_the_address_of_the_settings(
    joined: Joined, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.KINDRING_SITE = "https://ties.example.org"
    assert run(monkeypatch, "ana").startswith("https://ties.example.org/start/")
