"""The crisis lines: of our own file, how old, how spelled, and that a phone dials what a page shows."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from kindring.config.cannot_start import CannotStart
from kindring.config.start_checks import BEFORE_SERVING, crisis_lines_can_be_read
from kindring.lifeline.lines import (
    Country,
    LinesError,
    dialled,
    lines_in,
    older,
    read_lines,
    stale,
)
from kindring.web import lines_words
from tests.cast import TODAY

OURS = lines_in(None)
ONE: dict[str, Any] = {
    "country": "DE",
    "name": "Germany",
    "emergency": [{"number": "112", "for": "everything", "source": "https://a.example/", "checked": "2026-11-22"}],
    "lines": [
        {
            "name": "TelefonSeelsorge",
            "languages": ["de"],
            "hours": "always",
            "free": True,
            "ways": [{"way": "call", "number": "0800 1110111"}],
            "source": "https://b.example/",
            "checked": "2026-11-22",
        }
    ],
}


def told(**changes: Any) -> str:
    """The file with one country, in which a path such as `lines__0__hours` is something else; None removes it."""
    country = json.loads(json.dumps(ONE))
    for path, value in changes.items():
        *before, last = [int(step) if step.isdigit() else step for step in path.split("__")]
        at = country
        for step in before:
            at = at[step]
        if value is None:
            del at[last]
        else:
            at[last] = value
    return json.dumps({"about": "", "countries": [country]})


def all_ways() -> list[tuple[str, Any]]:
    return [(country.code, way) for country in OURS for line in country.lines for way in line.ways]


# Our own file


def test_there_are_twenty_countries_and_more() -> None:
    assert len(OURS) >= 20
    assert all(country.lines and country.emergency for country in OURS)


def test_no_check_of_our_file_is_older_than_a_year() -> None:
    """Fails a year after a number was looked at: look at its source again, and note the day."""
    assert stale(OURS, datetime.now(UTC).date()) == []


def test_every_record_names_its_source_and_a_day_that_has_been() -> None:
    records: list[Any] = [one for country in OURS for one in (*country.emergency, *country.lines)]
    assert all(record.source.startswith("https://") for record in records)
    assert all(date(2026, 1, 1) <= record.checked <= datetime.now(UTC).date() for record in records)


def test_what_is_shown_is_what_is_dialled() -> None:
    for _code, way in all_ways():
        href, words = lines_words.way_href(way), lines_words.way_words(way)
        if way.way == "chat":
            assert href == way.address
            continue
        scheme, _, rest = href.partition(":")
        number, _, send = rest.partition("?body=")
        assert scheme == {"call": "tel", "text": "sms"}[way.way]
        assert number == re.sub(r"[^0-9*#]", "", words.rpartition(" to ")[2] if send else words)
        assert (send in words) if send else not way.send


def test_numbers_that_libraries_refuse_are_there_as_they_are_dialled() -> None:
    numbers = {(code, dialled(way.number)) for code, way in all_ways()}
    assert {("BR", "188"), ("IN", "14416"), ("KR", "109"), ("PH", "1553"), ("FR", "3114")} <= numbers
    assert {("GB", "116123"), ("GB", "85258"), ("US", "741741"), ("CA", "988")} <= numbers


def test_no_short_number_has_a_form_from_abroad() -> None:
    assert not [way for _, way in all_ways() if way.international and len(way.dial) <= 6]


def test_every_country_has_a_name_that_can_be_translated() -> None:
    assert {country.code for country in OURS} <= lines_words.COUNTRIES.keys()
    assert all(str(lines_words.COUNTRIES[country.code]) == country.name for country in OURS)


def test_file_is_package_data() -> None:
    assert '"lifeline/lines.json"' in (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")


# Age


@pytest.mark.parametrize(
    ("today", "gone"),
    [(date(2027, 11, 22), False), (date(2027, 11, 23), True), (date(2027, 12, 1), True), (date(2026, 11, 22), False)],
)
def test_a_year_is_twelve_calendar_months(today: date, gone: bool) -> None:
    assert older(TODAY, today, 12) is gone
    assert bool(stale(read_lines(told()), today)) is gone


def test_stale_names_what_to_look_at() -> None:
    assert stale(read_lines(told()), date(2028, 1, 1)) == ["DE 112", "DE TelefonSeelsorge"]


def test_what_was_checked_two_years_ago_is_hidden_and_no_sooner() -> None:
    (germany,) = read_lines(told(emergency__0__checked="2028-01-01"))
    assert len(germany.on(date(2028, 11, 22)).lines) == 1
    later = germany.on(date(2028, 11, 23))
    assert later.lines == ()
    assert [one.number for one in later.emergency] == ["112"]


def test_age_shown_is_that_of_the_oldest_check() -> None:
    (germany,) = read_lines(told(lines__0__checked="2026-03-01"))
    assert germany.checked == date(2026, 3, 1)
    assert Country("DE", "Germany", (), ()).checked is None


# What is not read


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"lines__0__ways__0__number": "0800 CALL"}, "cannot be dialled"),
        ({"lines__0__ways__0__number": "+49 800 1110111"}, "cannot be dialled"),
        ({"lines__0__ways__0__number": "1"}, "cannot be dialled"),
        ({"lines__0__ways__0__number": "0800 1110111 "}, "cannot be dialled"),
        ({"lines__0__ways__0__number": "٠٨٠٠"}, "cannot be dialled"),
        ({"lines__0__ways__0__international": "+49 800 1110112"}, "dials something else"),
        ({"lines__0__ways__0__international": "0049 800 1110111"}, "no international number"),
        ({"lines__0__ways__0": {"way": "call", "number": "116 123", "international": "+44 116 123"}}, "too short"),
        ({"lines__0__ways__0": {"way": "fax", "number": "116 123"}}, "none of call, text, chat"),
        ({"lines__0__ways__0": {"way": "chat", "address": "http://a.example"}}, "https:// address"),
        ({"lines__0__ways__0": {"way": "chat", "address": "javascript:alert(1)"}}, "https:// address"),
        ({"lines__0__ways__0": {"way": "call", "number": "112", "send": "HI"}}, "only a text"),
        ({"lines__0__ways": []}, "needs a way"),
        ({"lines__0__checked": "November 2026"}, "checked is a day"),
        ({"lines__0__checked": None}, "checked has to be"),
        ({"lines__0__source": None}, "source has to be"),
        ({"lines__0__languages": []}, "languages are codes"),
        ({"lines__0__free": "yes"}, "free is true"),
        ({"lines__0__hours": None}, "hours has to be"),
        ({"lines__0__fre": True}, "fre is not known"),
        ({"emergency": []}, "needs a number for emergencies"),
        ({"emergency__0__for": "fire"}, "none of everything"),
        ({"country": "Germany"}, "two capital letters"),
    ],
)
def test_what_is_malformed_is_refused_with_its_place(change: dict[str, Any], says: str) -> None:
    read_lines(told())
    with pytest.raises(LinesError, match=says):
        read_lines(told(**change))


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"about": ""}', '{"about": "", "countries": {}}', "null", "[" * 100_000]
)
def test_what_is_no_file_of_lines_is_refused(text: str) -> None:
    with pytest.raises(LinesError):
        read_lines(text)


def test_a_country_stands_there_once() -> None:
    with pytest.raises(LinesError, match="DE: stands in the file twice"):
        read_lines(json.dumps({"about": "", "countries": [ONE, ONE]}))


def test_a_hosts_own_file_is_read_instead(tmp_path: Path) -> None:
    file = tmp_path / "lines.json"
    file.write_text(told(name="Deutschland"), encoding="utf-8")
    assert [country.name for country in lines_in(file)] == ["Deutschland"]
    with pytest.raises(LinesError, match="cannot be read"):
        lines_in(tmp_path / "missing.json")


def test_a_hosts_file_that_cannot_be_dialled_stops_the_start_and_names_the_place(tmp_path: Path) -> None:
    file = tmp_path / "lines.json"
    file.write_text(told(lines__0__ways__0__number="0800 CALL"), encoding="utf-8")
    with override_settings(KINDRING_CRISIS_LINES=file), pytest.raises(CannotStart) as stopped:
        crisis_lines_can_be_read()
    assert str(stopped.value).endswith("lines.json: DE, line 1, way 1: '0800 CALL' cannot be dialled")
    assert crisis_lines_can_be_read in BEFORE_SERVING
