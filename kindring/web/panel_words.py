"""The panels beside the map in words: who is there for what, give and take, how you are in touch. Never a grade."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kindring.engine.adequacy import Cover, Said
from kindring.engine.presence import Presence
from kindring.insights.map import MapNode
from kindring.insights.panels import GiveAndTake, Held, WaysOfBeingInTouch
from kindring.lib.quiet import quiet
from kindring.people.kinds import KINDS, Kind, words_of
from kindring.web.dates import short_day
from kindring.web.languages import per_language
from kindring.web.map_layout import RING_PLACE
from kindring.web.words import kind_word, names_words, opening, way_word

MOST_NAMED = 12  # of those who are lit; the map shows everyone
SUPPORT: dict[str, str | Promise] = {
    "emotional": _("emotional support"),
    "practical": _("practical help"),
    "informational": _("advice"),
    "companionship": _("company"),
}
SAID: dict[Said, str | Promise] = {
    "plenty": _("you said: plenty"),
    "enough": _("you said: enough"),
    "bit_short": _("you said: a bit short"),
    "very_short": _("you said: very short"),
}

_EACH = _("A time with several people counts with each of them.")


class KindLine(NamedTuple):
    """A kind with how many people there are for it. `dots` stand for those who are wished for, filled by who is."""

    kind: str
    words: str
    people: int
    dots: tuple[bool, ...]
    heard: str
    said: str
    picked: bool


class Lit(NamedTuple):
    """Whom a picked kind lights: by class on the map, and by name beside it, the closest first."""

    marked: dict[str, str]
    words: str
    named: list[tuple[str, str]]

    def __repr__(self) -> str:
        return quiet(self)


class Told(NamedTuple):
    """A panel of sentences: the word, why, and what is not known."""

    word: str
    why: list[str]
    unknown: list[str]


@per_language
def support_word(kind: str) -> str:
    """emotional support, practical help, advice, company"""
    return str(SUPPORT[kind])


def kind_lines(held: Held, picked: str) -> list[KindLine]:
    """The four kinds; what is not looked for stays, without dots."""
    return [_kind_line(Kind(cover.kind).word, cover, picked, wished=held.wished) for cover in held.adequacy.covers]


def _kind_line(kind: str, cover: Cover[str], picked: str, *, wished: bool) -> KindLine:
    people = ngettext("%(count)d person", "%(count)d people", cover.people) % {"count": cover.people}
    own = ngettext("you wish for %(count)d", "you wish for %(count)d", cover.want)
    ours = ngettext("%(count)d to begin with", "%(count)d to begin with", cover.want)
    wish = (own if wished else ours) % {"count": cover.want}
    heard = gettext("%(people)s; %(wish)s") if cover.want else gettext("%(people)s; you do not look for it")
    return KindLine(
        kind=kind,
        words=kind_word(kind),
        people=cover.people,
        dots=tuple(place < cover.people for place in range(cover.want)),
        heard=heard % {"people": people, "wish": wish},
        said=str(SAID[cover.said]) if cover.said else "",
        picked=kind == picked,
    )


def held_words(held: Held) -> list[str]:
    """On whom something rests, and of what there is too little."""
    wanted = [cover for cover in held.adequacy.covers if cover.want]
    resting = [(cover, held.names[cover.rests_on]) for cover in wanted if cover.rests_on is not None]
    said = [_rests(person, kinds) for person, kinds in _by_person(resting)]
    nobody = [support_word(Kind(cover.kind).word) for cover in wanted if not cover.people]
    if nobody and not _nothing_noted(held):
        said.append(gettext("Nobody yet for %(kinds)s.") % {"kinds": names_words(nobody)})
    return said


def given_words(given: Mapping[str, int], held: Held) -> list[tuple[UUID, str]]:
    """Greg gave you advice in these months: does it belong here? With whom to ask about; the mark is the user's."""
    words = gettext("%(name)s gave you %(kinds)s in these months: does it belong here?")
    by_person = [(person, [support_word(kind) for kind in words_of(bits)]) for person, bits in given.items()]
    return [
        (UUID(person), words % {"name": held.names[person], "kinds": names_words(kinds)})
        for person, kinds in by_person
    ]


def _nothing_noted(held: Held) -> bool:
    """Of nobody it is noted what they give: then "nobody" would be said of a page that is still empty."""
    return any(one.code == "unmarked" and one.people == len(held.names) for one in held.adequacy.unknown)


def _by_person(resting: Iterable[tuple[Cover[str], str]]) -> list[tuple[str, list[str]]]:
    kinds: dict[str, list[str]] = {}
    for cover, name in resting:
        kinds.setdefault(name, []).append(support_word(Kind(cover.kind).word))
    return list(kinds.items())


