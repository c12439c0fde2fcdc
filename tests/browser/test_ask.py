"""Answering an ask by keyboard alone, on a phone, and without JavaScript."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from kindring.asks.models import Claim
from tests.browser.visiting import PHONE, Visit, visit
from tests.browser.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser: Browser, site: str, world: World) -> Iterator[Visit]:
    """A phone without JavaScript, in which somebody who is asked is signed in."""
    made = visit(browser, site, viewport=PHONE, java_script_enabled=False)
    made.sign_in(world.cookie("helping"))
    yield made
    made.context.close()


def test_enter_in_a_name_takes_no_date(phone: Visit, world: World) -> None:
    address = reverse("ask", args=[world.ids["ask of sixty"]])
    phone.page.goto(address)
    before = Claim.objects.count()
    phone.page.get_by_text("With a word, or under another name").click()
    phone.page.locator("#take [name=name]").press("Enter")
    phone.page.wait_for_timeout(300)
    assert phone.page.url.endswith(address)
    assert Claim.objects.count() == before


def test_a_date_is_taken_and_given_back_by_keys_alone(phone: Visit, world: World) -> None:
    page = phone.page
    page.goto(reverse("ask", args=[world.ids["ask of sixty"]]))
    fourth = page.get_by_role("button", name="I can take Thursday 26 November, 6 p.m.")
    fourth.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is yours.")).to_be_visible()
    back = page.get_by_role("button", name="I cannot after all")
    back.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("nobody minds")).to_be_visible()
    expect(page.get_by_role("button", name="I cannot after all")).to_have_count(0)


def test_on_a_phone_the_first_date_is_one_wide_tap(phone: Visit, world: World) -> None:
    phone.page.goto(reverse("ask", args=[world.ids["ask of sixty"]]))
    first = phone.page.locator("#take .first")
    box = first.bounding_box()
    assert box is not None
    assert box["width"] > PHONE["width"] * 0.8
    assert box["height"] >= 44
