"""What pages say of the cards of an address book."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kindring.people.actions.imports import UNREADABLE
from kindring.people.kept_cards import KeptCard
from kindring.people.pile import WHOLE_FILE
from kindring.web.dates import full_day, month_day
from kindring.web.words import names_words

Words = str | Promise

NOT_BROUGHT: dict[str, Words] = {
    "empty": _("This card is empty."),
    "no name": _("There is nothing on this card to call someone by."),
    "group": _("This is a list of people, not a person."),
    "not a person": _("This is a place or a thing, not a person."),
    "unfinished": _("Reading had to stop in the middle of this card."),
    "twice": _("The same card stands further up in the file."),
}
CUT_SHORT: dict[str, Words] = {
    "too long": _(
        "Reading took too long and stopped; what was read until then is here. Bring the rest in smaller files."
    ),
    "too many cards": _(
        "These are more cards than can come at once. The first ones are here; bring the rest in smaller files."
    ),
    "too much": _(
        "These cards hold more than can come at once. The first ones are here; bring the rest in smaller files."
    ),
}
# Pictures are counted for the whole file, and nobody misses a logo, a sound or a key.
_LEFT_OUT: dict[str, Words] = {
    "agent": _("a card inside the card"),
    "date": _("a date that could not be read"),
    "second birthday": _("a second birthday"),
    "future year": _("the year of a birthday to come"),
    "link": _("a link that is not safe to open"),
    "related": _("someone whose card is not here"),
    "line": _("a line that made no sense"),
    "cut": _("the end of something very long"),
    "too many": _("more than fits on a card"),
}
Counted = Callable[[int], str]
_COUNTED: dict[str, Counted] = {
    "phones": lambda n: ngettext("%(n)d phone", "%(n)d phones", n),
    "emails": lambda n: ngettext("%(n)d e-mail address", "%(n)d e-mail addresses", n),
    "addresses": lambda n: ngettext("%(n)d address", "%(n)d addresses", n),
    "others": lambda n: ngettext("%(n)d other way", "%(n)d other ways", n),
    "birthdays": lambda n: ngettext("%(n)d birthday", "%(n)d birthdays", n),
    "dates": lambda n: ngettext("%(n)d other date", "%(n)d other dates", n),
    "notes": lambda n: ngettext("%(n)d note", "%(n)d notes", n),
}


def why_not(reason: str) -> str:
    """Why a card, or a whole file, is not brought."""
    if reason.startswith(WHOLE_FILE):
        return str(UNREADABLE.get(reason.removeprefix(WHOLE_FILE), UNREADABLE["binary"]))
    return str(NOT_BROUGHT.get(reason, NOT_BROUGHT["empty"]))


def cut_short_words(reason: str) -> str:
    return str(CUT_SHORT.get(reason, ""))


def along(card: KeptCard) -> str:
    """What comes with someone, the most telling first: +385 91 555 0101 · birthday 4 March · 2 more"""
    ways = [value for part in ("phones", "emails") for _label, value in card.get(part, ())]  # type: ignore[attr-defined]
    birthdays = [_birthday(*entry) for entry in card.get("dates", ()) if entry[0] == "birthday"]
    org = card.get("org", "")
    shown = [*ways[:2], *birthdays, *([org] if org and org != card["name"] else [])]
    rest = _count(card) - len(shown)
    shown += [ngettext("%(n)d more", "%(n)d more", rest) % {"n": rest}] if rest else []
    return " · ".join(shown) or gettext("a name alone")


def _count(card: KeptCard) -> int:
    """How many things come along beside the name."""
    lists = ("phones", "emails", "addresses", "others", "dates", "related")
    many = sum(len(card.get(part, ())) for part in lists)  # type: ignore[misc, arg-type]
    return many + bool(card.get("note")) + bool(card.get("org", card["name"]) != card["name"])


def _birthday(_sort: str, month: int, day: int, year: int | None, _label: str) -> str:
    said = full_day(date(year, month, day)) if year else month_day(month, day)
    return gettext("birthday %(day)s") % {"day": said}


def place(card: KeptCard) -> str:
    """line 12; line 12 of office.vcf; office.vcf, for what was wrong with the whole file"""
    upload, line = card.get("upload", ""), card["line"]
    return _place(line, upload) if line else upload


def like(card: KeptCard) -> str:
    """The same name as on line 12; '' for a name that comes for the first time."""
    return gettext("The same name as on %(place)s") % {"place": _place(*card["like"])} if "like" in card else ""


def _place(line: int, upload: str) -> str:
    words = gettext("line %(line)d of %(file)s") if upload else gettext("line %(line)d")
    return words % {"line": line, "file": upload}


def left_out(card: KeptCard) -> str:
    """Stays behind: a date that could not be read (circa 1800); '' for nothing worth a line."""
    words = "; ".join(_each_left_out(card))
    return gettext("Stays behind: %(what)s") % {"what": words} if words else ""


def _each_left_out(card: KeptCard) -> Iterator[str]:
    for what, text in card.get("skipped", ()):
        if what in _LEFT_OUT:
            yield f"{_LEFT_OUT[what]} ({text})" if text and what != "related" else str(_LEFT_OUT[what])


def counted(cards: Iterable[KeptCard]) -> str:
    """What all these people bring: 15 phones, 9 e-mail addresses and 8 birthdays; '' for names alone."""
    counts: Counter[str] = Counter()
    for card in cards:
        for part in ("phones", "emails", "addresses", "others"):
            counts[part] += len(card.get(part, ()))  # type: ignore[arg-type]
        birthdays = sum(entry[0] == "birthday" for entry in card.get("dates", ()))
        counts["birthdays"] += birthdays
        counts["dates"] += len(card.get("dates", ())) - birthdays
        counts["notes"] += bool(card.get("note"))
    return names_words(
        [words(counts[part]) % {"n": counts[part]} for part, words in _COUNTED.items() if counts[part]]
    )
