"""Names, channels, labels, relations, and what is left out of a card."""

import pytest

from kindring.people.vcard import Card, Skipped


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["FN:Dr. Ana Petrović", "N:Other;Name;;;"], "Dr. Ana Petrović"),
        (["FN:", "FN: Ana "], "Ana"),
        (["N:Petrović;Ana;Maria;Dr.;Jr.", "NICKNAME:Anči"], "Dr. Ana Maria Petrović Jr."),
        (["N:Petrović"], "Petrović"),
        (["N:;;;;", "NICKNAME:Anči", "ORG:Clinic"], "Anči"),
        (["ORG:Clinic;Ward 3", "EMAIL:a@example.org"], "Clinic, Ward 3"),
        (["TEL:12", "EMAIL:a@example.org"], "a@example.org"),
        (["TEL:12"], "12"),
    ],
)
def test_name_is_taken_from_what_there_is(card, lines, name):
    assert card(*lines, name=False).name == name


def test_parts_of_a_name_are_kept(card):
    ana = card(r"N:van der Berg;Ana\, Maria;Eva,Rosa;;")
    assert (ana.given, ana.family) == ("Ana, Maria", "van der Berg")


def test_commas_separate_names_in_new_cards_only(card):
    assert card("N:Doe;John;Richter,James;;", name=False).name == "John Richter James Doe"
    assert card("N:Doe;John;Richter,James;;", version="2.1", name=False).name == "John Richter,James Doe"


def test_nickname_is_the_first_of_several(card):
    assert card("NICKNAME:Jim,Jimmie", "NICKNAME:Bob").nickname == "Jim"


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ("TEL", ""),
        ("TEL;VOICE;PREF", ""),
        ("TEL;CELL;VOICE", "mobile"),
        ("TEL;type=IPHONE;type=CELL;type=VOICE;type=pref", "mobile"),
        ("TEL;TYPE=fax,WORK", "work fax"),
        ("TEL;TYPE=work;TYPE=cell", "work mobile"),
        ("TEL;X-Ferienhaus", "ferienhaus"),
        ("TEL;TYPE=main", "main"),
    ],
)
def test_types_become_plain_words(card, head, label):
    assert card(f"{head}:12").phones == ((label, "12"),)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("_$!<Home>!$_", "home"),
        ("_$!<Mobile>!$_", "mobile"),
        ("_$!<WorkFAX>!$_", "work fax"),
        ("_$!<AssistantPhone>!$_", "assistant"),
        ("GRAND_CENTRAL", "grand central"),
        ("Mum's kitchen", "Mum's kitchen"),
        ("WORK", "work"),
    ],
)
def test_apple_labels_are_unwrapped(card, written, label):
    assert card("item1.TEL;type=HOME:12", f"item1.X-ABLabel:{written}").phones == ((label, "12"),)


def test_label_of_another_group_is_not_taken(card):
    assert card("item1.TEL:1", "item2.X-ABLABEL:Work", "X-ABLABEL:Home", "TEL:2").phones == (("", "1"), ("", "2"))


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("TEL;VALUE=uri:tel:+1-418-656-9254;ext=102", "+1-418-656-9254 ext. 102"),
        ("TEL;VALUE=uri:tel:+33%201;phone-context=example.org", "+33 1"),
        ("TEL:  +381 (11)\t12  ", "+381 (11) 12"),
        (r"TEL:12\;\,3", "12;,3"),
    ],
)
def test_numbers_are_read_as_text_or_address(card, line, number):
    assert card(line).phones == (("", number),)


def test_same_number_with_the_same_label_is_one(card):
    assert card("TEL;HOME:1", "TEL;TYPE=home:1", "TEL;WORK:1").phones == (("home", "1"), ("work", "1"))


def test_email_address_may_be_a_link(card):
    ana = card("EMAIL;TYPE=INTERNET,HOME:mailto:ana%2Bx@example.org?subject=x", "EMAIL: a@example.org ")
    assert ana.emails == (("home", "ana+x@example.org"), ("", "a@example.org"))


