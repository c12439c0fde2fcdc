"""A sealed field needs no thought from whoever uses it, and says no where it would have to guess."""

import copy
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, transaction
from django.db.models import Case, F, Value, When

from kindring.accounts.actions.joining import Joined
from kindring.accounts.models import User
from kindring.accounts.vault import keyring_of
from kindring.lib.keyring import opened_with
from kindring.lib.sealed import Sealed, open_value, sealed_field
from kindring.lib.sealing import Unsealable
from kindring.people.models import ImportFile, Person
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined(db: Any) -> Joined:
    return cast.make_user("ana")


@pytest.fixture
def ana(joined: Joined) -> Iterator[User]:
    with cast.signed_in(joined) as user:
        yield user


@pytest.fixture
def mira(ana: User) -> Person:
    """Straight from the model: the field is what is tried here."""
    person = Person(owner=ana, name="Mira", notes="Allergic to walnuts")
    person.channels = [{"kind": "phone", "label": "", "value": "0660"}]
    person.save()
    return Person.objects.get(pk=person.pk)


def stored(row: Any, column: str = "name") -> bytes | None:
    """The bytes as they lie in the database."""
    found = type(row).objects.filter(pk=row.pk).values_list(column, flat=True).get()
    return found.blob if found else None


def put(row: Any, column: str, blob: bytes) -> None:
    """Writes past the field, as someone with the database could."""
    table = row._meta.db_table
    with connection.cursor() as cursor:
        pk = row.pk if connection.features.has_native_uuid_field else row.pk.hex
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [blob, pk])


# Writing and reading


def test_what_is_saved_is_sealed_and_reads_back(mira: Person) -> None:
    assert mira.name == "Mira"
    assert mira.notes == "Allergic to walnuts"
    assert mira.channels == [{"kind": "phone", "label": "", "value": "0660"}]
    blob = stored(mira)
    assert blob is not None
    assert blob.startswith(b"K1")
    assert b"Mira" not in blob


def test_nothing_is_stored_as_null(ana: User) -> None:
    person = Person.objects.create(owner=ana, name="", channels=[])
    assert stored(person) is None
    assert stored(person, "channels") is None
    again = Person.objects.get(pk=person.pk)
    assert (again.name, again.channels) == ("", [])


def test_a_user_is_their_own_owner(joined: Joined) -> None:
    with opened_with(keyring_of(joined.user.id, joined.keys)):
        assert User.objects.get(pk=joined.user.id).called == "Ana"


def test_an_untouched_value_keeps_its_bytes(mira: Person) -> None:
    before = stored(mira), stored(mira, "notes"), stored(mira, "channels")
    mira.role = "family"
    mira.save()
    assert (stored(mira), stored(mira, "notes"), stored(mira, "channels")) == before


def test_reading_cleaning_and_assigning_the_same_keeps_the_bytes(mira: Person) -> None:
    before = stored(mira), stored(mira, "channels")
    mira.full_clean()
    mira.name = "Mi" + "ra"
    mira.channels = [dict(entry) for entry in mira.channels]
    mira.save()
    assert (stored(mira), stored(mira, "channels")) == before


def test_a_changed_value_is_sealed_anew(mira: Person) -> None:
    before = stored(mira), stored(mira, "notes")
    mira.name = "Mira Marković"
    mira.save()
    assert stored(mira) != before[0]
    assert stored(mira, "notes") == before[1]
    assert Person.objects.get(pk=mira.pk).name == "Mira Marković"


def test_a_value_can_be_emptied(mira: Person) -> None:
    mira.name, mira.channels, mira.notes = "", [], None
    mira.save()
    assert [stored(mira, name) for name in ("name", "channels", "notes")] == [None, None, None]


def test_update_fields_saves_only_those(mira: Person) -> None:
    mira.name, mira.notes = "Mira Marković", "other"
    mira.save(update_fields=["name"])
    again = Person.objects.get(pk=mira.pk)
    assert (again.name, again.notes) == ("Mira Marković", "Allergic to walnuts")


def test_bulk_create_seals(ana: User) -> None:
    people = Person.objects.bulk_create(
        [Person(owner=ana, name=name, channels=[{"value": name}]) for name in ("Mira", "Jonas", "Tomas")]
    )
    blobs = {stored(person) for person in people}
    assert len(blobs) == 3
    assert not any(blob is None or b"onas" in blob for blob in blobs)
    again = {person.name: person.channels for person in Person.objects.all()}
    assert again == {name: [{"value": name}] for name in ("Mira", "Jonas", "Tomas")}


def test_lists_made_by_default_are_not_shared(ana: User) -> None:
    first, second = Person(owner=ana, name="Mira"), Person(owner=ana, name="Jonas")
    first.channels.append({"value": "0660"})
    assert second.channels == []


