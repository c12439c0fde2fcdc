"""Leaving quickly: nothing private is on the screen, behind the back button or on the device.

That both ways out work on every page is looked at in `test_pages.py`; here they are gone.
"""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page

from tests.browser.stops import Stop
from tests.browser.tour import STOPS
from tests.browser.visiting import DESK, Visit, visit
from tests.browser.world import World

pytestmark = pytest.mark.browser
SHORT = 8  # shorter lines are words of the page: "Today", "Edit"
STOPS_BY_NAME = {stop.name: stop for stop in STOPS}


class Weather(BaseHTTPRequestHandler):
    """A neutral site."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Weather</title><link rel=icon href=data:,><p>Sunny.")

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def weather() -> Iterator[str]:
    """The address that the quick exit leads to."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    with override_settings(KINDRING_SAFE_EXIT=address):
        yield address
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def fugitive(browser: Browser, site: str, weather: str) -> Iterator[Visit]:
    made = visit(browser, site, others=(weather,), viewport=DESK)
    yield made
    made.context.close()


ON_EVERY_DOOR = {"Show what is typed"}


def reach(fugitive: Visit, world: World, stop: Stop) -> tuple[Page, set[str]]:
    """The page, opened by a browser that has just signed in; and what is private on it."""
    if stop.who:
        world.sign_out(stop.who)
    page = stop.reach(fugitive, world)
    said = page.locator("main").inner_text().splitlines()
    private = stop.who and not stop.url.startswith("/")
    return page, {line for line in said if len(line) > SHORT} - ON_EVERY_DOOR if private else set()


def check_away(fugitive: Visit, weather: str, private: set[str]) -> None:
    """The neutral site is there, and neither the browser nor its back button remembers anything."""
    page = fugitive.page
    page.wait_for_url(weather)
    assert {cookie["name"] for cookie in fugitive.context.cookies()} <= {"csrftoken"}
    page.evaluate("history.back()")
    page.wait_for_url(lambda url: url != weather)
    assert not private & set(page.locator("main, body:not(:has(main))").inner_text().splitlines())
    assert fugitive.take_wrong() == []


@pytest.mark.parametrize(
    "name", ["map", "person of whom all is said", "plan, company", "add someone", "choose", "locked"]
)
def test_shift_three_times_leaves_nothing(fugitive: Visit, world: World, weather: str, name: str) -> None:
    page, private = reach(fugitive, world, STOPS_BY_NAME[name])
    for _ in range(3):
        page.keyboard.press("Shift")
    check_away(fugitive, weather, private)


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("name", ["today", "edit", "plan, signs", "settings"])
def test_button_leaves_nothing_with_and_without_scripts(
    browser: Browser, site: str, world: World, weather: str, name: str, scripts: bool
) -> None:
    made = visit(browser, site, others=(weather,), java_script_enabled=scripts)
    page, private = reach(made, world, STOPS_BY_NAME[name]._replace(then=None))
    page.get_by_role("button", name="Leave quickly").click()
    check_away(made, weather, private)
    made.context.close()


@pytest.mark.parametrize("way", ["button", "Shift"])
def test_page_is_gone_before_the_answer_comes(fugitive: Visit, world: World, way: str) -> None:
    page = STOPS_BY_NAME["today"].reach(fugitive, world)
    page.evaluate("HTMLFormElement.prototype.submit = () => {}")
    page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")
    if way == "button":
        page.get_by_role("button", name="Leave quickly").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    assert not page.locator("body").is_visible()
    assert page.title() == "…"


def test_way_on_is_a_link_where_the_browser_does_not_go_by_itself(fugitive: Visit, weather: str) -> None:
    answer = fugitive.context.request.get("/away")
    assert f'<a href="{weather}" rel="noreferrer">' in answer.text()
