"""People with a phone in their hand: they tap what they see, and every page they come to is looked at."""

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Error, Locator, Page, Request, expect

from tests.browser import looking
from tests.browser.visiting import PHONE, Visit, visit

FOLDER = Path(__file__).parents[2] / "test-results" / "journey"
_A_BREATH = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


class Phones:
    """All that take part in one story. `steps` counts the pictures; `said` is what no address or title may say.

    `thorough`: every page is looked at in light and in dark.
    """

    def __init__(self, browser: Browser, site: str, said: Iterable[str], *, thorough: bool = False) -> None:
        self._browser, self._site, self.thorough = browser, site, thorough
        self._said = [_in_an_address(words) for words in said]
        self.all: list[Phone] = []
        self.steps = 0

    def add(self, cookie: str = "") -> "Phone":
        """A phone that has never been here, or on which the one with this cookie is signed in."""
        window = visit(self._browser, self._site, viewport=PHONE, has_touch=True, reduced_motion="reduce")
        if cookie:
            window.sign_in(cookie)
        window.page.set_default_timeout(8000)
        phone = Phone(self, window)
        self.all.append(phone)
        return phone

    def telling(self, told: str) -> list[str]:
        """Which of the words stand in an address or a title."""
        return [words for shape in self._said for words in shape.findall(told)]

    def wrong(self) -> list[str]:
        """What went wrong on any of them, and what their addresses told."""
        return [line for phone in self.all for line in phone.window.take_wrong()]


class Phone:
    def __init__(self, phones: Phones, window: Visit) -> None:
        self._phones, self.window, self.page = phones, window, window.page
        self._asked: set[Request] = set()
        window.context.on("request", self._asks)
        window.context.on("requestfinished", self._answered)
        window.context.on("requestfailed", self._answered)
        self.page.on("framenavigated", lambda frame: self._keep(frame.url))

    def _asks(self, request: Request) -> None:
        self._asked.add(request)
        self._keep(request.url)

    def _answered(self, request: Request) -> None:
        self._asked.discard(request)

    def _settle(self) -> None:
        """What the tap set off has been answered: a page on its way is neither the old one nor the new."""
        with suppress(Error):  # the page may be gone by then, and that is what is waited for
            self.page.evaluate(_A_BREATH)
        while self._asked:
            self.page.wait_for_timeout(10)
        self.page.wait_for_load_state()

    def _keep(self, address: str) -> None:
        if told := self._phones.telling(address):
            self.window.wrong.append(f"the address {address} tells {told}")

    def find(self, name: str, inside: Locator | None = None) -> Locator:
        """The link, button or fold that is called so."""
        place = inside or self.page.locator("main")
        words = re.compile(rf"^\s*{re.escape(name)}(\W|$)")
        folds = place.locator("summary").filter(has_text=words)
        return place.get_by_role("button", name=words).or_(place.get_by_role("link", name=words)).or_(folds).first

    def tap(self, name: str, inside: Locator | None = None) -> None:
        self.find(name, inside).tap()
        self._settle()

    def enter(self, room: str) -> None:
        """Another room, by the bar under the thumb."""
        self.page.get_by_role("navigation", name="Rooms").get_by_role("link", name=room).tap()
        self._settle()

    def reads(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)

    def reads_nothing_of(self, *words: str) -> None:
        shown = self.page.locator("body").inner_text().casefold()
        assert [one for one in words if one.casefold() in shown] == []

    def look(self, name: str) -> None:
        """A picture for someone to look at, axe, targets, width; and what the title says. Light or dark, in turn."""
        self._settle()
        self._phones.steps += 1
        found = []
        for scheme in SCHEMES if self._phones.thorough else [SCHEMES[self._phones.steps % 2]]:
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            _picture(self.page, f"{self._phones.steps:02}-{name.replace(' ', '-').replace(',', '')}-{scheme}")
            found += looking.axe(self.page) + looking.too_small(self.page, phone=True)
        assert found == [], f"{name}: {found}"
        assert looking.too_wide(self.page) == 0, name
        assert self._phones.telling(self.page.title()) == [], name
        assert (wrong := self._phones.wrong()) == [], wrong


def _in_an_address(words: str) -> re.Pattern[str]:
    """These words, whole, whatever stands between them there."""
    return re.compile(r"\b" + ".{1,3}".join(map(re.escape, words.split())) + r"\b", re.IGNORECASE)


def _picture(page: Page, name: str) -> None:
    """The whole page, as if the phone were as long: what stays in its place lies over nothing else."""
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": PHONE["width"], "height": max(tall, PHONE["height"])})
    page.screenshot(path=FOLDER / f"{name}.png")
    page.set_viewport_size(PHONE)