# Lists changed in place


def test_a_list_changed_in_place_is_saved(mira: Person) -> None:
    mira.channels.append({"kind": "email", "label": "", "value": "mira@example.org"})
    mira.channels[0]["value"] = "0664"
    mira.save()
    assert [entry["value"] for entry in Person.objects.get(pk=mira.pk).channels] == [
        "0664",
        "mira@example.org",
    ]


def test_an_empty_list_filled_in_place_is_saved(ana: User) -> None:
    person = Person.objects.get(pk=Person.objects.create(owner=ana, name="Jonas").pk)
    person.channels.append({"value": "0660"})
    person.save()
    assert Person.objects.get(pk=person.pk).channels == [{"value": "0660"}]


def test_a_list_changed_between_two_saves_is_saved(ana: User) -> None:
    channels = [{"value": "0660"}]
    person = Person(owner=ana, name="Jonas", channels=channels)
    person.save()
    channels.append({"value": "0664"})
    person.save()
    assert Person.objects.get(pk=person.pk).channels == channels


def test_a_list_emptied_in_place_is_saved(mira: Person) -> None:
    mira.channels.clear()
    mira.save()
    assert stored(mira, "channels") is None
    assert mira.channels == []


def test_a_list_changed_in_place_and_assigned_to_itself_is_saved(mira: Person) -> None:
    channels = mira.channels
    channels.append({"value": "0664"})
    mira.channels = channels
    mira.full_clean()
    mira.save()
    assert Person.objects.get(pk=mira.pk).channels == channels


# Refused


def test_update_refuses_text(mira: Person) -> None:
    for text in ("Mira", ""):
        with pytest.raises(TypeError, match=r"person\.name is sealed"), transaction.atomic():
            Person.objects.filter(pk=mira.pk).update(name=text)
    assert Person.objects.filter(pk=mira.pk).update(name=None) == 1


def test_bulk_update_refuses_text(mira: Person) -> None:
    mira.name = "Mira Marković"
    with pytest.raises(TypeError, match=r"person\.name is sealed"):
        Person.objects.bulk_update([mira], ["name"])


@pytest.mark.parametrize("lookup", ["name", "name__exact", "name__in", "name__icontains", "name__startswith"])
def test_filters_refuse(mira: Person, lookup: str) -> None:
    value = ["Mira"] if lookup.endswith("in") and "contains" not in lookup else "Mira"
    with pytest.raises(FieldError, match=r"person\.name is sealed"):
        Person.objects.filter(**{lookup: value})
    with pytest.raises(FieldError):
        Person.objects.exclude(**{lookup: value})


def test_filters_may_ask_whether_there_is_anything(mira: Person) -> None:
    assert Person.objects.filter(name__isnull=False, how_met__isnull=True).get() == mira


def test_expressions_refuse_text(mira: Person) -> None:
    with pytest.raises(TypeError):
        list(Person.objects.annotate(x=Value("Mira", output_field=sealed_field(Person, "name"))))
    with pytest.raises(FieldError):
        Person.objects.filter(Case(When(name=F("notes"), then=Value(True))))


def test_fixtures_refuse(mira: Person) -> None:
    with pytest.raises(TypeError, match="sealed"):
        serializers.serialize("json", [mira])


def test_text_that_is_too_long_is_refused_by_cleaning(ana: User) -> None:
    with pytest.raises(ValidationError) as told:
        Person(owner=ana, name="n" * 201, channels=[{"value": "v" * 30_000}]).full_clean()
    assert {"name", "channels"} <= told.value.error_dict.keys()


# Moved, foreign, locked


def test_a_value_moved_to_another_row_is_refused(mira: Person, ana: User) -> None:
    jonas = Person.objects.create(owner=ana, name="Jonas")
    put(jonas, "name", stored(mira) or b"")
    with pytest.raises(Unsealable):
        Person.objects.get(pk=jonas.pk).name  # noqa: B018


def test_a_value_moved_to_another_field_of_its_row_is_refused(mira: Person) -> None:
    put(mira, "called", stored(mira) or b"")
    with pytest.raises(Unsealable):
        Person.objects.get(pk=mira.pk).called  # noqa: B018


def test_a_value_moved_to_another_owner_is_refused(mira: Person) -> None:
    cleo = cast.make_user("cleo")
    Person.objects.filter(pk=mira.pk).update(owner=cleo.user)
    with cast.signed_in(cleo), pytest.raises(Unsealable):
        Person.objects.get(pk=mira.pk).name  # noqa: B018


def test_a_row_copied_under_a_new_id_is_sealed_for_its_new_place(mira: Person) -> None:
    _ = mira.name, mira.notes, mira.channels
    mira.pk = uuid4()
    mira._state.adding = True
    mira.save()
    assert Person.objects.get(pk=mira.pk).name == "Mira"


