"""Time with someone in a real browser: planned and agreed by keys alone, with and without a script."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions.together import agree_time, propose_time
from kindring.people.models import Moment, TimeTogether
from tests.browser.visiting import PHONE, cookie_for, user_of, visit
from tests.cast import mira, signed_in

pytestmark = pytest.mark.browser
TWICE_AS_LARGE: ViewportSize = {"width": 640, "height": 450}  # of a desk at 200 %


@pytest.fixture
def me(site: str) -> Iterator[User]:
    """A user of this test's own, whose words are open."""
    joined = user_of(f"user {uuid4()}")
    with signed_in(joined) as user:
        user.cookie = cookie_for(joined)  # type: ignore[attr-defined]
        yield user


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(browser: Browser, site: str, me: User, request: pytest.FixtureRequest) -> Iterator[Page]:
    made = visit(browser, site, viewport=PHONE, java_script_enabled=request.param)
    made.sign_in(me.cookie)  # type: ignore[attr-defined]
    yield made.page
    made.context.close()
    assert made.wrong == []


def press(page: Page, found: Locator) -> None:
    """By the key alone."""
    found.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_from_a_persons_page_to_an_agreed_time_by_keys(me: User, page: Page) -> None:
    person = mira(me, channels=[{"kind": "phone", "label": "mobile", "value": "+44 7700 900123"}])
    page.goto(reverse("person", args=[person.id]))
    press(page, page.get_by_role("link", name="Plan time together"))
    first = page.get_by_role("radio", name="a walk")
    expect(first).to_be_checked()
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="a meal")).to_be_checked()
    press(page, page.get_by_role("button", name="Make the words"))
    expect(page.get_by_role("textbox", name="Change it as you like")).to_contain_text("how about a meal?")
    assert "sms:+447700900123?" in (page.locator("main a[href^=sms]").get_attribute("href") or "")
    press(page, page.locator("[name=offer]").first)
    expect(page.get_by_role("main")).to_contain_text("Before you meet")
    time = TimeTogether.objects.visible_to(me).get()
    assert time.starts_at == time.offers[0]


def test_before_and_after_a_meeting(me: User, page: Page) -> None:
    person, now = mira(me), timezone.now()
    time = propose_time(by=Actor(me), now=now, person=person, times=[now + timedelta(seconds=1)], what="a walk")
    agree_time(by=Actor(me), now=now, time=time, starts_at=now)
    page.goto("/")
    press(page, page.get_by_role("link", name="A walk with Mira"))
    press(page, page.get_by_role("button", name="I felt heard"))
    expect(page.get_by_role("status")).to_contain_text("Noted.")
    assert Moment.objects.visible_to(me).get().felt == ["heard"]
    press(page, page.get_by_role("button", name="Undo"))
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    assert not Moment.objects.visible_to(me).exists()


def test_nothing_is_cut_off_at_twice_the_size(me: User, page: Page) -> None:
    person, now = mira(me), timezone.now()
    words: Any = {"what": "a very long walk around the lake and back", "place": "by the old bridge"}
    times = [now + timedelta(days=ahead) for ahead in (1, 2, 3)]
    time = propose_time(by=Actor(me), now=now, person=person, times=times, **words)
    page.set_viewport_size(TWICE_AS_LARGE)
    about = {"person": person, "together_new": person, "before_meeting": person, "together": time}
    for name, thing in about.items():
        page.goto(reverse(name, args=[thing.id]))
        assert page.locator("html").evaluate("page => page.scrollWidth <= page.clientWidth"), name
