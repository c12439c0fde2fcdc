"""The weekly minute by keyboard alone, with JavaScript and without, on a phone's width as on a desk."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kindring.checkins.models import CheckIn
from tests import cast
from tests.browser.test_keyboard import Hands
from tests.browser.visiting import PHONE, Visit, cookie_for, user_of, visit

pytestmark = pytest.mark.browser
MINUTE = 60  # seconds, on a slow machine with one person's worth of looking at every step


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def either(request: Any, browser: Browser, site: str) -> Iterator[Visit]:
    made = visit(browser, site, java_script_enabled=request.param)
    yield made
    made.context.close()


def at_step(page: Page, step: int) -> None:
    page.get_by_text(f"{step} of 4").wait_for()


def choose(page: Page, downs: int) -> None:
    """The first answer of the page has the focus; space chooses it, arrows move on, Enter sends."""
    assert page.evaluate("document.activeElement.type") == "radio"
    page.keyboard.press("Space")
    for _ in range(downs):
        page.keyboard.press("ArrowRight")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_weekly_minute_takes_less_than_a_minute_by_keyboard(window: Visit, record_property: Any) -> None:
    page, joined = window.page, user_of("minute")
    window.sign_in(cookie_for(joined))
    page.goto("/check-in")
    began = time.monotonic()
    Hands(page).follow("Begin: Your weekly minute")
    for step, downs in enumerate((6, 2, 3, 0), start=1):
        at_step(page, step)
        choose(page, downs)
    page.get_by_text("That is all. What you answered is kept.").wait_for()
    took = time.monotonic() - began
    record_property("seconds", round(took, 2))
    print(
        f"the weekly minute by keyboard: {took:.1f} s of machine time, {6 + 2 + 3 + 0 + 4 + 4} keys in the questions"
    )
    assert took < MINUTE
    with cast.signed_in(joined) as user:
        told = CheckIn.objects.visible_to(user).get().answers
    assert {key: one["answers"] for key, one in told.items()} == {
        "ons_happy": {"happy": "6"},
        "ons_anxious": {"anxious": "2"},
        "ons_lonely": {"lonely": "hardly"},
        "turn_to": {"turn_to": "yes"},
    }


def test_it_all_works_on_a_phone_with_javascript_or_without(either: Visit) -> None:
    joined = user_of("quiet" + str(time.monotonic_ns()))
    page = either.page
    page.set_viewport_size(PHONE)
    either.sign_in(cookie_for(joined))
    page.goto("/check-in")
    page.get_by_role("link", name="Begin: Your weekly minute").click()
    for words in ("6", "2", "Hardly ever", "Yes"):
        page.get_by_role("radio", name=words, exact=True).check()
        page.get_by_role("button", name="Next").or_(page.get_by_role("button", name="Keep")).click()
    page.get_by_text("That is all. What you answered is kept.").wait_for()
    page.get_by_role("button", name="Low", exact=True).click()
    page.get_by_role("link", name="Plan or note it").click()
    page.get_by_role("radio", name="nature").check()
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("It is on your map, in the middle.").wait_for()
    page.goto("/check-in/choose")
    page.get_by_label("Well-being").select_option("short")
    page.get_by_role("button", name="Keep").first.click()
    page.get_by_text("Kept. You can change it whenever you like.").wait_for()
    assert either.take_wrong() == []
