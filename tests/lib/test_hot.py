"""A query compiled once answers as the ORM would, on both databases and in every thread."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from kindring.accounts.models import Session, User
from kindring.lib.hot import HotList, HotQuery
from kindring.lib.sealed import Sealed, open_value, sealed_field
from kindring.people.models import Person
from tests import cast

pytestmark = pytest.mark.django_db


def placed_since(owner: uuid.UUID, day: date, most: int) -> Any:
    rows = Person.objects.filter(owner_id=owner, placed_on__gte=day, contacts__lte=most)
    return rows.order_by("placed_on", "id").values_list("id", "name", "placed_on", "may_suggest", "deleted_at")


@pytest.fixture
def people(ana: User) -> list[Person]:
    days = [cast.TODAY - timedelta(days=back) for back in (40, 20, 1)]
    names = ("Mira", "Jonas", "Tomas")
    return [
        Person.objects.create(owner=ana, name=name, placed_on=day, contacts=at, deleted_at=cast.NOW)
        for at, (name, day) in enumerate(zip(names, days, strict=True))
    ]


def as_orm(ana: User, day: date, most: int) -> list[tuple[Any, ...]]:
    return [plain(row) for row in placed_since(ana.id, day, most)]


def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value.blob if isinstance(value, Sealed) else value for value in row)


@pytest.mark.parametrize(("back", "most"), [(100, 9), (30, 9), (30, 1), (0, 0)])
def test_it_answers_as_the_orm_does(ana: User, people: list[Person], back: int, most: int) -> None:
    hot = HotQuery(placed_since, uuid.UUID, date, int)
    day = cast.TODAY - timedelta(days=back)
    for _ in range(2):  # compiled, then only run
        assert [plain(row) for row in hot.rows(ana.id, day, most)] == as_orm(ana, day, most)


def test_arguments_are_bound_anew_each_time(ana: User, people: list[Person], cleo: User) -> None:
    hot = HotQuery(placed_since, uuid.UUID, date, int)
    day = cast.TODAY - timedelta(days=100)
    assert len(hot.rows(ana.id, day, 9)) == 3
    assert hot.rows(cleo.id, day, 9) == []
    assert len(hot.rows(ana.id, day, 0)) == 1


def test_values_have_their_types(ana: User, people: list[Person]) -> None:
    hot = HotQuery(placed_since, uuid.UUID, date, int)
    pk, name, placed_on, may_suggest, deleted_at = hot.rows(ana.id, cast.TODAY - timedelta(days=100), 9)[0]
    assert (pk, placed_on, may_suggest, deleted_at) == (people[0].id, people[0].placed_on, True, cast.NOW)
    assert open_value(sealed_field(Person, "name"), ana.id, pk, name) == "Mira"


def test_bytes_find_their_row(ana: User) -> None:
    session = Session.objects.create(owner=ana, secret_hash=b"\x00\xff" * 16, started_at=cast.NOW, seen_at=cast.NOW)
    hot = HotQuery(lambda secret: Session.objects.filter(secret_hash=secret).values_list("id", "secret_hash"), bytes)
    [(pk, secret_hash)] = hot.rows(b"\x00\xff" * 16)
    assert (pk, bytes(secret_hash)) == (session.id, b"\x00\xff" * 16)
    assert hot.rows(b"other") == []


def test_an_argument_may_stand_in_two_places(ana: User, people: list[Person]) -> None:
    hot = HotQuery(
        lambda owner: Person.objects.filter(owner_id=owner, owner__id=owner, role="").values_list("id"),
        uuid.UUID,
    )
    assert {row[0] for row in hot.rows(ana.id)} == {person.id for person in people}


def test_constants_of_the_query_are_kept(ana: User, people: list[Person]) -> None:
    Person.objects.filter(pk=people[0].pk).update(role="family")
    hot = HotQuery(lambda owner: Person.objects.filter(owner_id=owner, role="family").values_list("id"), uuid.UUID)
    assert hot.rows(ana.id) == [(people[0].id,)]


def test_an_argument_that_does_not_reach_the_sql_is_an_error(ana: User) -> None:
    hot = HotQuery(lambda _owner: Person.objects.values_list("id"), uuid.UUID)
    with pytest.raises(TypeError, match="does not reach"):
        hot.rows(ana.id)


def test_a_hostile_argument_is_bound_and_never_spelled(ana: User) -> None:
    hot = HotQuery(lambda secret: Session.objects.filter(secret_hash=secret).values_list("id"), bytes)
    with CaptureQueriesContext(connection):
        assert hot.rows(b"'; DROP TABLE accounts_session; --%s") == []
    assert Session.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_threads_share_the_compiled_query_but_no_connection() -> None:
    """One that compiled it ends; the others go on with connections of their own."""
    joined = cast.make_user("ana")
    with cast.signed_in(joined) as ana:
        cast.mira(ana)
    hot = HotQuery(
        lambda owner: Person.objects.filter(owner_id=owner).values_list("id", "name", "placed_on"), uuid.UUID
    )
    expected = [plain(row) for row in Person.objects.values_list("id", "name", "placed_on")]

    def look() -> list[tuple[Any, ...]]:
        try:
            return [plain(row) for row in hot.rows(joined.user.id)]
        finally:
            connections.close_all()

    first: list[Any] = []
    thread = threading.Thread(target=lambda: first.append(look()))
    thread.start()
    thread.join()
    with ThreadPoolExecutor(4) as pool:
        assert [*first, *(future.result() for future in [pool.submit(look) for _ in range(8)])] == [expected] * 9


def test_ids_may_come_as_text(ana: User, people: list[Person]) -> None:
    hot = HotQuery(
        lambda owner: Person.objects.filter(owner_id=owner).values_list("owner_id", "id", "role", "placed_on"),
        uuid.UUID,
        text_ids=True,
    )
    assert sorted(hot.rows(ana.id)) == sorted(
        (str(ana.id), str(person.id), "", person.placed_on) for person in people
    )


def test_a_listener_hears_every_run(ana: User, people: list[Person]) -> None:
    hot = HotQuery(placed_since, uuid.UUID, date, int)
    day = cast.TODAY - timedelta(days=100)
    hot.rows(ana.id, day, 9)
    with CaptureQueriesContext(connection) as captured:
        assert len(hot.rows(ana.id, day, 9)) == 3
    assert len(captured) == 1
    with (
        connection.execute_wrapper(lambda *_: pytest.fail("heard")),
        pytest.raises(pytest.fail.Exception, match="heard"),
    ):
        hot.rows(ana.id, day, 9)


def test_signs_of_the_drivers_own_spelling_stay_what_they_are(ana: User, people: list[Person]) -> None:
    Person.objects.filter(pk=people[0].pk).update(role="family")
    hot = HotQuery(
        lambda owner: (
            Person.objects.filter(owner_id=owner, role__startswith="fam")
            .exclude(role__contains="%s?")
            .values_list("id")
        ),
        uuid.UUID,
    )
    assert hot.rows(ana.id) == [(people[0].id,)]


def test_errors_are_djangos(ana: User, people: list[Person]) -> None:
    hot = HotQuery(lambda owner: Person.objects.filter(owner_id=owner).values_list("id"), uuid.UUID)
    hot.rows(ana.id)
    compiled = hot._compiled["default"]
    wrong = compiled.statement._replace(own=compiled.statement.own.replace("people_person", "people_nobody"))
    hot._compiled["default"] = compiled._replace(statement=wrong)
    with pytest.raises(DatabaseError), transaction.atomic():
        hot.rows(ana.id)


def test_a_broken_transaction_stays_broken(ana: User, people: list[Person]) -> None:
    hot = HotQuery(lambda owner: Person.objects.filter(owner_id=owner).values_list("id"), uuid.UUID)
    with transaction.atomic():
        hot.rows(ana.id)
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            hot.rows(ana.id)


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_made_anew() -> None:
    user = cast.make_user("ana").user
    hot = HotQuery(lambda owner: User.objects.filter(id=owner).values_list("id"), uuid.UUID)
    assert hot.rows(user.id) == [(user.id,)]
    connection.close()
    assert hot.rows(user.id) == [(user.id,)]


def test_a_moment_may_be_an_argument(ana: User, people: list[Person]) -> None:
    hot = HotQuery(lambda at: Person.objects.filter(deleted_at__gte=at).values_list("id"), datetime)
    assert {row[0] for row in hot.rows(cast.NOW)} == {person.id for person in people}
    assert hot.rows(cast.NOW + timedelta(seconds=1)) == []


@pytest.mark.parametrize("others", [0, 5, 31, 200])
def test_a_list_of_ids_finds_each_of_them_once(ana: User, people: list[Person], others: int) -> None:
    hot = HotList(lambda owner, ids: Person.objects.filter(owner_id=owner, id__in=ids).values_list("id"), uuid.UUID)
    ids = [*(uuid.uuid4() for _ in range(others)), people[0].id, people[2].id]
    assert sorted(hot.rows(ana.id, ids=ids)) == sorted([(people[0].id,), (people[2].id,)])
    assert hot.rows(uuid.uuid4(), ids=ids) == []


def test_an_empty_list_finds_nothing_and_asks_nothing(ana: User, people: list[Person]) -> None:
    hot = HotList(lambda ids: Person.objects.filter(id__in=ids).values_list("id"))
    with CaptureQueriesContext(connection) as captured:
        assert hot.rows(ids=[]) == []
    assert len(captured) == 0
