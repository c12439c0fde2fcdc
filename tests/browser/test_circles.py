"""From a first circle to the board and a report: with and without JavaScript, and with the keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_keyboard import Hands
from tests.browser.visiting import PHONE, Visit, cookie_for, user_of, visit
from tests.street import bring_in, make_street_of

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def phones(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[tuple[Visit, Visit]]:
    """Ana's phone and Cleo's, signed in."""
    made = [visit(browser, site, viewport=PHONE, java_script_enabled=request.param) for _ in range(2)]
    for one, name in zip(made, ("ana", "cleo"), strict=True):
        one.sign_in(cookie_for(user_of(f"{name}{int(request.param)}")))
    yield made[0], made[1]
    for one in made:
        one.context.close()
        assert one.wrong == []


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def test_two_phones_meet_in_a_circle(phones: tuple[Visit, Visit]) -> None:
    ana, cleo = (one.page for one in phones)
    link = invited(ana)
    cleo.goto(link)
    expect(cleo.locator("main")).not_to_contain_text("Our choir")
    press(cleo, "Accept")
    expect(cleo.locator("main")).to_contain_text("A steward says yes next")
    ana.get_by_role("link", name="Back to the circle").click()
    press(ana, "Let them in")
    expect(ana.locator("main")).to_contain_text("2 members")
    cleo.goto("/circles")
    cleo.get_by_role("link", name="Our choir").click()
    press(cleo, "I agree")
    cleo.get_by_label("Pin something to the board").fill("Who brings the piano?")
    press(cleo, "Pin it")
    ana.reload()
    expect(ana.locator("main")).to_contain_text("Who brings the piano?")


def invited(page: Page) -> str:
    """Ana starts a circle and makes a link; the link."""
    page.goto("/circles")
    page.get_by_role("link", name="Start a circle").click()
    page.get_by_label("What the circle is called").fill("Our choir")
    page.get_by_label("What the others call you here").fill("Ana")
    press(page, "Start it")
    page.get_by_label("Whom is it for?").fill("Cleo")
    press(page, "Make a link")
    return page.get_by_label("The link").input_value()


def test_a_report_by_keyboard_alone(window: Visit) -> None:
    street = make_street_of(user_of("steward"), "steward")
    for name in ("tomas", "ines"):
        street.people[name] = user_of(name)
        bring_in(street, name, by="steward")
    window.sign_in(cookie_for(street.people["tomas"]))
    window.page.goto(f"/circles/{street.circle.id}")
    hands = Hands(window.page)
    hands.follow("Report Ines")
    hands.to("I am worried about them").press("Space")
    hands.follow("Send")
    expect(window.page.locator("main")).to_contain_text("Handed over; nobody has opened it yet.")
