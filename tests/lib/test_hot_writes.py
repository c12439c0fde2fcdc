"""Hot writes leave the same rows as `save()`."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model

from kindring.accounts.models import User
from kindring.lib.hot_writes import HotInsert, HotTally, HotUpdate
from kindring.lib.keyring import opened_with
from kindring.lib.sealing import Unsealable
from kindring.people.models import Moment, Person, Presence, TieMonth
from tests.cast import NOW, TODAY, mira

MOMENTS, PRESENCES = HotInsert(Moment), HotInsert(Presence)
NAME_AND_RING = HotUpdate(Person, ["name", "ring", "last_day"])


def moment(user: User, **words: object) -> Moment:
    return Moment(owner_id=user.id, day=TODAY, written_at=NOW, **words)


def readable(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_an_inserted_row_is_as_if_saved(ana: User) -> None:
    one = moment(ana, way="call", received=3, note="Long talk", felt=["heard"])
    MOMENTS.write([one])
    assert not one._state.adding
    stored = Moment.objects.get()
    assert readable(stored) == readable(one)
    stored.save()  # an update, not a second insert
    assert readable(Moment.objects.get()) == readable(one)


def test_many_rows_are_one_statement(ana: User, statements: object) -> None:
    rows = [moment(ana, note=str(n)) for n in range(50)]
    with statements() as ran:  # type: ignore[operator]
        MOMENTS.write(rows)
    assert len(ran) == 1
    assert {row.note for row in Moment.objects.all()} == {str(n) for n in range(50)}


def test_words_are_sealed(ana: User) -> None:
    MOMENTS.write([moment(ana, note="kestrel")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM people_moment")
        assert bytes(cursor.fetchone()[0]).startswith(b"K1")
    with opened_with(None), pytest.raises(Unsealable):
        MOMENTS.write([moment(ana, note="kestrel")])


def test_an_update_changes_its_fields_and_nothing_else(ana: User) -> None:
    person, other = mira(ana, notes="Likes the sea."), mira(ana)
    person.name, person.ring, person.last_day, person.role = "Mira H.", "outer", TODAY, "friend"
    NAME_AND_RING.write(person)
    stored = Person.objects.get(id=person.id)
    assert (stored.name, stored.ring, stored.last_day) == ("Mira H.", "outer", TODAY)
    assert (stored.role, stored.notes) == ("family", "Likes the sea.")
    assert Person.objects.get(id=other.id).name == "Mira"


def test_an_update_of_a_row_that_is_gone_is_an_error(ana: User) -> None:
    with pytest.raises(DatabaseError):
        NAME_AND_RING.write(Person(owner_id=ana.id, name="Nobody"))


def test_the_database_checks_as_ever(ana: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MOMENTS.write([moment(ana, received=16)])
    present = Presence(owner_id=ana.id, moment=moment(ana), person_id=uuid4(), day=TODAY)
    MOMENTS.write([present.moment])
    with pytest.raises(IntegrityError), transaction.atomic():
        PRESENCES.write(
            [present, Presence(owner_id=ana.id, moment=present.moment, person_id=present.person_id, day=TODAY)]
        )


def test_a_tally_begins_and_counts_on(ana: User) -> None:
    person, month = mira(ana), TODAY.replace(day=1)
    tally = HotTally(TieMonth, ("owner", "person", "month"), ("call", "gave"))
    for _ in range(3):
        tally.write([TieMonth(owner_id=ana.id, person_id=person.id, month=month, call=1, video=1)])
    row = TieMonth.objects.get()
    assert (row.call, row.gave) == (3, 0)
    assert row.video == 1, "only what is named is counted on"
