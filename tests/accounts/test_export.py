"""The export is everything of one person, opened, and nothing of anybody else."""

import json
import tracemalloc
import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actor import Actor
from kindring.accounts.export import FORMAT, LOCKED, VERSION, write_export
from kindring.accounts.models import User
from kindring.accounts.vault import new_user_key
from kindring.circles.models import Membership
from kindring.lib.keyring import Keyring, opened_with
from kindring.lib.privacy import known_models, policy
from kindring.people.actions import delete_person
from kindring.people.models import Moment, Person
from tests import cast
from tests.everything import one_of_everything, owned_labels

pytestmark = pytest.mark.django_db


def export_of(user: User, now: datetime = cast.NOW) -> Any:
    pieces: list[bytes] = []
    write_export(user, now, pieces.append)
    return json.loads(b"".join(pieces))


@pytest.fixture
def joined(db: Any) -> Joined:
    return cast.make_user("ana", email="ana@example.org")


def test_it_says_what_it_is(joined: Joined) -> None:
    with cast.signed_in(joined) as ana:
        told = export_of(ana, datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert (told["format"], told["version"], told["made_on"]) == (FORMAT, VERSION, "2026-12-31")
    assert told["made_by"].startswith("Kindring ")
    assert told["meaning"]["people.Person"]["fields"]["name"] == "Their name."


def test_the_day_is_the_persons_own(db: None) -> None:
    with cast.signed_in(cast.make_user("ana", time_zone="Pacific/Auckland")) as ana:
        assert export_of(ana, datetime(2026, 12, 31, 23, 30, tzinfo=UTC))["made_on"] == "2027-01-01"


def test_every_exported_column_of_every_table_is_there_and_open(joined: Joined) -> None:
    with cast.signed_in(joined) as ana:
        made = one_of_everything(ana)
        Membership.objects.update(state=Membership.State.CONFIRMED)
        rows = export_of(ana)["rows"]
    for label, told in policy().items():
        names = {line.name for line in told.exported()}
        assert all(row.keys() == names for row in rows.get(label, [])), label
        assert bool(rows.get(label)) == (bool(names)), label
    for (label, name), word in made.words.items():
        if policy()[label].fields[name].exported:
            assert word in json.dumps(rows[label], ensure_ascii=False), f"{label}.{name}"
    assert rows["accounts.User"][0]["email_sealed"] == "ana@example.org"


def test_what_is_not_exported_is_not_there(joined: Joined) -> None:
    with cast.signed_in(joined) as ana:
        made = one_of_everything(ana)
        text = json.dumps(export_of(ana), ensure_ascii=False)
    assert made.words["accounts.User", "recovery_code"] not in text
    for table in ("KeyWrap", "ResetLink", "Throttle", "Migration", "DBTaskResult"):
        assert table not in text


def test_ids_are_kept_so_that_rows_still_belong_together(joined: Joined) -> None:
    with cast.signed_in(joined) as ana:
        mira, jonas = cast.mira(ana), cast.jonas(ana)
        cast.in_touch(ana, mira, 3, note="We talked about the flat.")
        cast.in_touch(ana, jonas, 1)
        rows = export_of(ana)["rows"]
    names = {row["id"]: row["name"] for row in rows["people.Person"]}
    notes = {row["id"]: row["note"] for row in rows["people.Moment"]}
    together = {(names[row["person"]], notes[row["moment"]]) for row in rows["people.Presence"]}
    assert together == {("Mira", "We talked about the flat."), ("Jonas", "")}


def test_lists_and_days_are_written_as_such(joined: Joined) -> None:
    phone = {"kind": "phone", "label": "", "value": "0660"}
    with cast.signed_in(joined) as ana:
        Person.objects.create(owner=ana, name="Mira", channels=[phone], placed_on=date(2026, 3, 4))
        Person.objects.create(owner=ana, name="Jonas")
        people = {row["name"]: row for row in export_of(ana)["rows"]["people.Person"]}
    assert people["Mira"]["channels"] == [phone]
    assert people["Mira"]["placed_on"] == "2026-03-04"
    assert (people["Jonas"]["channels"], people["Jonas"]["notes"], people["Jonas"]["placed_on"]) == ([], "", None)


def test_people_deleted_this_week_are_still_in_it(joined: Joined) -> None:
    with cast.signed_in(joined) as ana:
        delete_person(by=Actor(ana), now=cast.NOW, person=cast.mira(ana))
        [row] = export_of(ana)["rows"]["people.Person"]
    assert row["name"] == "Mira"
    assert row["deleted_at"]


def test_nothing_of_another_user_is_in_it(joined: Joined) -> None:
    with cast.signed_in(cast.make_user("cleo", email="cleo@example.org")) as cleo:
        hers = one_of_everything(cleo)
    with cast.signed_in(joined) as ana:
        one_of_everything(ana)
        text = json.dumps(export_of(ana), ensure_ascii=False)
    assert not [place for place, word in hers.words.items() if word in text]
    assert not [label for label, row in hers.rows.items() if str(row.pk) in text]
    assert str(cleo.pk) not in text
    assert "cleo@example.org" not in text


def test_every_row_belongs_to_the_user(joined: Joined) -> None:
    with cast.signed_in(cast.make_user("cleo")) as cleo:
        one_of_everything(cleo)
    with cast.signed_in(joined) as ana:
        one_of_everything(ana)
        rows = export_of(ana)["rows"]
    for label in set(rows) - {"accounts.User", "circles.Circle"}:
        owned: Any = models.QuerySet(known_models()[label]).filter(owner_id=ana.pk)
        assert {row["id"] for row in rows[label]} == {str(pk) for pk in owned.values_list("pk", flat=True)}
    assert set(rows) <= {"accounts.User", "circles.Circle", *owned_labels()}


def test_what_does_not_open_is_marked_and_the_rest_is_there(joined: Joined) -> None:
    """Sealed under a key before, which was set aside: the row is still worth having."""
    older = Keyring()
    older.add(joined.user.id, new_user_key())
    with opened_with(older):
        Person.objects.create(owner=joined.user, name="Tomas", ring="outer")
    with cast.signed_in(joined) as ana:
        cast.mira(ana)
        people = {row["ring"]: row for row in export_of(ana)["rows"]["people.Person"]}
    assert people["outer"]["name"] == LOCKED
    assert people["outer"]["notes"] == ""
    assert people["inner"]["name"] == "Mira"


def test_without_keys_everything_sealed_is_marked(joined: Joined) -> None:
    with cast.signed_in(joined) as ana:
        cast.mira(ana)
    told = export_of(joined.user)
    assert told["rows"]["people.Person"][0]["name"] == LOCKED
    assert told["rows"]["accounts.User"][0]["called"] == LOCKED


def test_two_rows_and_two_hundred_cost_the_same_queries(joined: Joined) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            export_of(ana)
        return len([query for query in captured if "SELECT" in query["sql"]])

    with cast.signed_in(joined) as ana:
        cast.mira(ana)
        few = queries()
        Person.objects.bulk_create([Person(owner=ana, name=f"Person {at}") for at in range(200)])
        assert queries() == few


def test_a_long_life_needs_no_more_memory_than_a_short_one(joined: Joined) -> None:
    def peak() -> int:
        tracemalloc.start()
        write_export(ana, cast.NOW, len)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    def note_many(count: int) -> None:
        Moment.objects.bulk_create(
            [
                Moment(id=uuid.uuid4(), owner=ana, day=cast.TODAY, note="n" * 500, written_at=cast.NOW)
                for _ in range(count)
            ]
        )

    with cast.signed_in(joined) as ana:
        note_many(2000)
        write_export(ana, cast.NOW, len)
        short = peak()
        note_many(4000)
        assert peak() < 1.5 * short
