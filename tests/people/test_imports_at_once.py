"""Two tabs that bring at the same moment: nobody is lost, nobody comes twice."""

from collections.abc import Callable

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.refused import Refused
from kindring.people.actions.imports import bring_some, drop_file
from kindring.people.models import ImportCard, ImportFile, Person
from tests.address_books import card, choose, read
from tests.cast import NOW, make_user, signed_in
from tests.people.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
GUESTS = "".join(card(f"Guest {n}", "BDAY:--0304") for n in range(60))


def going(book: ImportFile, most: int) -> Callable[[User], None]:
    def work(user: User) -> None:
        while bring_some(by=Actor(user), now=NOW, file=book, most=most).left:
            pass

    return work


def names() -> list[str]:
    return sorted(person.name for person in Person.objects.all())


def test_tabs_share_the_work_of_one_file() -> None:
    joined = make_user("ana")
    with signed_in(joined) as ana:
        book = read(ana, GUESTS)
        choose(ana, book)
        at_once(joined, [going(book, 7), going(book, 11), going(book, 5)])
        assert names() == sorted(f"Guest {n}" for n in range(60))
        assert ImportFile.objects.get().came == 60
        assert not ImportCard.objects.exists()


def test_the_same_file_uploaded_in_two_tabs_doubles_nobody() -> None:
    joined = make_user("ana")
    with signed_in(joined) as ana:
        books = [read(ana, GUESTS), read(ana, GUESTS)]
        for book in books:
            choose(ana, book)
        at_once(joined, [going(book, 9) for book in books])
        assert names() == sorted(f"Guest {n}" for n in range(60))
        counts = ImportFile.objects.values_list("came", "were_here")
        assert [sum(count) for count in zip(*counts, strict=True)] == [60, 60]


def test_dropping_while_another_tab_brings_ends_it() -> None:
    joined = make_user("ana")
    with signed_in(joined) as ana:
        book = read(ana, GUESTS)
        choose(ana, book)

        def bring(user: User) -> None:
            try:
                while bring_some(by=Actor(user), now=NOW, file=book, most=3).left:
                    pass
            except Refused as refused:
                assert refused.code == "file_not_found"  # noqa: PT017

        at_once(joined, [bring, lambda user: drop_file(by=Actor(user), file=book)])
        assert not ImportFile.objects.exists()
        assert len(set(names())) == len(names())
