"""Moving people on the map in a real browser: by dragging, by keys, by finger; and reading names without room."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.template import engines
from playwright.sync_api import Browser

import kindring.web
from kindring.web.map_layout import Layout, Node, lay_out

pytestmark = pytest.mark.browser

WEB = Path(kindring.web.__file__).parent / "static"
HOME = "http://kindring.test"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'"
TYPES = {".js": "text/javascript", ".css": "text/css"}

MIRA = Node("mira", "M", "Mira", "inner", "family", 9, 0, "Mira, closest, gives emotional and company")
JONAS = Node("jonas", "J", "Jonas", "middle", "friend", 1, 2, "Jonas, close, gives emotional")
TOMAS = Node("tomas", "T", "Tomas", "outer", "neighbour", 2, 0, "Tomas, wider, gives practical")


class Site:
    """A page with a map, and what was sent from it."""

    def __init__(self, page: Any, nodes: list[Node]) -> None:
        self.page = page
        self.layout: Layout = lay_out(nodes)
        self.sent: list[tuple[str, str]] = []
        self.wrong: list[str] = []
        page.route("**/*", self.answer)
        page.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.goto(HOME + "/people")

    def answer(self, route: Any) -> None:
        path = urlsplit(route.request.url).path
        if route.request.method == "POST":
            self.sent.append((path, parse_qs(route.request.post_data)["ring"][0]))
        if path.startswith("/static/"):
            file = WEB / path.removeprefix("/static/")
            route.fulfill(body=file.read_text(encoding="utf-8"), content_type=TYPES[file.suffix])
        elif path.startswith("/people"):
            headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
            route.fulfill(body=self.html(), headers=headers)
        else:
            route.fulfill(status=204)

    def html(self) -> str:
        kit = engines["jinja2"].env.get_template("kit/map.html").module  # type: ignore[attr-defined]
        sheets = "".join(
            f'<link rel="stylesheet" href="/static/css/{name}.css">' for name in ("tokens", "kindring", "map")
        )
        return (
            f'<!doctype html><html lang="en"><head><title>People</title>{sheets}'
            '<script type="module" src="/static/js/map.js"></script></head><body><main><h1>Your people</h1>'
            f"{kit.people_map(self.layout, '/people/')}{kit.map_move('', '/people/{key}/ring')}"
            f"{kit.map_key(['emotional', 'practical', 'advice', 'company'])}</main></body></html>"
        )

    def node(self, key: str) -> Any:
        return self.page.locator(f'.node[data-person="{key}"]')

    def middle_of(self, key: str) -> tuple[float, float]:
        box = self.node(key).locator(".disc").bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def in_ring(self, ring: int) -> tuple[float, float]:
        """A place to the left of "you", well inside a ring, on the screen."""
        box = self.page.locator("[data-map]").bounding_box()
        inside = self.layout.rings[ring - 1].radius if ring else 50
        across = (inside + self.layout.rings[ring].radius) / 2
        return box["x"] + (400 - across) * box["width"] / 800, box["y"] + box["height"] / 2

    def drag(self, key: str, ring: int) -> None:
        self.page.mouse.move(*self.middle_of(key))
        self.page.mouse.down()
        self.page.mouse.move(*self.in_ring(ring), steps=5)
        self.page.mouse.up()


@pytest.fixture
def site(browser: Browser) -> Iterator[Site]:
    page = browser.new_page(viewport={"width": 900, "height": 900})
    site = Site(page, [MIRA, JONAS, TOMAS])
    yield site
    assert not site.wrong
    page.close()


def test_dragging_sends_the_form_for_the_ring_it_ends_in(site: Site) -> None:
    with site.page.expect_navigation():
        site.drag("mira", 2)
    assert site.sent == [("/people/mira/ring", "outer")]


def test_dragging_within_a_ring_changes_nothing(site: Site) -> None:
    before = site.node("jonas").get_attribute("transform")
    site.drag("jonas", 1)
    assert site.sent == []
    assert site.node("jonas").get_attribute("transform") == before
    assert site.page.url == HOME + "/people"


def test_escape_while_dragging_puts_back(site: Site) -> None:
    site.page.mouse.move(*site.middle_of("mira"))
    site.page.mouse.down()
    site.page.mouse.move(*site.in_ring(2), steps=3)
    assert site.page.locator(".ring.target").get_attribute("data-ring") == "outer"
    site.page.keyboard.press("Escape")
    site.page.mouse.up()
    assert site.page.locator(".ring.target, .node.held").count() == 0
    assert site.sent == []
    assert site.page.url == HOME + "/people"


def test_click_opens_the_person(site: Site) -> None:
    site.page.mouse.click(*site.middle_of("tomas"))
    site.page.wait_for_url("**/people/tomas")
    assert site.sent == []


@pytest.mark.parametrize(
    ("who", "key", "sent"),
    [
        ("mira", "2", ("/people/mira/ring", "middle")),
        ("mira", "3", ("/people/mira/ring", "outer")),
        ("tomas", "1", ("/people/tomas/ring", "inner")),
        ("jonas", "Alt+ArrowUp", ("/people/jonas/ring", "inner")),
        ("jonas", "Alt+ArrowDown", ("/people/jonas/ring", "outer")),
    ],
)
def test_keys_move_the_focused_person_who_keeps_the_focus(
    site: Site, who: str, key: str, sent: tuple[str, str]
) -> None:
    site.node(who).focus()
    with site.page.expect_navigation():
        site.page.keyboard.press(key)
    assert site.sent == [sent]
    assert site.page.evaluate("document.activeElement.dataset.person") == who


def test_moving_to_the_same_ring_is_only_said(site: Site) -> None:
    said = site.page.locator("[data-map-said]")
    for who, key, ring in [
        ("mira", "1", "closest"),
        ("mira", "Alt+ArrowUp", "closest"),
        ("tomas", "Alt+ArrowDown", "wider"),
    ]:
        site.node(who).focus()
        site.page.keyboard.press(key)
        assert said.text_content() == f"Already here: {ring}"
    assert site.sent == []


def test_other_keys_do_nothing(site: Site) -> None:
    site.node("mira").focus()
    for key in ("0", "4", "x", "Control+2", "Alt+2", "ArrowDown"):
        site.page.keyboard.press(key)
    assert site.page.locator("[data-map-said]").text_content() == ""
    assert site.sent == []


def test_keys_beside_the_map_do_nothing(site: Site) -> None:
    site.page.keyboard.press("2")
    assert site.sent == []


def test_tab_goes_ring_by_ring(site: Site) -> None:
    seen = []
    for _ in range(3):
        site.page.keyboard.press("Tab")
        seen.append(site.page.evaluate("document.activeElement.dataset.person"))
    assert seen == ["mira", "jonas", "tomas"]


def test_hint_shows_only_where_it_works(browser: Browser, site: Site) -> None:
    assert site.page.locator("#map-hint").is_visible()
    assert site.page.locator("[data-map]").get_attribute("aria-describedby") == "map-hint"
    plain = browser.new_context(java_script_enabled=False).new_page()
    quiet = Site(plain, [MIRA])
    assert not plain.locator("#map-hint").is_visible()
    plain.mouse.click(*quiet.middle_of("mira"))
    plain.wait_for_url("**/people/mira")
    plain.context.close()


def test_name_without_room_shows_on_hover_and_focus(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 900, "height": 900})
    crowd = [Node(f"k{place}", "A", f"Aunt {place}", "inner", spoken=f"Aunt {place}") for place in range(150)]
    site = Site(page, crowd)
    hidden = next(person for person in site.layout.placed if not person.label)
    peek = page.locator(".peek")
    page.mouse.move(*site.middle_of(hidden.key))
    assert peek.text_content() == hidden.full_label
    page.mouse.move(1, 1)
    assert peek.text_content() == ""
    site.node(hidden.key).focus()
    assert peek.text_content() == hidden.full_label
    assert site.wrong == []
    page.close()


@pytest.mark.parametrize(("rest", "sent"), [(400, [("/people/mira/ring", "outer")]), (0, [])])
def test_finger_drags_after_a_short_rest_and_scrolls_without(
    browser: Browser, rest: int, sent: list[tuple[str, str]]
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    site = Site(page, [MIRA, JONAS, TOMAS])
    session = context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    (x, y), (left, top) = site.middle_of("mira"), site.in_ring(2)
    touch("touchStart", {"x": x, "y": y})
    page.wait_for_timeout(rest)
    for part in (0.2, 0.4, 0.6, 0.8, 1.0):
        touch("touchMove", {"x": x + (left - x) * part, "y": y + (top - y) * part})
    touch("touchEnd")
    page.wait_for_timeout(300)
    assert site.sent == sent
    assert site.wrong == []
    context.close()


def test_axe_finds_nothing(site: Site) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(site.page).response["violations"]
    assert not found, json.dumps(found, indent=1)[:2000]
