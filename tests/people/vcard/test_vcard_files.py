"""Several cards, broken ones, and files that are none."""

import gzip
from datetime import date

import pytest

from kindring.people.vcard import RefusedCard, Skipped, Stopped, UnreadableFile, read_cards

ANA = "BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nEND:VCARD\n"
MIRA = "BEGIN:VCARD\nVERSION:2.1\nFN:Mira\nEND:VCARD\n"


def named(reading):
    return [(card.line, card.name) for card in reading.cards]


def test_several_cards_of_several_versions(read):
    found = read(ANA + MIRA + ANA.replace("3.0", "4.0"))
    assert named(found) == [(1, "Ana"), (5, "Mira"), (9, "Ana")]
    assert (found.refused, found.stopped, found.photos_skipped) == ([], None, 0)


def test_version_of_one_card_does_not_rule_the_next(read):
    found = read("BEGIN:VCARD\nVERSION:2.1\nFN:Mira\nEND:VCARD\nBEGIN:VCARD\nFN:An\n a\\nB\nEND:VCARD\n")
    assert named(found) == [(1, "Mira"), (5, "Ana B")]


def test_missing_end_is_said(read):
    found = read("BEGIN:VCARD\nFN:Ana\n" + MIRA + "BEGIN:VCARD\nFN:Jonas\nTEL:1")
    assert named(found) == [(1, "Ana"), (3, "Mira"), (7, "Jonas")]
    assert [card.skipped for card in found.cards] == [(Skipped("no end"),), (), (Skipped("no end"),)]


def test_missing_begin_is_said(read):
    found = read("VERSION:3.0\nFN:Ana\nEND:VCARD\n" + MIRA + "FN:Jonas\nTEL:1\nEND:VCARD\n")
    assert named(found) == [(1, "Ana"), (4, "Mira"), (8, "Jonas")]
    assert [card.skipped for card in found.cards] == [(Skipped("no begin"),), (), (Skipped("no begin"),)]


def test_fragment_is_read(read):
    (ana,) = read("FN:Ana\nTEL:1\n").cards
    assert (ana.name, ana.skipped) == ("Ana", (Skipped("no begin"), Skipped("no end")))


def test_stray_lines_between_cards_are_no_card(read):
    found = read("Dear Mira,\n" + ANA + "\n--\nTEL: 5\n\n" + MIRA)
    assert [name for _, name in named(found)] == ["Ana", "Mira"]
    assert found.refused == []


def test_bad_cards_are_named_with_line_and_reason(read):
    bad = (
        "BEGIN:VCARD\nEND:VCARD\n"
        "BEGIN:VCARD\nADR:;;Street;;;;\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Choir\nMEMBER:urn:uuid:1\nEND:VCARD\n"
        "BEGIN:VCARD\nKIND:location\nFN:Park\nEND:VCARD\n"
        "BEGIN:VCARD\nrubbish\nEND:VCARD\n"
        "BEGIN:VCARD\nX-ADDRESSBOOKSERVER-KIND:group\nFN:Family\nEND:VCARD\n"
    )
    found = read(bad + ANA)
    assert named(found) == [(23, "Ana")]
    assert found.refused == [
        RefusedCard(1, "empty", ""),
        RefusedCard(3, "no name", ""),
        RefusedCard(6, "group", "Choir"),
        RefusedCard(12, "not a person", "Park"),
        RefusedCard(16, "no name", ""),
        RefusedCard(19, "group", "Family"),
    ]


AGENT = "BEGIN:VCARD\nVERSION:2.1\nFN:Tomas\nTEL:5\nEND:VCARD\n"


@pytest.mark.parametrize("head", ["AGENT:\n", "AGENT:", "AGENT: \n  "])
def test_card_inside_a_card_does_not_break_it(read, head):
    found = read("BEGIN:VCARD\nVERSION:2.1\nFN:Ana\n" + head + AGENT + "TEL:1\nEND:VCARD\n" + MIRA)
    assert [name for _, name in named(found)] == ["Ana", "Mira"]
    assert found.cards[0].phones == (("", "1"),)
    assert found.cards[0].skipped == (Skipped("agent", "Tomas"),)


