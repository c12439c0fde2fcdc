"""Addresses that are resolved once are those that Django resolves."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from kindring.web.addresses import around_id, url

MIRA = UUID("6d8f6f0e-6a0c-4a3e-9d53-0d3c7b6f2a11")


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"query": {"page": 2, "role": "a b"}},
        {"query": {"what": "walk", "person": str(MIRA)}},
        {"query": {"person": MIRA, "back": "/"}},
        {"query": {"who": ["a", "b"], "q": "é&="}},
        {"query": {"empty": "", "also": "~.-_"}},
        {"fragment": "moments"},
        {"query": {}},
    ],
)
@pytest.mark.parametrize(
    ("name", "given"), [("today", ()), ("people_list", ()), ("person", (MIRA,)), ("person_touch", (MIRA,))]
)
def test_as_django_does(name: str, given: tuple[Any, ...], options: dict[str, Any]) -> None:
    assert url(name, *given, **options) == reverse(name, args=given or None, **options)


def test_other_arguments_are_left_to_django() -> None:
    assert url("reset_link", "a b%c") == reverse("reset_link", args=["a b%c"])
    assert url("person", person=MIRA) == f"/people/{MIRA}"


@pytest.mark.parametrize(
    ("name", "given"), [("nowhere", ()), ("today", (uuid4(),)), ("person", ("mira",)), ("person", ())]
)
def test_what_leads_nowhere_is_an_error(name: str, given: tuple[Any, ...]) -> None:
    with pytest.raises(NoReverseMatch):
        url(name, *given)


def test_around_an_id() -> None:
    assert around_id("person_touch") == ("/people/", "/touch")
