"""The files of an address book as a whole: refused, cut short, sealed, hostile, forgotten."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.fuzz_vcards import mutants
from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.refused import Refused
from kindring.people import pile
from kindring.people.actions import imports as actions
from kindring.people.actions.imports import bring_some, drop_file, read_files
from kindring.people.models import ImportCard, ImportFile
from kindring.people.pile import Upload
from kindring.web.bring_forms import UploadForm
from tests.address_books import JONAS, MIRA, bring, card, cards_of, choose, outcomes, people_of, read
from tests.cast import NOW
from tests.refusals import refusal

CORPUS = Path(__file__).parents[3] / "shared/corpus/vcard"
Outcome = ImportCard.Outcome


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b" \r\n", "file_empty"),
        (b"PK\x03\x04....", "file_archive"),
        (b"\xff\xd8\xff\xe0....", "file_binary"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR", "file_calendar"),
        (b"First Name,Last Name\nMira,Horvat", "file_table"),
        (b"Dear Mira, how are you?", "file_not_an_address_book"),
        (b"x" * (actions.MOST_BYTES + 1), "file_too_large"),
    ],
)
def test_file_that_is_no_address_book_is_refused_in_words(ana: User, data: bytes, code: str) -> None:
    assert refusal(lambda: read(ana, data)) == code
    assert not ImportFile.objects.exists()


def test_files_are_counted_together(ana: User) -> None:
    half = b"x" * (actions.MOST_BYTES // 2 + 1)
    assert refusal(lambda: read(ana, half, half)) == "file_too_large"


def test_each_card_that_is_not_read_keeps_its_line_and_reason(ana: User) -> None:
    rows = cards_of(ana, read(ana, MIRA + card("", "NOTE:nobody") + card("Choir", "X-ADDRESSBOOKSERVER-KIND:group")))
    told = [(row.line, row.reason, row.card["name"]) for row in rows[1:]]
    assert told == [(8, "no name", ""), (13, "group", "Choir")]


def test_name_that_leaves_no_mark_is_none(ana: User) -> None:
    (row,) = cards_of(ana, read(ana, card("\ue000\ue001")))
    assert (row.outcome, row.reason) == (Outcome.UNREADABLE, "no name")


def test_one_bad_file_among_several_is_named(ana: User) -> None:
    rows = cards_of(ana, read(ana, MIRA, b"PK\x03\x04...", JONAS))
    assert [(row.card["upload"], row.card["line"], row.reason) for row in rows] == [
        ("0.vcf", 1, ""),
        ("1.vcf", 0, "file: archive"),
        ("2.vcf", 1, ""),
    ]
    assert len({row.line for row in rows}) == 3


def test_file_name_is_kept_only_where_it_tells_something(ana: User) -> None:
    (row,) = cards_of(ana, read(ana, MIRA))
    assert "upload" not in row.card


def test_hostile_file_name_comes_clean(ana: User, by: Actor) -> None:
    uploads = [Upload("\u202egnp.\ud800vcf\0", MIRA.encode()), Upload("b.vcf", JONAS.encode())]
    rows = cards_of(ana, read_files(by=by, now=NOW, uploads=uploads))
    assert rows[0].card["upload"] == "gnp.vcf"


def test_reading_ends_in_time_and_keeps_what_it_has(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pile, "READING_SECONDS", 0.05)
    book = read(ana, "".join(card(f"Guest {n}") for n in range(20_000)), MIRA)
    assert book.cut_short == "too long"
    rows = cards_of(ana, book)
    assert 0 < sum(row.outcome == Outcome.WAITING for row in rows) < 20_000
    assert rows[-1].reason == "file: not reached"


def test_time_up_before_anything_was_read_is_said(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pile, "READING_SECONDS", 0.0)
    assert refusal(lambda: read(ana, MIRA)) == "file_not_reached"


def test_many_files_together_hold_no_more_than_one_may(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pile, "MAX_CARDS", 2)
    rows = cards_of(ana, read(ana, MIRA + JONAS, card("Tomas")))
    assert [row.reason for row in rows] == ["", "", "file: not reached"]


def test_pictures_are_counted_and_left(ana: User) -> None:
    book = read(ana, card("Mira", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRg=="))
    assert book.photos_skipped == 1
    assert "9j/4AAQ" not in str(cards_of(ana, book)[0].card)


def test_not_more_than_five_wait_and_finished_ones_go(ana: User) -> None:
    for _ in range(2):
        bring(ana, MIRA)
    assert ImportFile.objects.visible_to(ana).count() == 1
    for _ in range(actions.MOST_WAITING):
        book = read(ana, JONAS)
    assert refusal(lambda: read(ana, JONAS)) == "files_waiting"
    drop_file(by=Actor(ana), file=book)
    assert outcomes(ana, read(ana, JONAS)) == [Outcome.WAITING]


def test_dropped_file_leaves_nothing_but_those_who_came(ana: User, by: Actor) -> None:
    book = read(ana, "".join(card(f"Guest {n}") for n in range(4)))
    choose(ana, book)
    bring_some(by=by, now=NOW, file=book, most=2)
    drop_file(by=by, file=book)
    assert not ImportCard.objects.exists()
    assert not ImportFile.objects.exists()
    assert len(people_of(ana)) == 2


def test_only_the_hour_of_the_reading_is_kept(ana: User, by: Actor) -> None:
    book = read_files(by=by, now=NOW + timedelta(minutes=17), uploads=[Upload("a.vcf", MIRA.encode())])
    assert book.made_at.minute == 0


def test_no_word_of_a_card_lies_in_the_database_in_clear(ana: User) -> None:
    words = ("UID:canary-uid", "NICKNAME:canarynick", "TEL:0800canary", "EMAIL:canary@mail", "NOTE:canarynote")
    lines = (*words, "ORG:canaryorg", "X-SPOUSE:canaryspouse")
    read(ana, card("canaryname", *lines), "canary", card("", "NOTE:canary"))
    assert b"canary" not in everything_stored()
    bring(ana, card("canaryname", *lines))
    assert b"canary" not in everything_stored()


def everything_stored() -> bytes:
    stored = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for value in (value for row in cursor.fetchall() for value in row):
                raw = value if isinstance(value, bytes | memoryview) else str(value).encode()
                stored.append(bytes(raw).lower())
    return b"\n".join(stored)


def test_broken_files_never_break_a_step(ana: User, by: Actor) -> None:
    came = 0
    for data in mutants(120, seed=7):
        try:
            book = read_files(by=by, now=NOW, uploads=[Upload("a.vcf", data)])
        except Refused:
            continue
        choose(ana, book)
        came += bring_some(by=by, now=NOW, file=book).came
        drop_file(by=by, file=book)
    assert came > 30


def test_a_step_costs_the_same_for_two_and_for_thirty(ana: User, by: Actor) -> None:
    costs = []
    for many in (2, 30):  # SQLite takes about 37 people with one statement
        book = read(ana, "".join(card(f"Guest {many} {n}", "BDAY:--0304") for n in range(many)))
        choose(ana, book)
        with CaptureQueriesContext(connection) as asked:
            bring_some(by=by, now=NOW, file=book)
        costs.append(len(asked))
    assert costs[0] == costs[1]


@pytest.fixture
def corpus() -> list[Path]:
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not here")
    return sorted(CORPUS.rglob("*.vcf"))


def test_every_card_of_others_comes_or_is_named(ana: User, corpus: list[Path]) -> None:
    texts = [path.read_bytes() for path in corpus]
    book = read(ana, *texts)
    rows = cards_of(ana, book)
    begun = sum(text.upper().count(b"BEGIN:VCARD") for text in texts)
    assert len(rows) >= begun - 3  # cards inside cards (AGENT) are named on the card that holds them
    waiting = [row for row in rows if row.outcome == Outcome.WAITING]
    choose(ana, book)
    while bring_some(by=Actor(ana), now=NOW, file=book).left:
        pass
    assert len(people_of(ana)) == len(waiting)
    assert sorted(row.card["name"] for row in waiting) == [person.name for person in people_of(ana)]


def test_words_name_the_limit_that_holds() -> None:
    most = f"{actions.MOST_BYTES // 2**20} MB"
    assert most in str(actions.UNREADABLE["too large"])
    assert most in str(UploadForm.base_fields["book"].help_text)
