"""The pages of people in a real browser: by keyboard alone, with and without a script, and calm in the console."""

import shutil
import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kindring.accounts.models import User
from kindring.people.models import Moment, Person, Presence
from kindring.web.sessions import COOKIE
from tests.cast import jonas, make_person, mira, tomas

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)


class ThreadedServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not here: apt-get install chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's own loop runs in this thread; the database is used from it all the same.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield chromium
        chromium.close()


@pytest.fixture
def site(ana_online: Client) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, get_wsgi_application(), ThreadedServer, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["script", "no script"])
def page(request: pytest.FixtureRequest, browser: Browser, site: str, ana_online: Client) -> Iterator[Page]:
    """Ana's browser; whatever the console says fails the test."""
    complaints: list[str] = []
    context = browser.new_context(base_url=site, java_script_enabled=request.param == "script")
    context.add_cookies([{"name": COOKIE, "value": ana_online.cookies[COOKIE].value, "url": site}])
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


scripted = pytest.mark.parametrize("page", ["script"], indirect=True)


def type_and_enter(page: Page, words: str) -> None:
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_five_people_in_a_row_without_leaving_the_keyboard(ana: User, page: Page) -> None:
    page.goto("/people/new")
    names = ["Mira", "Jonas", "Tomas", "Ines", "Mrs Petrović"]
    for name in names:
        type_and_enter(page, name)
        expect(page.get_by_role("main")).to_contain_text(f"{name} is added. Add another")
    assert sorted(person.name for person in Person.objects.all()) == sorted(names)


@scripted
def test_five_moments_in_a_row_without_leaving_the_keyboard(ana: User, page: Page) -> None:
    names = ["Anna", "Bea", "Cleo", "Dora", "Emil"]
    for name in [*names, "Annabel"]:
        make_person(ana, name)
    page.goto("/moments/new?again=1")
    for number, name in enumerate(names, 1):
        type_and_enter(page, name.lower())
        expect(page.locator("[data-chosen]")).to_have_text(name)
        page.keyboard.press("Enter")
        expect(page.locator("[data-chosen]")).to_have_text("Nobody chosen yet")
        assert Moment.objects.count() == number
    assert {row.person.name for row in Presence.objects.select_related("person")} == set(names)


@scripted
def test_choosing_finds_names_without_accents_and_hides_the_rest(ana: User, page: Page) -> None:
    make_person(ana, "Mrs Petrović")
    mira(ana)
    jonas(ana)
    page.goto("/moments/new")
    page.keyboard.type("petrovic")
    expect(page.get_by_role("group", name="Who").get_by_role("checkbox")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name="Who").get_by_role("checkbox")).to_have_count(3)


@scripted
def test_one_tap_in_the_list_changes_only_the_row(ana: User, page: Page) -> None:
    mira(ana)
    jonas(ana)
    page.goto("/people/list?ring=inner")
    page.evaluate("window.same = true")
    page.get_by_role("button", name="In touch today with Mira").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Noted: you were in touch today.")
    assert page.evaluate("window.same && document.activeElement.textContent.includes('today')")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="In touch today with Mira")).to_be_visible()
    assert (page.url.split("/people")[1], Moment.objects.count()) == ("/list?ring=inner&done=moment_taken_back", 0)


def test_placing_with_enter_alone(ana: User, page: Page) -> None:
    for name in ("Mira", "Jonas", "Tomas"):
        make_person(ana, name)
    page.goto("/people/place")
    for name in ("Jonas", "Mira", "Tomas"):
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_contain_text(f"{name} · closest")
    expect(page.get_by_role("main")).to_contain_text("Everyone has a place")
    assert set(Person.objects.values_list("ring", flat=True)) == {"inner"}


@scripted
def test_moving_by_keyboard_on_the_map(ana: User, page: Page) -> None:
    person = tomas(ana)
    page.goto("/people")
    page.get_by_role("link", name="Tomas, wider").press("1")
    expect(page.get_by_role("link", name="Tomas, closest")).to_be_focused()
    person.refresh_from_db()
    assert person.ring == "inner"


def test_enter_in_the_edit_form_keeps_and_does_not_add_a_line(ana: User, page: Page) -> None:
    person = jonas(ana)
    page.goto(f"/people/{person.id}/edit")
    page.get_by_label("Name", exact=True).press("End")
    type_and_enter(page, " Weber")
    page.wait_for_url("**done=person_kept")
    person.refresh_from_db()
    assert person.name == "Jonas Weber"
    page.goto(f"/people/{person.id}/edit")
    page.get_by_label("Number or address").fill("123")
    page.locator("#channels").get_by_role("button", name="Another line").click()
    expect(page.locator("#channels .line-of-fields")).to_have_count(2)
    expect(page.get_by_label("Number or address").first).to_have_value("123")
