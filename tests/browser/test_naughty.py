"""Whatever people type is shown as they typed it, in every kind of field, and never runs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.texts import can_be_seen, line, paragraphs
from kindring.people.actions import Channel, DateDetails, PersonChanges, change_person, log_moment, replace_dates
from kindring.people.models import Moment, Person
from tests import cast
from tests.address_books import card
from tests.browser.naughty import OWN, collected, fair_share
from tests.browser.visiting import Visit, cookie_for, user_of, visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]  # every string takes its time
AT_ONCE = 20  # ways to reach someone, moments on a page
SHARE = 400
KINDS = ("phone", "email", "address", "other")
TEXTS = "all => all.map((one) => one.textContent)"
# What no word of anybody may become.
GROWN = """() => [...document.querySelectorAll(
    "main :is(script, style, link, meta, base, iframe, object, embed, img, video, audio, form:not([method]), math)")]
  .concat([...document.querySelectorAll("main *")]
    .filter((one) => one.getAttributeNames().some((name) => /^on/.test(name))))
  .concat([...document.querySelectorAll("main a")]
    .filter((one) => !/^(\\/[^/]|\\/$|\\?|#|tel:|sms:|mailto:)/.test(one.getAttribute("href"))))
  .map((one) => one.outerHTML.slice(0, 200))"""


class Carrier(NamedTuple):
    """Someone whose every field holds some of the strings, and one moment with them; and who has them on the map."""

    cookie: str
    person: Person
    strings: list[str]
    moment: Moment


@pytest.fixture(scope="module")
def groups(thorough: bool) -> list[list[str]]:
    """The strings, as many as one map may hold in each group."""
    found = collected()
    strings = OWN + (found if thorough else fair_share(found, SHARE) if found else [])
    return parts(strings, SHARE)


def parts(strings: list[str], most: int) -> list[list[str]]:
    return [strings[first : first + most] for first in range(0, len(strings), most)]


@pytest.fixture(scope="module")
def named(site: str, groups: list[list[str]]) -> list[tuple[str, list[str]]]:
    """Cookies of users on whose map people are called so."""
    return [(_named(f"named {number}", names(group)), names(group)) for number, group in enumerate(groups)]


def _named(name: str, typed: list[str]) -> str:
    joined = user_of(name)
    with cast.signed_in(joined) as user:
        for each in typed:
            cast.make_person(user, each, ring="outer")
    return cookie_for(joined)


@pytest.fixture(scope="module")
def carriers(site: str, groups: list[list[str]]) -> list[Carrier]:
    """People about whom everything was written, on the maps of some users."""
    return [carrier for number, group in enumerate(groups) for carrier in _carriers(f"carrying {number}", group)]


def _carriers(name: str, strings: list[str]) -> list[Carrier]:
    joined = user_of(name)
    cookie = cookie_for(joined)
    with cast.signed_in(joined) as user:
        return [_carrier(user, cookie, part) for part in parts(strings, AT_ONCE)]


def names(strings: list[str]) -> list[str]:
    return [one for one in strings if can_be_seen(line(one)) and len(line(one)) <= 200]


def _carrier(user: User, cookie: str, strings: list[str]) -> Carrier:
    by = Actor(user)
    person = cast.make_person(user, "Carrier", ring="inner")
    channels: list[Channel] = [
        {"kind": KINDS[place % 4], "label": line(one)[:40], "value": paragraphs(one)[:500]}
        for place, one in enumerate(strings)
    ]
    words: PersonChanges = {"channels": channels, "pronouns": strings[-1][:40], "ask_about": strings[-1][:500]}
    words |= {"how_met": strings[0][:1000], "notes": "\n".join(strings)[:10_000]}
    change_person(by=by, now=cast.NOW, person=person, **words)
    labels = [line(one)[:80] for one in strings[:4]]
    dates: list[DateDetails] = [
        {"sort": "own", "month": 11, "day": 23 + place, "label": label} for place, label in enumerate(labels)
    ]
    replace_dates(by=by, now=cast.NOW, person=person, dates=dates)
    for place, one in enumerate(strings):
        day = cast.TODAY - timedelta(days=place)
        moment = log_moment(by=by, now=cast.NOW, people=[person], day=day, note=one, thanks=one[:1000])
    return Carrier(cookie, person, strings, moment)


@pytest.fixture(scope="module")
def module_window(browser: Browser, site: str) -> Iterator[Visit]:
    made = visit(browser, site)
    yield made
    made.context.close()


@pytest.fixture
def page(module_window: Visit, carriers: list[Carrier]) -> Iterator[Page]:
    """The window of someone who wrote them everywhere; what must not happen fails the test."""
    module_window.sign_in(carriers[0].cookie)
    yield module_window.page
    assert module_window.take_wrong() == []


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    assert page.evaluate(GROWN) == []


def test_names_are_shown_as_typed(module_window: Visit, page: Page, named: list[tuple[str, list[str]]]) -> None:
    for cookie, typed in named:
        module_window.sign_in(cookie)
        expected = {line(one) for one in typed}
        open_page(page, "/moments/new")
        assert expected <= set(page.locator(".choice span").evaluate_all(TEXTS))
        shown: set[str] = set()
        for number in range(1, len(typed) // 50 + 2):
            open_page(page, f"/people/list?page={number}")
            shown |= set(page.locator(".who > a").evaluate_all(TEXTS))
        assert expected <= shown
        open_page(page, "/people")
        open_page(page, "/")


def test_all_words_about_someone_are_shown_as_typed(
    module_window: Visit, page: Page, carriers: list[Carrier]
) -> None:
    for cookie, person, strings, _ in carriers:
        module_window.sign_in(cookie)
        open_page(page, reverse("person", args=[person.id]))
        shown = {text.removeprefix(" Thanks: ") for text in page.locator("main .lines").evaluate_all(TEXTS)}
        notes = [paragraphs(one)[:10_000] for one in strings]
        assert {note for note in notes if note} <= shown
        assert {paragraphs(one[:1000]) for one in strings} - {""} <= shown
        assert {paragraphs(one)[:500].strip() for one in strings} - {""} <= shown
        assert paragraphs("\n".join(strings)[:10_000]) in shown


VALUES = "all => all.map((one) => one.value)"


def test_forms_hold_what_was_typed(module_window: Visit, page: Page, carriers: list[Carrier], thorough: bool) -> None:
    for cookie, person, strings, moment in carriers[:: 1 if thorough else 3]:
        module_window.sign_in(cookie)
        open_page(page, reverse("person_edit", args=[person.id]))
        held = set(page.locator("main input, main textarea").evaluate_all(VALUES))
        single = [paragraphs(one)[:500].strip() for one in strings]
        assert {one for one in single if "\n" not in one} <= held
        assert {line(one)[:40].strip() for one in strings} <= held
        assert paragraphs("\n".join(strings)[:10_000]) in held
        open_page(page, reverse("moment", args=[moment.id]))
        assert paragraphs(strings[-1]) in page.locator("main textarea").evaluate_all(VALUES)


def test_typed_in_the_browser_and_looked_for(page: Page) -> None:
    for words in OWN[:6]:
        open_page(page, "/people/new")
        page.get_by_label("Name", exact=True).fill(words)
        page.get_by_role("button", name="Add and open").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(line(words))
        page.goto("/people/list")
        page.locator("[name=q]").fill(words)
        page.get_by_role("button", name="Find").click()
        expect(page.locator("[name=q]")).to_have_value(words)
        assert line(words) in page.locator(".who > a").evaluate_all(TEXTS)
        assert page.evaluate(GROWN) == []


def test_cards_are_shown_as_they_are(page: Page) -> None:
    typed = [line(one) for one in OWN if "\\" not in one]
    cards = "".join(card(name.replace(",", "\\,").replace(";", "\\;")) for name in typed)
    open_page(page, "/bring")
    page.set_input_files("[name=book]", {"name": "<b>.vcf", "mimeType": "text/vcard", "buffer": cards.encode()})
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who comes along?")
    assert set(typed) <= set(page.locator(".said b").evaluate_all(TEXTS))
    assert page.evaluate(GROWN) == []
