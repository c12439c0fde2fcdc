"""Erased is erased: no row is left, no byte of them lies in the file, and an older copy stays closed."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from kindring.accounts.actions.erasing import erase_account
from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.sessions import begin_session
from kindring.accounts.actions.signing import print_reset_link, sign_in
from kindring.accounts.actions.starting_anew import use_reset_link
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.erasure import erase_rows
from kindring.accounts.models import KeyWrap, Session, Throttle, User
from kindring.lib.privacy import known_models, policy
from kindring.lib.refused import Refused
from kindring.lib.sealed import Sealed, SealedTextField, place_of
from kindring.lib.sealing import Unsealable, ValueKey, subkey, unseal_in
from kindring.people.models import Person
from tests import cast
from tests.everything import Everything, every_value, one_of_everything, owned_labels

ADDRESS = "192.0.2.7"


def erase(user: User, password: str = cast.PASSWORD) -> None:
    erase_account(by=Actor(user), now=cast.NOW, password=password, address=ADDRESS)


def fill(joined: Joined) -> Everything:
    with cast.signed_in(joined) as user:
        begin_session(by=Actor(user), now=cast.NOW, keys=joined.keys, device="phone")
        return one_of_everything(user)


def rows_of(user: User) -> dict[str, int]:
    return {
        label: models.QuerySet(known_models()[label]).filter(owner_id=user.pk).count() for label in owned_labels()
    }


@pytest.fixture
def ana_and_cleo(db: Any) -> tuple[Joined, Joined]:
    """Two people with a row in every table."""
    both = cast.make_user("ana", email="ana@example.org"), cast.make_user("cleo")
    for joined in both:
        fill(joined)
    return both


def test_an_erased_account_leaves_no_row(ana_and_cleo: tuple[Joined, Joined]) -> None:
    ana = ana_and_cleo[0].user
    assert all(rows_of(ana).values())
    erase(ana)
    assert not any(rows_of(ana).values())
    assert not User.objects.filter(pk=ana.pk).exists()
    traces = {ana.pk.hex, str(ana.pk)}
    assert [place for place, value in every_value() if str(value) in traces] == []
    assert [place for place, value in every_value() if value == bytes(ana.name_hash)] == []


def test_nobody_else_loses_anything(ana_and_cleo: tuple[Joined, Joined]) -> None:
    ana, cleo = ana_and_cleo
    before = rows_of(cleo.user)
    erase(ana.user)
    assert rows_of(cleo.user) == before
    proved = sign_in(by=SYSTEM, now=cast.NOW, name="cleo", password=cast.PASSWORD, address=ADDRESS)
    assert proved.keys == cleo.keys


def test_a_wrong_password_erases_nothing_and_is_counted(ana_and_cleo: tuple[Joined, Joined]) -> None:
    ana = ana_and_cleo[0].user
    before = rows_of(ana)
    with pytest.raises(Refused) as refused:
        erase(ana, "not the password")
    assert (refused.value.code, refused.value.status) == ("not_opened", 403)
    assert rows_of(ana) == before
    assert Throttle.objects.filter(failures=1).exists()


def test_the_failures_of_an_erased_name_are_forgotten(ana_and_cleo: tuple[Joined, Joined]) -> None:
    ana = ana_and_cleo[0].user
    with pytest.raises(Refused):
        erase(ana, "not the password")
    erase(ana)
    assert not Throttle.objects.filter(failures__gt=1).exists()
    cast.make_user("ana")


def test_wraps_go_first(ana_and_cleo: tuple[Joined, Joined]) -> None:
    with CaptureQueriesContext(connection) as queries:
        erase_rows(ana_and_cleo[0].user, cast.NOW)
    deleted = [query["sql"].split('"')[1] for query in queries if query["sql"].startswith("DELETE")]
    assert set(deleted[:2]) == {KeyWrap._meta.db_table, Session._meta.db_table}
    assert len(deleted) == statements()


LOOKS = 8  # the user's row, and what the rooms look at first: who counts on whom


def statements() -> int:
    """One for each column with the user in a table: the owner's, and whoever else it goes with."""
    return sum(1 + len(policy()[label].also) for label in owned_labels())


def test_every_table_costs_one_statement_however_full_it_is(ana_and_cleo: tuple[Joined, Joined]) -> None:
    ana = ana_and_cleo[0]
    with cast.signed_in(ana) as user:
        Person.objects.bulk_create([Person(owner=user, name=f"Person {at}") for at in range(300)])
    with CaptureQueriesContext(connection) as queries:
        erase_rows(ana.user, cast.NOW)
    assert len(queries) <= statements() + LOOKS


def test_erasing_fails_as_a_whole(ana_and_cleo: tuple[Joined, Joined], monkeypatch: pytest.MonkeyPatch) -> None:
    ana = ana_and_cleo[0].user
    before = rows_of(ana)

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kindring.accounts.erasure._emptied", fails)
    with pytest.raises(ZeroDivisionError):
        erase(ana)
    assert rows_of(ana) == before


