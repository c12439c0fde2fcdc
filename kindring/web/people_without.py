"""What if somebody were away: they step back on the map, alone or with those they know, and words say the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kindring.engine.adequacy import Absence, Loss
from kindring.insights.map import MapNode, map_nodes
from kindring.insights.panels import showing_of
from kindring.insights.without import Without, without_facts
from kindring.lib.days import day_in
from kindring.lib.quiet import quiet
from kindring.people.kinds import Kind
from kindring.people.models import Ring
from kindring.web.addresses import url
from kindring.web.finding import folded
from kindring.web.panel_words import support_word
from kindring.web.people_map import drawn_map
from kindring.web.render import page
from kindring.web.sessions import SignedIn
from kindring.web.words import names_words, ring_word


class WithoutForm(forms.Form):
    """Who would be away; asked for by GET, with nothing in it but an id."""

    person = forms.ChoiceField(label=_("Who?"))
    together = forms.BooleanField(required=False, label=_("With everyone they know, and whom those know"))

    def __init__(self, *args: Any, nodes: Sequence[MapNode], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = _by_ring(nodes)  # type: ignore[attr-defined]


def _by_ring(nodes: Sequence[MapNode]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everyone by name, under the name of their ring; rings without people are left out."""
    by_name = sorted(nodes, key=lambda node: folded(node.name))
    rings = [(ring, [(node.person_id, node.name) for node in by_name if node.ring == ring]) for ring in Ring.values]
    return [(ring_word(ring), people) for ring, people in rings if people]


@dataclass(frozen=True, slots=True)
class Thought:
    """A press away: whom it is about, and the query that asks it."""

    words: str
    query: dict[str, str]

    def __repr__(self) -> str:
        return quiet(self)


@require_safe
def people_without(request: SignedIn) -> HttpResponse:
    today = day_in(request.user.time_zone, timezone.now())
    nodes = map_nodes(request.user, today)
    names = {node.person_id: node.name for node in nodes}
    person, together = request.GET.get("person", ""), request.GET.get("together", "") == "on"
    if person and person not in names:
        raise Http404
    showing = showing_of(request.user)
    facts = without_facts(request.user, nodes, showing, today, person=person, together=together)
    away = facts.absence.keys if facts.absence else ()
    context = {
        "form": WithoutForm(nodes=nodes, initial={"person": person, "together": together}),
        "title": _title([names[key] for key in away]),
        "said": left_words(facts.absence, wished=showing.wished) if facts.absence else [],
        "could": _could(facts),
        "marked": dict.fromkeys(away, "away"),
        "thoughts": list(_thoughts(facts, names)),
    }
    return page(request, "people/without.html", context | drawn_map(nodes, left_out=away))


def _could(facts: Without) -> tuple[str, str] | None:
    """One small step, so that the page does not end on what would be missing: words, and where it is marked."""
    if facts.could is None:
        return None
    kind, node = facts.could
    words = gettext("Could %(name)s give you %(kind)s?")
    said = words % {"name": node.name, "kind": support_word(Kind(kind).word)}
    return said, url("person_edit", UUID(node.person_id), fragment="flows")


def _title(names: Sequence[str]) -> str:
    return gettext("Without %(names)s") % {"names": names_words(names)} if names else ""


def left_words(absence: Absence[str], *, wished: bool) -> list[str]:
    """What would be left of each kind, what is felt most first; what was `wished` beside it."""
    order = ("gone", "short", "met")
    said = [_left(one, wished=wished) for one in sorted(absence.left, key=lambda one: order.index(one.code))]
    return said or [gettext("Of what is noted, nothing would be missing.")]


def _left(loss: Loss, *, wished: bool) -> str:
    values = {"kind": support_word(Kind(loss.kind).word), "left": loss.left, "want": loss.want}
    if loss.code == "gone":
        return gettext("Of those noted, nobody else is there for %(kind)s.") % values
    if loss.code == "short" and wished:
        words = ngettext(
            "For %(kind)s one person would be left; you wish for %(want)d.",
            "For %(kind)s %(left)d people would be left; you wish for %(want)d.",
            loss.left,
        )
        return words % values
    if loss.code == "short":
        words = ngettext(
            "For %(kind)s one person would be left.",
            "For %(kind)s %(left)d people would be left.",
            loss.left,
        )
        return words % values
    words = ngettext(
        "For %(kind)s there would still be one person.",
        "For %(kind)s there would still be %(left)d people.",
        loss.left,
    )
    return words % values


def _thoughts(facts: Without, names: Mapping[str, str]) -> Iterable[Thought]:
    """Those without whom most would be missing, then people who know each other."""
    for key in facts.alone:
        yield Thought(names[key], {"person": key})
    for group in facts.groups:
        yield Thought(names_words([names[key] for key in group], most=4), {"person": group[0], "together": "on"})


urlpatterns = [path("people/without", people_without, name="people_without")]
