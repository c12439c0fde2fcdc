"""How the people on the map hang together: measures for the curious, each with what it means. No grade."""

from collections.abc import Iterable
from typing import NamedTuple

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from kindring.engine.structure import Alter, Structure, structure
from kindring.insights.known_pairs import knows_on_map
from kindring.insights.map import map_nodes
from kindring.lib.days import day_in
from kindring.lib.quiet import quiet
from kindring.web.finding import folded
from kindring.web.render import page
from kindring.web.sessions import SignedIn
from kindring.web.words import names_words, role_word

MOST_GROUPS = 12


class Measured(NamedTuple):
    """A measure: its name, its value ("not defined" where it has none), and what it means in plain words."""

    name: str
    value: str
    means: str


class Group(NamedTuple):
    """People who know each other, at least through one another."""

    names: str
    people: int

    def __repr__(self) -> str:
        return quiet(self)


@require_safe
def people_structure(request: SignedIn) -> HttpResponse:
    nodes = map_nodes(request.user, day_in(request.user.time_zone, timezone.now()))
    names = {node.person_id: node.name for node in sorted(nodes, key=lambda node: folded(node.name))}
    roles = {node.person_id: node.role for node in nodes}
    found = structure([Alter(key, roles[key]) for key in names], knows_on_map(request.user))
    together = [group for group in found.groups if len(group) > 1]
    context = {
        "people": found.size,
        "measures": measured(found),
        "groups": [Group(names_words([names[key] for key in one]), len(one)) for one in together[:MOST_GROUPS]],
        "more": max(0, len(together) - MOST_GROUPS),
        "alone": names_words([names[key] for key in found.alone]),
        "roles": [(role_word(role), count) for role, count in found.roles.items()],
        "unknown": list(_unknown(found)),
    }
    return page(request, "people/structure.html", context)


def measured(found: Structure[str]) -> list[Measured]:
    """All measures, in the order of how easily they are understood."""
    return [
        Measured(
            gettext("Size"),
            _number(found.size, 0),
            gettext("How many people are on your map."),
        ),
        Measured(
            gettext("Ties among them"),
            _number(found.ties, 0),
            gettext("How many pairs you noted as knowing each other."),
        ),
        Measured(
            gettext("Density"),
            _number(found.density),
            gettext(
                "The share of all pairs who know each other: from 0, nobody does, to 1, everybody does. "
                "Where it is high, they can step in together; where it is low, they bring different things."
            ),
        ),
        *_burt(found),
        Measured(
            gettext("Diversity of roles"),
            _number(found.diversity),
            gettext("The chance that two people taken at random are different things to you (Blau)."),
        ),
    ]


def _burt(found: Structure[str]) -> list[Measured]:
    """The measures of structural holes."""
    return [
        Measured(
            gettext("Effective size"),
            _number(found.effective_size, 1),
            gettext(
                "How many people there are, less what they repeat of each other: 1 where everybody knows everybody, "
                "the size where nobody knows anybody (Burt)."
            ),
        ),
        Measured(
            gettext("Efficiency"),
            _number(found.efficiency),
            gettext("Effective size as a share of the size."),
        ),
        Measured(
            gettext("Constraint"),
            _number(found.constraint),
            gettext(
                "How much your ties lean on the same few people. Small where there are many who do not know each "
                "other; above 1 only with very few people (Burt)."
            ),
        ),
        Measured(
            gettext("Hierarchy"),
            _number(found.hierarchy),
            gettext("From 0, all people add the same to the constraint, to 1, one person adds all of it."),
        ),
    ]


def _number(value: float | None, places: int = 2) -> str:
    """A value that is not defined is never 0."""
    return gettext("not defined yet") if value is None else number_format(value, places)


def _unknown(found: Structure[str]) -> Iterable[str]:
    codes = {one.code: one.count for one in found.unknown}
    if "no_ties_noted" in codes:
        yield gettext("Nobody is noted to know anybody else; perhaps it was only not said.")
    if "no_role" in codes:
        words = ngettext(
            "What one person is to you was not said.",
            "What %(count)d people are to you was not said.",
            codes["no_role"],
        )
        yield words % {"count": codes["no_role"]}
    yield gettext("Who knows whom is only as true as it is noted, on each person's page.")


urlpatterns = [path("people/structure", people_structure, name="people_structure")]
