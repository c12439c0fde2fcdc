"""The main job with a keyboard alone: every step is reached by Tab, in an order that makes sense, and always seen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Error, FileChooser, Page, expect

from tests import cast
from tests.browser.visiting import PHONE, Visit, cookie_for, user_of
from tests.cast import PASSWORD, TODAY

pytestmark = pytest.mark.browser
CARDS = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ines\r\nTEL:+385 91 555 0101\r\nEND:VCARD\r\n"
MOST_TABS = 90
# What has the focus: its name, and what is wrong with how it shows.
FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return {name: "", wrong: ""};
  const label = one.labels?.[0] ?? one.closest("label");
  const name = one.getAttribute("aria-label") ?? label?.innerText ?? one.innerText;
  const ring = one.matches(".node") ? getComputedStyle(one.querySelector(".hit")) : getComputedStyle(one);
  const seen = one.matches(".node") ? ring.stroke !== "none" && parseFloat(ring.strokeWidth) >= 2
    : ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2;
  const {left, top, width, height} = one.getBoundingClientRect();
  const above = document.elementFromPoint(left + width / 2, top + height / 2);
  const free = above && (one.contains(above) || above.contains(one) || above.closest("label") === label);
  return {name: name.trim().split("\\n")[0], wrong: !seen ? "no ring" : !free ? `under ${above?.outerHTML}` : ""};
}"""


