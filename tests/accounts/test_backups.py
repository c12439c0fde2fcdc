"""Backups hold everything but what opens it, and come back only whole and with the right key."""

import gzip
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from kindring.accounts import backups
from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.sessions import begin_session
from kindring.accounts.actions.signing import sign_in
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.backups import KEYS_KEPT, Pair, back_up, bring_back, newest_in, pair_in
from kindring.accounts.models import KeyWrap, Session, User
from kindring.accounts.vault import keyring_of
from kindring.lib.keyring import opened_with
from kindring.lib.refused import Refused
from kindring.people.models import Moment, Person, Presence
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lived_in() -> Joined:
    joined = cast.make_user("ana")
    with cast.signed_in(joined) as ana:
        mira, jonas = cast.mira(ana, notes="Allergic to walnuts"), cast.jonas(ana)
        cast.in_touch(ana, mira, 30, 20, 9, note="We talked about the flat.")
        cast.in_touch(ana, jonas, 3)
        begin_session(by=Actor(ana), now=cast.NOW, keys=joined.keys, device="phone")
    return joined


def everything() -> dict[str, list[Any]]:
    """Every row that a backup should bring back, sealed bytes included."""
    rows: dict[str, list[Any]] = {}
    for model in (User, Person, Moment, Presence, KeyWrap):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY id")
            rows[model.__name__] = [tuple(map(_comparable, row)) for row in cursor.fetchall()]
    return rows


def _comparable(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def empty_the_database() -> None:
    for user in User.objects.all():
        user.delete()


def test_a_backup_comes_back_without_a_difference(lived_in: Joined, tmp_path: Path) -> None:
    before = everything()
    back_up(tmp_path, cast.NOW)
    empty_the_database()
    counts = bring_back(newest_in(tmp_path))
    assert everything() == before
    assert counts["people.Person"] == 2
    assert not Session.objects.exists()


def test_what_was_sealed_opens_after_a_restore(lived_in: Joined, tmp_path: Path) -> None:
    back_up(tmp_path, cast.NOW)
    empty_the_database()
    bring_back(newest_in(tmp_path))
    proved = sign_in(by=SYSTEM, now=cast.NOW, name="ana", password=cast.PASSWORD, address="192.0.2.1")
    with opened_with(keyring_of(proved.user.id, proved.keys)):
        assert {person.name for person in Person.objects.all()} == {"Mira", "Jonas"}


def test_the_data_file_holds_neither_wraps_nor_words(lived_in: Joined, tmp_path: Path) -> None:
    pair = back_up(tmp_path, cast.NOW)
    data = gzip.decompress(pair.data.read_bytes())
    for secret in (b"KeyWrap", b"accounts.Session", b"Mira", b"walnuts"):
        assert secret not in data
    assert b"KeyWrap" in gzip.decompress(pair.keys.read_bytes())
    assert pair.data.stat().st_mode & 0o777 == 0o600


def _flip(path: Path) -> None:
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    lines[2] = lines[2].replace(b"1", b"2", 1) if b"1" in lines[2] else lines[2] + b" "
    path.write_bytes(gzip.compress(b"".join(lines)))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _lose_the_last_row(path: Path) -> None:
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(gzip.compress(b"".join(lines[:-2] + lines[-1:])))


@pytest.mark.parametrize("harm", [_flip, _cut, _lose_the_last_row])
@pytest.mark.parametrize("which", ["data", "keys"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    lived_in: Joined, tmp_path: Path, harm: Any, which: str
) -> None:
    pair = back_up(tmp_path, cast.NOW)
    empty_the_database()
    harm(getattr(pair, which))
    with pytest.raises(Refused, match="damaged"):
        bring_back(pair)
    assert not User.objects.exists()


def test_another_key_file_is_refused(lived_in: Joined, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = back_up(tmp_path, cast.NOW)
    empty_the_database()
    monkeypatch.setattr(settings, "KINDRING_KEYS", SimpleNamespace(mail=bytes(32)))
    with pytest.raises(Refused, match="other_key"):
        bring_back(pair)


def test_a_database_with_users_is_never_written_over(lived_in: Joined, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not_empty"):
        bring_back(back_up(tmp_path, cast.NOW))


def test_keys_files_go_after_14_days_and_data_files_stay(lived_in: Joined, tmp_path: Path) -> None:
    old: Pair = back_up(tmp_path, cast.NOW)
    back_up(tmp_path, cast.NOW + KEYS_KEPT + timedelta(minutes=1))
    assert old.data.exists()
    assert not old.keys.exists()
    assert newest_in(tmp_path) != old


def test_a_folder_without_a_pair_is_named(db: Any, tmp_path: Path) -> None:
    pair_in(tmp_path, "20261122T040000Z").data.write_bytes(b"")
    with pytest.raises(Refused, match="no_backup"):
        newest_in(tmp_path)


@pytest.mark.parametrize("table", ["accounts.User", "accounts.KeyWrap"])
def test_a_backup_that_fails_leaves_nothing_behind(
    lived_in: Joined, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    lines = backups._lines

    def failing(rows_of: Any, now: Any) -> Any:
        for line in lines(rows_of, now):
            if isinstance(line, dict) and line.get("table") == table:
                raise OSError("no room left")
            yield line

    monkeypatch.setattr(backups, "_lines", failing)
    with pytest.raises(OSError, match="no room left"):
        back_up(tmp_path, cast.NOW)
    assert list(tmp_path.iterdir()) == []
