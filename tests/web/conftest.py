"""The sample site, served by the real middleware; and Ana's own browser on the real one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings

import kindring.web
from kindring.accounts.actions.sessions import begin_session
from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib import keyring
from kindring.web.sessions import COOKIE
from tests import settings as product
from tests.cast import NOW

SAMPLES = Path(__file__).parent / "samples"
TEMPLATES = Path(kindring.web.__file__).parent / "templates"


@pytest.fixture
def sample_site() -> Iterator[None]:
    """Addresses and templates of `tests/web/samples`, errors shown as a visitor sees them."""
    jinja = product.TEMPLATES[0]
    templates = [{**jinja, "DIRS": [SAMPLES / "templates", TEMPLATES]}]
    with override_settings(ROOT_URLCONF="tests.web.samples.urls", TEMPLATES=templates):
        yield


@pytest.fixture
def visitor(sample_site: None) -> Client:
    """Someone who has not signed in, on the sample site."""
    return Client(raise_request_exception=False)


@pytest.fixture
def htmx(sample_site: None) -> Client:
    """The same, asking through htmx."""
    return Client(raise_request_exception=False, headers={"HX-Request": "true"})


@pytest.fixture
def ana_online(ana: User, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Ana's browser, signed in on a computer; every request comes at `NOW`."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    User.objects.filter(id=ana.id).update(recovery_confirmed=True)
    keys = (keyring.current().key_of(ana.id),)
    begun = begin_session(by=Actor(ana), now=NOW, keys=keys, device="computer")
    client = Client(raise_request_exception=False)
    client.cookies[COOKIE] = begun.secret.cookie
    return client
