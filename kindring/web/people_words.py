"""What the pages of all people say in words: the counts, who is fading, and each one's line."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import npgettext

from kindring.insights.map import MapNode
from kindring.people.kinds import ALL_KINDS, words_of
from kindring.people.models import Person, Ring, Role, State
from kindring.web.addresses import url
from kindring.web.dates import near_day
from kindring.web.finding import folded
from kindring.web.languages import gettext, ngettext, per_language
from kindring.web.map_layout import RING_PLACE, Node
from kindring.web.words import initials, kind_word, names_words, ring_word, role_word

FADES_FROM = 2  # paleness: drifting
MOST_AT_HAND = 8
IN_ORDER, FIRST = "order", "first"  # how one comes to mark what people give


class Row(NamedTuple):
    """A line of the list. `may_touch` is False for whoever died, and for whom today is noted already."""

    person: Person
    said: list[str]
    may_touch: bool
    touched_today: bool


class RoleCount(NamedTuple):
    role: str
    words: str
    people: int


def how_many(number: int) -> str:
    return ngettext("%(count)d person", "%(count)d people", number) % {"count": number}


def counts(nodes: Sequence[MapNode]) -> str:
    """24 people · 4 closest, 8 close, 12 wider"""
    if not nodes:
        return ""
    in_ring = Counter(node.ring for node in nodes)
    words = {
        Ring.INNER: npgettext("count of people", "%(count)d closest", "%(count)d closest", in_ring["inner"]),
        Ring.MIDDLE: npgettext("count of people", "%(count)d close", "%(count)d close", in_ring["middle"]),
        Ring.OUTER: npgettext("count of people", "%(count)d wider", "%(count)d wider", in_ring["outer"]),
    }
    said = [words[ring] % {"count": in_ring[ring]} for ring in Ring if in_ring[ring]]
    return f"{how_many(len(nodes))} · {gettext(', ').join(said)}"


def fading(nodes: Iterable[MapNode]) -> list[str]:
    """Who is paler on the map, and why."""
    pale = sorted((node for node in nodes if node.paleness >= FADES_FROM), key=_by_closeness)
    if not pale:
        return [gettext("Nobody, just now. Someone grows paler when it has been longer than is usual between you.")]
    known, unknown = [node.name for node in pale if node.last_day], [node.name for node in pale if not node.last_day]
    longer = ngettext(
        "%(names)s is paler on the map: it has been longer than is usual between you.",
        "%(names)s are paler on the map: it has been longer than is usual between you.",
        len(known),
    )
    nothing = ngettext(
        "%(names)s is paler because nothing is noted yet.",
        "%(names)s are paler because nothing is noted yet.",
        len(unknown),
    )
    said = ((longer, known), (nothing, unknown))
    return [words % {"names": names_words(names)} for words, names in said if names]


def _by_closeness(node: MapNode) -> tuple[int, str]:
    return RING_PLACE[node.ring], folded(node.name)


def marking(person: UUID, *, how: str = FIRST) -> str:
    """Where what they give is marked, and then of the others: `IN_ORDER`, or with this one `FIRST`."""
    return url("person_edit", person, query={"marking": how}, fragment="flows")


def _by_place(node: MapNode) -> tuple[tuple[int, str], str]:
    """Also of two of the same name, one comes first."""
    return _by_closeness(node), node.person_id


def roles(nodes: Sequence[MapNode]) -> list[RoleCount]:
    """How many of each role are on the map, in the order of the roles."""
    count = Counter(node.role for node in nodes)
    return [RoleCount(role, role_word(role), count[role]) for role in Role if count[role]]


def unmarked(nodes: Collection[MapNode], *, after: UUID | None = None) -> tuple[UUID, str] | None:
    """Who is nearest of those of whom it is not noted what they give; with `after`, nearest of those further away
    than somebody on the map, so that nobody is asked about twice."""
    seen = next((_by_place(node) for node in nodes if after and UUID(node.person_id) == after), None)
    waiting = [node for node in nodes if not node.they_give and (seen is None or _by_place(node) > seen)]
    first = min(waiting, key=_by_place, default=None)
    return (UUID(first.person_id), first.name) if first else None


def at_hand(nodes: Iterable[MapNode], today: date) -> list[tuple[UUID, str]]:
    """Those of the closest ring for whom nothing is noted today: one tap each, beside the map."""
    waiting = (node for node in nodes if node.ring == Ring.INNER and (node.last_day is None or node.last_day < today))
    return [(UUID(node.person_id), node.name) for node in sorted(waiting, key=_by_closeness)[:MOST_AT_HAND]]


class Spoken(NamedTuple):
    """What follows a name where people are heard: ", closest", ", gives company", and so on."""

    rings: dict[str, str]
    gives: tuple[str, ...]  # by the bits of `Kind`
    paused: str
    longer: str


@per_language
def _spoken() -> Spoken:
    comma = gettext(", ")
    gives = (names_words([kind_word(kind) for kind in words_of(bits)]) for bits in range(ALL_KINDS + 1))
    return Spoken(
        rings={ring.value: comma + ring_word(ring) for ring in Ring},
        gives=tuple(comma + gettext("gives %(kinds)s") % {"kinds": kinds} if kinds else "" for kinds in gives),
        paused=comma + gettext("paused"),
        longer=comma + gettext("longer apart than usual"),
    )


def drawn(nodes: Iterable[MapNode]) -> list[Node]:
    """People as the map draws and speaks them: Mira, closest, gives emotional and company, longer apart than usual"""
    rings, gives, paused, longer = _spoken()
    drawn = []
    for node in nodes:
        name, ring, pale = node.name, node.ring, node.paleness
        after = longer if pale >= FADES_FROM and node.last_day is not None else ""
        spoken = f"{name}{rings[ring]}{gives[node.they_give]}{paused if node.paused else ''}{after}"
        drawn.append(Node(node.person_id, initials(name), name, ring, node.role, node.they_give, pale, spoken))
    return drawn


def left_out(node: Node) -> Node:
    """Someone who is away in a thought, as they are heard."""
    spoken = gettext("%(person)s, away in this thought") % {"person": node.spoken}
    return node._replace(spoken=spoken)  # noqa: SLF001 a public method of named tuples


def row(person: Person, today: date) -> Row:
    state, touched = person.state_on(today), person.last_day is not None and person.last_day >= today
    said = [ring_word(person.ring), role_word(person.role)]
    said += [_last(person, state, today), _stands(state)]
    may_touch = not touched and state is not State.DIED
    return Row(person, [words for words in said if words], may_touch, touched)


def _last(person: Person, state: State, today: date) -> str:
    if state is State.DIED:
        return ""
    if person.last_day is None:
        return gettext("nothing noted yet")
    return gettext("last in touch %(day)s") % {"day": near_day(person.last_day, today)}


def _stands(state: State) -> str:
    words = {
        State.PAUSED: gettext("paused"),
        State.ENDED: gettext("ended"),
        State.UNSAFE: gettext("unsafe"),
        State.DIED: gettext("died"),
    }
    return words.get(state, "")
