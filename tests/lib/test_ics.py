"""Calendar files, read back by a reader of our own that follows RFC 5545's grammar."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindring.lib.ics import Entry, calendar, escaped, folded

NOW = datetime(2026, 11, 22, 9, 30, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def entry(**told: Any) -> Entry:
    known: dict[str, Any] = {"key": "k1", "begins": datetime(2026, 11, 23, 18, tzinfo=UTC), "changed_at": NOW}
    return Entry(**known | told)


def lines(file: bytes) -> list[str]:
    """Unfolded content lines; every line of the file ends with CRLF and has at most 75 octets."""
    assert file.endswith(b"\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    for line in file.split(b"\r\n"):
        line.decode()  # no letter is cut in two
    return file.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def event(file: bytes) -> dict[str, str]:
    found = lines(file)
    inside = found[found.index("BEGIN:VEVENT") + 1 : found.index("END:VEVENT")]
    return dict(line.split(":", 1) for line in inside)


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), value)


def test_a_calendar_begins_and_ends_as_calendars_do() -> None:
    found = lines(calendar([entry()], NOW))
    assert found[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kindring//Kindring//EN"]
    assert found[-1] == "END:VCALENDAR"
    assert lines(calendar([], NOW))[-1] == "END:VCALENDAR"


def test_the_title_says_nothing_unless_told() -> None:
    assert event(calendar([entry()], NOW))["SUMMARY"] == "Kindring"


def test_the_same_thing_keeps_its_name_and_a_change_is_newer() -> None:
    first = event(calendar([entry()], NOW, "kin.example.org"))
    later = event(calendar([entry(changed_at=NOW + timedelta(hours=1))], NOW + timedelta(days=1), "kin.example.org"))
    assert first["UID"] == later["UID"] == "k1@kin.example.org"
    assert int(later["SEQUENCE"]) > int(first["SEQUENCE"])
    assert int(later["SEQUENCE"]) < 2**31
    assert first["DTSTAMP"] == "20261122T093012Z"


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (datetime(2026, 10, 25, 1, 30, tzinfo=BERLIN), "20261024T233000Z"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN), "20261025T003000Z"),  # the first half past two of that night
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1), "20261025T013000Z"),  # and the second
        (datetime(2026, 10, 25, 3, 30, tzinfo=BERLIN), "20261025T023000Z"),
        (datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN), "20260329T003000Z"),
        (datetime(2026, 3, 29, 3, 30, tzinfo=BERLIN), "20260329T013000Z"),
    ],
)
def test_times_are_in_utc_also_when_the_clocks_change(local: datetime, utc: str) -> None:
    found = event(calendar([entry(begins=local, ends=local + timedelta(hours=1))], NOW))
    assert found["DTSTART"] == utc
    assert "TZID" not in calendar([entry(begins=local)], NOW).decode()


def test_each_tuesday_at_seven_stays_at_seven_across_the_change() -> None:
    days = [datetime(2026, 10, 20, 19, tzinfo=BERLIN) + timedelta(weeks=week) for week in range(3)]
    starts = [event(calendar([entry(begins=day)], NOW))["DTSTART"] for day in days]
    assert starts == ["20261020T170000Z", "20261027T180000Z", "20261103T180000Z"]


def test_a_whole_day_is_a_day_everywhere_and_ends_before_the_next() -> None:
    found = event(calendar([entry(begins=date(2026, 12, 31))], NOW))
    assert (found["DTSTART;VALUE=DATE"], found["DTEND;VALUE=DATE"]) == ("20261231", "20270101")
    found = event(calendar([entry(begins=date(2026, 2, 27), ends=date(2026, 3, 1))], NOW))
    assert found["DTEND;VALUE=DATE"] == "20260302"


def test_an_end_before_the_beginning_is_left_out() -> None:
    begins = datetime(2026, 11, 23, 18, tzinfo=UTC)
    assert "DTEND" not in event(calendar([entry(begins=begins, ends=begins)], NOW))
    assert (
        event(calendar([entry(begins=begins, ends=begins + timedelta(hours=2))], NOW))["DTEND"] == "20261123T200000Z"
    )


def test_called_off_is_said() -> None:
    assert event(calendar([entry(called_off=True)], NOW))["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("soup, bread; and\\or", "soup\\, bread\\; and\\\\or"),
        ("one\ntwo\r\nthree\rfour", "one\\ntwo\\nthree\\nfour"),
        ("a\x00b\x1bc\x7fd", "abcd"),
        ("BEGIN:VEVENT\nEND:VCALENDAR", "BEGIN:VEVENT\\nEND:VCALENDAR"),
        ("tab\there", "tab\there"),
    ],
)
def test_what_has_a_meaning_in_the_format_is_escaped(text: str, written: str) -> None:
    assert escaped(text) == written


def test_nobody_writes_lines_of_their_own() -> None:
    file = calendar(
        [entry(title="x\r\nATTENDEE:mailto:a@b", words="\nEND:VEVENT", where="\r", href="https://a\r\nX:1")], NOW
    )
    assert [line for line in lines(file) if line.startswith(("ATTENDEE", "X:"))] == []
    assert lines(file).count("END:VEVENT") == 1


@pytest.mark.parametrize("letter", ["a", "é", "…", "🧣", "👩🏽‍🦽", "ق"])
def test_long_lines_are_folded_at_octets_and_no_letter_is_cut(letter: str) -> None:
    for lead in range(80):
        line = "SUMMARY:" + "x" * lead + letter * 70
        file = folded(line)
        assert all(len(piece) <= 75 for piece in file.split(b"\r\n"))
        assert file.replace(b"\r\n ", b"") == line.encode() + b"\r\n"
        for piece in file.split(b"\r\n"):
            piece.decode()


@given(st.text(), st.text(), st.text())
def test_any_text_comes_back_as_it_was_but_for_what_no_calendar_holds(title: str, words: str, where: str) -> None:
    found = event(calendar([entry(title=title, words=words, where=where)], NOW))
    for name, text in (("SUMMARY", title), ("DESCRIPTION", words), ("LOCATION", where)):
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        plain = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "", plain)
        assert unescaped(found.get(name, "")) == plain
