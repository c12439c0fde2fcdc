"""The real site at one moment in time, served to a real browser. What a module writes is gone after it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser

from tests.browser.visiting import DESK, Visit, visit
from tests.browser.world import World, make_world
from tests.cast import NOW
from tests.real_browser import served


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database as the server's threads see it: no transaction around a test. Empty after the module."""
    with django_db_blocker.unblock():
        yield
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def site(db: None) -> Iterator[str]:
    """Its address. Every request comes at `NOW`."""
    with pytest.MonkeyPatch.context() as patch, served() as address:
        patch.setattr("django.utils.timezone.now", lambda: NOW)
        yield address


@pytest.fixture
def window(browser: Browser, site: str) -> Iterator[Visit]:
    """A browser that has never been here; what must not happen fails the test."""
    made = visit(browser, site)
    yield made
    made.context.close()
    assert made.wrong == []


@pytest.fixture(scope="module")
def world(site: str) -> Iterator[World]:
    """Users in every state, and an address for every error."""
    with override_settings(ROOT_URLCONF="tests.browser.addresses"):
        yield make_world()


@pytest.fixture(scope="module")
def tourist(browser: Browser, site: str) -> Iterator[Visit]:
    """One window for many pages, at rest: nothing moves or fades."""
    made = visit(browser, site, viewport=DESK, reduced_motion="reduce")
    yield made
    made.context.close()