def test_escaped_card_inside_a_card_is_named(card):
    ana = card(r"AGENT:BEGIN:VCARD\nFN:Susan Thomas\nTEL:+1\nEND:VCARD\n", "TEL:1")
    assert (ana.skipped, ana.phones) == ((Skipped("agent", "Susan Thomas"),), (("", "1"),))


def test_agent_without_an_end_does_not_swallow_the_next_card(read):
    found = read("BEGIN:VCARD\nFN:Ana\nAGENT:\nBEGIN:VCARD\nFN:Tomas\n" + MIRA)
    assert [name for _, name in named(found)] == ["Ana", "Mira"]


def test_deep_nesting_costs_nothing(read):
    depth = 20_000
    found = read(
        "BEGIN:VCARD\nFN:Ana\n" + "AGENT:\nBEGIN:VCARD\n" * depth + "END:VCARD\n" * depth + "END:VCARD\n" + MIRA
    )
    assert [name for _, name in named(found)] == ["Ana", "Mira"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\0", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"PK\x03\x04" + b"x" * 100, "archive"),
        (gzip.compress(ANA.encode(), mtime=0), "archive"),
        (b"\xff\xd8\xff\xe0" + b"\1" * 50, "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "calendar"),
        (b"\xef\xbb\xbfFirst Name,Last Name\r\nAna,P\r\n", "table"),
        (b"Name,Given Name,Family Name\nAna P,Ana,P\n", "table"),
        (b"<!DOCTYPE html><p>FN:Ana", "not an address book"),
        (b'{"EMAIL": "a", "FN": "b"}', "not an address book"),
        (b"Dear Ana,\nTEL: 5\nMira", "not an address book"),
    ],
)
def test_file_that_is_no_address_book_is_refused(data, code):
    with pytest.raises(UnreadableFile) as refused:
        read_cards(data, now=date(2026, 3, 1))
    assert refused.value.code == code


def test_file_that_is_too_large_is_refused():
    with pytest.raises(UnreadableFile) as refused:
        read_cards(b"\n" * (20 * 1024 * 1024 + 1), now=date(2026, 3, 1))
    assert refused.value.code == "too large"


def test_nul_bytes_are_passed_over(read):
    assert named(read(ANA.replace("FN", "F\0N").replace("END", "\0END"))) == [(1, "Ana")]


def test_reading_stops_at_its_deadline_and_says_where():
    reading = read_cards(ANA.encode() * 10, now=date(2026, 3, 1), deadline_seconds=0)
    assert reading.cards == []
    assert reading.stopped == Stopped("too long", 1)


def test_card_at_the_deadline_is_named_as_unfinished(monkeypatch):
    ticks = iter(range(10_000))
    monkeypatch.setattr("kindring.people.vcard.lines.monotonic", lambda: next(ticks))
    reading = read_cards(ANA.encode() * 50, now=date(2026, 3, 1), deadline_seconds=60)
    assert reading.stopped is not None
    assert reading.stopped.reason == "too long"
    assert 5 < len(reading.cards) < 45
    assert reading.refused == [RefusedCard(len(reading.cards) * 4 + 1, "unfinished", "Ana")]


def test_only_so_many_cards_are_read(monkeypatch, read):
    monkeypatch.setattr("kindring.people.vcard.reading.MAX_CARDS", 3)
    found = read(ANA * 5)
    assert (len(found.cards), found.stopped) == (3, Stopped("too many cards", 13))
    assert read(ANA * 3).stopped is None


def test_only_so_much_is_read(monkeypatch, read):
    monkeypatch.setattr("kindring.people.vcard.reading.MAX_SIZE", 5)
    found = read(ANA.replace("FN", "TEL:1\nTEL:2\nTEL:3\nFN") * 5)
    assert (len(found.cards), found.stopped) == (2, Stopped("too much", 15))
