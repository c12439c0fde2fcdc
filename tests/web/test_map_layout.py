"""The map of people: nobody covers anybody, roles stand together, and it is quick."""

import re
import time
from itertools import combinations, pairwise
from math import atan2, hypot, pi, tau
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from hypothesis import given, settings
from hypothesis import strategies as st

import kindring.web
from kindring.web.map_fit import EDGE, LEVELS, SMALLEST, disc_of
from kindring.web.map_ground import CENTRE, DESK, NAME_SIZE, SIZE, YOU_BELOW, YOU_SIZE
from kindring.web.map_labels import letters_of
from kindring.web.map_layout import KINDS, RINGS, ROLE_PLACE, ROLES, Layout, Node, Placed, Ring, arcs_of, lay_out

WORDS = ("Mira", "Jonas", "Mrs Petrović", "Tomas", "Jo", "Aleksandra-Maria of the mill", "Dr Novak", "王芳")
Box = tuple[float, float, float, float]

MIXES = {
    "all inner": (1, 0, 0),
    "all middle": (0, 1, 0),
    "all outer": (0, 0, 1),
    "usual": (4, 8, 12),
    "even": (1, 1, 1),
    "mostly inner": (8, 1, 1),
    "none in the middle": (1, 0, 2),
    "no inner": (0, 2, 3),
}


def someone(place: int, ring: str, **what: Any) -> Node:
    what.setdefault("role", ROLES[place * 7 % len(ROLES)])
    what.setdefault("gives", place * 5 % 16)
    return Node(f"key-{place:04}", "JK"[: 1 + place % 2], WORDS[place % len(WORDS)], ring, **what)


def people(*counts: int) -> list[Node]:
    """So many in the inner, the middle and the outer ring."""
    rings = [ring for ring, count in zip(RINGS, counts, strict=True) for _ in range(count)]
    return [someone(place, ring) for place, ring in enumerate(rings)]


def mixed(total: int, mix: tuple[int, int, int]) -> list[Node]:
    whole = sum(mix)
    inner, middle = total * mix[0] // whole, total * mix[1] // whole
    if not mix[2]:
        middle = total - inner if mix[1] else 0
        inner = total - middle
    return people(inner, middle, total - inner - middle)


def outline(ring: Ring, person: Placed) -> float:
    """Radius of all that is drawn of someone: the outer edge of their arcs."""
    return max(person.r + 0.6, disc_of(person.r).arc + ring.stroke / 2)


def discs(layout: Layout) -> list[tuple[float, float, float]]:
    return [(person.x, person.y, outline(ring, person)) for ring in layout.rings for person in ring.people]


def line_of_text(words: str, x: float, baseline: float, size: float, em: float = 0.6) -> Box:
    """Where a text is at most, by a wide guess of 0.6 em a letter and a whole em for a wide script."""
    width = size * sum(1.0 if letter >= "\u2600" else em for letter in words)
    return x - width / 2, baseline - 0.8 * size, x + width / 2, baseline + 0.25 * size


def labels(layout: Layout) -> list[Box]:
    return [
        line_of_text(person.label, person.x, person.y + person.label_y, layout.label_text)
        for person in layout.placed
        if person.label
    ]


def fixed_words(layout: Layout, share: float = 1.0) -> list[Box]:
    """ "you" and the rings' names: as large as a phone shows them, or smaller."""
    names = [line_of_text(ring.name, CENTRE, ring.name_y, NAME_SIZE * share) for ring in layout.rings]
    return [line_of_text("you", CENTRE, CENTRE + YOU_BELOW, YOU_SIZE * share), *names]


def covers(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def disc_covers(disc: tuple[float, float, float], box: Box) -> bool:
    x, y, reach = disc
    return hypot(max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3])) < reach


def check_nobody_covers_anybody(layout: Layout) -> None:
    all_discs, large = discs(layout), fixed_words(layout)
    words = labels(layout) + (large if layout.roomy else fixed_words(layout, DESK))
    for a, b in combinations(all_discs, 2):
        assert hypot(a[0] - b[0], a[1] - b[1]) >= a[2] + b[2], (a, b)
    for box in large + words:
        assert not [disc for disc in all_discs if disc_covers(disc, box)], box
    for one, two in [*combinations(words, 2), *combinations(large, 2)]:
        assert not covers(one, two), (one, two)


def check_everyone_is_in_their_ring(layout: Layout) -> None:
    inside = 0.0
    for ring in layout.rings:
        for person in ring.people:
            distance, reach = hypot(person.x - CENTRE, person.y - CENTRE), outline(ring, person)
            assert inside < distance - reach
            assert distance + reach < ring.radius
        inside = ring.radius
    assert inside == EDGE < SIZE / 2


