"""Errors are pages in plain words with a way on, and tell nobody what was asked for."""

import re
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import loader
from django.test import Client, override_settings
from django.utils.translation import override

from kindring.web import errors

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
STATUSES = [
    ("/not-there", 404),
    ("/raising/foreign", 404),
    ("/raising/forbidden", 403),
    ("/raising/refused", 409),
    ("/raising/wait", 429),
    ("/raising/sealed", 423),
    ("/raising/broken", 500),
    ("/note", 405),
    ("/offline", 200),
]


def bytes_of(answer: Any) -> bytes:
    return TOKEN.sub(b"", answer.content)


@pytest.mark.parametrize(("address", "status"), STATUSES)
def test_error_is_a_page_with_a_way_on_and_a_way_out(visitor: Client, address: str, status: int) -> None:
    answer = visitor.get(address)
    words = answer.content.decode()
    assert answer.status_code == status
    assert '<main id="main"' in words
    assert 'href="/"' in words.partition("<main")[2]
    assert 'id="leave"' in words


def test_missing_and_foreign_are_the_same_bytes(visitor: Client) -> None:
    missing, foreign = visitor.get("/not-there?a=1&done=sample_noted"), visitor.get("/raising/foreign")
    assert bytes_of(missing) == bytes_of(foreign)
    assert dict(missing.headers) == dict(foreign.headers)


@pytest.mark.parametrize("address", ["/raising/foreign", "/raising/broken", "/raising/sealed"])
def test_error_says_nothing_of_what_was_asked_for(visitor: Client, address: str) -> None:
    assert b"Mira" not in visitor.get(address).content
    assert b"raising" not in visitor.get(address).content


def test_refusal_shows_its_sentence_and_the_way_back(visitor: Client) -> None:
    words = visitor.get("/raising/refused", headers={"Referer": "http://testserver/sample"}).content.decode()
    assert "That day lies in the future." in words
    assert 'href="http://testserver/sample"' in words


@pytest.mark.parametrize("before", ["http://elsewhere.example/", "javascript:alert(1)", "//elsewhere.example", ""])
def test_way_back_never_leads_elsewhere(visitor: Client, before: str) -> None:
    words = visitor.get("/raising/refused", headers={"Referer": before}).content.decode()
    assert "elsewhere" not in words
    assert "javascript" not in words


def test_htmx_gets_a_refusal_as_one_line_among_the_notices(htmx: Client) -> None:
    answer = htmx.get("/raising/refused")
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#notices"
    assert "That day lies in the future." in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_htmx_is_told_to_load_a_locked_page_anew(htmx: Client) -> None:
    assert htmx.get("/raising/sealed")["HX-Refresh"] == "true"


def test_locked_offers_the_password_and_an_older_key_the_recovery_code(sample_site: None) -> None:
    request = HttpRequest()
    assert b'href="/unlock"' in errors.locked(request).content
    request.keys = (b"open",)  # type: ignore[attr-defined]
    page = errors.locked(request).content
    assert b'href="/reopen"' in page
    assert b'href="/unlock"' not in page


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10)
def test_too_large_is_said_so(visitor: Client) -> None:
    assert visitor.post("/raising/foreign", {"anything": "x" * 50}).status_code == 413


def test_form_without_its_mark_is_refused_in_plain_words(sample_site: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/note")
    assert answer.status_code == 403
    assert "This form waited too long" in answer.content.decode()


def test_server_error_stands_even_where_pages_do_not(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise OSError

    monkeypatch.setattr(loader, "get_template", broken)
    answer = visitor.get("/raising/broken")
    assert answer.status_code == 500
    assert b'href="/"' in answer.content


def test_method_not_allowed_says_which_are(visitor: Client) -> None:
    assert visitor.get("/note")["Allow"] == "POST"


def test_every_error_has_words_in_the_language_of_the_page() -> None:
    with override("en"):
        assert all(str(words.title) and all(map(str, words.lines)) for words in errors.PAGES.values())
