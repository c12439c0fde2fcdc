"""What would be left if somebody on the map were away, alone or with those they know. A thought, no forecast."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kindring.accounts.models import User
from kindring.engine.adequacy import Absence, Supporter, adequacy, keystones, without, without_each
from kindring.engine.structure import groups
from kindring.insights.could_give import gave_lately, nearest
from kindring.insights.known_pairs import knows_on_map
from kindring.insights.map import MapNode
from kindring.insights.panels import supporters
from kindring.insights.tie_months import counts_of_ties, months_back
from kindring.people.kinds import ALL_KINDS, KINDS
from kindring.people.showing import Showing

MOST_GROUPS, MOST_ALONE = 4, 3


@dataclass(frozen=True, slots=True)
class Without:
    """`absence` is of those who are asked about, None where nobody is.

    `could` is the first kind for which nobody would be left, with whom to ask about, if anybody: whoever gave it of
    late, else who is near and not marked at all, else who is near.
    `alone` are those without whom most would be missing, at most three, and none where it would be more than that;
    `groups` are people who know each other, at least through one another, the largest first.
    """

    absence: Absence[str] | None
    could: tuple[int, MapNode] | None
    alone: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]


def without_facts(
    user: User, nodes: Sequence[MapNode], showing: Showing, today: date, *, person: str = "", together: bool = False
) -> Without:
    """One query, two where a kind would be gone. `person` is somebody on the map; `together` takes along everyone of
    their group."""
    people = supporters(nodes)
    now = adequacy(people, wants={int(kind): showing.wants[kind.word] for kind in KINDS})
    known = groups([one.key for one in people], knows_on_map(user))
    heavy = keystones(without_each(now, people))
    absence = without(now, _away(people, known, person, together=together)) if person else None
    return Without(
        absence=absence,
        could=_could(user, nodes, absence, showing, today) if absence else None,
        alone=tuple(one.keys[0] for one in heavy) if len(heavy) <= MOST_ALONE else (),
        groups=tuple([group for group in known if len(group) > 1][:MOST_GROUPS]),
    )


def _could(
    user: User, nodes: Sequence[MapNode], absence: Absence[str], showing: Showing, today: date
) -> tuple[int, MapNode] | None:
    gone = [loss.kind for loss in absence.left if loss.code == "gone"]
    since = months_back(today, showing.give_take_months)
    counts = counts_of_ties(user, flows_since=since, ways_since=since) if gone else {}
    here = [node for node in nodes if node.person_id not in absence.keys]
    for kind in gone:
        node = gave_lately(kind, here, counts) or nearest(here, without=ALL_KINDS) or nearest(here, without=kind)
        if node:
            return kind, node
    return None


def _away(
    people: Sequence[Supporter[str]], known: Sequence[tuple[str, ...]], person: str, *, together: bool
) -> list[Supporter[str]]:
    group = next((group for group in known if person in group), ()) if together else (person,)
    return [one for one in people if one.key in set(group)]
