"""The sample site, served by the real middleware."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings

import kindring.web
from tests import settings as product

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
