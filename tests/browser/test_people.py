"""The pages of people in a real browser: by keyboard alone, with and without a script, and calm in the console."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from kindring.accounts.models import User
from kindring.people.models import Moment, Person, Presence
from tests.browser.visiting import cookie_for, user_of, visit
from tests.cast import jonas, make_person, mira, signed_in, tomas

pytestmark = pytest.mark.browser


@pytest.fixture(params=["script", "no script"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "script")


scripted = pytest.mark.parametrize("scripts", [True], ids=["script"])


@pytest.fixture
def me(site: str) -> Iterator[User]:
    """A user of this test's own, whose words are open."""
    joined = user_of(f"user {uuid4()}")
    with signed_in(joined) as user:
        user.cookie = cookie_for(joined)  # type: ignore[attr-defined]
        yield user


@pytest.fixture
def page(browser: Browser, site: str, me: User, scripts: bool) -> Iterator[Page]:
    """Their window; what must not happen fails the test."""
    made = visit(browser, site, java_script_enabled=scripts)
    made.sign_in(me.cookie)  # type: ignore[attr-defined]
    yield made.page
    made.context.close()
    assert made.wrong == []


def type_and_enter(page: Page, words: str) -> None:
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_five_people_in_a_row_without_leaving_the_keyboard(me: User, page: Page) -> None:
    page.goto("/people/new")
    names = ["Mira", "Jonas", "Tomas", "Ines", "Mrs Petrović"]
    for name in names:
        expect(page.get_by_label("Name", exact=True)).to_be_focused()
        type_and_enter(page, name)
        expect(page.get_by_role("main")).to_contain_text(f"{name} is added. Add another")
    assert sorted(person.name for person in Person.objects.visible_to(me)) == sorted(names)


@scripted
def test_five_moments_in_a_row_without_leaving_the_keyboard(me: User, page: Page) -> None:
    names = ["Anna", "Bea", "Cleo", "Dora", "Emil"]
    for name in [*names, "Annabel"]:
        make_person(me, name)
    page.goto("/moments/new?again=1")
    for number, name in enumerate(names, 1):
        expect(page.get_by_role("searchbox")).to_be_focused()
        type_and_enter(page, name.lower())
        expect(page.locator("[data-chosen]")).to_have_text(name)
        page.keyboard.press("Enter")
        expect(page.locator("[data-chosen]")).to_have_text("Nobody chosen yet")
        assert Moment.objects.visible_to(me).count() == number
    assert {row.person.name for row in Presence.objects.visible_to(me).select_related("person")} == set(names)


@scripted
def test_choosing_finds_names_without_accents_and_hides_the_rest(me: User, page: Page) -> None:
    make_person(me, "Mrs Petrović")
    mira(me)
    jonas(me)
    page.goto("/moments/new")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("petrovic")
    expect(page.get_by_role("group", name="Who").get_by_role("checkbox")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name="Who").get_by_role("checkbox")).to_have_count(3)


@scripted
def test_one_tap_in_the_list_changes_only_the_row(me: User, page: Page) -> None:
    mira(me)
    jonas(me)
    page.goto("/people/list?ring=inner")
    page.evaluate("window.same = true")
    page.get_by_role("button", name="In touch today with Mira").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Noted: you were in touch today.")
    assert page.evaluate("window.same && document.activeElement.textContent.includes('today')")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="In touch today with Mira")).to_be_visible()
    where = page.url.split("/people")[1].partition("&mark=")[0]
    assert (where, Moment.objects.visible_to(me).count()) == (
        "/list?ring=inner&done=moment_taken_back",
        0,
    )


def test_placing_with_enter_alone(me: User, page: Page) -> None:
    for name in ("Mira", "Jonas", "Tomas"):
        make_person(me, name)
    page.goto("/people/place")
    for name in ("Jonas", "Mira", "Tomas"):
        expect(page.get_by_role("button", name=f"{name}: closest")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_contain_text(f"{name} · closest")
    expect(page.get_by_role("main")).to_contain_text("Everyone has a place")
    assert set(Person.objects.visible_to(me).values_list("ring", flat=True)) == {"inner"}


@scripted
def test_moving_by_keyboard_on_the_map(me: User, page: Page) -> None:
    person = tomas(me)
    page.goto("/people")
    page.get_by_role("link", name="Tomas, wider").press("1")
    expect(page.get_by_role("link", name="Tomas, closest")).to_be_focused()
    person.refresh_from_db()
    assert person.ring == "inner"


def test_enter_in_the_edit_form_keeps_and_does_not_add_a_line(me: User, page: Page) -> None:
    person = jonas(me)
    page.goto(f"/people/{person.id}/edit")
    page.get_by_label("Name", exact=True).press("End")
    type_and_enter(page, " Weber")
    page.wait_for_url("**done=person_kept**")
    person.refresh_from_db()
    assert person.name == "Jonas Weber"
    page.goto(f"/people/{person.id}/edit")
    page.get_by_label("Number or address").fill("123")
    page.locator("#channels").get_by_role("button", name="Another line").click()
    expect(page.locator("#channels .line-of-fields")).to_have_count(2)
    expect(page.get_by_label("Number or address").first).to_have_value("123")


def test_a_kind_lights_its_people_by_keyboard_and_without_a_script(page: Page, me: User) -> None:
    mira(me, they_give=1)
    tomas(me, they_give=2)
    page.goto("/people")
    page.get_by_role("link", name="practical 1 person; 2 to begin with").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/people?kind=practical#map")
    lit = page.locator(".people-map .lit")
    expect(lit).to_have_count(1)
    expect(lit).to_have_accessible_name("Tomas, wider, gives practical")
    expect(page.get_by_text("One person is lit on the map, for practical help:")).to_be_visible()
    page.get_by_role("link", name="Show everyone alike").press("Enter")
    page.wait_for_url("**/people#map")
    expect(lit).to_have_count(0)


def test_a_thought_is_chosen_by_keyboard_and_without_a_script(page: Page, me: User) -> None:
    mira(me, they_give=1)
    tomas(me, they_give=2)
    page.goto("/people/without")
    page.get_by_label("Who?").select_option(label="Tomas")
    page.get_by_role("button", name="Look").press("Enter")
    expect(page.get_by_text("Of those noted, nobody else is there for practical help.")).to_be_visible()
    expect(page.locator(".people-map .away")).to_have_accessible_name(
        "Tomas, wider, gives practical, away in this thought"
    )
