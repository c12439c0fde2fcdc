"""Extensions of single programs that hold what others write in properties of their own."""

from kindring.people.vcard.labels import plain_label, sort_of_date
from kindring.people.vcard.sheet import Sheet
from kindring.people.vcard.text import clean, decode

_EVENTS = {"1": "anniversary", "2": "other", "3": "birthday"}  # Android's ContactsContract, Event.TYPE_*
_RELATIONS = {  # Relation.TYPE_*
    "1": "assistant",
    "2": "brother",
    "3": "child",
    "4": "domestic partner",
    "5": "father",
    "6": "friend",
    "7": "manager",
    "8": "mother",
    "9": "parent",
    "10": "partner",
    "11": "referred by",
    "12": "relative",
    "13": "sister",
    "14": "spouse",
}
_FULLCONTACT = "X-FCENCODED-"


def read_android(sheet: Sheet, parts: list[str]) -> None:
    """X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Ana;14;own label;…"""
    kind, value, code, own = (parts + [""] * 4)[:4]
    match kind.strip().rpartition("/")[2]:
        case "nickname":
            sheet.set("nickname", value)
        case "contact_event":
            _add_date(sheet, _EVENTS.get(code, own), value)
        case "relation":
            sheet.add("related", _RELATIONS.get(code, own), value)


def read_fullcontact(sheet: Sheet, name: str, value: str) -> None:
    """X-FCENCODED-<hex>, where the hex says `X-FC-OtherDates:Anniversary`."""
    try:
        said = clean(decode(bytes.fromhex(name.removeprefix(_FULLCONTACT)), "UTF-8"))
    except ValueError:
        return
    kind, _, label = said.partition(":")
    if kind == "X-FC-OtherDates":
        _add_date(sheet, plain_label(label), value)
    elif kind == "X-FC-RelatedNames":
        sheet.add("related", plain_label(label), value)


def _add_date(sheet: Sheet, label: str, value: str) -> None:
    sort = sort_of_date(label)
    sheet.add_date(sort, value, label=label if sort == "own" else "")
