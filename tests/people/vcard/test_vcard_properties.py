"""Groups, parameters and quotes of one line."""

import pytest

from kindring.people.vcard.lines import Line, end_of_head
from kindring.people.vcard.properties import parse_property


def parsed(raw):
    found = parse_property(Line(1, raw.encode()))
    assert found is not None
    return found


def test_group_name_and_value_are_told_apart():
    found = parsed("item1.tel;type=HOME:1")
    assert (found.group, found.name, found.types, found.raw) == ("item1", "TEL", ["home"], b"1")


@pytest.mark.parametrize(
    "head",
    ["TEL;HOME;FAX", "TEL;TYPE=HOME;TYPE=FAX", "TEL;TYPE=home,fax", 'TEL;TYPE="HOME,FAX"', 'TEL;type="HOME";FAX'],
)
def test_types_are_read_however_they_are_written(head):
    assert parsed(head + ":1").types == ["home", "fax"]


def test_parameters_without_names_are_recognised():
    found = parsed("NOTE;HOME;QUOTED-PRINTABLE;URL:x")
    assert (found.types, found.parameter("ENCODING"), found.parameter("VALUE")) == (
        ["home"],
        "QUOTED-PRINTABLE",
        "URL",
    )


def test_quoted_colon_and_semicolon_belong_to_the_parameter():
    found = parsed('ADR;LABEL="Main: 1; Town";TYPE=work:;;1;;;;')
    assert (found.parameter("LABEL"), found.types, found.raw) == ("Main: 1; Town", ["work"], b";;1;;;;")


def test_carets_are_undone():
    assert parsed("ADR;LABEL=a^nb^'c^^n^x:1").parameter("LABEL") == 'a\nb"c^n^x'


def test_quote_without_an_end_does_not_hide_the_colon():
    assert parsed('TEL;TYPE="HOME:1').raw == b"1"


@pytest.mark.parametrize(
    "raw", ["", "TEL", ":1", "two words:1", "a.b.TEL:1", "TÉL:1", '"TEL":1', "TEL " * 200 + ":1"]
)
def test_line_without_a_name_and_a_colon_is_no_property(raw):
    assert parse_property(Line(1, raw.encode())) is None


def test_end_of_head_is_the_first_colon_out_of_quotes():
    assert [end_of_head(raw) for raw in (b"a:b:c", b'a;"b:c":d', b'a;"b:c', b"a")] == [1, 7, 4, -1]


def test_only_so_many_parameters_are_looked_at():
    assert len(parsed("TEL" + ";TYPE=a" * 1000 + ":1").types) == 64
    assert len(parsed("TEL" + ';TYPE="a"' * 800 + ":1").types) == 64


def test_own_label_of_an_android_phone_is_read():
    found = parsed("TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=C4=8Caj):1")
    assert found.types == ["čaj"]


def test_parameters_that_nobody_asks_for_are_not_kept():
    assert parsed('TEL;X-COUCHDB-UUID="cb9e";TYPE=CELL;PREF=1:1').parameters == {"TYPE": ["CELL"]}


def test_head_longer_than_any_real_one_is_no_property():
    assert parse_property(Line(1, b"TEL;" + b"x" * 9000 + b":1")) is None