def test_postal_address_is_one_line_of_its_parts(card):
    ana = card(r"ADR;TYPE=HOME:Box 1;;Street 1\nDoor 2;Town\, East;;11000,;Serbia")
    assert ana.addresses == (("home", "Box 1, Street 1, Door 2, Town, East, 11000, Serbia"),)


def test_more_parts_of_an_address_repeat_the_first(card):
    assert card("ADR:;;Street 1;Town;;1;Serbia;;;;1;Street").addresses == (("", "Street 1, Town, 1, Serbia"),)
    assert card("ADR:;;;;;;;;;;1;Street").addresses == (("", "1, Street"),)
    assert card("ADR:Street 1").addresses == (("", "Street 1"),)


def test_colons_of_an_unquoted_label_do_not_spoil_the_address(card):
    line = r"ADR;TYPE=work;LABEL=Street 1^nBH: 01:1 Town\nX:;;Street 1;Town;;1;Germany"
    assert card(line).addresses == (("work", "Street 1, Town, 1, Germany"),)


def test_printed_address_counts_where_there_is_no_other(card):
    assert card(r"LABEL;TYPE=HOME:Street 1\nTown").addresses == (("home", "Street 1, Town"),)
    assert card(r"LABEL;TYPE=HOME:Street 1\nTown", "ADR:;;Lane 2;;;;").addresses == (("", "Lane 2"),)


@pytest.mark.parametrize(
    ("line", "other"),
    [
        (r"URL:http\://example.org/a\,b", ("website", "http://example.org/a,b")),
        ("URL;TYPE=WORK:www.example.org", ("work", "www.example.org")),
        ("IMPP;PREF=1:xmpp:ana@example.org", ("xmpp", "ana@example.org")),
        ("IMPP;X-SERVICE-TYPE=Skype;type=HOME:skype:ana", ("skype", "ana")),
        ("IMPP:ana", ("", "ana")),
        ("X-JABBER;TYPE=WORK:ana@example.org", ("jabber", "ana@example.org")),
        ("X-SKYPE-USERNAME:ana", ("skype", "ana")),
        ("X-SOCIALPROFILE;TYPE=mastodon:https://example.org/@ana", ("mastodon", "https://example.org/@ana")),
        ("SOCIALPROFILE;SERVICE-TYPE=Mastodon;VALUE=text:@ana", ("mastodon", "@ana")),
    ],
)
def test_other_ways_are_kept(card, line, other):
    assert card(line).others == (other,)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JavaScript:x", "java script:x", "\tjava\u200bscript:x", "data:text/html,x"]
)
def test_link_that_runs_something_is_left_out(card, address):
    ana = card(f"URL:{address}", f"IMPP:{address}" if " " not in address else "X-A:")
    assert ana.others == ()
    assert {one.what for one in ana.skipped} == {"link"}


def test_organisation_title_note_and_pronouns_are_read(card):
    ana = card(
        r"ORG:ABC\, Inc.;North;",
        "ROLE:Helper",
        "TITLE:Nurse",
        r"NOTE:one\ntwo",
        "NOTE:three",
        "PRONOUNS;PREF=1:she/her",
    )
    assert (ana.org, ana.title, ana.note, ana.pronouns) == ("ABC, Inc., North", "Nurse", "one\ntwo\nthree", "she/her")
    assert card("ROLE:Helper", "X-PRONOUN:they").title == "Helper"
    assert card("X-PRONOUN:they").pronouns == "they"


def test_related_people_are_named_with_their_relation(card):
    ana = card(
        "item1.X-ABRELATEDNAMES;type=pref:Jonas",
        "item1.X-ABLabel:_$!<Brother>!$_",
        "X-SPOUSE:Mira",
        "RELATED;TYPE=friend;VALUE=text:Tomas",
        "X-ABRELATEDNAMES:Ines",
    )
    assert ana.related == (("brother", "Jonas"), ("spouse", "Mira"), ("friend", "Tomas"), ("", "Ines"))


def test_related_card_of_the_same_file_gives_its_name(read):
    text = (
        "BEGIN:VCARD\nFN:Ana\nRELATED;TYPE=friend:urn:uuid:0A-1\nRELATED:urn:uuid:gone\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Mira\nUID:urn:uuid:0a-1\nEND:VCARD\n"
    )
    ana = read(text).cards[0]
    assert ana.related == (("friend", "Mira"),)
    assert ana.skipped == (Skipped("related", "urn:uuid:gone"),)