def check_targets_are_apart(layout: Layout) -> None:
    targets = [(person.x, person.y, ring.hit) for ring in layout.rings for person in ring.people]
    for a, b in combinations(targets, 2):
        assert hypot(a[0] - b[0], a[1] - b[1]) >= a[2] + b[2] - 0.2, (a, b)
    for ring in layout.rings:
        assert all(ring.hit > outline(ring, person) for person in ring.people)


def check_legible(layout: Layout) -> None:
    assert layout.label_text >= 10
    for ring in layout.rings:
        assert ring.text >= 10
        assert all(person.r >= SMALLEST for person in ring.people)
        assert all(0 <= person.x <= SIZE and 0 <= person.y <= SIZE for person in ring.people)


def check(layout: Layout) -> None:
    check_nobody_covers_anybody(layout)
    check_everyone_is_in_their_ring(layout)
    check_targets_are_apart(layout)
    check_legible(layout)


@pytest.mark.parametrize("mix", MIXES.values(), ids=MIXES)
def test_one_to_150_people_never_overlap(mix: tuple[int, int, int]) -> None:
    for total in range(1, 151):
        layout = lay_out(mixed(total, mix))
        assert len(layout.placed) == total
        assert layout.only_listed == 0
        check(layout)


counts = st.tuples(st.integers(0, 150), st.integers(0, 150), st.integers(0, 150))


@settings(max_examples=150, deadline=None)
@given(counts.filter(lambda each: 0 < sum(each) <= 150))
def test_any_sharing_out_of_150_people_over_the_rings_fits(each: tuple[int, int, int]) -> None:
    layout = lay_out(people(*each))
    assert [len(ring.people) for ring in layout.rings] == list(each)
    check(layout)


ring_names = st.text(max_size=12).filter(lambda name: letters_of(name) <= len("twelve signs"))


@settings(max_examples=40, deadline=None)
@given(st.tuples(ring_names, ring_names, ring_names), st.integers(1, 150), st.sampled_from(sorted(MIXES)))
def test_long_ring_names_of_other_languages_stay_free(names: tuple[str, ...], total: int, mix: str) -> None:
    layout = lay_out(mixed(total, MIXES[mix]), names=dict(zip(RINGS, names, strict=True)))
    check_nobody_covers_anybody(layout)


def test_nobody_yet_is_three_empty_rings() -> None:
    layout = lay_out([])
    assert [ring.radius for ring in layout.rings] == [140.0, 262.0, 392.0]
    assert layout.placed == ()
    check(layout)


@pytest.mark.parametrize("each", [(500, 500, 500), (1500, 0, 0), (0, 0, 1500), (20, 30, 1450)])
def test_with_too_many_the_rest_is_only_listed(each: tuple[int, int, int]) -> None:
    layout = lay_out(people(*each))
    assert len(layout.placed) + layout.only_listed == sum(each)
    assert len(layout.placed) >= 150
    assert all(bool(ring.people) == bool(count) for ring, count in zip(layout.rings, each, strict=True))
    check(layout)


def test_those_given_first_stay_where_not_all_fit() -> None:
    crowd = people(0, 0, 1500)
    shown = {person.key for person in lay_out(crowd).placed}
    assert shown == {node.key for node in crowd[: len(shown)]}


def test_someone_without_a_ring_is_only_listed() -> None:
    layout = lay_out([someone(0, "inner"), someone(1, "")])
    assert [person.key for person in layout.placed] == ["key-0000"]
    assert layout.only_listed == 1


def test_same_people_give_the_same_map_in_any_order() -> None:
    crowd = people(10, 20, 40)
    assert lay_out(crowd) == lay_out(crowd[::-1]) == lay_out(sorted(crowd, key=lambda node: hash(node.key)))


def angle_of(person: Placed) -> float:
    """Clockwise from the top."""
    return atan2(person.x - CENTRE, CENTRE - person.y) % tau


@pytest.mark.parametrize("each", [(9, 9, 9), (30, 50, 70), (0, 0, 150), (60, 0, 5)])
def test_roles_stand_side_by_side_clockwise_from_the_top(each: tuple[int, int, int]) -> None:
    crowd = people(*each)
    roles = {node.key: ROLE_PLACE[node.role] for node in crowd}
    for ring in lay_out(crowd).rings:
        places = [roles[person.key] for person in ring.people]
        assert places == sorted(places)
        angles = [angle_of(person) for person in ring.people]
        assert all(later - earlier > -0.01 for earlier, later in pairwise(angles))


def test_unknown_role_stands_with_those_without_one() -> None:
    layout = lay_out([someone(0, "inner", role="sailor"), someone(1, "inner", role="other")])
    assert [person.key for person in layout.placed] == ["key-0001", "key-0000"]


