"""Nothing goes out without a wish and a proof; links work for whom they were made, once or until they are ended."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.models import User
from kindring.lib.refused import Refused
from kindring.notices.actions import (
    add_push_place,
    ask_for_proof,
    change_choices,
    drop_push_places,
    end_feed,
    make_feed,
    prove_address,
    stop_mail,
)
from kindring.notices.feeds import whose_feed
from kindring.notices.marks import link_for, open_place, row_in_link
from kindring.notices.models import NoticeChoices, Outgoing, PushPlace
from kindring.notices.outbox import is_proven
from tests import cast
from tests.at_once import all_at_once
from tests.cast import NOW
from tests.notices.happenings import DAY, HOURS, MINUTE, gives_address, wishes

pytestmark = pytest.mark.django_db


def proof_of(user: User, now: Any = NOW) -> str:
    ask_for_proof(by=Actor(user), now=now)
    return link_for("proof", Outgoing.objects.filter(owner=user).latest("made_at").id)


def is_shown(user: User) -> bool:
    user.refresh_from_db()
    return is_proven(NoticeChoices.objects.get(owner=user), user)


@pytest.fixture
def ana_writes(user: User, office: Any) -> User:
    gives_address(user, "ana@example.org")
    return user


def test_a_link_shows_an_address_to_be_theirs_once(ana_writes: User) -> None:
    secret = proof_of(ana_writes)
    assert not is_shown(ana_writes)
    prove_address(by=Actor(ana_writes), now=NOW + DAY, secret=secret)
    assert is_shown(ana_writes)
    with pytest.raises(Refused) as refused:
        prove_address(by=Actor(ana_writes), now=NOW + DAY, secret=secret)
    assert (refused.value.code, refused.value.status) == ("link_ended", 403)


def test_a_proof_holds_for_that_address_only(ana_writes: User) -> None:
    prove_address(by=Actor(ana_writes), now=NOW, secret=proof_of(ana_writes))
    gives_address(ana_writes, "another@example.org")
    assert not is_shown(ana_writes)
    gives_address(ana_writes, "ana@example.org")
    assert is_shown(ana_writes)


@pytest.mark.parametrize("how", ["late", "another address", "another user", "another row", "mistyped"])
def test_a_link_that_does_not_fit_shows_nothing(how: str, ana_writes: User, cleo: User) -> None:
    secret, by, now = proof_of(ana_writes), Actor(ana_writes), NOW
    if how == "late":
        now = NOW + 2 * DAY
    elif how == "another address":
        gives_address(ana_writes, "another@example.org")
    elif how == "another user":
        gives_address(cleo, "ana@example.org")
        by = Actor(cleo)
    elif how == "another row":
        secret = link_for("stop", row_in_link("proof", secret) or cleo.id)
    else:
        secret = secret[:-1] + ("0" if secret[-1] != "0" else "1")
    with pytest.raises(Refused):
        prove_address(by=by, now=now, secret=secret)
    assert not NoticeChoices.objects.exclude(proven=None).exists()


def test_pressed_twice_one_link_is_sent_and_three_a_day(ana_writes: User) -> None:
    by = Actor(ana_writes)
    for _ in range(3):
        ask_for_proof(by=by, now=NOW)
    assert Outgoing.objects.count() == 1
    for minutes in (11, 22):
        ask_for_proof(by=by, now=NOW + minutes * MINUTE)
    with pytest.raises(Refused) as refused:
        ask_for_proof(by=by, now=NOW + 33 * MINUTE)
    assert refused.value.code == "proofs_enough"
    ask_for_proof(by=by, now=NOW + DAY + 33 * MINUTE)
    assert Outgoing.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_pressed_at_one_moment_one_link_is_sent(ana_writes: User) -> None:
    all_at_once([partial(ask_for_proof, by=Actor(ana_writes), now=NOW)] * 4)
    assert Outgoing.objects.count() == 1


def test_without_mail_server_or_address_it_is_said(user: User, office: Any, settings: Any) -> None:
    with pytest.raises(Refused) as refused:
        ask_for_proof(by=Actor(user), now=NOW)
    assert refused.value.code == "no_address"
    settings.KINDRING_MAIL = None
    with pytest.raises(Refused) as refused:
        ask_for_proof(by=Actor(user), now=NOW)
    assert refused.value.code == "no_mail_server"


def test_the_link_in_a_mail_turns_mail_off_for_one_person(user: User, cleo: User) -> None:
    mine, hers = wishes(user), wishes(cleo)
    secret = link_for("stop", mine.id)
    assert stop_mail(by=SYSTEM, secret=secret)
    assert stop_mail(by=SYSTEM, secret=secret)
    mine.refresh_from_db()
    hers.refresh_from_db()
    assert (mine.mail, hers.mail) == (False, True)
    for odd in (
        "",
        "x",
        secret[:-1],
        f"{secret}0",
        secret.upper(),
        mine.id.hex,
        "é" * 96,
        link_for("proof", hers.id),
    ):
        assert not stop_mail(by=SYSTEM, secret=odd), odd
    hers.refresh_from_db()
    assert hers.mail


def test_a_feed_has_one_address_which_can_be_renewed_and_ended(user: User) -> None:
    first = make_feed(by=Actor(user))
    assert whose_feed(first) == user
    second = make_feed(by=Actor(user))
    assert (whose_feed(first), whose_feed(second)) == (None, user)
    held = bytes(NoticeChoices.objects.get().feed_hash or b"")
    assert second.encode() not in held
    assert len(second) >= 43
    end_feed(by=Actor(user))
    assert whose_feed(second) is None
    assert whose_feed("") is None


def test_a_browser_is_kept_once_and_its_place_is_sealed(user: User) -> None:
    for endpoint in ("https://push.example.org/a", "https://push.example.org/a", "https://push.example.org/b"):
        add_push_place(by=Actor(user), now=NOW, endpoint=endpoint)
    rows = PushPlace.objects.filter(owner=user)
    assert {open_place(user.id, row.id, row.place_sealed) for row in rows} == {
        "https://push.example.org/a",
        "https://push.example.org/b",
    }
    assert not any(b"push.example" in bytes(row.place_sealed) + bytes(row.place_hash) for row in rows)
    drop_push_places(by=Actor(user))
    assert not PushPlace.objects.exists()


def test_ten_browsers_are_enough_and_the_oldest_goes(user: User) -> None:
    for day in range(12):
        add_push_place(by=Actor(user), now=NOW + timedelta(days=day), endpoint=f"https://push.example.org/{day}")
    kept = PushPlace.objects.order_by("made_on")
    assert kept.count() == 10
    assert kept[0].made_on == (NOW + timedelta(days=2)).date()


def test_hours_are_hours_of_a_day(user: User) -> None:
    for name in ("daily_hour", "quiet_from", "quiet_until"):
        for odd in (-1, 24):
            with pytest.raises(Refused):
                change_choices(by=Actor(user), **{**HOURS, name: odd})  # type: ignore[arg-type]
    assert not NoticeChoices.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_first_choices_made_in_two_tabs_are_one_row(user: User) -> None:
    all_at_once([partial(change_choices, by=Actor(user), **HOURS)] * 4)  # type: ignore[arg-type]
    assert NoticeChoices.objects.count() == 1


def test_choices_of_one_are_not_those_of_another(user: User) -> None:
    other = cast.make_user("ines").user
    wishes(user, daily_hour=7)
    wishes(other, daily_hour=20)
    assert [row.daily_hour for row in NoticeChoices.objects.visible_to(user)] == [7]
