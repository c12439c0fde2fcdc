"""The main job, from joining to leaving for the night, as someone new would do it: with JavaScript and without."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visiting import Visit, visit
from tests.cast import PASSWORD, TODAY

pytestmark = pytest.mark.browser
CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ines Marić\r\nTEL;TYPE=CELL:+385 91 555 0101\r\nEMAIL:ines@example.org\r\n"
    "BDAY:--1124\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:The plumber\r\nEND:VCARD\r\n"
)
CLOSE = {
    "Mira": "closest",
    "Jonas": "closest",
    "Mrs Petrović": "close",
    "Tomas": "decide later",
    "Bo": "decide later",
}
SEEN = {"Mira": (50, 40, 30), "Jonas": (60,), "Mrs Petrović": (28, 24, 20)}  # days ago


@pytest.fixture(params=["no script", "script"])
def newcomer(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    made = visit(browser, site, java_script_enabled=request.param == "script")
    yield made
    made.context.close()
    assert made.wrong == []


def press(page: Page, name: str) -> None:
    """The button or link of the page that says so."""
    words = re.compile(rf"^\s*{re.escape(name)}\s*$")
    page.locator("main").get_by_role("button", name=words).or_(
        page.locator("main").get_by_role("link", name=words)
    ).first.click()


def enter(page: Page, room: str) -> None:
    page.get_by_role("navigation", name="Rooms").get_by_role("link", name=room).click()


def expect_heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def join(page: Page, name: str) -> None:
    page.goto("/")
    expect_heading(page, "Welcome")
    press(page, "Join Kindring on this server")
    page.get_by_label("Name to sign in with").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("What should Kindring call you?").fill("Ana")
    page.get_by_label("I am an adult").check()
    press(page, "Join")
    expect_heading(page, "Your recovery code")
    code = page.locator(".code").inner_text()
    page.get_by_label("Type the code from your paper").fill(code.lower().replace("-", " "))
    press(page, "Go on")
    expect_heading(page, "Ana")
    expect(page.get_by_role("heading", name="Nobody is here yet")).to_be_visible()


def add_five(page: Page) -> None:
    press(page, "Add someone")
    for name, ring in CLOSE.items():
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label(ring, exact=True).check()
        press(page, "Add")
        expect(page.locator("main")).to_contain_text(f"{name} is added.")
    press(page, "Done")
    expect(page.locator(".people-map .node")).to_have_count(3)


def place_the_rest(page: Page) -> None:
    press(page, "2 people wait to be placed")
    for name in ("Bo", "Tomas"):
        page.get_by_role("button", name=f"{name}: wider").click()
    expect(page.locator("main")).to_contain_text("Everyone has a place")
    press(page, "See the map")
    expect(page.locator(".people-map .node")).to_have_count(5)


def note_moments(page: Page) -> None:
    for name, days in SEEN.items():
        page.get_by_role("link", name=re.compile(f"^{name}, ")).click()
        press(page, "Note a moment")
        for place, days_ago in enumerate(days, start=1):
            page.get_by_label("When").fill((TODAY - timedelta(days=days_ago)).isoformat())
            page.get_by_label("call", exact=True).check()
            page.get_by_label("A note").fill(f"{name}, {days_ago} days ago")
            press(page, "Keep and note another" if place < len(days) else "Keep and finish" if place > 1 else "Keep")
        expect_heading(page, name)
        expect(page.locator("#moments li")).to_have_count(len(days))
        enter(page, "People")


def answer_today(page: Page) -> None:
    enter(page, "Today")
    expect(page.locator(".reach")).to_have_count(3)
    card = page.locator(".reach", has_text="Mira")
    expect(card).to_contain_text("it has been 30")
    card.get_by_role("button", name="I reached out").click()
    expect(page.locator("#notices")).to_contain_text("you were in touch today")
    expect(page.locator(".reach", has_text="Mira")).to_contain_text("You were in touch today.")
    page.locator(".reach", has_text="Jonas").get_by_role("button", name="Not today").click()
    page.locator(".reach", has_text="Mrs Petrović").get_by_role("button", name="Leave to rest").click()
    expect(page.locator(".reach")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("That is all for today.")


def bring_ines(page: Page) -> None:
    page.goto("/bring")
    page.set_input_files("[name=book]", {"name": "a.vcf", "mimeType": "text/vcard", "buffer": CARDS.encode()})
    press(page, "Read it")
    expect_heading(page, "Who comes along?")
    expect(page.locator("[name=card]:checked")).to_have_count(0)
    page.get_by_label("Ines Marić").check()
    press(page, "See what comes along")
    expect_heading(page, "1 person will come")
    press(page, "Bring them")
    expect_heading(page, "1 person came along")
    press(page, "Place them")
    page.get_by_role("button", name="Ines Marić: close", exact=True).click()
    press(page, "See the map")
    expect(page.locator(".people-map .node")).to_have_count(6)
    page.get_by_role("link", name=re.compile("^Ines Marić, ")).click()
    expect(page.locator("main")).to_contain_text("+385 91 555 0101")
    expect(page.locator("main")).to_contain_text("Birthday 24 November")


def change_and_remove(page: Page) -> None:
    press(page, "Edit")
    page.get_by_label("What you call them").fill("Ina")
    press(page, "Keep")
    expect_heading(page, "Ina")
    press(page, "Edit")
    page.get_by_text("Remove Ina").click()
    press(page, "Remove")
    expect_heading(page, "Your people, as a list")
    expect(page.locator("#people")).not_to_contain_text("Ina")
    page.locator("#notices").get_by_role("button", name="Undo").click()
    expect_heading(page, "Ina")


def take_everything(page: Page) -> None:
    enter(page, "Settings")
    press(page, "Take everything with you")
    with page.expect_download() as coming:
        press(page, "Save the file")
    rows = json.loads(Path(coming.value.path()).read_text(encoding="utf-8"))["rows"]
    assert {person["name"] for person in rows["people.Person"]} == {*CLOSE, "Ines Marić"}
    assert len(rows["people.Moment"]) == sum(map(len, SEEN.values())) + 1


def sign_out(page: Page, name: str) -> None:
    enter(page, "Settings")
    press(page, "Sign out")
    expect_heading(page, "Welcome")
    page.goto("/people")
    expect_heading(page, "Welcome")
    page.get_by_label("Name to sign in with").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    expect(page.locator(".people-map .node")).to_have_count(6)


def test_main_job(newcomer: Visit, request: pytest.FixtureRequest) -> None:
    page, name = newcomer.page, f"ana {request.node.name}"[:40]
    page.set_default_timeout(5000)
    join(page, name)
    add_five(page)
    place_the_rest(page)
    note_moments(page)
    answer_today(page)
    bring_ines(page)
    change_and_remove(page)
    take_everything(page)
    sign_out(page, name)
