"""One page of the tour, and what is pressed to get into the state that it shows."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.visiting import DESK, Visit
from tests.browser.world import World

LENT_A_HAND = "You lent me a hand."


class Stop(NamedTuple):
    """A page. `who` is '' for someone not signed in; `args` are names in the world's ids; `then` comes last."""

    name: str
    who: str
    url: str
    args: tuple[str, ...] = ()
    query: str = ""
    then: Callable[[Page], Any] | None = None

    def address(self, world: World) -> str:
        if self.url.startswith("/"):
            return self.url
        query = self.query.format_map({name.replace(" ", "_"): one for name, one in world.ids.items()})
        return reverse(self.url, args=[world.ids[name] for name in self.args]) + query

    def reach(self, visit: Visit, world: World) -> Page:
        """Opens the page on a desk, as whoever it is for."""
        visit.page.set_viewport_size(DESK)
        visit.sign_out()
        if self.who:
            visit.sign_in(world.cookie(self.who))
        visit.page.goto(self.address(world))
        if self.then:
            self.then(visit.page)
        return visit.page


def pressing(button: str, **typed: str) -> Callable[[Page], None]:
    """Fills fields by their name, then presses; forms are checked by the server, not by the browser."""

    def press(page: Page) -> None:
        page.locator("main form").evaluate_all("forms => forms.forEach((form) => (form.noValidate = true))")
        for name, words in typed.items():
            page.locator(f"main [name={name}]").first.fill(words)
        page.locator("main").get_by_role("button", name=button, exact=True).first.click()
        page.wait_for_load_state()

    return press


def opened(page: Page) -> None:
    """Everything that can be unfolded is."""
    page.locator("main details").evaluate_all("all => all.forEach((one) => (one.open = true))")


def without_mark(page: Page) -> None:
    page.locator("main [name=csrfmiddlewaretoken]").first.evaluate("mark => mark.remove()")
    pressing("Keep")(page)


def no_address_book(page: Page) -> None:
    page.set_input_files("[name=book]", {"name": "a.vcf", "mimeType": "text/vcard", "buffer": b"x"})
    pressing("Read it")(page)
    page.locator(".problem").wait_for()


def answered_elsewhere(page: Page) -> None:
    """Sends a question that began with other answers than are there now."""
    page.locator("main [name=was]").evaluate("mark => (mark.value = 'other')")
    page.locator("main input[type=radio]").nth(5).check()
    pressing("Next")(page)


def in_a_country(page: Page) -> None:
    """This device remembers a country with many lines."""
    page.locator("main details").evaluate_all("all => all.forEach((one) => (one.open = true))")
    page.get_by_label("Which country are you in?").select_option("PL")
    page.get_by_role("button", name="Show the numbers").click()
    page.wait_for_load_state()


def changed_elsewhere(page: Page) -> None:
    page.locator("main [name=seen]").evaluate("seen => (seen.value = 'another')")
    pressing("Keep", lines="from this device")(page)
    page.locator(".problem").wait_for()


def readers_changed(page: Page) -> None:
    page.locator("main [name=seen]").evaluate("seen => (seen.value = 'another')")
    pressing("Keep")(page)
    page.locator("[role=alert]").first.wait_for()


def no_photo(page: Page) -> None:
    page.set_input_files("[name=photo]", {"name": "a.png", "mimeType": "image/png", "buffer": b"x"})
    pressing("Keep")(page)
    page.locator(".problem").wait_for()


def thanking(page: Page) -> None:
    for words in (LENT_A_HAND, "It made the day lighter."):
        pressing(words)(page)
    page.locator("#text").wait_for()


def linked(page: Page) -> None:
    opened(page)
    page.locator("[name=label]").fill("Freya")
    pressing("Make a link")(page)


def too_late(page: Page) -> None:
    """Presses for the date that is taken, as from a page that has lain open."""
    page.locator("#take .first").evaluate("(one) => (one.value = document.querySelector('[name=stand_by]').value)")
    page.locator("#take .first").click()
    page.locator("[role=alert]").wait_for()


def no_such_time(page: Page) -> None:
    opened(page)
    pressing("This time")(page)


def offering_nothing(page: Page) -> None:
    opened(page)
    pressing("Offer it")(page)


def nameless(page: Page) -> None:
    opened(page)
    page.locator("#take [name=name]").fill("")
    page.locator("button[form=take]").first.click()
    page.locator("[role=alert]").first.wait_for()


def lost_link(page: Page) -> None:
    """What was typed comes back where the link was taken back meanwhile."""
    opened(page)
    page.locator("#take [name=word]").fill("With dumplings")
    page.locator("#take").evaluate("(form) => (form.action = form.action.replace('/claim', 'x/claim'))")
    page.locator("button[form=take]").first.click()
    page.locator("#typed-1").wait_for()
