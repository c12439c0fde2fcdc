"""What is too long for a form is refused by its length, before any of it is read."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from kindring.accounts.models import User
from kindring.web import body_size
from kindring.web.body_size import MOST_BYTES, BodySizeMiddleware


def test_too_long_a_form_is_413_for_everyone(ana: User, ana_online: Client) -> None:
    long = {"name": "M" * (MOST_BYTES + 1)}
    for browser in (ana_online, Client()):
        answer = browser.post(reverse("person_new"), long)
        assert answer.status_code == 413
        assert "That is too large" in answer.content.decode()


@pytest.mark.parametrize("length", ["-1", "1e3", "²", str(MOST_BYTES + 1), "9" * 400])
def test_nothing_of_it_is_read(length: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_size, "bad_request", lambda request, problem: "refused")
    request = RequestFactory().post("/people/new")
    request.META["CONTENT_LENGTH"] = length
    request.META["wsgi.input"] = None
    given: Any = BodySizeMiddleware(lambda _request: None)  # type: ignore[arg-type, return-value]
    assert given.process_view(request, lambda: None, (), {}) == "refused"


def test_a_long_note_fits(ana: User, ana_online: Client) -> None:
    answer = ana_online.post(reverse("person_new"), {"name": "Mira", "notes": "n" * 10_000})
    assert answer.status_code == 303
