"""*What this server can read* names every column that is not sealed, and nothing that does not exist."""

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.sessions import begin_session, lock_session
from kindring.accounts.actor import Actor
from kindring.lib.privacy import FieldPolicy, Sealing, policy
from kindring.web.readable import FINGERPRINTS, ONLY_YOU, ONLY_YOURS, READABLE, in_all, tables
from kindring.web.sessions import COOKIE
from tests import cast

pytestmark = pytest.mark.django_db
HONEST = (
    "Whoever runs this server cannot open what you wrote from its database or backups."
    " While you are signed in, or if they changed the program, they could."
)


def shown(browser: Client) -> str:
    response = browser.get(reverse("readable"))
    assert response.status_code == 200
    return unescape(response.content.decode())


def section(page: str, name: str) -> str:
    return page.split(f'aria-labelledby="{name}"')[1].split("</section>", maxsplit=1)[0]


def by_column() -> dict[tuple[str, str | None], FieldPolicy]:
    """The policy's lines by the database's own names."""
    return {
        (told.model._meta.db_table, field.column): told.fields[field.name]
        for told in policy().values()
        for field in told.model._meta.concrete_fields
    }


def test_every_column_of_the_database_is_sealed_or_on_the_page() -> None:
    """A column that nobody declared is not in `lines`, and fails here as well as in the system check."""
    page, lines = shown(Client()), by_column()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                line = lines[table, column.name]
                name = "only-you" if line.sealed in ONLY_YOU else "the-host"
                name = "you-and-yours" if line.sealed in ONLY_YOURS else name
                name = "fingerprints" if line.sealed in FINGERPRINTS else name
                assert line.says in section(page, name), f"{table}.{column.name}"


def test_every_kind_of_sealing_has_its_place() -> None:
    assert set(Sealing) == ONLY_YOU | ONLY_YOURS | READABLE | FINGERPRINTS
    assert not (ONLY_YOU | ONLY_YOURS) & READABLE
    assert not ONLY_YOU & ONLY_YOURS
    assert not READABLE & FINGERPRINTS


def test_what_is_readable_says_why_and_how_long() -> None:
    page = section(shown(Client()), "the-host")
    for table in tables(READABLE):
        own = [line for line in table.lines if line not in in_all(tables(READABLE))]
        if own:
            assert table.kept in page
        for line in table.lines:
            assert f"Why: {line.why}." in page


def test_nothing_readable_is_shown_as_sealed() -> None:
    sealed = {line.says for table in tables(ONLY_YOU | ONLY_YOURS) for line in table.lines}
    for line in by_column().values():
        if line.sealed in READABLE:
            assert line.says not in sealed


def test_it_says_only_what_is_true() -> None:
    assert HONEST in shown(Client())


def test_it_is_open_to_all_and_while_locked(joined: Joined) -> None:
    begun = begin_session(by=Actor(joined.user), now=cast.NOW, keys=joined.keys, device="computer")
    browser = Client()
    browser.cookies[COOKIE] = begun.secret.cookie
    assert HONEST in shown(browser)
    lock_session(by=Actor(joined.user), session=begun.session)
    assert HONEST in shown(browser)


def test_it_asks_the_database_nothing_for_a_visitor(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        shown(Client())


def test_it_can_only_be_looked_at() -> None:
    assert Client().post(reverse("readable")).status_code == 405


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> Joined:
    monkeypatch.setattr("django.utils.timezone.now", lambda: cast.NOW)
    return cast.make_user("ana")
