"""The file of an address book on its way in: refused in words, too large, hostile; and the doors of its pages."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.fuzz_vcards import mutants
from kindring.accounts.models import User
from kindring.people.actions import imports as actions
from kindring.people.models import ImportCard, ImportFile, Person
from tests.address_books import JONAS, MIRA, boxes, card, cards_of, choose, read, upload
from tests.cast import make_person, make_user, signed_in
from tests.web.seen import seen


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty."),
        (b"\x89PNG\r\n\x1a\n", "There is no address book in this file."),
        (b"PK\x03\x04", "This is a packed file."),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "This is a calendar."),
        (b"Name,Given Name\nMira,Horvat\n", "This is a table."),
    ],
)
def test_wrong_file_is_named_in_words(ana_online: Client, data: bytes, words: str) -> None:
    answer = upload(ana_online, data)
    assert answer.status_code == 422
    page = seen(answer)
    assert words in page.text
    assert not page.nameless()
    assert not ImportFile.objects.exists()


def test_nothing_chosen_asks_for_a_file(ana_online: Client) -> None:
    answer = ana_online.post("/bring", {})
    assert answer.status_code == 422
    assert "Choose a file first." in seen(answer).text


def test_several_files_come_at_once(ana: User, ana_online: Client) -> None:
    upload(ana_online, MIRA, JONAS)
    book = ImportFile.objects.visible_to(ana).get()
    assert [row.card["upload"] for row in cards_of(ana, book)] == ["0.vcf", "1.vcf"]


def test_more_than_a_hundred_files_are_refused_in_words(ana_online: Client) -> None:
    answer = upload(ana_online, *["x"] * 101)
    assert answer.status_code == 413
    assert "At most 100 files come at once." in seen(answer).text


class Unread:
    """A body that must not be touched."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")

    def __getattr__(self, name: str) -> Any:
        return self.read


@pytest.mark.parametrize("length", [str(actions.MOST_BYTES + 600_000), "9" * 40, "-1", "x"])
def test_larger_body_is_refused_before_it_is_read(ana_online: Client, length: str) -> None:
    sent: Any = {"CONTENT_LENGTH": length, "wsgi.input": Unread(), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = ana_online.post("/bring", **sent)
    assert answer.status_code == 413
    assert "This is more than 20 MB." in seen(answer).text


def test_nobody_uploads_before_signing_in() -> None:
    sent: Any = {"CONTENT_LENGTH": "1000", "wsgi.input": Unread(), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = Client().post("/bring", **sent)
    assert (answer.status_code, answer["Location"]) == (303, "/sign-in")


def test_upload_needs_the_mark_of_its_form(ana: User, ana_online: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ana_online.cookies
    assert upload(strict, MIRA).status_code == 403
    assert not ImportFile.objects.exists()
    page = seen(strict.get("/bring"))
    mark = page.form("/bring").values["csrfmiddlewaretoken"]
    sent = {"csrfmiddlewaretoken": mark, "book": SimpleUploadedFile("a.vcf", MIRA.encode())}
    assert strict.post("/bring", sent).status_code == 303


@pytest.mark.parametrize(
    "body", [b"", b"--x", b"--x\r\nContent-Disposition: form-data; name=book; filename=a\r\n\r\n"]
)
def test_broken_uploads_are_no_error_of_ours(ana_online: Client, body: bytes) -> None:
    kinds = [
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "multipart/form-data; boundary=é",
        "text/vcard",
    ]
    for kind in kinds:
        assert ana_online.generic("POST", "/bring", body, content_type=kind).status_code in {400, 413, 422}


def test_hostile_files_never_break_a_page(ana: User, ana_online: Client) -> None:
    for data in mutants(60, seed=11):
        answer = upload(ana_online, data)
        assert answer.status_code in {303, 422}
        if answer.status_code == 303:
            walk(ana_online, answer["Location"])
    assert Person.objects.visible_to(ana).count() > 10


def walk(client: Client, here: str) -> None:
    """Every page of one address book, everyone on its first page brought."""
    page = seen(client.get(here))
    assert client.get(here, {"left": 1}).status_code == 200
    assert client.post(here, {"shown": [box["value"] for box in boxes(page)], "step": "all"}).status_code == 303
    for _ in range(2):
        assert client.get(f"{here}/go").status_code in {200, 303}
        assert client.post(f"{here}/go").status_code == 303
    assert client.post(f"{here}/drop").status_code == 303


# Doors and costs


@pytest.mark.parametrize("ending", ["", "/go", "/drop"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_foreign_book_and_missing_book_are_the_same_bytes(ana_online: Client, ending: str, method: str) -> None:
    with signed_in(make_user("cleo")) as cleo:
        theirs = read(cleo, MIRA)
    answers = [getattr(ana_online, method)(f"/bring/{book}{ending}") for book in (theirs.id, uuid4())]
    assert [answer.status_code for answer in answers] == [405 if (ending, method) == ("/drop", "get") else 404] * 2
    assert without_marks(answers[0]) == without_marks(answers[1])
    assert ImportCard.objects.get().outcome == "waiting"


def without_marks(response: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())


def test_pages_cost_the_same_queries_for_two_cards_and_two_hundred(ana: User, ana_online: Client) -> None:
    costs = []
    for many in (2, 200):
        book = read(ana, "".join(card(f"Guest {n}") + card("", f"NOTE:{n}") for n in range(many)))
        choose(ana, book)
        for n in range(many):
            make_person(ana, f"Guest {n}")
        costs.append([queries(ana_online, address) for address in addresses(book)])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 8


def addresses(book: ImportFile) -> list[str]:
    here = f"/bring/{book.id}"
    return ["/bring", here, f"{here}?left=1", f"{here}/go"]


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
