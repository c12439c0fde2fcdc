"""When nothing else works: numbers without a network or a login, the plan under a PIN, nothing that stays behind."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from kindring.lifeline.demo import LINES, write_plan
from kindring.people.demo import live_a_year
from tests import cast
from tests.browser.test_offline import KEPT, WORDS_KEPT, wait_for_worker
from tests.browser.visiting import PHONE, Visit, cookie_for, user_of, visit

pytestmark = pytest.mark.browser
PIN = "late-tram-7"
# Everything that this browser holds for the site, as text: what a curious eye would find in its files.
DEVICE = """async () => {
  const words = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((yes) => (indexedDB.open(name).onsuccess = (event) => yes(event.target.result)));
    for (const store of db.objectStoreNames) {
      const all = db.transaction(store).objectStore(store).getAll();
      await new Promise((yes) => (all.onsuccess = yes));
      for (const row of all.result) for (const [key, value] of Object.entries(row)) {
        const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
        const text = ArrayBuffer.isView(bytes) ? new TextDecoder("latin1").decode(bytes) : String(value);
        words.push(`${key}=${text}`);
        if (value instanceof CryptoKey) words.push(`extractable=${value.extractable}`);
      }
    }
    db.close();
  }
  return [...words, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })].join("\\n");
}"""
HELD = "async () => (await indexedDB.databases()).length"
GONE = """async () => {
  for (let tries = 0; tries < 100; tries++) {
    if (!(await indexedDB.databases()).length) return true;
    await new Promise((yes) => setTimeout(yes, 50));
  }
  return false;
}"""


@pytest.fixture(scope="module")
def ana_joined(site: str) -> Any:
    joined = user_of("ana")
    with cast.signed_in(joined) as ana:
        live_a_year(ana, cast.NOW)
        write_plan(ana, cast.NOW)
    return joined


@pytest.fixture
def page(window: Visit, ana_joined: Any) -> Page:
    window.page.set_viewport_size(PHONE)
    window.sign_in(cookie_for(ana_joined))
    return window.page


def keep_here(page: Page, *, out: bool = False, leaves: bool = True) -> None:
    """The plan is kept on this device."""
    page.goto("/lifeline/device")
    wait_for_worker(page)
    page.get_by_label("PIN, six characters or more").fill(PIN)
    page.get_by_label("The same once more").fill(PIN)
    page.get_by_label("Remove it when I sign out").set_checked(out)
    page.get_by_label("Remove it when I leave quickly").set_checked(leaves)
    page.get_by_role("button", name="Keep it on this device").click()
    expect(page.get_by_text("Kept on this device.")).to_be_visible()


def unlock(page: Page, pin: str) -> None:
    page.get_by_label("PIN", exact=True).fill(pin)
    page.get_by_role("button", name="Open", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/settings")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")


def leave(page: Page) -> None:
    page.get_by_role("button", name="Leave quickly").click()


# The numbers


def test_from_a_cold_start_without_a_network_a_number_is_two_taps_away(window: Visit) -> None:
    page = window.page
    page.set_viewport_size(PHONE)
    page.goto("/sign-in")
    wait_for_worker(page)
    window.context.set_offline(True)
    page.goto("/")
    page.get_by_role("link", name="Lifeline").click()  # one
    expect(page.get_by_role("heading", level=1)).to_have_text("Numbers that help")
    page.get_by_text("Germany", exact=True).click()  # two
    number = page.get_by_role("link", name="Call 0800 1110111")
    expect(number).to_be_visible()
    assert number.get_attribute("href") == "tel:08001110111"
    expect(page.get_by_role("link", name="Call 112").locator("visible=true")).to_be_visible()


def test_the_country_of_this_device_is_open_first_also_offline(window: Visit) -> None:
    page = window.page
    page.goto("/lifeline")
    wait_for_worker(page)
    page.get_by_label("Which country are you in?").select_option("GB")
    page.get_by_role("button", name="Show the numbers").click()
    expect(page.get_by_role("link", name="Text SHOUT to 85258")).to_have_attribute("href", "sms:85258?body=SHOUT")
    window.context.set_offline(True)
    page.goto("/lifeline")
    expect(page.get_by_role("link", name="Call 999")).to_be_visible()
    assert page.locator("details[open]").count() == 1


def test_the_lifeline_is_one_tap_away_on_every_error_page_and_at_the_door(window: Visit, page: Page) -> None:
    for address in ("/sign-in", "/not-there", "/today/low", "/", "/people", "/settings"):
        if address == "/sign-in":
            window.sign_out()
        page.goto(address)
        link = page.get_by_role("link", name="Lifeline", exact=True).first
        assert link.get_attribute("href") == "/lifeline", address


# The plan on the device


def test_plan_opens_offline_and_signed_out_by_its_pin_and_nothing_of_it_lies_in_clear(
    window: Visit, page: Page
) -> None:
    keep_here(page)
    sign_out(page)
    window.context.set_offline(True)
    page.goto("/")
    page.get_by_role("link", name="Lifeline").click()  # one
    held, cached = page.evaluate(DEVICE), page.evaluate(f"({WORDS_KEPT})()")
    tokens = {word for lines in LINES.values() for line in lines for word in re.findall(r"\w{6,}", line)}
    tokens |= {"Mira", "Luka", PIN, "900461"}
    assert "sealed=" in held
    assert "extractable=false" in held
    assert {token for token in tokens if token in held} == set()
    assert {line for lines in LINES.values() for line in lines if line in cached} == set()
    unlock(page, PIN)  # two
    for line in ("awake at four", "the lake in June", "Dr Novak, practice · 07700 900461"):
        expect(page.get_by_text(line)).to_be_visible()
    assert page.locator("[data-plan] a[href^='tel:']").count() >= 2


def test_ten_wrong_tries_take_it_from_the_device(page: Page) -> None:
    keep_here(page)
    sign_out(page)
    page.goto("/lines")
    for number in range(10):
        unlock(page, f"wrong {number}")
        words = "removed from this device after ten" if number == 9 else "That PIN does not open it."
        expect(page.get_by_text(words).locator("visible=true").first).to_be_visible()
        page.reload() if number < 9 else None
    assert page.evaluate(HELD) == 0


def test_a_copy_that_was_taken_back_is_gone_when_it_is_looked_for(page: Page) -> None:
    keep_here(page)
    page.goto("/settings/devices")
    while page.get_by_role("button", name="Take back").count():
        page.get_by_role("button", name="Take back").first.click()
        expect(page.get_by_text("Taken back.")).to_be_visible()
    sign_out(page)
    page.goto("/lines")
    assert page.evaluate(GONE)
    expect(page.get_by_role("heading", name="My plan, on this device")).to_be_hidden()


@pytest.mark.parametrize(
    ("goes", "out", "leaves", "stays"),
    [(sign_out, True, True, 0), (sign_out, False, True, 1), (leave, False, True, 0), (leave, False, False, 1)],
    ids=["signed out, not to stay", "signed out, to stay", "left, not to stay", "left, to stay"],
)
def test_it_stays_only_where_it_was_to_stay(
    window: Visit, page: Page, goes: Callable[[Page], None], out: bool, leaves: bool, stays: int
) -> None:
    with override_settings(KINDRING_SAFE_EXIT=f"{window.site}/offline"):
        keep_here(page, out=out, leaves=leaves)
        page.goto("/lifeline")
        goes(page)
        page.wait_for_url(re.compile("sign-in|offline"))
        page.goto("/static/favicon.svg")
        assert page.evaluate(HELD) == stays


def test_leaving_without_a_network_takes_it_along(window: Visit, page: Page) -> None:
    keep_here(page)
    window.context.set_offline(True)
    leave(page)
    page.wait_for_url("**/leave")
    assert page.evaluate(GONE)


def test_without_the_choice_nothing_of_the_plan_is_on_the_device(page: Page) -> None:
    for address in ("/lifeline", "/lifeline/signs", "/lifeline/print", "/lifeline/photo"):
        page.goto(address)
    wait_for_worker(page)
    assert "awake" not in page.evaluate(DEVICE) + page.evaluate(f"({WORDS_KEPT})()")
    assert page.evaluate(HELD) == 0
    assert not [address for address in page.evaluate(KEPT) if address.startswith("/lifeline")]


@pytest.mark.parametrize("way", ["back", "forward", "address"])
@pytest.mark.parametrize("goes", [sign_out, leave], ids=["signed out", "left quickly"])
def test_nothing_of_the_plan_comes_back(window: Visit, page: Page, goes: Callable[[Page], None], way: str) -> None:
    """The page itself is everybody's: then without the plan. Browsers keep left pages in memory; ours look anew."""
    with override_settings(KINDRING_SAFE_EXIT=f"{window.site}/offline"):
        page.goto("/lifeline/signs")
        page.goto("/lifeline")
        expect(page.get_by_text("awake at four")).to_be_visible()
        goes(page)
        page.wait_for_url(re.compile("sign-in|offline"))
        if way == "address":
            page.goto("/lifeline")
        else:
            page.evaluate("history.go(-2)")
            page.wait_for_timeout(600)
            page.evaluate("history.forward()" if way == "forward" else "0")
            page.wait_for_timeout(600)
    assert "awake at four" not in page.locator("body").inner_text()
    assert "awake" not in page.evaluate(DEVICE) + page.evaluate(f"({WORDS_KEPT})()")
    assert page.evaluate(HELD) == 0


