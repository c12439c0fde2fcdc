"""The mark of every form: Django takes ours for its own."""

import re
from typing import Any

import pytest
from django.middleware import csrf as django_csrf
from django.middleware.csrf import CSRF_ALLOWED_CHARS
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kindring.web.csrf import masked

SECRETS = st.text(CSRF_ALLOWED_CHARS, min_size=32, max_size=32)


def mark_of(answer: Any) -> str:
    [*marks] = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode()))
    assert len(marks) == 1, "one mask serves the whole page"
    return str(marks[0])


@given(SECRETS)
def test_django_finds_the_secret_behind_the_mask(secret: str) -> None:
    token = masked(secret)
    assert django_csrf._unmask_cipher_token(token) == secret  # type: ignore[attr-defined]
    assert django_csrf._does_token_match(token, secret)  # type: ignore[attr-defined]
    assert masked(secret) != token


def test_every_letter_of_a_mask_is_drawn() -> None:
    masks = [masked("a" * 32)[:32] for _ in range(3000)]
    for place in range(32):
        assert {mask[place] for mask in masks} == set(CSRF_ALLOWED_CHARS)


@pytest.fixture
def careful(sample_site: None) -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_form_is_taken_with_its_mark_and_refused_without(careful: Client) -> None:
    first, later = careful.get("/sample"), careful.get("/sample")
    marks = [mark_of(first), mark_of(later)]
    assert marks[0] != marks[1]
    for mark in marks:
        assert careful.post("/note", {"csrfmiddlewaretoken": mark}).status_code == 303
    assert careful.post("/note").status_code == 403
    assert careful.post("/note", {"csrfmiddlewaretoken": marks[0][::-1]}).status_code == 403
    assert Client(enforce_csrf_checks=True).post("/note", {"csrfmiddlewaretoken": marks[0]}).status_code == 403


def test_the_cookie_comes_once_and_goes_with_the_browser(careful: Client) -> None:
    cookie = careful.get("/sample").cookies["csrftoken"]
    assert not cookie["max-age"]
    assert not cookie["expires"]
    assert "csrftoken" not in careful.get("/sample").cookies
