"""The people of a ring as SVG: the one part of a page that is drawn in Python.

A map of 150 people prints two thousand values. A template asks of each whether it is safe already; here only
words that a person wrote are escaped, because everything else is a number or a name of ours.
"""

from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup, escape

from kindring.web.map_layout import Placed, Ring
from kindring.web.page_code import SPECIAL

NOBODY: Mapping[str, str] = MappingProxyType({})


def people_svg(ring: Ring, href: str, label_text: float, marked: Mapping[str, str] = NOBODY) -> Markup:
    """Everybody in `ring`, a link each. `href` is the address of a person's page up to their key.

    `marked` holds a class more by key, for those who are lit or left out.
    """
    address, hit = escape(href), f'<circle class="hit" r="{ring.hit}"/>'
    drawn = [_person(person, address, hit, label_text, marked.get(person.key, "")) for person in ring.people]
    return Markup("\n".join(drawn))  # noqa: S704 see above


def _person(person: Placed, address: str, hit: str, label_text: float, mark: str) -> str:
    key, x, y, r, initials, label, label_y, full_label, spoken, ring, pale, arcs = person
    if SPECIAL.search(f"{key}{initials}{label}{full_label}{spoken}"):
        key, initials, label, full_label, spoken = map(escape, (key, initials, label, full_label, spoken))
    fading = f" fading-{pale}" if pale else ""
    fading = f"{fading} {mark}" if mark else fading
    peek = "" if label else f' data-label="{full_label}"'
    shown = f'<text class="label" y="{label_y}" font-size="{label_text}">{label}</text>' if label else ""
    return (
        f'<a class="node{fading}" href="{address}{key}" aria-label="{spoken}" data-person="{key}" data-ring="{ring}"'
        f' transform="translate({x} {y})"{peek}>{hit}<circle class="disc" r="{r}"/>{arcs}'
        f'<text y=".35em">{initials}</text>{shown}</a>'
    )