def test_a_row_copied_without_being_read_is_refused(mira: Person) -> None:
    unread = Person.objects.get(pk=mira.pk)
    unread.pk = uuid4()
    unread._state.adding = True
    with pytest.raises(Unsealable):
        unread.save()


def test_without_a_keyring_reading_and_writing_are_refused(mira: Person, ana: User) -> None:
    with opened_with(None):
        locked = Person.objects.get(pk=mira.pk)
        with pytest.raises(Unsealable):
            locked.name  # noqa: B018
        with pytest.raises(Unsealable), transaction.atomic():
            Person.objects.create(owner=ana, name="Jonas")
        assert Person.objects.create(owner=ana).name == ""


def test_without_a_keyring_readable_columns_can_be_saved(mira: Person) -> None:
    before = stored(mira)
    with opened_with(None):
        locked = Person.objects.get(pk=mira.pk)
        locked.role = "family"
        locked.save()
        locked.refresh_from_db()
        assert locked.role == "family"
    assert stored(mira) == before


def test_another_users_keyring_opens_nothing(mira: Person) -> None:
    with cast.signed_in(cast.make_user("cleo")), pytest.raises(Unsealable):
        Person.objects.get(pk=mira.pk).name  # noqa: B018


# Reading in Django's other ways


def test_refreshing_reads_anew_and_keeps_the_bytes(mira: Person) -> None:
    other = Person.objects.get(pk=mira.pk)
    other.name = "Mira Marković"
    other.save()
    assert mira.name == "Mira"
    mira.refresh_from_db()
    assert mira.name == "Mira Marković"
    before = stored(mira)
    mira.save()
    assert stored(mira) == before


def test_refreshing_some_fields_leaves_the_others(mira: Person) -> None:
    mira.name = "unsaved"
    mira.refresh_from_db(fields=["notes"])
    assert mira.name == "unsaved"


@pytest.mark.parametrize("how", ["defer", "only"])
def test_deferred_values_open_when_they_are_read_and_keep_their_bytes(mira: Person, how: str) -> None:
    rows = Person.objects.defer("name", "channels") if how == "defer" else Person.objects.only("role")
    person = rows.get(pk=mira.pk)
    assert "name" in person.get_deferred_fields()
    assert (person.name, person.channels) == (mira.name, mira.channels)
    before = stored(mira)
    person.save()
    assert stored(mira) == before


def test_deferred_values_are_fetched_without_keys_but_not_opened(mira: Person) -> None:
    person = Person.objects.only("role").get(pk=mira.pk)
    with opened_with(None), pytest.raises(Unsealable):
        person.name  # noqa: B018
    assert person.name == "Mira"


def test_rows_of_values_are_opened_by_hand(mira: Person) -> None:
    name = sealed_field(Person, "name")
    [(pk, owner, held)] = Person.objects.values_list("id", "owner_id", "name")
    assert isinstance(held, Sealed)
    assert repr(held) == "Sealed()"
    assert open_value(name, owner, pk, held) == "Mira"
    assert open_value(name, owner, pk, held.blob) == "Mira"
    assert open_value(name, owner, pk, None) == ""
    with pytest.raises(Unsealable):
        open_value(name, owner, UUID(int=1), held)


def test_a_field_that_is_not_sealed_cannot_be_opened() -> None:
    with pytest.raises(TypeError):
        sealed_field(ImportFile, "made_at")


def test_related_rows_open_with_their_own_place(mira: Person) -> None:
    mira.dates.create(owner_id=mira.owner_id, month=3, day=4, year="1984")
    date_ = mira.dates.select_related("person").get()
    assert (date_.year, date_.person.name) == ("1984", "Mira")


def test_a_copied_instance_does_not_share_its_lists(mira: Person) -> None:
    twin = copy.deepcopy(mira)
    twin.channels.append({"value": "0664"})
    assert len(mira.channels) == 1


def test_nothing_sealed_is_in_str_or_repr(mira: Person) -> None:
    assert mira.name
    for shown in (str(mira), repr(mira), repr(mira.__dict__["name"])):
        assert "Mira" not in shown


def test_migrations_know_the_label_and_the_subkey() -> None:
    _, path, _, options = sealed_field(Person, "channels").deconstruct()
    assert path == "kindring.lib.sealed.SealedJSONField"
    assert options["label"] == "person.channels"
    assert options["empty_as"] is list
    assert not {"null", "blank"} & options.keys()


def test_days_stay_readable(ana: User) -> None:
    person = Person.objects.create(owner=ana, name="Mira", placed_on=date(2026, 1, 2))
    assert Person.objects.filter(placed_on=date(2026, 1, 2)).get() == person
