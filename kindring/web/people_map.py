"""The map of all people, and what stands beside it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from kindring.accounts.models import User
from kindring.insights.map import MapNode, map_nodes, waiting_count
from kindring.insights.panels import panels_of, showing_of
from kindring.insights.self_time import own_time
from kindring.lib.days import day_in
from kindring.people.kinds import KINDS
from kindring.people.models import Ring
from kindring.people.showing import Showing
from kindring.web import panel_words, people_words
from kindring.web.addresses import around_id, url
from kindring.web.checkin_words import own_mark
from kindring.web.map_layout import lay_out
from kindring.web.render import page
from kindring.web.sessions import SignedIn
from kindring.web.step_words import step_words
from kindring.web.visible import locked_people
from kindring.web.words import kind_word, ring_word

KIND_NAMES = tuple(kind.word for kind in KINDS)


@require_safe
def people(request: SignedIn) -> HttpResponse:
    """Everybody in their ring; a kind that is asked for lights its people."""
    today = day_in(request.user.time_zone, timezone.now())
    nodes, showing = map_nodes(request.user, today), showing_of(request.user)
    asked = request.GET.get("kind", "")
    picked = asked if asked in KIND_NAMES and showing.shows("kinds") else ""
    context = {
        "counts": people_words.counts(nodes),
        "waiting": waiting_count(request.user),
        "own": own_mark(own_time(request.user, today), today),
        "locked": locked_people(request.user),
        "lit": panel_words.lit(picked, nodes) if picked else None,
    }
    panels = _panels(request.user, nodes, showing, picked, today) if nodes else {}
    return page(request, "people/map.html", context | drawn_map(nodes) | panels)


def drawn_map(nodes: list[MapNode], *, left_out: Collection[str] = ()) -> dict[str, Any]:
    """What a page with a map needs of it; of those who are `left_out` in a thought, that is heard, too."""
    drawn = people_words.drawn(nodes)
    if left_out:
        drawn = [people_words.left_out(node) if node.key in left_out else node for node in drawn]
    return {
        "layout": lay_out(drawn, names={ring: ring_word(ring) for ring in Ring.values}),
        "person_href": around_id("person")[0],
        "move_href": "{key}".join(around_id("person_ring")) + f"?back={url('people')}",
        "kind_words": [kind_word(kind) for kind in KIND_NAMES],
    }


def _panels(user: User, nodes: list[MapNode], showing: Showing, picked: str, today: date) -> dict[str, Any]:
    """The panels in words; None for what is hidden."""
    found = panels_of(user, nodes, showing, today)
    names = {node.person_id: node.name for node in nodes}
    return {
        "kinds": panel_words.kind_lines(found.held, picked) if found.held else None,
        "held": panel_words.held_words(found.held) if found.held else [],
        "given": panel_words.given_words(found.given, found.held) if found.held else [],
        "wished": showing.wished,
        "unmarked": people_words.unmarked(nodes),
        "held_unknown": panel_words.held_unknown(found.held) if found.held else [],
        "give_and_take": panel_words.give_and_take_words(found.give_and_take) if found.give_and_take else None,
        "in_touch": panel_words.in_touch_words(found.in_touch) if found.in_touch else None,
        "steps": [step_words(step, names, wished=showing.wished) for step in found.steps],
        "at_hand": people_words.at_hand(nodes, today) if showing.shows("at_hand") else None,
        "fading": people_words.fading(nodes) if showing.shows("fading") else None,
        "roles": people_words.roles(nodes) if showing.shows("roles") else None,
    }


urlpatterns = [path("people", people, name="people")]
