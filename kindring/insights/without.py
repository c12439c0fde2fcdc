"""What would be left if somebody on the map were away, alone or with those they know. A thought, no forecast."""

from collections.abc import Sequence
from dataclasses import dataclass

from kindring.accounts.models import User
from kindring.engine.adequacy import Absence, Supporter, adequacy, keystones, without, without_each
from kindring.engine.structure import groups
from kindring.insights.known_pairs import knows_on_map
from kindring.insights.map import MapNode
from kindring.insights.panels import supporters
from kindring.people.kinds import KINDS
from kindring.people.showing import Showing

MOST_GROUPS, MOST_ALONE = 4, 3


@dataclass(frozen=True, slots=True)
class Without:
    """`absence` is of those who are asked about, None where nobody is.

    `alone` are those without whom most would be missing, at most three, and none where it would be more than that;
    `groups` are people who know each other, at least through one another, the largest first.
    """

    absence: Absence[str] | None
    alone: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]


def without_facts(
    user: User, nodes: Sequence[MapNode], showing: Showing, *, person: str = "", together: bool = False
) -> Without:
    """One query. `person` is somebody on the map; `together` takes along everyone of their group."""
    people = supporters(nodes)
    now = adequacy(people, wants={int(kind): showing.wants[kind.word] for kind in KINDS})
    known = groups([one.key for one in people], knows_on_map(user))
    heavy = keystones(without_each(now, people))
    return Without(
        absence=without(now, _away(people, known, person, together=together)) if person else None,
        alone=tuple(one.keys[0] for one in heavy) if len(heavy) <= MOST_ALONE else (),
        groups=tuple([group for group in known if len(group) > 1][:MOST_GROUPS]),
    )


def _away(
    people: Sequence[Supporter[str]], known: Sequence[tuple[str, ...]], person: str, *, together: bool
) -> list[Supporter[str]]:
    group = next((group for group in known if person in group), ()) if together else (person,)
    return [one for one in people if one.key in set(group)]