class Hands:
    """Someone at a keyboard. Wherever the focus goes, it must be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(5000)

    def focused(self) -> str:
        found: dict[str, str] = self.page.evaluate(FOCUSED)
        assert not found["wrong"], f"{found['name']}: {found['wrong']}"
        return found["name"]

    def tab(self) -> str:
        self.page.keyboard.press("Tab")
        return self.focused()

    def to(self, name: str) -> "Hands":
        """Tab by Tab to what is called so; it may be there already."""
        passed = [self.focused()]
        while passed[-1] != name:
            assert len(passed) < MOST_TABS, f"never came to {name}: {passed}"
            passed.append(self.tab())
        return self

    def press(self, *keys: str) -> "Hands":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def type(self, words: str) -> "Hands":
        self.page.keyboard.type(words)
        return self

    def follow(self, name: str) -> None:
        """Enter on a link or a button; the next page is there afterwards."""
        self.to(name)
        with self.page.expect_navigation():
            self.press("Enter")


def heading(hands: Hands, words: str) -> None:
    expect(hands.page.get_by_role("heading", level=1)).to_contain_text(words)


def join(hands: Hands) -> None:
    hands.page.goto("/")
    hands.follow("Join Kindring on this server")
    hands.to("Name to sign in with").type("ana")
    hands.to("Password").type(PASSWORD)
    hands.to("What should Kindring call you?").type("Ana")
    hands.to("I am an adult. Kindring is made for adults.").press("Space")
    hands.follow("Join")
    code = hands.page.locator(".code").inner_text()
    hands.to("Type the code from your paper").type(code)
    hands.follow("Go on")
    heading(hands, "Ana")


def add_five(hands: Hands) -> None:
    hands.follow("Add someone")
    for name, arrows in [("Mira", 1), ("Jonas", 1), ("Mrs Petrović", 2), ("Tomas", 3), ("Bo", 3)]:
        assert hands.focused() == "Name"
        hands.type(name)
        assert hands.tab() == "decide later"
        hands.press(*["ArrowRight"] * arrows)
        with hands.page.expect_navigation():
            hands.press("Enter")
        expect(hands.page.locator("main")).to_contain_text(f"{name} is added.")
    hands.follow("Done")
    expect(hands.page.locator(".people-map .node")).to_have_count(5)


def move_on_the_map(hands: Hands) -> None:
    node = hands.page.locator(".node", has_text="Tomas")
    hands.to(str(node.get_attribute("aria-label")))
    with hands.page.expect_navigation():
        hands.press("2")
    assert "Tomas, close" in hands.focused()


def note_five(hands: Hands) -> None:
    hands.page.goto("/moments/new")
    for place, days_ago in enumerate((50, 40, 30, 25, 20), start=1):
        assert hands.focused() == "Who"
        hands.type("mir").press("Enter")
        day = TODAY - timedelta(days=days_ago)
        hands.to("When").type(day.strftime("%m%d%Y"))
        hands.to("A note").type(f"The {place}. time")
        if place < 5:
            hands.follow("Keep and note another")
            expect(hands.page.locator("#notices")).to_contain_text("Noted.")
    with hands.page.expect_navigation():
        hands.press("Control+Enter")
    heading(hands, "Mira")
    expect(hands.page.locator("#moments li")).to_have_count(5)


def answer_today(hands: Hands) -> None:
    hands.follow("Today")
    hands.follow("I reached out to Mira")
    notice = hands.page.locator("#notices .notice")
    expect(notice).to_contain_text("you were in touch today")
    hands.to("Close").press("Enter")
    expect(notice).to_have_count(0)
    assert hands.page.evaluate("document.activeElement.id") == "main"


def chooser_of(hands: Hands, times: int = 3) -> FileChooser:
    """What opens. A busy browser at times opens nothing at the first press: whoever sits there presses once more."""
    try:
        with hands.page.expect_file_chooser(timeout=10_000) as chooser:
            hands.press("Space")
    except Error:
        if times == 1:
            raise
        return chooser_of(hands, times - 1)
    return chooser.value


def bring_ines(hands: Hands) -> None:
    hands.page.goto("/bring")
    hands.to("Your address book")
    chooser_of(hands).set_files({"name": "a.vcf", "mimeType": "text/vcard", "buffer": CARDS.encode()})
    hands.follow("Read it")
    hands.to("Ines").press("Space")
    expect(hands.page.locator("#count")).to_contain_text("1 person chosen")
    hands.follow("See what comes along")
    hands.follow("Bring them")
    hands.follow("Place them")
    hands.follow("Ines: wider")


def change_and_remove(hands: Hands) -> None:
    hands.follow("See the map")
    hands.follow(str(hands.page.locator(".node", has_text="Ines").get_attribute("aria-label")))
    hands.follow("Edit")
    hands.to("What you call them").type("Ina")
    hands.follow("Keep")
    heading(hands, "Ina")
    hands.follow("Edit")
    hands.to("Remove Ina").press("Enter")
    hands.follow("Remove")
    hands.follow("Undo")
    heading(hands, "Ina")
    expect(hands.page.locator("#notices .notice")).to_have_count(1)
    hands.press("Escape")
    expect(hands.page.locator("#notices .notice")).to_have_count(0)


def test_main_job_by_keyboard(window: Visit) -> None:
    hands = Hands(window.page)
    join(hands)
    add_five(hands)
    move_on_the_map(hands)
    note_five(hands)
    answer_today(hands)
    bring_ines(hands)
    change_and_remove(hands)
    hands.follow("Settings")
    hands.follow("Sign out")
    heading(hands, "Welcome")


@pytest.fixture
def ana(window: Visit) -> Hands:
    """At the keyboard, signed in, with some people on the map."""
    joined = user_of(f"ana {uuid4()}")
    with cast.signed_in(joined) as user:
        for number in range(12):
            cast.make_person(user, f"Person {number}", ring="middle", role="friend")
    window.sign_in(cookie_for(joined))
    return Hands(window.page)


def test_first_tab_offers_to_skip_to_the_page(ana: Hands) -> None:
    ana.page.goto("/people/list")
    assert ana.tab() == "Skip to the page"
    assert ana.page.locator(".skip").bounding_box()["width"] > 100  # type: ignore[index]
    ana.press("Enter")
    assert ana.page.evaluate("document.activeElement.id") == "main"
    assert ana.tab() == "Map"


def test_order_is_the_order_of_the_page(ana: Hands) -> None:
    ana.page.goto("/")
    rooms = ["Today", "People", "Help", "Circles", "Check-in", "Lifeline", "Settings"]
    order = ["Skip to the page", "kindring", *rooms, "Notices", "Leave quickly"]
    assert [ana.tab() for _ in order] == order
    assert ana.page.locator("[tabindex]:not([tabindex='-1'])").count() == 0


@pytest.mark.parametrize("address", ["/people/list", "/people", "/settings", "/people/new"])
def test_nothing_lies_over_what_has_the_focus_on_a_phone(ana: Hands, address: str) -> None:
    ana.page.set_viewport_size(PHONE)
    ana.page.goto(address)
    passed = [ana.tab() for _ in range(40)]
    assert len(set(passed)) > 9