def _rests(name: str, kinds: Sequence[str]) -> str:
    words = ngettext("%(kinds)s rests on %(name)s alone.", "%(kinds)s rest on %(name)s alone.", len(kinds))
    return opening(words % {"kinds": names_words(kinds), "name": name})


def held_unknown(held: Held) -> list[str]:
    """Whose word counts, and what is not known."""
    said, unknown = [], {one.code: one for one in held.adequacy.unknown}
    if held.own is not None and held.own.by_kind:
        words = gettext("What you said on %(day)s counts more than any number.")
        said.append(words % {"day": short_day(held.own.day)})
    if "unmarked" in unknown:
        count = unknown["unmarked"].people
        words = ngettext(
            "What one person gives you is not noted yet.",
            "What %(count)d people give you is not noted yet.",
            count,
        )
        said.append(words % {"count": count})
    if held.own is None:
        said.append(gettext("Whether that is enough, only you can say; the check-in asks once a month."))
    return said


def lit(kind: str, nodes: Sequence[MapNode]) -> Lit:
    """Whom this kind lights."""
    bit = next(one for one in KINDS if one.word == kind)
    givers = sorted((node for node in nodes if node.they_give & bit), key=lambda node: RING_PLACE[node.ring])
    marked = {node.person_id: "lit" for node in givers}
    named = [(node.person_id, node.name) for node in givers[:MOST_NAMED]]
    count = len(givers)
    if not count:
        return Lit(marked, gettext("Nobody on the map yet for %(kind)s.") % {"kind": support_word(kind)}, named)
    words = ngettext(
        "One person is lit on the map, for %(kind)s:",
        "%(count)d people are lit on the map, for %(kind)s:",
        count,
    )
    return Lit(marked, words % {"count": count, "kind": support_word(kind)}, named)


def give_and_take_words(facts: GiveAndTake) -> Told:
    """About even, since 1 May. You gave 31 times and were given something 34 times."""
    found, day = facts.balance, short_day(facts.since)
    word = {
        "about even": gettext("About even, since %(day)s."),
        "you give more": gettext("You gave more, since %(day)s. There are times for that."),
        "you receive more": gettext("You were given more, since %(day)s. There are times for that."),
        "too early to say": gettext("Too early to say yet."),
    }[found.word] % {"day": day}
    why = [_acts(one.given, one.received) for one in found.reasons]
    return Told(word, why, [*([str(_EACH)] if why else []), *_unknown_of(facts)])


def _acts(given: int, received: int) -> str:
    gave = ngettext("You gave %(count)d time", "You gave %(count)d times", given) % {"count": given}
    words = ngettext(
        "%(gave)s and were given something %(count)d time.",
        "%(gave)s and were given something %(count)d times.",
        received,
    )
    return words % {"gave": gave, "count": received}


def _unknown_of(facts: GiveAndTake) -> list[str]:
    codes = {one.code: one.count for one in facts.balance.unknown}
    said = []
    if "no_record" in codes:
        said.append(gettext("Nothing is noted that went either way. A moment can say what was given."))
    if "too_few" in codes:
        few = ngettext(
            "It is noted %(count)d time only; from four on there is a word for it.",
            "It is noted %(count)d times only; from four on there is a word for it.",
            codes["too_few"],
        )
        said.append(few % {"count": codes["too_few"]})
    if "wide" in codes:
        said.append(gettext("So few are noted that the next ones may change this."))
    if facts.left_out:
        said.append(gettext("Those closest to you are left out: nobody counts there."))
    return said


def in_touch_words(facts: WaysOfBeingInTouch) -> Told:
    """Mostly in person, since 1 August. 19 of 34 times you met; 9 by call, 6 by message."""
    found, day = facts.presence, short_day(facts.since)
    word = {
        "mostly in person": gettext("Mostly in person, since %(day)s."),
        "some of both": gettext("Some in person and some from afar, since %(day)s."),
        "mostly from afar": gettext("Mostly from afar, since %(day)s."),
        "too early to say": gettext("Too early to say yet."),
    }[found.word] % {"day": day}
    few = gettext("From five moments that say how, with people whom you ever met, there is a word for it.")
    left_out = gettext("Whoever you never met in person is left out, and so is what does not say how.")
    return Told(word, _times(found), [str(_EACH), left_out] if found.shown else [few])


def _times(found: Presence) -> list[str]:
    said = []
    for one in found.reasons:
        words = ngettext("You met %(met)d of %(count)d time.", "You met %(met)d of %(count)d times.", one.moments)
        said.append(words % {"met": one.in_person, "count": one.moments})
    others = [(way_word(one.way), one.times) for one in found.ways if one.way != "in_person"]
    if others:
        each = [gettext("%(way)s %(times)d") % {"way": way, "times": times} for way, times in others]
        said.append(opening(gettext(", ").join(each)) + ".")
    return said
