"""Birthdays and other days, in the spellings of the field."""

from datetime import date

import pytest

from kindring.people.vcard import Skipped, read_cards
from kindring.people.vcard.dates import Day, read_day

YEARLESS = Day(4, 12, None)
FULL = Day(4, 12, 1985)


@pytest.mark.parametrize("text", ["--0412", "--04-12", "16040412", "1604-04-12", "0000-04-12", "--4-12", "12.4."])
def test_day_without_a_year_is_read(text):
    assert read_day(text) == YEARLESS


@pytest.mark.parametrize(
    "text",
    [
        "19850412",
        "1985-04-12",
        "1985-4-12",
        "1985/04/12",
        "1985.04.12",
        "12.04.1985",
        "12. 4. 1985",
        " 1985-04-12 ",
        "1985-04-12T10:22:00Z",
        "1985-04-12T23:10:00-06:00",
        "19850412T102200Z",
        "19850412T1430-0500",
        "1985-04-12 00:00:00.000",
        "12 April 1985",
        "April 12th, 1985",
        "Apr 12 1985",
        "the 12th of April 1985",
    ],
)
def test_day_with_a_year_is_read(text):
    assert read_day(text) == FULL


@pytest.mark.parametrize(
    "text",
    [
        "---12",
        "--04",
        "1985",
        "1985-04",
        "198504",
        "circa 1800",
        "circa April 1800",
        "circa 12 April 1800",
        "about 12 April",
        "spring",
        "12/04/1985",
        "1985-04-12ish",
        "April",
        "April 1985",
        "4 12",
        "April 12 13",
        "T102200",
        "19850412" * 20,
        "١٩٨٥-٠٤-١٢",
    ],
)
def test_what_is_no_whole_day_is_not_guessed(text):
    assert read_day(text) is None


@pytest.mark.parametrize("text", ["1985-02-30", "1985-02-29", "--0230", "--1301", "--0100", "00000000", "31 April"])
def test_days_that_do_not_exist_are_refused(text):
    assert read_day(text) is None


@pytest.mark.parametrize("text", ["--0229", "16040229", "1984-02-29", "29 February"])
def test_leap_day_is_a_day(text):
    found = read_day(text)
    assert found is not None
    assert (found.month, found.day) == (2, 29)


@pytest.mark.parametrize(
    "line",
    [
        "BDAY:--0122",
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-01-22",
        "BDAY:16040122",
        "BDAY;VALUE=text:--01-22",
        "BDAY;VALUE=text:22 January",
        "BDAY;X-APPLE-OMIT-YEAR=1900;VALUE=date:1900-01-22",
    ],
)
def test_birthday_without_a_year_in_every_spelling(card, line):
    assert card(line).dates == (("birthday", 1, 22, None, ""),)


def test_unreadable_birthday_is_named_with_its_text(card):
    ana = card("BDAY;VALUE=text:circa 1800")
    assert (ana.dates, ana.skipped) == ((), (Skipped("date", "circa 1800"),))


def test_birthday_in_another_calendar_is_named(card):
    ana = card("BDAY;CALSCALE=chinese:19850412", "BDAY;CALSCALE=gregorian:1985-05-30")
    assert ana.dates == (("birthday", 5, 30, 1985, ""),)
    assert ana.skipped == (Skipped("date", "19850412"),)


def test_birth_in_the_future_keeps_day_and_month(card):
    ana = card("BDAY:2026-03-02")
    assert ana.dates == (("birthday", 3, 2, None, ""),)
    assert ana.skipped == (Skipped("future year", "2026-03-02"),)
    assert card("BDAY:2026-03-01").dates == (("birthday", 3, 1, 2026, ""),)


def test_today_is_the_one_that_was_given():
    data = b"BEGIN:VCARD\nFN:Ana\nBDAY:2026-03-02\nEND:VCARD\n"
    (ana,) = read_cards(data, now=date(2030, 1, 1)).cards
    assert ana.dates == (("birthday", 3, 2, 2026, ""),)


def test_other_days_may_lie_ahead(card):
    assert card("ANNIVERSARY:2027-06-05").dates == (("anniversary", 6, 5, 2027, ""),)


def test_empty_birthday_says_nothing(card):
    ana = card("BDAY:")
    assert (ana.dates, ana.skipped) == ((), ())


def test_one_birthday_counts_and_the_other_is_named(card):
    ana = card("BDAY:1985-04-12", "BDAY;VALUE=text:1985-04-12", "BDAY:1990-01-01")
    assert ana.dates == (("birthday", 4, 12, 1985, ""),)
    assert ana.skipped == (Skipped("second birthday", "1990-01-01"),)


@pytest.mark.parametrize(
    "name", ["ANNIVERSARY", "X-ANNIVERSARY", "X-MS-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "x-anniversary"]
)
def test_anniversary_has_many_names(card, name):
    assert card(f"{name}:19900430").dates == (("anniversary", 4, 30, 1990, ""),)


@pytest.mark.parametrize(
    "label", ["_$!<Anniversary>!$_", "Anniversary", "ANNIVERSARY", "_$!<Jahrestag>!$_", "Godišnjica"]
)
def test_apple_anniversary_is_known_by_its_label(card, label):
    ana = card("item1.X-ABDATE;type=pref:1990-04-30", f"ITEM1.X-ABLabel:{label}")
    assert ana.dates == (("anniversary", 4, 30, 1990, ""),)


def test_label_may_stand_before_its_date(card):
    assert card("item1.X-ABLabel:Wedding", "item1.X-ABDATE:--0430").dates == (("anniversary", 4, 30, None, ""),)


def test_own_day_keeps_its_label(card):
    ana = card("item1.X-ABDATE:2000-09-12", "item1.X-ABLabel:First day at school", "X-ABDATE:1776-07-04")
    assert ana.dates == (("own", 9, 12, 2000, "First day at school"), ("own", 7, 4, 1776, ""))


def test_same_day_in_two_spellings_is_one(card):
    ana = card("X-ANNIVERSARY:19900430", "item1.X-ABDATE:1990-04-30", "item1.X-ABLabel:_$!<Anniversary>!$_")
    assert ana.dates == (("anniversary", 4, 30, 1990, ""),)


def test_day_of_death_is_read(card):
    ana = card("DEATHDATE:20200102")
    assert (ana.has_died, ana.dates) == (True, (("own", 1, 2, 2020, "died"),))
    assert not card("BDAY:19850412").has_died
