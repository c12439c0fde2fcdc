"""A password that is typed can be looked at, and is hidden again before it is sent."""

import pytest
from playwright.sync_api import expect

from tests.browser.tour import STOPS
from tests.browser.visiting import Visit
from tests.browser.world import World

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", ["sign in", "join", "password"])
def test_what_is_typed_can_be_shown_and_hidden(tourist: Visit, world: World, name: str) -> None:
    page = next(stop for stop in STOPS if stop.name == name).reach(tourist, world)
    field = page.locator("[name=password]")
    field.fill("a boat on a quiet lake")
    page.get_by_role("button", name="Show what is typed").first.click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide it again").click()
    expect(field).to_have_attribute("type", "password")
    expect(field).to_have_value("a boat on a quiet lake")
    assert tourist.take_wrong() == []
