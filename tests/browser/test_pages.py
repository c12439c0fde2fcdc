"""Every page, in every state, on a desk and on a phone, in light and dark: for everyone, and only from here."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.urls import get_resolver
from playwright.sync_api import Error, Page

from tests.browser import looking
from tests.browser.stops import Stop
from tests.browser.tour import NO_PAGES, STOPS
from tests.browser.visiting import DESK, PHONE, Visit
from tests.browser.world import World

pytestmark = pytest.mark.browser
WIDTHS = {"desk": DESK, "phone": PHONE}
PAIRS = [[("desk", "light"), ("phone", "dark")], [("phone", "light"), ("desk", "dark")]]
NARROW = {"desk at 200 %": 640, "desk at 400 %": 320}


def is_first(stop: Stop) -> bool:
    """Whether no earlier stop shows the same page in another state."""
    return not any(before.url == stop.url for before in STOPS[: STOPS.index(stop)])


def looks_for(stop: Stop, thorough: bool) -> list[tuple[str, str]]:
    """Both widths and both schemes: one look on SQLite, the other on PostgreSQL, which shows on no page.

    Which width goes with which scheme, and which look comes where, changes from page to page.
    """
    if thorough:
        return [look for pair in PAIRS for look in pair]
    at = STOPS.index(stop)
    return [PAIRS[at % 2][(at // 2 + (connection.vendor == "postgresql")) % 2]]


def runs_axe(stop: Stop, thorough: bool) -> bool:
    """On every page; of its further states on half with each database, unless there is time for all."""
    return thorough or is_first(stop) or STOPS.index(stop) % 2 == (connection.vendor == "postgresql")


def complaints(page: Page, looks: list[tuple[str, str]], with_axe: bool) -> Iterator[tuple[str, object]]:
    """What is found, by where."""
    for width, scheme in looks:
        page.set_viewport_size(WIDTHS[width])
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        if with_axe:
            yield f"{width}, {scheme}: axe", looking.axe(page)
        yield f"{width}, {scheme}: too small", looking.too_small(page, phone=width == "phone")
        yield f"{width}, {scheme}: too wide", looking.too_wide(page)
    for name, pixels in NARROW.items():
        page.set_viewport_size({"width": pixels, "height": 900})
        yield f"{name}: too wide", looking.too_wide(page)


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_page_is_for_everyone(tourist: Visit, world: World, stop: Stop, thorough: bool) -> None:
    page = stop.reach(tourist, world)
    found = {
        what: told for what, told in complaints(page, looks_for(stop, thorough), runs_axe(stop, thorough)) if told
    }
    door = page.locator("#leave button").count()
    tries = thorough or is_first(stop)  # the same frame stands around every state of a page
    out = looking.ways_out(page) if tries else []
    wrong = tourist.take_wrong()
    assert found == {}
    assert door == 1
    assert out == [f"{way} to {tourist.site}/leave" for way in ("button", "keys") if tries]
    assert wrong == []


SPOILT = """() => {
  document.querySelector("label").remove();
  document.querySelector("main .actions .button").style.minHeight = "1rem";
  document.querySelector("main .actions .button").style.padding = "0";
  const wide = document.createElement("div");
  wide.style.width = "3000px";
  wide.style.height = "1rem";
  document.querySelector("main").append(wide);
  console.warn("a warning");
  document.body.insertAdjacentHTML("beforeend", "<b onclick='alert(1)'>x</b>");
  document.body.insertAdjacentHTML("beforeend", "<img alt='' src='http://127.0.0.2:9/x.png'>");
}"""


def test_looking_is_not_blind(tourist: Visit, world: World) -> None:
    page = STOPS[0].reach(tourist, world)
    page.evaluate(SPOILT)
    page.evaluate("() => document.querySelector('b').click()")
    page.wait_for_timeout(200)
    assert any(found.startswith("label: ") for found in looking.axe(page))
    assert any("Sign in" in found for found in looking.too_small(page, phone=False))
    assert looking.too_wide(page) > 1000
    wrong = " ".join(tourist.take_wrong())
    assert all(words in wrong for words in ("a warning", "policy script-src-attr", "policy img-src"))
    page.evaluate("document.getElementById('leave').id = ''")
    page.set_default_timeout(500)  # it looks for a button that is not there
    with pytest.raises(Error):
        looking.ways_out(page)
    page.set_default_timeout(30_000)


def test_every_address_is_on_the_tour() -> None:
    names = {key for key in get_resolver("kindring.config.urls").reverse_dict if isinstance(key, str)}
    assert names == NO_PAGES | {stop.url for stop in STOPS if not stop.url.startswith("/")}
