"""A world for each file, which every test finds untouched; at the same moment for everyone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.cast import NOW
from tests.doors.world import World, make_world


@pytest.fixture(scope="module")
def houses(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once: what a test does is undone by its own transaction within this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(houses: World, db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return houses