# Starting anew without what was written


def test_a_reset_that_erases_keeps_the_account_and_nothing_else(ana_and_cleo: tuple[Joined, Joined]) -> None:
    ana = ana_and_cleo[0].user
    User.objects.filter(pk=ana.pk).update(low_day_on=cast.TODAY, three_chosen_on=cast.TODAY, date_lead_days=9)
    erase_rows(ana, cast.NOW)
    assert not any(rows_of(ana).values())
    kept = User.objects.get(pk=ana.pk)
    assert (kept.date_lead_days, bytes(kept.name_hash)) == (9, bytes(ana.name_hash))
    assert (kept.low_day_on, kept.three_chosen_on) == (None, None)
    assert User.objects.filter(pk=ana.pk, called__isnull=True, recovery_code__isnull=True).exists()


def test_after_a_reset_that_erases_the_old_password_opens_nothing(ana_and_cleo: tuple[Joined, Joined]) -> None:
    secret = print_reset_link(by=SYSTEM, now=cast.NOW, name="ana")
    proved = use_reset_link(
        by=SYSTEM, now=cast.NOW, secret=secret, name="ana", password="another quiet lake", erase=True
    )
    assert proved.keys != ana_and_cleo[0].keys
    with pytest.raises(Refused):
        sign_in(by=SYSTEM, now=cast.NOW, name="ana", password=cast.PASSWORD, address=ADDRESS)
    assert not Person.objects.visible_to(proved.user).exists()


# Copies of the database


@pytest.fixture
def lived_in(transactional_db: None) -> Joined:
    """Ana with a row in every table, committed, beside Cleo."""
    ana = cast.make_user("ana")
    fill(ana)
    fill(cast.make_user("cleo"))
    return ana


def sealed_values_of(user: User) -> list[tuple[SealedTextField, Any, bytes]]:
    """(field, row id, bytes) of everything that `user` sealed with their own key."""
    found = []
    for label in ["accounts.User", *owned_labels()]:
        model = known_models()[label]
        sealed = [field for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]
        fields = [field for field in sealed if not field.under]
        rows: Any = models.QuerySet(model).filter(**{"pk" if model is User else "owner_id": user.pk})
        for field in fields:
            for row, held in rows.values_list("pk", field.name):
                if isinstance(held, Sealed):
                    found.append((field, row, held.blob))
    return found


@pytest.mark.sqlite
def test_no_byte_of_an_erased_row_lies_in_the_file_or_its_log(lived_in: Joined, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the file of SQLite")
    blobs = [blob for _, _, blob in sealed_values_of(lived_in.user)]
    wraps = [bytes(wrap) for wrap in KeyWrap.objects.visible_to(lived_in.user).values_list("wrap", flat=True)]
    ids = [row.encode() for row in {str(row.hex) for _, row, _ in sealed_values_of(lived_in.user)}]
    assert len(blobs) >= 18
    looked_for = [*blobs, *wraps, *ids, bytes(lived_in.user.name_hash)]
    before = copy_of_the_database(tmp_path / "before")
    assert all(trace in before for trace in looked_for)
    erase(lived_in.user)
    after = copy_of_the_database(tmp_path / "after")
    assert [trace for trace in looked_for if trace in after] == []


def copy_of_the_database(folder: Path) -> bytes:
    """The database's file and its log, as somebody would take them away."""
    folder.mkdir()
    there = Path(str(connection.settings_dict["NAME"]))
    for file in there.parent.glob(f"{there.name}*"):
        shutil.copy(file, folder)
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


def test_an_earlier_copy_does_not_open_with_what_remains(lived_in: Joined) -> None:
    """The copy is a data backup: it has no wraps. What remains is the key file and everyone else's keys."""
    earlier = sealed_values_of(lived_in.user)
    assert all(opens(value, lived_in.user, [lived_in.keys[0]]) for value in earlier)
    erase(lived_in.user)
    with pytest.raises(Refused):
        sign_in(by=SYSTEM, now=cast.NOW, name="ana", password=cast.PASSWORD, address=ADDRESS)
    cleo = sign_in(by=SYSTEM, now=cast.NOW, name="cleo", password=cast.PASSWORD, address=ADDRESS)
    keys = settings.KINDRING_KEYS
    remaining = [*cleo.keys, keys.pepper, keys.names, keys.mail, keys.throttle]
    assert not any(opens(value, lived_in.user, remaining) for value in earlier)
    assert not KeyWrap.objects.filter(owner_id=lived_in.user.pk).exists()


def opens(value: tuple[SealedTextField, Any, bytes], user: User, keys: list[bytes]) -> bool:
    field, row, blob = value
    for key in keys:
        for candidate in (ValueKey(subkey(key, field.subkey)), ValueKey(key)):
            try:
                unseal_in({blob[2:10]: candidate}, blob, place_of(user.pk, field.label, row))
            except Unsealable:
                continue
            return True
    return False
