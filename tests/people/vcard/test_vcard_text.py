"""Character sets, hidden characters, escapes."""

import json
from pathlib import Path

import pytest

from kindring.people.vcard import Skipped
from kindring.people.vcard.text import clean, decode, one_line, split_parts, unescape

UNICODE = Path(__file__).parents[4] / "shared/corpus/strings/unicode/bidi_and_confusable_names.json"
RIGHT_TO_LEFT = ["מרים", "مريم", "אמא (Mum)", "أمي +1 555 0100", "می\u200cخواهم"]


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        ("UTF-8", "utf-8", "Петровић"),
        ("utf8", "utf-8", "Petrović"),
        ("ISO-8859-1", "latin-1", "Jürgen"),
        ("ISO-8859-2", "iso8859-2", "Petrović"),
        ("iso-8859-15", "iso8859-15", "Œuvre €"),
        ("WINDOWS-1250", "cp1250", "Petrović"),
        ("windows-1251", "cp1251", "Петров"),
        ("cp1252", "cp1252", "Œuvre €"),
        ("SHIFT_JIS", "shift_jis", "表示 ソ"),
        ("EUC-JP", "euc_jp", "ダブル"),
        ("ISO-2022-JP", "iso2022_jp", "ダブル"),
        ("GB2312", "gb2312", "张伟"),
        ("gb18030", "gb18030", "张伟"),
        ("Big5", "big5", "張偉"),
        ("KOI8-R", "koi8-r", "Петров"),
        ("UTF-16LE", "utf-16-le", "Петров"),
    ],
)
@pytest.mark.parametrize("way", ["quoted-printable", "base64"])
def test_named_character_set_is_read(card, charset, codec, text, way):
    import base64
    import quopri

    raw = text.encode(codec)
    packed = base64.b64encode(raw) if way == "base64" else quopri.encodestring(raw, quotetabs=True)
    line = f"FN;CHARSET={charset};ENCODING={way.upper()}:".encode() + packed.replace(b"=\n", b"")
    assert card(line, version="2.1", name=False).name == text


@pytest.mark.parametrize("codec", ["utf-8", "cp1252"])
def test_missing_character_set_is_guessed(card, codec):
    assert card("FN:Jürgen Größe".encode(codec), name=False).name == "Jürgen Größe"


def test_wrong_character_set_is_tolerated(card):
    assert card("FN;CHARSET=UTF-8:Jürgen".encode("latin-1"), name=False).name == "Jürgen"
    assert card("FN;CHARSET=made-up:Jürgen", name=False).name == "Jürgen"
    assert card("FN;CHARSET=unicode_escape:a\\x41", name=False).name == "a\\x41"
    assert card("FN;CHARSET=US-ASCII:Petrović", name=False).name == "Petrović"


def test_one_bad_byte_does_not_spoil_the_rest():
    assert decode("Петровић".encode() + b"\x80", "UTF-8") == "Петровић\ufffd"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_file_in_wide_characters_is_read(read, codec):
    (ana,) = read("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Петровић 张\r\nEND:VCARD\r\n".encode(codec)).cards
    assert ana.name == "Ana Петровић 张"


@pytest.mark.parametrize("name", RIGHT_TO_LEFT)
def test_right_to_left_names_pass(card, name):
    assert card(f"FN:{name}", name=False).name == name


def test_hidden_characters_are_taken_out(card):
    assert card("FN:\u202eA\x00n\x07a\u200b\u2066\ufeff", name=False).name == "Ana"
    assert card("TEL:1\u202e2\u00ad3").phones == (("", "123"),)
    assert card("NOTE;ENCODING=QUOTED-PRINTABLE:a=00=E2=80=AEb=1B", version="2.1").note == "ab"
    assert card("TEL;VALUE=uri:tel:1%E2%80%AE2%00").phones == (("", "12"),)
    assert card("EMAIL:mailto:a%00na@example.org").emails == (("", "ana@example.org"),)
    assert card("no\x07th\u202eing").skipped == (Skipped("line", "nothing"),)
    assert card("item1.TEL:1", "item1.X-ABLABEL:a\u202eb").phones == (("ab", "1"),)


def test_name_of_nothing_visible_is_no_name(card):
    assert card("FN:\u200b \u200d\u3164\u2800", "N:Mira;;;;", name=False).name == "Mira"


def test_emoji_and_flags_stay(card):
    name = "Gareth 🏴󠁧󠁢󠁷󠁬󠁳󠁿 👩‍🚒"
    assert card(f"FN:{name}", name=False).name == name


def test_unicode_corpus_is_handled(card):
    if not UNICODE.exists():
        pytest.skip(f"the corpus is not here: {UNICODE.name}")
    corpus = json.loads(UNICODE.read_text())
    for name in corpus["rtl_ok"]:
        assert card(f"FN:{name}", name=False).name == name
    for control in corpus["bidi_controls"]:
        assert card(f"FN:A{control}na", name=False).name == "Ana"
    for spoof in corpus["display_name_spoofs"]:
        shown = card(f"FN:{spoof}", name=False).name
        assert shown
        assert not set(shown) & set(corpus["bidi_controls"])


def test_new_lines_of_all_kinds_become_one():
    assert clean("a\r\nb\rc\u2028d\x85e") == "a\nb\nc\nd\ne"


def test_one_line_has_single_spaces():
    assert one_line(" a\t b\u00a0\n c ") == "a b c"


def test_escapes_are_undone():
    assert unescape(r"a\, b\; c\\n \n d\N \: \" \x", old=False) == 'a, b; c\\n \n d\n : " \\x'


def test_old_cards_escape_punctuation_only():
    assert unescape(r"C:\new\, a\; b\\", old=True) == r"C:\new, a; b\\"


def test_escaped_separators_do_not_split():
    assert split_parts(r"a\;b;c\\;d", ";") == [r"a\;b", r"c\\", "d"]
    assert len(split_parts(";" * 1000, ";")) == 32