# Paper, keys, no scripts


def test_plan_fits_on_one_sheet(page: Page) -> None:
    page.goto("/lifeline")
    page.get_by_label("Which country are you in?").select_option("PL")
    page.get_by_role("button", name="Show the numbers").click()
    page.goto("/lifeline/print")
    for size in ("A4", "Letter"):
        sheets = page.pdf(format=size).count(b"/Type /Page\n")
        assert sheets == 1, size


def test_a_part_is_written_by_keyboard_and_without_scripts(browser: Browser, site: str, ana_joined: Any) -> None:
    made = visit(browser, site, java_script_enabled=False)
    made.sign_in(cookie_for(ana_joined))
    page = made.page
    page.goto("/lifeline/myself")
    page.get_by_label("In your words, a line for each").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nfeed the cat")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lifeline?done=plan_kept**")
    expect(page.get_by_text("feed the cat")).to_be_visible()
    made.context.close()


def test_no_button_of_the_plan_is_broken_into_two_lines_on_a_phone(page: Page) -> None:
    """However long the heading beside it is."""
    page.goto("/lifeline")
    tall = page.locator(".parts > li > .row > .button, aside .row > .button.quiet").evaluate_all(
        "all => all.filter((one) => one.getBoundingClientRect().height > 48).map((one) => one.innerText)"
    )
    assert tall == []
