"""Every response says: nothing from elsewhere, nothing inline, nothing kept."""

import pytest
from django.test import Client

from kindring.web.headers import CONTENT_SECURITY_POLICY, HEADERS

KINDS_OF_ANSWER = [
    "/sample",
    "/away",
    "/not-there",
    "/note",
    "/raising/foreign",
    "/raising/refused",
    "/raising/sealed",
    "/raising/forbidden",
    "/raising/broken",
]


@pytest.mark.parametrize("address", KINDS_OF_ANSWER)
def test_every_kind_of_answer_carries_the_headers(visitor: Client, address: str) -> None:
    answer = visitor.get(address)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_policy_allows_nothing_inline_and_nobody_else() -> None:
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    for loose in ("unsafe", "data:", "http", "*", "blob:", "nonce"):
        assert loose not in CONTENT_SECURITY_POLICY


def test_static_files_carry_the_policy_and_may_be_kept(visitor: Client) -> None:
    answer = visitor.get("/static/icons.svg")
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "no-store" not in answer["Cache-Control"]


def test_private_pages_are_never_kept() -> None:
    assert HEADERS["Cache-Control"] == "no-store"


def test_referrer_policy_lets_forms_pass_the_csrf_check() -> None:
    # With no-referrer a browser sends `Origin: null`, which the check refuses.
    assert HEADERS["Referrer-Policy"] == "same-origin"
