"""Rows made of what a hot query read are rows like any other."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kindring.accounts.models import User
from kindring.lib.columns import Columns, Words
from kindring.lib.keyring import opened_with
from kindring.lib.sealing import Unsealable
from kindring.people.models import Person
from tests.cast import mira, tomas

pytestmark = pytest.mark.django_db


def test_a_row_is_as_the_orm_would_have_read_it(ana: User) -> None:
    person = mira(ana, notes="Likes the sea.")
    columns = Columns(Person)
    [values] = Person.objects.values_list(*columns.names)
    row, read = columns.row(values), Person.objects.get()
    assert row == read == person
    assert (row.name, row.notes, row.channels, row.state) == (read.name, read.notes, read.channels, read.state)
    assert (row._state.adding, row._state.db) == (read._state.adding, read._state.db)
    assert row.get_deferred_fields() == set()
    assert row.owner == ana


def test_a_row_is_changed_and_saved_like_any_other(ana: User) -> None:
    mira(ana)
    columns = Columns(Person)
    [values] = Person.objects.values_list(*columns.names)
    row = columns.row(values)
    row.called, row.ring = "Mimi", "outer"
    row.save()
    read = Person.objects.get()
    assert (read.name, read.called, read.ring) == ("Mira", "Mimi", "outer")


def test_what_was_not_read_is_fetched_when_asked_for(ana: User) -> None:
    mira(ana, pronouns="she/her")
    columns = Columns(Person, ["name"])
    assert columns.names == ["id", "owner_id", "name"]
    [values] = Person.objects.values_list(*columns.names)
    row = columns.row(values)
    with CaptureQueriesContext(connection) as captured:
        assert (row.name, row.pronouns) == ("Mira", "she/her")
    assert len(captured) == 1


def test_rows_share_nothing(ana: User) -> None:
    mira(ana), tomas(ana)
    columns = Columns(Person)
    one, two = map(columns.row, Person.objects.values_list(*columns.names))
    one.channels.append({"kind": "phone", "label": "", "value": "1"})
    one.ring = ""
    assert (two.channels, two.ring == "") == ([], False)


def test_words_of_many_rows_open_with_their_own_place_only(ana: User) -> None:
    people = {person.id: person.name for person in (mira(ana), tomas(ana))}
    name = Words(Person, "name")
    rows = dict(Person.objects.values_list("id", "name"))
    text = name.of(ana.id)
    assert {row: text(row, held) for row, held in rows.items()} == people
    assert {row: text(str(row), held) for row, held in rows.items()} == people
    assert {row: name.open(ana.id, row, held) for row, held in rows.items()} == people
    assert text(ana.id, None) == ""
    (one, _), (_, other) = rows.items()
    with pytest.raises(Unsealable):
        text(one, other)


def test_without_keys_nothing_opens(ana: User) -> None:
    mira(ana)
    with opened_with(None), pytest.raises(Unsealable):
        Words(Person, "name").of(ana.id)
