"""Plain words for what a number, an address or a date is: from TYPE words and from the user's own labels."""

import re

from kindring.people.vcard.card import Sort

_WORDS = {
    "cell": "mobile",
    "mobile": "mobile",
    "iphone": "mobile",
    "home": "home",
    "work": "work",
    "school": "school",
    "other": "other",
    "main": "main",
    "fax": "fax",
    "homefax": "home fax",
    "workfax": "work fax",
    "otherfax": "other fax",
    "pager": "pager",
    "assistantphone": "assistant",
    "homepage": "website",
    **{word: word for word in ("spouse", "partner", "child", "mother", "father", "parent", "brother")},
    **{word: word for word in ("sister", "friend", "relative", "manager", "assistant", "anniversary", "birthday")},
}
_SAY_NOTHING = {
    *("pref", "internet", "voice", "msg", "text", "video", "textphone", "x400", "pcs", "bbs", "modem"),
    *("isdn", "dom", "intl", "postal", "parcel", "custom", "contact", "individual", "url"),
}
_LAST = ("mobile", "fax", "pager")  # "work fax", not "fax work"
_APPLE = re.compile(r"_\$!<(.*)>!\$_")
_CODE = re.compile(r"[A-Z]+(?:_[A-Z]+)*")
_BIRTHDAY = {"birthday", "geburtstag", "cumpleaños", "compleanno", "verjaardag", "urodziny", "rođendan"}
_ANNIVERSARY = {
    *("anniversary", "wedding", "wedding anniversary", "wedding day", "jahrestag", "hochzeitstag"),
    *("anniversaire de mariage", "aniversario", "aniversario de boda", "anniversario", "trouwdag"),
    *("rocznica", "godišnjica"),
}  # "anniversaire" and "aniversário" alone are birthdays to some: those stay a day of their own


def label_of(types: list[str], own: str) -> str:
    """Words for a channel: the user's own label when there is one, else from the TYPE words, else ''.

    Well-known words come in plain lower case (`mobile`, `home`, `work fax`), an own label as it was typed.
    """
    if own:
        return plain_label(own)
    words = [_WORDS.get(word, word) for word in (kind.removeprefix("x-") for kind in types)]
    told = list(dict.fromkeys(word for word in words if word and word not in _SAY_NOTHING))
    return " ".join(sorted(told, key=lambda word: word in _LAST))


def plain_label(own: str) -> str:
    """A label without Apple's wrapping (`_$!<Home>!$_`) and without the look of a program's constant."""
    wrapped = _APPLE.fullmatch(own)
    word = wrapped[1] if wrapped else own
    known = _WORDS.get(word.lower())
    if known:
        return known
    return word.lower().replace("_", " ") if wrapped or _CODE.fullmatch(word) else word


def sort_of_date(label: str) -> Sort:
    """`birthday`, `anniversary` or `own`, by what a date is called."""
    word = label.lower()
    if word in _BIRTHDAY:
        return "birthday"
    return "anniversary" if word in _ANNIVERSARY else "own"
