"""Folded lines, soft breaks, base64 blocks and line ends."""

import pytest

from kindring.people.vcard import Skipped


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_any_line_end_is_read(read, end):
    (ana,) = read(end.join(["BEGIN:VCARD", "VERSION:3.0", "FN:Ana", "TEL:1", "END:VCARD", ""])).cards
    assert (ana.name, ana.phones) == ("Ana", (("", "1"),))


def test_fold_loses_exactly_one_space(card):
    assert card("NOTE:It is a long wa", " lk", "  home").note == "It is a long walk home"


def test_fold_with_a_tab_is_read(card):
    assert card("NOTE:long", "\t er").note == "long er"


def test_fold_of_old_cards_keeps_the_space(card):
    assert card("NOTE:a long", "    walk", version="2.1").note == "a long walk"


def test_fold_within_a_character_is_joined(card):
    raw = "NOTE:Petrović".encode()
    assert card(raw[:-1], b" " + raw[-1:]).note == "Petrović"


def test_head_may_be_folded(card):
    assert card("TEL;TYPE=", " WORK:", " 12").phones == (("work", "12"),)


def test_soft_break_joins_the_next_line(card):
    lines = ("NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C4=8D=", "aj", "TEL:1")
    assert card(*lines, version="2.1").note == "čaj"


def test_soft_break_joins_a_line_that_looks_like_a_property(card):
    ana = card("NOTE;QUOTED-PRINTABLE:Call=0D=0A=", "TEL: 5", "TEL:1", version="2.1")
    assert (ana.note, ana.phones) == ("Call\nTEL: 5", (("", "1"),))


def test_soft_break_before_an_empty_line_or_the_end_ends_the_value(read):
    text = "BEGIN:VCARD\nVERSION:2.1\nFN;QUOTED-PRINTABLE:Ana=\n\nTEL:1\nNOTE;QUOTED-PRINTABLE:x=\nEND:VCARD\n"
    (ana,) = read(text).cards
    assert (ana.name, ana.phones, ana.note) == ("Ana", (("", "1"),), "x")


def test_equals_sign_at_the_end_of_plain_text_is_no_soft_break(card):
    ana = card("NOTE:1+1=", "TEL:1")
    assert (ana.note, ana.phones) == ("1+1=", (("", "1"),))


PHOTO = ["/9j/4AAQSkZJRgABAQAAAQABAAD", "ADwALCwsLDA0ODQ4ODw=="]


@pytest.mark.parametrize(
    "head", ["PHOTO;ENCODING=BASE64;JPEG:", "PHOTO;BASE64:", "PHOTO;ENCODING=b;TYPE=JPEG:", "item1.PHOTO:"]
)
@pytest.mark.parametrize("indent", [" ", "  ", "\t", ""])
@pytest.mark.parametrize("blank", [[], [""], ["", ""]])
def test_photo_ends_at_the_next_property(card, head, indent, blank):
    ana = card(head, *(indent + line for line in PHOTO), *blank, "TEL:1")
    assert (ana.phones, ana.skipped) == ((("", "1"),), (Skipped("photo"),))


def test_photo_that_is_cut_off_ends_with_the_card(read):
    found = read("BEGIN:VCARD\nFN:Ana\nPHOTO;BASE64:\nAAAA\nEND:VCARD\nBEGIN:VCARD\nFN:Mira\nEND:VCARD\n")
    assert [one.name for one in found.cards] == ["Ana", "Mira"]


def test_photo_between_doubled_line_ends_is_one_photo(card):
    ana = card("PHOTO;ENCODING=b:", "", " AAAA", "", " BBBB", "", "TEL:1")
    assert (ana.phones, ana.skipped) == ((("", "1"),), (Skipped("photo"),))


def test_text_in_base64_is_read(card):
    assert card("NOTE;ENCODING=B;CHARSET=UTF-8:xI1h", "ag==").note == "čaj"


def test_broken_base64_says_nothing(card):
    assert card("NOTE;ENCODING=B:a").note == ""


def test_line_that_is_no_property_is_named(card):
    assert card("what is this", "TEL:1").skipped == (Skipped("line", "what is this"),)


def test_indented_mark_ends_the_card(read):
    found = read("BEGIN:VCARD\nFN:Ana\nNOTE:x\n  END:VCARD\n BEGIN:VCARD\nFN:Mira\nEND : vcard\n")
    assert [(one.name, one.note) for one in found.cards] == [("Ana", "x"), ("Mira", "")]


def test_indented_line_after_a_mark_stands_alone(read):
    found = read("BEGIN:VCARD\n FN:Ana\nTEL:1\nEND:VCARD\n \nBEGIN:VCARD\nFN:Mira\nEND:VCARD\n")
    assert [(one.name, one.phones) for one in found.cards] == [("Ana", (("", "1"),)), ("Mira", ())]


def test_files_joined_without_a_line_break_are_two_cards(read):
    found = read("BEGIN:VCARD\nFN:Ana\nEND:VCARDBEGIN:VCARD\nFN:Mira\nEND:VCARD")
    assert [(one.name, one.line) for one in found.cards] == [("Ana", 1), ("Mira", 3)]


def test_byte_order_mark_between_joined_files_is_passed_over(read):
    one = b"\xef\xbb\xbfBEGIN:VCARD\nFN:Ana\nEND:VCARD\n"
    assert [(card.name, card.line) for card in read(one + one).cards] == [("Ana", 1), ("Ana", 4)]


def test_lines_are_counted_through_folds_and_empty_lines(read):
    text = "\n\nBEGIN:VCARD\nFN:Ana\nNOTE:a\n b\n\n\nEND:VCARD\n\nBEGIN:VCARD\nFN:Mira\nEND:VCARD"
    assert [one.line for one in read(text).cards] == [3, 11]


def test_value_too_long_is_cut_and_said_so(card):
    ana = card("NOTE:" + "long " * 20_000, "TEL:1")
    assert len(ana.note) <= 10_000
    assert ana.note.startswith("long long")
    assert ana.skipped[0].what == "cut"
    assert ana.phones == (("", "1"),)


def test_long_photo_is_not_called_cut(card):
    assert card("PHOTO;BASE64:" + "A" * 100_000).skipped == (Skipped("photo"),)
