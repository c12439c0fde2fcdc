"""What every test may ask for."""

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.core.signals import setting_changed
from django.db import connection
from django.dispatch import receiver
from django.test.utils import CaptureQueriesContext
from hypothesis import settings
from playwright.sync_api import Browser

from kindring.accounts import vault
from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.sealing import PasswordCost
from kindring.web import addresses
from tests import cast
from tests.real_browser import launched

_TRANSACTION = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")


# The same examples on every machine, however slow: a red run says something about the change, not about the day.
settings.register_profile("kindring", derandomize=True, deadline=None)
settings.load_profile("kindring")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough", action="store_true", help="every naughty string, and every page in all four looks (minutes)"
    )


def pytest_collection_finish() -> None:
    """As the server does: what has been loaded stays, and looking through it again takes time from every test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether there is time for everything, not only for a fair share."""
    return bool(pytestconfig.getoption("--thorough"))


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Argon2id at its real cost would take most of the tests' time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "COST", PasswordCost(iterations=1, lanes=1, memory_cost=8))
        yield


@receiver(setting_changed)
def _other_addresses(setting: str, **_more: Any) -> None:
    """Only tests serve other addresses: what was remembered of these is forgotten."""
    if setting == "ROOT_URLCONF":
        addresses.around_id.cache_clear()
        addresses._without_id.cache_clear()


@pytest.fixture
def ana(db: Any) -> Iterator[User]:
    """Ana during her own request: what she wrote is open."""
    with cast.signed_in(cast.make_user("ana")) as user:
        yield user


@pytest.fixture
def by(ana: User) -> Actor:
    """On Ana's behalf."""
    return Actor(ana)


@pytest.fixture
def cleo(db: Any) -> User:
    """A stranger on the same server; what she wrote is closed."""
    return cast.make_user("cleo").user


@pytest.fixture
def statements() -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as ran:` lists the SQL that ran within, without what begins and ends transactions."""

    @contextmanager
    def listed() -> Iterator[list[str]]:
        ran: list[str] = []
        with CaptureQueriesContext(connection) as captured:
            yield ran
        ran += [query["sql"] for query in captured if not query["sql"].startswith(_TRANSACTION)]

    return listed


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests that need a real browser."""
    with launched() as chromium:
        yield chromium