def test_android_extensions_are_read(card):
    ana = card(
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Anči;1;;;;;;;;;;;;;",
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;1990-04-30;1;;;;;;;;;;;;;",
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;--0501;0;Moved in;;;;;;;;;;;;",
        "X-ANDROID-CUSTOM;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
        "vnd.android.cursor.item/relation;=C4=8Caj;14;;;;;;;;;;;;;",
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/unknown;x",
        "X-ANDROID-CUSTOM:",
        version="2.1",
    )
    assert ana.nickname == "Anči"
    assert ana.dates == (("anniversary", 4, 30, 1990, ""), ("own", 5, 1, None, "Moved in"))
    assert ana.related == (("spouse", "Čaj"),)


def test_broken_extension_says_nothing(card):
    assert card("X-FCENCODED-4Z:x", "X-FCENCODED-:x", "X-FCENCODED-ff:x").skipped == ()


def test_photo_sound_logo_and_key_are_said_to_be_left_out(read):
    found = read(
        "BEGIN:VCARD\nFN:Ana\nPHOTO:http://example.org/a.jpg\nPHOTO;ENCODING=b:AAAA\nSOUND;BASE64:AA\nLOGO:x\nKEY:y\n"
        "PHOTO:\nEND:VCARD\n"
    )
    assert found.photos_skipped == 2
    assert [one.what for one in found.cards[0].skipped] == ["photo", "sound", "logo", "key"]


def test_company_is_marked(card):
    assert card("X-ABShowAs:COMPANY").is_organisation
    assert card("KIND:org", version="4.0").is_organisation
    assert card("ORG:Clinic", name=False).is_organisation
    assert card("FN:Clinic", "N:;;;;", "ORG:Clinic", name=False).is_organisation
    assert not card("ORG:Clinic").is_organisation
    assert not card("FN:Clinic", "N:Clinic;;;;", "ORG:Clinic", name=False).is_organisation
    assert not card("KIND:individual", "ORG:Ana", version="4.0").is_organisation


def test_card_holds_only_so_much(card):
    ana = card(*(f"TEL:{n}" for n in range(1000)))
    assert len(ana.phones) == 100
    assert ana.skipped == (Skipped("too many"),)


def test_card_of_too_many_lines_is_read_as_far_as_it_goes(card):
    ana = card("TEL:1", *["X-OWN:x"] * 600, "TEL:2")
    assert (ana.phones, ana.skipped) == ((("", "1"),), (Skipped("too many"),))


def test_card_with_long_values_holds_only_so_much(card):
    ana = card(*(f"URL:http://example.org/{n}/{'x' * 900}" for n in range(100)))
    assert sum(len(value) for _, value in ana.others) <= 7_500
    assert {one.what for one in ana.skipped} == {"cut", "too many"}


def test_only_so_much_is_said_to_be_left_out(card):
    skipped = card(*(f"BDAY:about {n}" for n in range(100))).skipped
    assert len(skipped) == 20
    assert skipped[-2:] == (Skipped("date", "about 18"), Skipped("too many"))


def test_notes_together_hold_only_so_much(card):
    ana = card(*(f"NOTE:{n} {'x' * 3000}" for n in range(5)), "NOTE:0 " + "x" * 3000)
    assert 9_900 < len(ana.note) <= 10_000
    assert {one.what for one in ana.skipped} == {"cut"}


def test_long_name_is_cut_and_said_so(card):
    ana = card("FN:" + "Ana " * 100, name=False)
    assert (len(ana.name), [one.what for one in ana.skipped]) == (199, ["cut"])


def test_uid_is_plain(card):
    assert card("UID:urn:uuid:03a0-51").uid == "03a0-51"
    assert card("UID:ED7A:ABPerson").uid == "ED7A:ABPerson"


def test_card_is_hashable_and_frozen(card):
    ana = card()
    assert isinstance(ana, Card)
    with pytest.raises(AttributeError):
        ana.name = "Mira"  # type: ignore[misc]
    assert hash(ana)
