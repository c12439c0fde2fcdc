"""The face in a real browser: icons and styles under the policy, htmx's answers, the way out by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.real_browser import served

pytestmark = pytest.mark.browser


@pytest.fixture
def site(sample_site: None) -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def complaints() -> list[str]:
    """What the console says, and addresses of other places that were asked for something."""
    return []


@pytest.fixture
def page(browser: Browser, site: str, complaints: list[str]) -> Iterator[Page]:
    """The sample page; a complaint fails the test."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(site) else complaints.append(request.url))
    page.goto("/sample")
    yield page
    context.close()
    # The browser itself notes every 4xx that a script asked for.
    assert [complaint for complaint in complaints if "status of 4" not in complaint] == []


def press_shift(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


def test_icons_and_styles_come_through_the_policy(page: Page) -> None:
    icon = page.locator("nav .icon").first
    assert icon.evaluate("icon => getComputedStyle(icon).strokeLinecap") == "round"
    assert icon.locator("use").evaluate("use => use.getBBox().width") > 10


def test_shift_three_times_leaves(page: Page) -> None:
    with page.expect_navigation(url="**/leave"):
        press_shift(page, 3)


def test_shift_twice_stays(page: Page) -> None:
    press_shift(page, 2)
    page.wait_for_timeout(200)
    assert page.url.endswith("/sample")


def test_slow_presses_stay(page: Page) -> None:
    for _ in range(3):
        press_shift(page, 1)
        page.wait_for_timeout(800)
    assert page.url.endswith("/sample")


def test_capital_letters_stay(page: Page) -> None:
    page.locator("#id_name").focus()
    for letter in "MJPT":
        page.keyboard.press(f"Shift+{letter}")
    press_shift(page, 2)
    page.keyboard.type("a")
    press_shift(page, 2)
    page.wait_for_timeout(200)
    assert page.url.endswith("/sample")


def test_form_passes_the_csrf_check_in_a_browser(page: Page) -> None:
    with page.expect_navigation(url="**/leave"):
        page.get_by_role("button", name="Leave quickly").click()
    assert page.locator("body").inner_text() == "a page"


def test_htmx_puts_the_part_in_place_and_says_what_was_done(page: Page) -> None:
    page.get_by_role("button", name="We were in touch").click()
    notice = page.locator("#notices .notice")
    notice.wait_for()
    assert "Noted." in notice.inner_text()
    assert notice.get_by_role("button", name="Undo").is_visible()
    assert page.url.endswith("/sample")
    notice.get_by_role("button", name="Close").click()
    assert notice.count() == 0


def test_htmx_shows_a_refusal_among_the_notices_and_keeps_the_part(page: Page) -> None:
    page.get_by_role("button", name="In a far future").click()
    page.locator("#notices .notice").wait_for()
    assert "That day lies in the future." in page.locator("#notices").inner_text()
    assert page.locator("#part").is_visible()


def test_lost_connection_is_said(page: Page, complaints: list[str]) -> None:
    page.route("**/note", lambda route: route.abort())
    page.get_by_role("button", name="We were in touch").click()
    page.locator("#notices .notice").wait_for()
    assert "There was no answer" in page.locator("#notices").inner_text()
    complaints.clear()  # htmx tells the console too


@pytest.mark.parametrize("width", [320, 390, 640, 1280])
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/sample", "/sample?name=Mrs", "/not-there"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_phone_bar_reaches_every_room_with_a_thumb(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for name in ("Today", "People", "Help", "Circles", "Lifeline", "Leave quickly"):
        box = page.locator("header").get_by_text(name).locator("xpath=ancestor-or-self::*[self::a or self::button]")
        sizes = box.bounding_box()
        assert sizes
        assert min(sizes["height"], sizes["width"]) >= 44
        assert box.is_visible()
