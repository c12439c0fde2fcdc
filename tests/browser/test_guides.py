"""A first line, and thanks, in a real browser: changed, copied and on their way, with a script and without."""

from collections.abc import Iterator
from urllib.parse import unquote
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from kindring.accounts.models import User
from kindring.people.models import Moment, Person
from tests.browser.test_keyboard import Hands
from tests.browser.visiting import PHONE, cookie_for, user_of, visit
from tests.cast import mira, signed_in

pytestmark = pytest.mark.browser
NUMBER = [{"kind": "phone", "label": "", "value": "+44 7700 900123"}]
MINE = "Hello & how are you?\nNo hurry."


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


scripted = pytest.mark.parametrize("scripts", [True], ids=["script"])


@pytest.fixture
def me(site: str) -> Iterator[User]:
    joined = user_of(f"user {uuid4()}")
    with signed_in(joined) as user:
        user.cookie = cookie_for(joined)  # type: ignore[attr-defined]
        yield user


@pytest.fixture
def someone(me: User) -> Person:
    return mira(me, channels=NUMBER)


@pytest.fixture
def page(browser: Browser, site: str, me: User, scripts: bool) -> Iterator[Page]:
    """Their phone; what must not happen fails the test."""
    made = visit(browser, site, viewport=PHONE, java_script_enabled=scripts)
    made.context.grant_permissions(["clipboard-read", "clipboard-write"])
    made.sign_in(me.cookie)  # type: ignore[attr-defined]
    yield made.page
    made.context.close()
    assert made.wrong == []


def message(page: Page) -> str:
    """The text that the link to a message carries."""
    href = page.locator("a[href^='sms:']").get_attribute("href") or ""
    assert href.startswith("sms:+447700900123?")
    return unquote(href.partition("body=")[2])


def test_three_taps_and_the_note_is_on_its_way(page: Page, someone: Person, scripts: bool) -> None:
    page.goto(f"/people/{someone.id}")
    page.get_by_role("link", name="Thank Mira").click()
    page.get_by_role("button", name="You lent me a hand.").click()
    page.get_by_role("button", name="It made the day lighter.").click()
    assert message(page) == "Mira, thank you. You lent me a hand. It made the day lighter."
    page.get_by_label("Change it as you like").fill(MINE)
    again = page.get_by_role("button", name="Put my changes into the links")
    if scripts:
        expect(again).to_have_count(0)
    else:
        again.click()
    assert message(page) == MINE
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Noted, with your words.")).to_be_visible()
    assert [moment.thanks for moment in Moment.objects.filter(owner=someone.owner_id)] == [MINE]


def test_a_guide_takes_its_first_line_to_someone(page: Page, someone: Person) -> None:
    page.goto("/guides/2")
    page.get_by_text("To someone on your map").click()
    page.get_by_role("button", name="Choose").click()
    expect(page.get_by_role("heading", name="A first line to Mira")).to_be_visible()
    assert message(page).startswith("Hello!")


@scripted
def test_what_is_copied_is_what_stands_there(page: Page, me: User) -> None:
    page.goto("/guides/5")
    page.get_by_label("Change it as you like").fill("My own words")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "My own words"


@scripted
def test_thanks_with_a_keyboard_alone(page: Page, someone: Person) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/people/{someone.id}/thanks")
    hands = Hands(page)
    hands.to("You kept me company.")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    hands.to("Or in your own words")
    page.keyboard.type("The evening was long, and then it was short.")
    page.keyboard.press("Enter")
    page.locator("#text").wait_for()
    hands.to("Note it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Noted, with your words.")).to_be_visible()
