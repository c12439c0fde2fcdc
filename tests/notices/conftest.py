"""Ana, and the mail server that writes to her."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings

from kindring.accounts.models import User
from tests import cast
from tests.notices.post_office import PostOffice, post_office


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """The host has set up this mail server."""
    with post_office() as office:
        monkeypatch.setattr(django_settings, "KINDRING_MAIL", office)
        monkeypatch.setattr(django_settings, "KINDRING_SITE", "https://kin.example.org")
        yield office


@pytest.fixture
def user(db: Any) -> User:
    """Ana as the worker meets her: nothing of hers is open."""
    return cast.make_user("ana").user
