"""What people set in their system is respected: colours of their own, less motion, larger letters."""

import pytest

from tests.browser import looking
from tests.browser.tour import STOPS
from tests.browser.visiting import DESK, Visit
from tests.browser.world import World

pytestmark = pytest.mark.browser
STOPS_BY_NAME = {stop.name: stop for stop in STOPS}
MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const {transitionDuration, animationName} = getComputedStyle(one);
  return animationName !== "none" || transitionDuration.split(", ").some((each) => each !== "0s");
}).length"""
KEY_PAGES = ["today", "map", "person of whom all is said", "edit with what is wrong", "choose", "sign in"]


@pytest.mark.parametrize("name", KEY_PAGES)
def test_page_is_usable_in_colours_of_ones_own(tourist: Visit, world: World, name: str) -> None:
    page = STOPS_BY_NAME[name].reach(tourist, world)
    page.emulate_media(forced_colors="active")
    found = looking.axe(page)
    page.emulate_media(forced_colors="none")
    assert found == []


@pytest.mark.parametrize("name", ["today", "map"])
def test_nothing_moves_where_less_motion_is_asked_for(tourist: Visit, world: World, name: str) -> None:
    page = STOPS_BY_NAME[name].reach(tourist, world)
    still = page.evaluate(MOVING)
    page.emulate_media(reduced_motion="no-preference")
    moving = page.evaluate(MOVING)
    page.emulate_media(reduced_motion="reduce")
    assert still == 0
    assert moving > 0  # so that the rule is what stills it


@pytest.mark.parametrize("name", KEY_PAGES)
def test_letters_twice_as_large_need_no_sideways_scrolling(tourist: Visit, world: World, name: str) -> None:
    page = STOPS_BY_NAME[name].reach(tourist, world)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = {}
    for width in (DESK["width"], 640):
        page.set_viewport_size({"width": width, "height": 900})
        wide[width] = looking.too_wide(page)
    assert not any(wide.values()), wide
    assert tourist.take_wrong() == []
