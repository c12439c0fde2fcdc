"""One small function for each property we know: what it says goes onto the sheet."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from kindring.people.vcard.card import LeftOut, Sort
from kindring.people.vcard.dialects import read_android, read_fullcontact
from kindring.people.vcard.labels import label_of, plain_label, sort_of_date
from kindring.people.vcard.properties import Property
from kindring.people.vcard.sheet import Field, Sheet
from kindring.people.vcard.text import clean, one_line, split_parts, unescape

_ADDRESS_PARTS = 7  # box, extended, street, town, region, code, country; RFC 9554 repeats them in more parts
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,31}):(?://)?", re.IGNORECASE)
_RUNS = {"javascript", "vbscript", "data", "file", "blob", "about"}  # schemes nobody's home page has
_AGENT_NAME = re.compile(r"^FN[^:\n]*:(.*)$", re.IGNORECASE | re.MULTILINE)

Labels = dict[str, str]  # group -> the user's own label
Reader = Callable[[Sheet, Property, Labels], None]


def reader_of(each: Property) -> Reader | None:
    """The function that reads this property; None for one that says nothing about a person."""
    if each.name.startswith("X-FCENCODED-"):
        return _fullcontact
    return READERS.get(each.name)


def plain_text(sheet: Sheet, each: Property) -> str:
    """The value as one line."""
    return one_line(unescape(each.text(), old=sheet.old))


def _parts(sheet: Sheet, each: Property) -> list[str]:
    """The parts of a structured value, unescaped."""
    return [unescape(part, old=sheet.old) for part in split_parts(each.text(), ";")]


def _label(each: Property, labels: Labels) -> str:
    return label_of(each.types, labels.get(each.group, "") if each.group else "")


def _field(field: Field) -> Reader:
    def read(sheet: Sheet, each: Property, labels: Labels) -> None:
        sheet.set(field, plain_text(sheet, each))

    return read


def _binary(what: LeftOut) -> Reader:
    def read(sheet: Sheet, each: Property, labels: Labels) -> None:
        if each.raw.strip():
            sheet.skip(what)
            sheet.photos += what == "photo"

    return read


def _names(sheet: Sheet, each: Property, labels: Labels) -> None:
    """N is family;given;additional;prefix;suffix, from 3.0 on with commas between several of one part."""
    if sheet.names:
        return
    parts = split_parts(each.text(), ";")[:5]
    if not sheet.old:
        parts = [" ".join(split_parts(part, ",")) for part in parts]
    parts = [one_line(unescape(part, old=sheet.old)) for part in parts]
    family, given, additional, prefix, suffix = parts + [""] * (5 - len(parts))
    sheet.set("family", family)
    sheet.set("given", given)
    sheet.names = [name for name in (prefix, given, additional, family, suffix) if name]


def _nickname(sheet: Sheet, each: Property, labels: Labels) -> None:
    text = each.text()
    first = text if sheet.old else split_parts(text, ",")[0]
    sheet.set("nickname", unescape(first, old=sheet.old))


def _organisation(sheet: Sheet, each: Property, labels: Labels) -> None:
    sheet.set("org", ", ".join(filter(None, map(one_line, _parts(sheet, each)))))


def _note(sheet: Sheet, each: Property, labels: Labels) -> None:
    sheet.add_note(unescape(each.text(), old=sheet.old))


def _uid(sheet: Sheet, each: Property, labels: Labels) -> None:
    sheet.set("uid", plain_text(sheet, each).removeprefix("urn:uuid:"))


def _kind(sheet: Sheet, each: Property, labels: Labels) -> None:
    kind = plain_text(sheet, each).lower()
    sheet.kind = sheet.kind or {"company": "org", "organization": "org"}.get(kind, kind)


def _phone(sheet: Sheet, each: Property, labels: Labels) -> None:
    """A number as text, or as `tel:+33-1-23;ext=102`."""
    number = plain_text(sheet, each)
    if number.lower().startswith("tel:"):
        number, *more = clean(unquote(number[4:])).split(";")
        extensions = [part[4:] for part in more if part.lower().startswith("ext=")]
        number = " ext. ".join([number, *extensions[:1]])
    sheet.add("phones", _label(each, labels), number)


def _email(sheet: Sheet, each: Property, labels: Labels) -> None:
    address = plain_text(sheet, each)
    if address.lower().startswith("mailto:"):
        address = clean(unquote(address[7:].partition("?")[0]))
    sheet.add("emails", _label(each, labels), address)


def _address(sheet: Sheet, each: Property, labels: Labels) -> None:
    parts = _parts(sheet, each)
    if each.parameter("LABEL"):
        parts[0] = parts[0].rpartition(":")[2]  # seen in the field: colons of a LABEL without quotes
    written = parts[:_ADDRESS_PARTS] if any(parts[:_ADDRESS_PARTS]) else parts
    sheet.add("addresses", _label(each, labels), _joined("\n".join(written)))


def _joined(lines: str) -> str:
    return ", ".join(filter(None, (one_line(line).strip(" ,") for line in lines.split("\n"))))


def _printed_address(sheet: Sheet, each: Property, labels: Labels) -> None:
    """LABEL (2.1, 3.0): the address as printed on a letter."""
    sheet.add("addresses", _label(each, labels), _joined(unescape(each.text(), old=sheet.old)))


def _link(sheet: Sheet, each: Property, labels: Labels) -> None:
    address = plain_text(sheet, each)
    scheme = _SCHEME.match(address.replace(" ", ""))
    if scheme and scheme[1].lower() in _RUNS:
        sheet.skip("link", address)
    else:
        sheet.add("others", _label(each, labels) or "website", address)


def _messenger(sheet: Sheet, each: Property, labels: Labels) -> None:
    """IMPP is an address with a scheme (`xmpp:ana@example.org`); Apple names the service beside it."""
    address = plain_text(sheet, each)
    found = _SCHEME.match(address)
    scheme, name = (found[1].lower(), address[found.end() :]) if found else ("", address)
    if scheme in _RUNS:
        sheet.skip("link", address)
        return
    service = each.parameter("X-SERVICE-TYPE") or each.parameter("SERVICE-TYPE") or scheme
    sheet.add("others", service.lower(), clean(unquote(name)))


def _service(label: str) -> Reader:
    def read(sheet: Sheet, each: Property, labels: Labels) -> None:
        sheet.add("others", label, plain_text(sheet, each))

    return read


def _profile(sheet: Sheet, each: Property, labels: Labels) -> None:
    service = each.parameter("SERVICE-TYPE").lower()
    if service:
        sheet.add("others", service, plain_text(sheet, each))
    else:
        _link(sheet, each, labels)


def _birthday(sheet: Sheet, each: Property, labels: Labels) -> None:
    _add_date(sheet, each, "birthday", "")


def _anniversary(sheet: Sheet, each: Property, labels: Labels) -> None:
    _add_date(sheet, each, "anniversary", "")


def _own_date(sheet: Sheet, each: Property, labels: Labels) -> None:
    label = plain_label(labels.get(each.group, "")) if each.group else ""
    _add_date(sheet, each, sort_of_date(label), label)


def _day_of_death(sheet: Sheet, each: Property, labels: Labels) -> None:
    sheet.has_died = True
    _add_date(sheet, each, "own", "died")


def _add_date(sheet: Sheet, each: Property, sort: Sort, label: str) -> None:
    text = plain_text(sheet, each)
    if each.parameter("CALSCALE").lower() not in ("", "gregorian"):
        sheet.skip("date", text)
        return
    left_out = each.parameter("X-APPLE-OMIT-YEAR")
    sheet.add_date(sort, text, label=label if sort == "own" else "", left_out_year=left_out)


def _related(label: str = "") -> Reader:
    def read(sheet: Sheet, each: Property, labels: Labels) -> None:
        sheet.add("related", label or _label(each, labels), plain_text(sheet, each))

    return read


def _agent(sheet: Sheet, each: Property, labels: Labels) -> None:
    """A card inside the card, escaped onto one line (3.0); an empty AGENT is followed by it (2.1)."""
    name = _AGENT_NAME.search(unescape(each.text(), old=False))
    if each.raw.strip():
        sheet.skip("agent", name[1] if name else "")


def _android(sheet: Sheet, each: Property, labels: Labels) -> None:
    read_android(sheet, _parts(sheet, each))


def _fullcontact(sheet: Sheet, each: Property, labels: Labels) -> None:
    read_fullcontact(sheet, each.name, plain_text(sheet, each))


_SERVICES = {
    "X-AIM": "aim",
    "X-ICQ": "icq",
    "X-JABBER": "jabber",
    "X-MSN": "msn",
    "X-YAHOO": "yahoo",
    "X-YAHOO-ID": "yahoo",
    "X-SKYPE": "skype",
    "X-SKYPE-USERNAME": "skype",
    "X-GTALK": "google talk",
    "X-GOOGLE-TALK": "google talk",
    "X-QQ": "qq",
    "X-SIP": "sip",
    "X-GADUGADU": "gadu-gadu",
    "X-GROUPWISE": "groupwise",
    "X-TWITTER": "twitter",
    "X-MATRIX": "matrix",
    "X-SIGNAL": "signal",
    "X-TELEGRAM": "telegram",
    "X-MS-IMADDRESS": "im",
}
_RELATIONS = {
    "RELATED": "",
    "X-ABRELATEDNAMES": "",
    "X-SPOUSE": "spouse",
    "X-MS-SPOUSE": "spouse",
    "X-EVOLUTION-SPOUSE": "spouse",
    "X-KADDRESSBOOK-X-SPOUSESNAME": "spouse",
    "X-MS-CHILD": "child",
    "X-MANAGER": "manager",
    "X-MS-MANAGER": "manager",
    "X-EVOLUTION-MANAGER": "manager",
    "X-KADDRESSBOOK-X-MANAGERSNAME": "manager",
    "X-ASSISTANT": "assistant",
    "X-MS-ASSISTANT": "assistant",
    "X-EVOLUTION-ASSISTANT": "assistant",
    "X-KADDRESSBOOK-X-ASSISTANTSNAME": "assistant",
}
_BINARY: dict[str, LeftOut] = {"PHOTO": "photo", "LOGO": "logo", "SOUND": "sound", "KEY": "key"}
_FIELDS: dict[str, Field] = {
    "FN": "full",
    "TITLE": "title",
    "ROLE": "role",
    "PRONOUNS": "pronouns",
    "X-PRONOUN": "pronouns",
    "X-PRONOUNS": "pronouns",
}
_ANNIVERSARIES = (
    "ANNIVERSARY",
    "X-ANNIVERSARY",
    "X-MS-ANNIVERSARY",
    "X-EVOLUTION-ANNIVERSARY",
    "X-KADDRESSBOOK-X-ANNIVERSARY",
)
READERS: dict[str, Reader] = {
    "N": _names,
    "NICKNAME": _nickname,
    "ORG": _organisation,
    "NOTE": _note,
    "UID": _uid,
    "KIND": _kind,
    "X-ADDRESSBOOKSERVER-KIND": _kind,
    "X-ABSHOWAS": _kind,
    "TEL": _phone,
    "X-MS-TEL": _phone,
    "EMAIL": _email,
    "ADR": _address,
    "LABEL": _printed_address,
    "URL": _link,
    "IMPP": _messenger,
    "SOCIALPROFILE": _profile,
    "X-SOCIALPROFILE": _profile,
    "BDAY": _birthday,
    "X-ABDATE": _own_date,
    "DEATHDATE": _day_of_death,
    "X-DEATHDATE": _day_of_death,
    "AGENT": _agent,
    "X-ANDROID-CUSTOM": _android,
    **dict.fromkeys(_ANNIVERSARIES, _anniversary),
    **{name: _field(field) for name, field in _FIELDS.items()},
    **{name: _binary(what) for name, what in _BINARY.items()},
    **{name: _service(label) for name, label in _SERVICES.items()},
    **{name: _related(label) for name, label in _RELATIONS.items()},
}
