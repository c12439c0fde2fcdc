"""Without a connection: one page in plain words, nothing typed is lost, nothing of anybody's is on the device."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kindring.web.offline import DRAWN_WITH
from tests import cast
from tests.browser.visiting import Visit, cookie_for, user_of

pytestmark = pytest.mark.browser
PRIVATE = ("/", "/people", "/people/list", "/people/new", "/settings", "/what-this-server-can-read")
KEPT = """async () => {
  const opened = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const requests = await Promise.all(opened.map((cache) => cache.keys()));
  return requests.flat().map((request) => new URL(request.url).pathname).sort();
}"""
WORDS_KEPT = """async () => {
  const kept = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const answers = await Promise.all(kept.flatMap(async (cache) => (await cache.matchAll()).map((one) => one.text())));
  return (await Promise.all(answers.flat())).join(" ");
}"""
IN_CHARGE = """new Promise((ready) => navigator.serviceWorker.controller
  ? ready() : navigator.serviceWorker.addEventListener("controllerchange", () => ready(), { once: true }))"""
ALLOWED = sorted(["/offline", "/lines", *(f"/static/{file}" for file in DRAWN_WITH)])


@pytest.fixture(scope="module")
def ana_cookie(site: str) -> str:
    joined = user_of("ana")
    with cast.signed_in(joined) as ana:
        cast.mira(ana, notes="Allergic to walnuts")
    return cookie_for(joined)


@pytest.fixture
def page(window: Visit, ana_cookie: str) -> Page:
    """Ana's window on Today, with the worker in charge."""
    window.sign_in(ana_cookie)
    window.page.goto("/")
    wait_for_worker(window.page)
    return window.page


def wait_for_worker(page: Page) -> None:
    page.evaluate(IN_CHARGE)


def test_after_a_tour_only_the_page_of_everyone_is_kept(page: Page) -> None:
    for address in PRIVATE:
        page.goto(address)
    assert page.evaluate(KEPT) == ALLOWED
    words = page.evaluate(f"({WORDS_KEPT})()")
    assert "There is no connection" in words
    assert not {word for word in ("Ana", "Mira", "walnuts", "csrf") if word in words}


def test_page_that_cannot_come_says_so_and_comes_when_it_can(window: Visit, page: Page) -> None:
    window.context.set_offline(True)
    page.goto("/people/list")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")
    assert page.evaluate("getComputedStyle(document.querySelector('.button.first')).borderRadius") == "999px"
    assert page.locator(".leave use").evaluate("use => use.getBBox().width") > 10
    window.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your people, as a list")
    assert page.url.endswith("/people/list")


def test_form_that_cannot_go_stays_with_all_that_was_typed(window: Visit, page: Page) -> None:
    page.goto("/people/new")
    page.get_by_label("Name", exact=True).fill("Tomas")
    window.context.set_offline(True)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#notices")).to_contain_text("There was no answer.")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Tomas")
    window.context.set_offline(False)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Tomas is added")


@pytest.mark.parametrize("way", ["button", "Shift"])
def test_leaving_without_a_connection_leaves_an_empty_page(window: Visit, page: Page, way: str) -> None:
    page.goto("/people/list")
    window.context.set_offline(True)
    if way == "button":
        page.get_by_role("button", name="Leave quickly").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url("**/leave")
    assert page.inner_text("body") == ""
    assert page.title() == "…"


def test_signing_out_empties_the_device_and_the_door_keeps_the_page_again(page: Page) -> None:
    page.goto("/settings")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    wait_for_worker(page)
    assert page.evaluate(KEPT) == ALLOWED


def test_address_that_is_not_safe_gets_no_worker_and_no_complaint(browser: Browser, window: Visit) -> None:
    def pass_on(route: Route) -> None:
        address = route.request.url.replace("http://kindring.test", window.site)
        route.fulfill(response=window.context.request.get(address))

    window.others = ("http://kindring.test",)
    window.context.route("http://kindring.test/**", pass_on)
    window.page.goto("http://kindring.test/sign-in")
    assert window.page.evaluate("isSecureContext") is False
    assert window.page.evaluate("navigator.serviceWorker") is None
    assert all("Cross-Origin-Opener-Policy" in words for words in window.wrong)  # means nothing on such an address
    window.wrong.clear()
    window.context.unroute_all(behavior="wait")


def test_worker_is_not_asked_for_with_every_page(window: Visit, page: Page) -> None:
    asked: list[str] = []
    window.context.on("request", lambda request: asked.append(request.url))
    for address in PRIVATE:
        page.goto(address)
    page.wait_for_timeout(1500)  # browsers look for a newer worker a second after a page
    assert not [url for url in asked if url.endswith("/offline-worker.js")]
