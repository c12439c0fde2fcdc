"""The map as an earlier month began, beside today's, and in words what changed."""

from collections.abc import Mapping
from datetime import date

from django.http import Http404, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext, ngettext, pgettext
from django.views.decorators.http import require_safe

from kindring.insights.earlier import Earlier, earlier, kept_months
from kindring.insights.map import map_nodes
from kindring.insights.panels import showing_of
from kindring.lib.days import day_in
from kindring.web.finding import folded
from kindring.web.panel_words import support_word
from kindring.web.people_map import drawn_map
from kindring.web.render import page
from kindring.web.sessions import SignedIn
from kindring.web.words import names_words, opening


@require_safe
def people_earlier(request: SignedIn) -> HttpResponse:
    """The latest that was kept, or the month that is asked for."""
    nodes = map_nodes(request.user, day_in(request.user.time_zone, timezone.now()))
    months = kept_months(request.user)
    asked = request.GET.get("month", "")
    month = next((one for one in months if _spelled(one) == asked), None) if asked else next(iter(months), None)
    found = earlier(request.user, month, nodes) if month else None
    if asked and found is None:
        raise Http404
    context = {
        "keeps": bool(months) or showing_of(request.user).keep_months,
        "months": [(_spelled(one), month_words(one), one == month) for one in months],
        "then": _drawn_then(found) if found else None,
        "said": changed_words(found, {node.person_id: node.name for node in nodes}) if found else [],
        "marked": dict.fromkeys([*found.came, *found.closer, *found.further], "lit") if found else {},
    }
    return page(request, "people/earlier.html", context | drawn_map(nodes))


def _drawn_then(found: Earlier) -> dict[str, object]:
    return {"words": month_words(found.month), "layout": drawn_map(list(found.nodes))["layout"]}


def _spelled(month: date) -> str:
    return f"{month:%Y-%m}"


def month_words(month: date) -> str:
    """When November 2026 began"""
    return gettext("When %(month)s began") % {"month": formatted(month, pgettext("date: month year", "F Y"))}


def changed_words(found: Earlier, names: Mapping[str, str]) -> list[str]:
    """What is otherwise today; whoever is no longer on the map is not named."""
    if found.is_the_same:
        return [gettext("Everybody stands where they stood.")]
    said = [*_moved(found, names)]
    if found.gone:
        gone = ngettext(
            "One person of then is not on your map now.",
            "%(count)d people of then are not on your map now.",
            found.gone,
        )
        said.append(gone % {"count": found.gone})
    return said + [_kind_words(kind, *counts) for kind, counts in found.kinds.items()]


def _moved(found: Earlier, names: Mapping[str, str]) -> list[str]:
    moves = (
        (ngettext("%(names)s came to your map.", "%(names)s came to your map.", len(found.came)), found.came),
        (ngettext("%(names)s is closer now.", "%(names)s are closer now.", len(found.closer)), found.closer),
        (
            ngettext("%(names)s is further out now.", "%(names)s are further out now.", len(found.further)),
            found.further,
        ),
    )
    by_name = ((words, sorted((names[key] for key in keys), key=folded)) for words, keys in moves)
    return [words % {"names": names_words(those)} for words, those in by_name if those]


def _kind_words(kind: str, were: int, are: int) -> str:
    words = ngettext(
        "%(kind)s: %(count)d person then, %(are)d now.", "%(kind)s: %(count)d people then, %(are)d now.", were
    )
    return opening(words % {"kind": support_word(kind), "count": were, "are": are})


urlpatterns = [path("people/earlier", people_earlier, name="people_earlier")]
