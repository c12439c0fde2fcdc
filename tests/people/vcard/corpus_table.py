"""What the address books in ../shared/corpus/vcard hold, read by eye."""

from kindring.people.vcard import RefusedCard

# file -> its cards: line, name, phones "label: number", e-mails "label: address", dates "sort: year-month-day label"
Expected = tuple[int, str, list[str], list[str], list[str]]
WORK_AND_MOBILE = ["work: 777-777-7777", "mobile: 8888888888"]
THOMPSON = ["work: 1-555-555-5555", "mobile: 1-444-444-4444"]
SIMON: Expected = (
    1,
    "Simon Perreault",
    ["work: +1-418-656-9254 ext. 102", "work mobile: +1-418-262-6501"],
    ["work: simon.perreault@viagenie.ca"],
    ["birthday: --02-03", "anniversary: 2009-08-08"],
)


def thompson(first: str = "Default", address: str = "lthompson") -> Expected:
    return (1, f"{first} Thompson", THOMPSON, [f"work: {address}@example.com"], [])


CARDS: dict[str, list[Expected]] = {
    "caldavtester-vcardput/1.vcf": [thompson()],
    "caldavtester-vcardput/2.vcf": [
        (
            1,
            "Mulberry Contact",
            ["home: 777-777-7777", "work: 8888888888", "work fax: 5555555555"],
            ["work: mulberry@example.com"],
            [],
        )
    ],
    "caldavtester-vcardput/3.vcf": [
        (1, "Snow Leopard", ["work: 777-777-7777"], ["work: snowleopard@example.com"], [])
    ],
    "caldavtester-vcardput/4.vcf": [
        (
            1,
            "WithNote Mariotte",
            ["work: 1-777-777-7777", "mobile: 1-8888888888"],
            ["work: withnmariotte@example.com"],
            [],
        )
    ],
    "caldavtester-vcardput/5.vcf": [(1, "All InfoIn", WORK_AND_MOBILE, ["work: allinfomationin@example.com"], [])],
    "caldavtester-vcardput/6.vcf": [(1, "With Picture", WORK_AND_MOBILE, ["work: withpicture@example.com"], [])],
    "caldavtester-vcardput/7.vcf": [(1, "Test Inc.", ["work: 777-777-7777"], ["work: testinc_sf@example.com"], [])],
    "caldavtester-vcardput/8.vcf": [(1, "HiAscii Śuterry", WORK_AND_MOBILE, ["work: hiascii@example.com"], [])],
    "caldavtester-vcardput/9.vcf": [(1, "ダブル バイト", WORK_AND_MOBILE, ["work: doublebytes@example.com"], [])],
    "caldavtester-vcardput/10.vcf": [
        (
            1,
            "All Custom Fields Here",
            WORK_AND_MOBILE,
            ["work: custom@example.com"],
            ["birthday: 1999-03-18", "anniversary: 1995-05-21"],
        )
    ],
    **{f"caldavtester-vcardput/{n}.vcf": [thompson()] for n in range(11, 16)},
    "caldavtester-vcardput/16.vcf": [],
    "caldavtester-vcardput/17.vcf": [],
    "caldavtester-vcardput/18.vcf": [thompson("Non-default", "nlthompson")],
    "caldavtester-vcardput/19.vcf": [],
    "ical.js/escape_semicolon.vcf": [
        (
            1,
            "First Last NextCloud",
            ["home: 11111111", "mobile: 205333", "work fax: 205246;;,;", "work: 222222"],
            ["home: home@gmx.de", "work: work@gmx.de"],
            ["birthday: 2019-02-10", "anniversary: 2019-02-20"],
        )
    ],
    "ical.js/vcard.vcf": [
        (
            1,
            "J. Doe",
            ["home: +33-01-23-45-67"],
            ["work: jqpublic@xyz.example.com"],
            ["anniversary: 1996-04-15", "birthday: --02-03"],
        )
    ],
    "ical.js/vcard3.vcf": [
        (
            1,
            "Mr. John Q. Public, Esq.",
            ["work: +1-213-555-1234"],
            [": jqpublic@xyz.dom1.com", ": jdoe@isp.net", ": jane_doe@abc.com"],
            ["birthday: 1996-04-15"],
        )
    ],
    "ical.js/vcard_author.vcf": [SIMON],
    "ical.js/vcard_grouped.vcf": [],
    "py-vobject/radicale-1587.vcf": [(1, "Given Family", [], [], [])],
    "sabre-vobject/issue153.vcf": [(1, "Test Benutzer", [], [], [])],
    "sabre-vobject/issue64.vcf": [],
    "ez-vcard/John_Doe_ANDROID.vcf": [
        (1, "john.doe@company.com", [], [": john.doe@company.com"], []),
        (6, "jane.doe@company.com", [], [": jane.doe@company.com"], []),
        (11, "Ñ Ñ Ñ Ñ Ñ", ["mobile: 123456789"], [], []),
        (
            18,
            "Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ",
            ["mobile: 123456", "home: 234567", "mobile: 3456789", "home: 45678901"],
            [],
            [],
        ),
        (
            36,
            "Ñ Ñ Ñ Ñ",
            ["mobile: 123456", "work: 123456", "work fax: 123456"],
            ["work: bob@company.com", ": " + "Ñ" * 14],
            [],
        ),
        (71, "ÑÑÑÑ", ["mobile: 55556666"], [": henry@company.com"], []),
    ],
    "ez-vcard/John_Doe_BLACK_BERRY.vcf": [(1, "John Doe", ["mobile: +96123456789"], [], [])],
    "ez-vcard/John_Doe_EVOLUTION.vcf": [
        (
            1,
            "Mr. John Richter, James Doe Sr.",
            ["mobile: 905-666-1234", "work: 905-555-1234"],
            ["work: john.doe@ibm.com"],
            ["birthday: 1980-03-22", "anniversary: 1980-03-22"],
        )
    ],
    "ez-vcard/John_Doe_GMAIL.vcf": [
        (
            1,
            "Mr. John Richter, James Doe Sr.",
            ["mobile: 905-555-1234", "home: 905-666-1234"],
            ["home: john.doe@ibm.com"],
            ["birthday: 1980-03-22", "anniversary: 1975-03-01"],
        )
    ],
    "ez-vcard/John_Doe_IPHONE.vcf": [
        (
            1,
            "Mr. John Richter James Doe Sr.",
            [
                "mobile: 905-555-1234",
                "home: 905-666-1234",
                "work: 905-777-1234",
                "home fax: 905-888-1234",
                "work fax: 905-999-1234",
                "pager: 905-111-1234",
                "assistant: 905-222-1234",
            ],
            [": john.doe@ibm.com"],
            ["birthday: 2012-06-06"],
        )
    ],
    "ez-vcard/John_Doe_LOTUS_NOTES.vcf": [
        (
            1,
            "Mr. Doe John I Johny",
            ["mobile: +1 (212) 204-34456", "work fax: 00-1-212-555-7777"],
            ["work: john.doe@ibm.com", "work: billy_bob@gmail.com"],
            ["birthday: 1980-05-21"],
        )
    ],
    "ez-vcard/John_Doe_MAC_ADDRESS_BOOK.vcf": [
        (
            1,
            "Mr. John Richter,James Doe Sr.",
            [
                "work: 905-777-1234",
                "home: 905-666-1234",
                "mobile: 905-555-1234",
                "home fax: 905-888-1234",
                "work fax: 905-999-1234",
                "pager: 905-111-1234",
                "assistant: 905-222-1234",
            ],
            ["work: john.doe@ibm.com"],
            ["birthday: 2012-06-06"],
        )
    ],
    "ez-vcard/John_Doe_MS_OUTLOOK.vcf": [
        (
            1,
            "Mr. John Richter James Doe Sr.",
            ["work: (905) 555-1234", "home: (905) 666-1234"],
            [": john.doe@ibm.cm"],
            ["birthday: 1980-03-22", "anniversary: 2011-01-13"],
        )
    ],
    "ez-vcard/fullcontact.vcf": [
        (
            1,
            "Prefix FirstName MiddleName LastName Suffix",
            [
                "home: 555-555-1111",
                "work: 555-555-1112",
                "mobile: 555-555-1113",
                "mobile: 555-555-1114",
                ": 555-555-1115",
                "home fax: 555-555-1116",
                "work fax: 555-555-1117",
                ": 555-555-1118",
                ": 555-555-1119",
            ],
            [
                "home: home@example.com",
                "work: work@example.com",
                "school: school@example.com",
                "other: other@example.com",
                "customtype: custom@example.com",
            ],
            [
                "birthday: 2016-08-01",
                "anniversary: 2016-08-02",
                "own: 2016-08-03 other",
                "own: 2016-08-04 CustomTYPE",
            ],
        )
    ],
    "ez-vcard/gmail-list.vcf": [
        (1, "Arnold Smith", [], [": asmithk@gmail.com"], []),
        (7, "Chris Beatle", [], [": chrisy55d@yahoo.com"], []),
        (13, "Doug White", [], [": dwhite@gmail.com"], []),
    ],
    "ez-vcard/gmail-single.vcf": [
        (
            1,
            "Greg Dartmouth",
            ["mobile: 555 555 1111", "grand central: 555 555 2222"],
            [": gdartmouth@hotmail.com"],
            ["birthday: 1960-09-10", "anniversary: 1970-06-02"],
        )
    ],
    "ez-vcard/gmail-single2.vcf": [
        (
            1,
            "VCard Test",
            [
                ": 5555551111",
                "home: 5555551112",
                "work: 5555551113",
                ": 5555551114",
                "mobile: 5555551115",
                "main: 5555551116",
                "home fax: 5555551117",
                "work fax: 5555551118",
                "grand central: 5555551119",
                "pager: 5555551120",
                "CustomePhoneCategory: 5555551121",
            ],
            [
                ": email@example.com",
                "home: homeemail@example.com",
                "work: workemail@example.com",
                ": otheremail@example.com",
                "CustomEmailCategory: customcategory@example.com",
            ],
            [
                "birthday: 1912-06-23",
                "anniversary: 1930-03-20",
                "own: 1776-07-04",
                "own: 2000-09-12 CustomDateCategory",
            ],
        )
    ],
    "ez-vcard/issue114.vcf": [
        (
            1,
            "Dummy, Dummy",
            ["mobile: +49 1234 56789", "work: +49 9876 54321"],
            ["home: dummy.dummy@dummy.com"],
            [],
        )
    ],
    "ez-vcard/outlook-2003.vcf": [
        (
            1,
            "John Doe III",
            ["work: BusinessPhone", "home: HomePhone", "mobile: MobilePhone", "work fax: BusinessFaxPhone"],
            [": jdoe@hotmail.com"],
            ["birthday: 1980-03-21"],
        )
    ],
    "ez-vcard/outlook-2007.vcf": [
        (
            1,
            "Mr. Michael Angstadt Jr.",
            [
                "work: (111) 555-1111",
                "home: (111) 555-2222",
                "mobile: (111) 555-4444",
                "work fax: (111) 555-3333",
                "callback: (111) 555-4444",
            ],
            [": mike.angstadt@gmail.com"],
            ["birthday: 1922-03-10", "anniversary: 2012-08-01"],
        )
    ],
    "ez-vcard/rfc2426-example.vcf": [
        (
            1,
            "Frank Dawson",
            ["work: +1-919-676-9515", "work fax: +1-919-676-9564"],
            [": Frank_Dawson@Lotus.com", ": fdawson@earthlink.net"],
            [],
        ),
        (
            13,
            "Tim Howes",
            ["work: +1-415-937-3419", "work fax: +1-415-528-4164"],
            [": howes@netscape.com"],
            [],
        ),
    ],
    "ez-vcard/rfc6350-example.vcf": [SIMON],
    "ez-vcard/thunderbird-MoreFunctionsForAddressBook-extension.vcf": [
        (
            1,
            "John Doe",
            [
                "work: 555-555-1111",
                "home: 555-555-2222",
                "mobile: 555-555-5555",
                "fax: 555-555-3333",
                "pager: 555-555-4444",
            ],
            [
                ": doe.john@hotmail.com",
                ": additional-email@company.com",
                ": additional-email1@company.com",
                ": additional-email2@company.com",
                ": additional-email3@company.com",
            ],
            ["birthday: 1970-09-21", "anniversary: 1990-04-30"],
        )
    ],
}
REFUSED = {
    "caldavtester-vcardput/16.vcf": [RefusedCard(1, "group", "Group")],
    "caldavtester-vcardput/17.vcf": [RefusedCard(1, "group", "Group")],
    "caldavtester-vcardput/19.vcf": [RefusedCard(1, "group", "Changed Group")],
    "ical.js/vcard_grouped.vcf": [RefusedCard(1, "no name", "")],
    "sabre-vobject/issue64.vcf": [RefusedCard(1, "no name", "")],
}
PHOTOS = {
    "caldavtester-vcardput/6.vcf": 1,
    "caldavtester-vcardput/7.vcf": 1,
    "ez-vcard/John_Doe_ANDROID.vcf": 1,
    "ez-vcard/John_Doe_BLACK_BERRY.vcf": 1,
    "ez-vcard/John_Doe_IPHONE.vcf": 1,
    "ez-vcard/John_Doe_LOTUS_NOTES.vcf": 1,
    "ez-vcard/John_Doe_MAC_ADDRESS_BOOK.vcf": 1,
    "ez-vcard/John_Doe_MS_OUTLOOK.vcf": 1,
    "ez-vcard/fullcontact.vcf": 3,
    "ez-vcard/outlook-2007.vcf": 1,
    "ez-vcard/thunderbird-MoreFunctionsForAddressBook-extension.vcf": 1,
    "ical.js/vcard.vcf": 1,
    "ical.js/vcard3.vcf": 2,
    "sabre-vobject/issue153.vcf": 1,
    "sabre-vobject/issue64.vcf": 1,
}
# Addresses, notes, relations and what is left out, where a card has something others do not.
MORE = {
    ("caldavtester-vcardput/11.vcf", "addresses"): (
        ("work", "1245, Test, Sesame Street, On The Hill, California, 11111, USA"),
    ),
    ("caldavtester-vcardput/5.vcf", "related"): (("friend", "Mayumi Yan"), ("assistant", "Shane")),
    ("caldavtester-vcardput/9.vcf", "note"): "日本ですよ。",
    ("ez-vcard/John_Doe_GMAIL.vcf", "addresses"): (
        (
            "home",
            "Crescent moon drive, 555-asd, Nice Area, Albaney, New York 12345, United States of America",
        ),
    ),
    ("ez-vcard/John_Doe_EVOLUTION.vcf", "related"): (
        ("spouse", "Maria"),
        ("manager", "Big Blue"),
        ("assistant", "Little Red"),
    ),
    ("ez-vcard/issue114.vcf", "addresses"): (("work", "BHG01:, Dummy-Dummy-Strasse 1, Bad Homburg, 61352, Germany"),),
    ("ez-vcard/outlook-2003.vcf", "note"): "This is the note field!!\nSecond line\n\nThird line is empty",
    ("ez-vcard/outlook-2007.vcf", "related"): (
        ("manager", "TheManagerName"),
        ("assistant", "TheAssistantName"),
        ("spouse", "TheSpouse"),
    ),
}
