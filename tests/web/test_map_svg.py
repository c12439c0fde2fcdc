"""People drawn in Python look as a template would have drawn them, and a remembered map holds numbers only."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import escape

from kindring.web import map_layout
from kindring.web.map_ground import Ground, ground_for
from kindring.web.map_layout import RINGS, ROLES, Node, lay_out
from kindring.web.map_svg import people_svg

NODE = (
    '<a class="node{% if p.pale %} fading-{{ p.pale }}{% endif %}" href="{{ href }}{{ p.key }}"'
    ' aria-label="{{ p.spoken }}" data-person="{{ p.key }}" data-ring="{{ p.ring }}"'
    ' transform="translate({{ p.x }} {{ p.y }})"{% if not p.label %} data-label="{{ p.full_label }}"{% endif %}>'
    '<circle class="hit" r="{{ ring.hit }}"/><circle class="disc" r="{{ p.r }}"/>{{ p.arcs }}'
    '<text y=".35em">{{ p.initials }}</text>{% if p.label %}<text class="label" y="{{ p.label_y }}"'
    ' font-size="{{ size }}">{{ p.label }}</text>{% endif %}</a>'
)
AS_A_TEMPLATE = Environment(autoescape=True).from_string(
    "{% for p in ring.people %}" + NODE + "{{ '' if loop.last else '\n' }}{% endfor %}"
)
WORDS = st.text(max_size=30) | st.text("<>&\"'é ", max_size=8)
NODES = st.lists(
    st.builds(
        Node,
        key=st.uuids().map(str) | WORDS,
        initials=st.text(max_size=2),
        label=WORDS,
        ring=st.sampled_from(RINGS),
        role=st.sampled_from(ROLES),
        gives=st.integers(0, 15),
        pale=st.integers(0, 3),
        spoken=WORDS,
    ),
    max_size=12,
)


@given(NODES, st.sampled_from(["/people/", '/"><b>/']))
def test_drawn_as_a_template_would(nodes: list[Node], href: str) -> None:
    layout = lay_out(nodes)
    for ring in layout.rings:
        expected = AS_A_TEMPLATE.render(ring=ring, href=href, size=layout.label_text)
        assert people_svg(ring, href, layout.label_text) == expected


@given(NODES)
def test_nothing_that_was_typed_leaves_its_place(nodes: list[Node]) -> None:
    layout = lay_out(nodes)
    drawn = "".join(people_svg(ring, "/people/", layout.label_text) for ring in layout.rings)
    assert drawn.count("<a ") == drawn.count("</a>") == len(nodes)
    for node in nodes:
        assert f'aria-label="{escape(node.spoken or node.label)}"' in drawn


def leaves(value: Any) -> Iterator[Any]:
    """The single values of nested tuples."""
    if isinstance(value, tuple):
        for part in value:
            yield from leaves(part)
    else:
        yield value


def test_a_remembered_map_is_made_of_numbers_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def listening(*given: Any) -> Ground:
        ground = ground_for(*given)
        asked.append((given, ground))
        return ground

    monkeypatch.setattr(map_layout, "ground_for", listening)
    lay_out(
        [
            Node("key", "M", "Mira of the long, long name", "inner", "family", spoken="Mira"),
            Node("k", "", "王芳", "outer"),
        ]
    )
    assert {type(leaf) for leaf in leaves(tuple(asked))} <= {int, float, bool}


def test_another_map_of_the_same_shape_is_not_reckoned_anew_and_has_its_own_names() -> None:
    ground_for.cache_clear()
    one = lay_out([Node("1", "M", "Mira", "inner"), Node("2", "A", "Ana-Maria of the mill", "outer")])
    two = lay_out([Node("3", "J", "Jona", "inner"), Node("4", "B", "Bea-Maria of the hill", "outer")])
    assert ground_for.cache_info().hits == 1
    assert [(p.key, p.initials, p.full_label) for p in two.placed] == [
        ("3", "J", "Jona"),
        ("4", "B", "Bea-Maria of the hill"),
    ]
    assert [(p.x, p.y) for p in one.placed] == [(p.x, p.y) for p in two.placed]
    assert two.placed[1].label == "Bea-Maria of th…"
