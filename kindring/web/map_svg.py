"""The people of a ring as SVG: the one part of a page that is drawn in Python.

A map of 150 people prints two thousand values. A template asks of each whether it is safe already; here only
words that a person wrote are escaped, because everything else is a number or a name of ours.
"""

from markupsafe import Markup, escape

from kindring.web.map_layout import Placed, Ring
from kindring.web.page_code import SPECIAL


def people_svg(ring: Ring, href: str, label_text: float) -> Markup:
    """Everybody in `ring`, a link each. `href` is the address of a person's page up to their key."""
    address, hit = escape(href), f'<circle class="hit" r="{ring.hit}"/>'
    return Markup("\n".join([_person(person, address, hit, label_text) for person in ring.people]))  # noqa: S704 see above


def _person(person: Placed, address: str, hit: str, label_text: float) -> str:
    key, x, y, r, initials, label, label_y, full_label, spoken, ring, pale, arcs = person
    if SPECIAL.search(f"{key}{initials}{label}{full_label}{spoken}"):
        key, initials, label, full_label, spoken = map(escape, (key, initials, label, full_label, spoken))
    fading = f" fading-{pale}" if pale else ""
    peek = "" if label else f' data-label="{full_label}"'
    shown = f'<text class="label" y="{label_y}" font-size="{label_text}">{label}</text>' if label else ""
    return (
        f'<a class="node{fading}" href="{address}{key}" aria-label="{spoken}" data-person="{key}" data-ring="{ring}"'
        f' transform="translate({x} {y})"{peek}>{hit}<circle class="disc" r="{r}"/>{arcs}'
        f'<text y=".35em">{initials}</text>{shown}</a>'
    )