@pytest.mark.parametrize("each", [(4, 8, 12), (9, 0, 0), (12, 20, 30), (30, 50, 69)])
def test_one_more_person_moves_nobody_far(each: tuple[int, int, int]) -> None:
    crowd = people(*each)
    before = {person.key: angle_of(person) for person in lay_out(crowd).placed}
    for ring in RINGS:
        for role in ROLES:
            new = Node("new", "N", "New", ring, role=role)
            for circle in lay_out([*crowd, new]).rings:
                place = max(tau / max(1, len(circle.people)), pi / 12)
                for person in circle.people:
                    if person.key == "new":
                        continue
                    turn = abs((angle_of(person) - before[person.key] + pi) % tau - pi)
                    assert turn <= place * 1.3, (ring, role, person.key)


def test_fewer_people_are_drawn_larger() -> None:
    sizes = [lay_out(mixed(total, (4, 8, 12))).placed[-1].r for total in (3, 24, 150)]
    assert sizes[0] > 30 > sizes[1] > 18 > sizes[2] > 12


def test_the_closer_the_larger() -> None:
    inner, middle, outer = (ring.people[0].r for ring in lay_out(people(4, 8, 12)).rings)
    assert inner > middle > outer


def test_with_a_few_people_everyone_is_named() -> None:
    for total in range(1, 25):
        assert all(person.label for person in lay_out(mixed(total, (4, 8, 12))).placed)


def test_name_without_room_is_left_out_and_still_spoken() -> None:
    crowd = [someone(place, "inner", spoken=f"Person {place}") for place in range(150)]
    unnamed = [person for person in lay_out(crowd).placed if not person.label]
    assert unnamed
    assert all(person.initials and person.full_label for person in unnamed)
    assert all(person.spoken.startswith("Person ") for person in unnamed)


def test_long_name_is_shortened_on_the_map_only() -> None:
    node = Node("k", "A", "Aleksandra-Maria of the mill", "inner")
    (person,) = lay_out([node]).placed
    assert person.label == "Aleksandra-Mari…"
    assert person.full_label == node.label


def test_each_kind_has_its_own_quarter() -> None:
    for disc in LEVELS[20]:
        for place, (kind, bit) in enumerate(KINDS):
            drawn = arcs_of(disc, bit)
            assert f'class="arc {kind}"' in drawn
            assert drawn.count("<path") == 1
            numbers = [float(number) for number in re.findall(r"-?\d+\.\d", drawn)]
            x, y = numbers[0] + numbers[-2], numbers[1] + numbers[-1]
            assert (x > 0, y > 0) == [(True, False), (True, True), (False, True), (False, False)][place]
        assert arcs_of(disc, 15) == "".join(arcs_of(disc, bit) for _, bit in KINDS)
        assert arcs_of(disc, 0) == ""


def test_words_on_a_phone_are_as_large_as_the_layout_reserves() -> None:
    """css/map.css has the sizes once more, for screens on which the map is small."""
    css = (Path(kindring.web.__file__).parent / "static/css/map.css").read_text(encoding="utf-8")
    assert f".ring-names text {{ font: italic {NAME_SIZE * DESK:.0f}px" in css
    assert f".ring-names text {{ font-size: {NAME_SIZE:.0f}px" in css
    assert f".ring-names .you {{ font-size: {YOU_SIZE:.0f}px" in css


def drawn_page(layout: Layout) -> str:
    module = engines["jinja2"].env.get_template("kit/map.html").module  # type: ignore[attr-defined]
    return str(module.people_map(layout, "/people/"))


def test_each_person_is_a_link_with_a_spoken_name_ring_by_ring() -> None:
    crowd = [
        Node("b", "J", "Jonas", "outer", pale=2, spoken="Jonas, wider, gives nothing noted yet"),
        Node("a", "M", "Mira", "inner", gives=9, spoken="Mira, closest, gives emotional and company"),
    ]
    page = drawn_page(lay_out(crowd))
    links = re.findall(r'<a class="(.*?)" href="(.*?)" aria-label="(.*?)"', page)
    assert links == [
        ("node", "/people/a", "Mira, closest, gives emotional and company"),
        ("node fading-2", "/people/b", "Jonas, wider, gives nothing noted yet"),
    ]
    assert re.findall(r'class="arc (\w+)"', page) == ["emotional", "companionship"]


def test_drawing_has_no_inline_style_and_escapes_names() -> None:
    page = drawn_page(lay_out([Node("k", "<b>", '"><script>', "inner", spoken='" onload="x')]))
    assert "<script>" not in page
    assert "<b>" not in page
    assert ' onload="' not in page
    assert " style=" not in page


def fastest(act: Any) -> float:
    """Milliseconds of CPU, the best of several."""
    times = []
    for _ in range(8):
        start = time.process_time()
        act()
        times.append(time.process_time() - start)
    return min(times) * 1000


def test_150_people_cost_little() -> None:
    # About 1 ms each on the machine it was written on; the bounds only catch a change of kind.
    crowd = mixed(150, (3, 5, 7))
    layout = lay_out(crowd)
    assert fastest(lambda: lay_out(crowd)) < 6
    assert fastest(lambda: drawn_page(layout)) < 10
