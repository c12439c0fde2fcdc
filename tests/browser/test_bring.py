"""Bringing an address book in a real browser: by keyboard, step by step, and with JavaScript switched off."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kindring.people.models import Person
from tests import cast
from tests.address_books import JONAS, MIRA, card
from tests.browser.visiting import Visit, cookie_for, user_of, visit

pytestmark = pytest.mark.browser
GUESTS = "".join(card(f"Guest {n:03}", f"TEL:+1 555 {n:04}") for n in range(230))


def page_of(window: Visit, name: str) -> Page:
    """The window of a new user on the page that asks for a file."""
    joined = user_of(name)
    with cast.signed_in(joined) as user:
        cast.mira(user)
    window.sign_in(cookie_for(joined))
    window.page.goto("/bring")
    return window.page


def give(page: Page, text: str, name: str = "people.vcf") -> None:
    page.set_input_files("[name=book]", {"name": name, "mimeType": "text/vcard", "buffer": text.encode()})


def choose_file(page: Page, text: str) -> None:
    give(page, text)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who comes along?")


def test_ticks_are_kept_at_once_and_searching_leaves_no_trace(window: Visit) -> None:
    page = page_of(window, "ticking")
    choose_file(page, GUESTS + MIRA)
    here = page.url
    page.get_by_label("Guest 003").check()
    expect(page.locator("#count")).to_have_text("1 person chosen")
    page.get_by_label("Search by name").fill("mira")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox")).to_have_count(1)
    expect(page.locator("#choose ul.list")).to_be_focused()
    assert page.evaluate("scrollY") == 0
    assert page.url == here
    page.reload()
    expect(page.locator("#count")).to_have_text("1 person chosen")
    expect(page.get_by_label("Guest 003")).to_be_checked()


def test_long_way_goes_on_by_itself(window: Visit) -> None:
    page = page_of(window, "going")
    choose_file(page, GUESTS)
    for _ in range(4):
        page.get_by_role("button", name="All on this page").click()
        page.get_by_role("button", name="Next page").click()
    page.get_by_role("button", name="All on this page").click()
    expect(page.locator("#count")).to_have_text("230 people chosen")
    expect(page.locator("#choose ul.list")).to_be_focused()
    page.get_by_role("button", name="See what comes along").click()
    page.get_by_role("button", name="Bring them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("230 people came along", timeout=30_000)
    expect(page.get_by_role("link", name="Place them")).to_be_visible()
    assert Person.objects.filter(ring="").count() >= 230


def test_keyboard_alone_is_enough(window: Visit) -> None:
    page = page_of(window, "keys")
    give(page, MIRA + JONAS)
    page.get_by_role("button", name="Read it").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who comes along?")
    press_tab_to(page, "checkbox")
    page.keyboard.press("Space")
    expect(page.locator("#count")).to_have_text("1 person chosen")
    press_tab_to(page, "button", "See what comes along")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 person will come")
    press_tab_to(page, "button", "Bring them")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 person came along")


def press_tab_to(page: Page, role: str, name: str = "") -> None:
    focused = "[document.activeElement.type || '', document.activeElement.textContent.trim()]"
    for _ in range(40):
        page.keyboard.press("Tab")
        kind, words = page.evaluate(focused)
        if (role == "checkbox" and kind == "checkbox") or (role == "button" and name and words == name):
            return
    raise AssertionError(f"no {role} {name} within reach of the Tab key")


def test_file_that_is_too_large_does_not_travel(window: Visit, tmp_path: Path) -> None:
    large = tmp_path / "large.vcf"
    large.write_bytes(b"x" * (21 * 1024 * 1024))
    page = page_of(window, "large")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    page.set_input_files("[name=book]", large)
    page.get_by_role("button", name="Read it").click()
    assert "more than 20 MB" in page.eval_on_selector("[name=book]", "input => input.validationMessage")
    assert "POST" not in asked
    give(page, MIRA)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who comes along?")


def test_wrong_file_is_said_beside_its_field(window: Visit) -> None:
    page = page_of(window, "wrong")
    give(page, "Dear Mira", "letter.txt")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no address book in this file.")
    expect(page.locator("[data-sending]")).to_be_hidden()
    choose_file(page, MIRA)


def test_whole_way_with_javascript_switched_off(browser: Browser, site: str) -> None:
    window = visit(browser, site, java_script_enabled=False)
    page = page_of(window, "plain")
    choose_file(page, GUESTS[: len(GUESTS) // 2])
    page.get_by_role("button", name="All on this page").click()
    page.get_by_role("button", name="Next page").click()
    expect(page).to_have_url(re.compile("page=2$"))
    page.get_by_label("Guest 060").check()
    page.get_by_label("Guest 061").check()
    page.get_by_role("button", name="Page before").click()
    expect(page.locator("#count")).to_have_text("52 people chosen")
    page.get_by_role("button", name="Next page").click()
    page.get_by_role("button", name="All on this page").click()
    page.get_by_role("button", name="Next page").click()
    page.get_by_role("button", name="All on this page").click()
    page.get_by_role("button", name="See what comes along").click()
    page.get_by_role("button", name="Bring them").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile(r"100 of 11\d people are here"))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"11\d people came along"))
    window.context.close()
    assert window.wrong == []
