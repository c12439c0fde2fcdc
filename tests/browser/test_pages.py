"""Every page, in every state, on a desk and on a phone, in light and dark: for everyone, and only from here."""

from collections.abc import Iterator

import pytest
from django.urls import get_resolver
from playwright.sync_api import Page

from tests.browser import looking
from tests.browser.tour import NO_PAGES, STOPS, Stop
from tests.browser.visiting import DESK, PHONE, Visit
from tests.browser.world import World

pytestmark = pytest.mark.browser
WIDTHS = {"desk": DESK, "phone": PHONE}
NARROW = {"desk at 200 %": 640, "desk at 400 %": 320}


def complaints(page: Page) -> Iterator[tuple[str, object]]:
    """What is found, by where."""
    for name, size in WIDTHS.items():
        page.set_viewport_size(size)
        yield f"{name}: axe", looking.axe(page)
        yield f"{name}: too small", looking.too_small(page, phone=size is PHONE)
        yield f"{name}: too wide", looking.too_wide(page)
        page.emulate_media(color_scheme="dark")
        yield f"{name} in the dark: colours", looking.axe(page, rules=looking.COLOURS)
        page.emulate_media(color_scheme="light")
    for name, width in NARROW.items():
        page.set_viewport_size({"width": width, "height": 900})
        yield f"{name}: too wide", looking.too_wide(page)


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_page_is_for_everyone(tourist: Visit, world: World, stop: Stop) -> None:
    page = stop.reach(tourist, world)
    found = {what: told for what, told in complaints(page) if told}
    wrong = tourist.take_wrong()
    assert found == {}
    assert wrong == []


def test_every_address_is_on_the_tour() -> None:
    names = {key for key in get_resolver("kindring.config.urls").reverse_dict if isinstance(key, str)}
    assert names == NO_PAGES | {stop.url for stop in STOPS if not stop.url.startswith("/")}
