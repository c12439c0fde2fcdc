"""What lies in the database of the people room: no word that anyone wrote."""

from collections.abc import Iterator

import pytest
from django.db import connection

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.keyring import opened_with
from kindring.lib.sealing import Unsealable
from kindring.people.actions import add_person, log_moment, replace_dates, set_state
from kindring.people.models import ImportantDate, Knows, Moment, Person, Presence, Suggestion
from tests.cast import NOW

CANARY = "kestrel"


def everything_stored() -> Iterator[bytes]:
    with connection.cursor() as cursor:
        for model in (Person, Moment, Presence, ImportantDate, Knows, Suggestion):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            for row in cursor.fetchall():
                for value in row:
                    yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


@pytest.fixture
def told(ana: User, by: Actor) -> Person:
    """Someone of whom everything is told, and every word holds the canary."""
    word = CANARY
    person = add_person(
        by=by, now=NOW, name=word, called=word, pronouns=word, how_met=word, notes=word, source=word,
        channels=[{"kind": "phone", "label": word, "value": word}], ring="inner",
    )  # fmt: skip
    set_state(by=by, now=NOW, person=person, state="unsafe")
    log_moment(by=by, now=NOW, people=[person], thanks=word, note=word, ask_about=word, felt=["drained"])
    replace_dates(by=by, person=person, dates=[{"month": 3, "day": 4, "year": 1971, "label": word}], now=NOW)
    return person


def test_no_word_lies_open(told: Person) -> None:
    stored = b"\0".join(everything_stored()).lower()
    for word in (CANARY, "unsafe", "drained", "1971"):
        assert word.encode() not in stored
    assert stored.count(b"k1") >= 13


def test_without_the_key_nothing_opens(told: Person) -> None:
    with opened_with(None):
        for row, name in [
            (Person.objects.get(), "name"),
            (Person.objects.get(), "ask_about"),
            (Person.objects.get(), "state"),
            (Moment.objects.get(), "note"),
            (ImportantDate.objects.get(), "label"),
        ]:
            with pytest.raises(Unsealable):
                getattr(row, name)


def test_nothing_is_written_without_the_key(ana: User, by: Actor) -> None:
    with opened_with(None), pytest.raises(Unsealable):
        add_person(by=by, now=NOW, name="Mira")
    assert not Person.objects.exists()


def test_active_looks_like_everyone_else(told: Person, by: Actor) -> None:
    set_state(by=by, now=NOW, person=told, state="active")
    assert Person.objects.filter(state__isnull=True, may_suggest=True).exists()
