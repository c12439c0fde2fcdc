"""Files made to crash, hang or swell the reader."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzz_vcards import HOSTILE, checked, hostile, mutants
from kindring.people.vcard import read_cards

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 3, 1)


def seconds(data: bytes) -> float:
    """Processor seconds of one reading, the better of two, so that a busy machine does not fail the test."""
    took = []
    for _ in range(2):
        began = process_time()
        read_cards(data, now=TODAY, deadline_seconds=60)
        took.append(process_time() - began)
    return min(took)


EVIL = [
    'TEL;TYPE="' + '";"' * 26 + ":1",
    "TEL;" + ";" * 85,
    "TEL;" + "a=" * 42 + ":1",
    'TEL;X="' + "a" * 80,
    "TEL;X=" + '"' * 83,
    "TEL;X=" + '"a' * 40 + ":",
    "A" * 90,
    "a." * 45,
    "-" * 89 + ":",
    "TEL;" + "=;" * 42 + "\\",
    "TEL;ENCODING=QUOTED-PRINTABLE:" + "=" * 60,
    "N:" + "\\;" * 44,
    "N:" + "\\" * 88,
    "BDAY:" + "1-" * 42,
    "BDAY:19850412T" + "0" * 76 + "x",
    "BDAY:" + "12." * 28,
    "BDAY:" + "apr " * 21,
    "URL:" + "a+" * 43,
    "X-ABLabel:" + "_$!<" * 20,
    "ADR;LABEL=" + ":" * 80,
    "TEL;TYPE=" + "^" * 80 + ":1",
    "FN:" + " " * 86 + "x",
    " " * 90,
    "\t" * 40 + "BEGIN" + " " * 40 + ":",
]


@pytest.mark.parametrize("line", EVIL)
def test_short_evil_line_costs_nothing(line):
    for again in (1, 50):
        data = ("BEGIN:VCARD\nVERSION:3.0\nFN:Ana\n" + (line + "\n") * again + "END:VCARD\n").encode()
        assert seconds(data) < 0.05
        assert checked(data)


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_file_takes_at_most_about_twice_the_time(name):
    one, two = (seconds(hostile(name, size)) for size in (60_000, 120_000))
    assert two < 3 * one + 0.03


@pytest.mark.parametrize("name", ["wide notes", "utf-16"])
def test_largest_file_stays_within_memory_and_time(name):
    code = f"from benchmarks.fuzz_vcards import measured; print(*measured({name!r})[:2])"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    took, megabytes = ran.stdout.split()
    assert float(took) < 7  # the deadline of 5 s and what a busy machine adds
    assert int(megabytes) < 300


def test_broken_files_never_crash_the_reader():
    cards = 0
    for data in mutants(2_000):
        reading = checked(data)
        cards += len(reading.cards) if reading else 0
    assert cards > 500  # most of what is not broken still comes in


PIECES = st.sampled_from(
    [
        *("BEGIN:VCARD", "END:VCARD", "VERSION:2.1", "FN", "N", "TEL", "BDAY", "X-ABDATE", "NOTE", "PHOTO", "AGENT"),
        *(";", ":", ",", "=", '"', "\\", "\n", "\r\n", " ", "\t", "^n", ".", "item1", "X-ABLabel", "=41", "=\n"),
        *("ENCODING=QUOTED-PRINTABLE", "BASE64", "CHARSET=", "utf-16", "TYPE", "HOME", "--0412", "1604-01-22"),
        *("\u202e", "\0", "č", "中", "🏴", "urn:uuid:1", "UID:1", "RELATED", "tel:", "mailto:", "javascript:"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=60).map("".join))
def test_any_jumble_of_pieces_is_read_or_refused(text):
    checked(("BEGIN:VCARD\nFN:Ana\n" + text).encode("utf-8", "surrogatepass"))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    checked(data)
    checked(b"BEGIN:VCARD\r\nFN:Ana\r\nNOTE;ENCODING=QUOTED-PRINTABLE:" + data)


NAMES = st.text(st.characters(blacklist_categories=("C", "Z", "M")), min_size=1, max_size=30).filter(str.isalnum)


@settings(max_examples=200, deadline=None)
@given(NAMES, st.dates(date(1605, 1, 1), TODAY), st.booleans())
def test_what_was_written_comes_back(name, day, fold):
    break_ = "\r\n " if fold else ""
    text = f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{name[:3]}{break_}{name[3:]}\r\nBDAY:{day:%Y%m%d}\r\nEND:VCARD\r\n"
    (card,) = read_cards(text.encode(), now=TODAY).cards
    assert card.name == name
    assert card.dates == (("birthday", day.month, day.day, day.year, ""),)
