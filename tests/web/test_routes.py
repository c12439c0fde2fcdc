"""Addresses are found by their first word, and are the same addresses."""

import pytest
from django.urls import Resolver404, resolve, reverse

from kindring.config.urls import urlpatterns as grouped
from kindring.web.urls import urlpatterns as pages


def test_every_page_is_found_where_its_name_says() -> None:
    """Also where another address before it could have taken it."""
    ids = "3f0c6a4e-7d0b-4c57-9d43-6d1f0a7c1d11"
    for pattern in pages:
        values = {name: "1" if "int" in repr(kind) else ids for name, kind in pattern.pattern.converters.items()}
        try:
            found = resolve(reverse(pattern.name, kwargs=values))
        except Resolver404:
            pytest.fail(f"{pattern.name} is not found")
        assert (found.func, found.url_name) == (pattern.callback, pattern.name)


def test_the_longest_way_is_short() -> None:
    assert len(pages) > 2 * len(grouped)
