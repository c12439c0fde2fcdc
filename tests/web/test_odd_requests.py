"""Odd cookies, odd encodings, line breaks, and headers that somebody made up."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from kindring.accounts.actions.joining import Joined
from kindring.accounts.models import Throttle, User
from kindring.web.sessions import COOKIE, MARK_COOKIE
from tests import cast
from tests.cast import NOW, PASSWORD
from tests.online import browser_of, bytes_of, new_browser

pytestmark = pytest.mark.django_db
STRINGS = Path(__file__).parents[3] / "shared" / "corpus" / "strings" / "ssrf"
SIGN_IN = {"name": "ana", "password": PASSWORD}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def joined() -> Joined:
    joined = cast.make_user("ana")
    User.objects.update(recovery_confirmed=True)
    return joined


@pytest.fixture
def visitor() -> Client:
    """Someone in front of the sign-in page."""
    return new_browser()


def signing_in(client: Client, next_page: str | None = None, **words: Any) -> Any:
    asked = {} if next_page is None else {"next": next_page}
    return client.post(reverse("sign_in"), SIGN_IN | asked | words)


def corpus(name: str) -> list[str]:
    if not (STRINGS / name).exists():
        pytest.skip("../shared/corpus/strings is not here")
    lines = (STRINGS / name).read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if line]


CRLF = [
    "%0d%0aSet-Cookie:%20evil=1",
    "\r\nSet-Cookie: evil=1",
    "\u560d\u560aSet-Cookie: evil=1",
    "x\nLocation: //evil",
]


def test_line_breaks_in_what_is_sent_never_reach_the_headers(joined: Joined, visitor: Client) -> None:
    broken = [*CRLF, *(corpus("patt_crlf.txt") if STRINGS.exists() else [])]
    for words in broken:
        browser = browser_of(joined)
        answers = [
            visitor.get(reverse("sign_in"), {"next": "/" + words}),
            visitor.post(reverse("sign_in"), {"name": words, "password": words}),
            visitor.get(f"/start/{words}"),
            browser.get(reverse("sign_in"), {"next": "/" + words}),
            browser.get("/" + words.lstrip("/")),
            browser.post(reverse("settings"), {"called": words, "time_zone": words, "email": words}),
        ]
        for answer in answers:
            assert answer.status_code < 500
            assert "evil" not in answer.cookies
            assert not [value for _, value in answer.items() if "\n" in value or "\r" in value]
        Throttle.objects.all().delete()


@pytest.mark.parametrize("cookie", ["", "x", "é" * 64, "00" * 32, '"\\355"', "00" * 5000])
def test_odd_cookies_are_nobody_and_no_fault(joined: Joined, cookie: str) -> None:
    headers = {"Cookie": f"{COOKIE}={cookie}; {MARK_COOKIE}={cookie}"}
    assert Client(raise_request_exception=False, headers=headers).get("/").status_code == 303
    assert signing_in(Client(raise_request_exception=False, headers=headers)).status_code == 303


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "hex", "idna", "rot13", "undefined"])
def test_text_in_another_encoding_is_not_read(visitor: Client, charset: str) -> None:
    """Some make text that cannot be written again, some are no encoding of text at all."""
    body = b'--X\r\nContent-Disposition: form-data; name="name"\r\n\r\n+2AA-\\ud800\r\n--X--\r\n'
    kind = f"multipart/form-data; boundary=X; charset={charset}"
    assert visitor.generic("POST", reverse("sign_in"), body, content_type=kind).status_code == 400
    plain = visitor.generic(
        "POST", reverse("sign_in"), body, content_type="multipart/form-data; boundary=X; charset=UTF-8"
    )
    assert plain.status_code == 422


def test_addresses_of_proxies_are_believed_only_where_there_are_some(joined: Joined) -> None:
    """Whoever writes the header themselves gets no fresh tries."""

    def tries(spoofed: str, proxy_adds: str = "") -> list[int]:
        Throttle.objects.all().delete()
        said = []
        for number in range(7):
            forwarded = ", ".join(filter(None, [spoofed.format(number), proxy_adds]))
            answer = Client().post(
                reverse("sign_in"), SIGN_IN | {"password": "x"}, headers={"X-Forwarded-For": forwarded}
            )
            said.append(answer.status_code)
        return said

    slowed, free = [403] * 5 + [429] * 2, [403] * 7
    with override_settings(KINDRING_PROXIES=0):
        assert tries("10.0.{}.1") == slowed
        assert tries("10.0.{}.1", "198.51.100.7") == slowed
    with override_settings(KINDRING_PROXIES=1):
        assert tries("10.0.{}.1") == free  # the proxy itself says so
        assert tries("10.0.{}.1", "198.51.100.7") == slowed
        assert tries("10.0.{}.1", "198.51.100.7:4{}1") == slowed
        assert tries("", "") == slowed  # a proxy that adds nothing: all are one network
    with override_settings(KINDRING_PROXIES=2):
        assert tries("10.0.{}.1", "198.51.100.7, 10.9.9.9") == slowed
        assert tries("10.0.{}.1", "10.9.9.9") == free


@pytest.mark.parametrize(
    "spelled", ["198.51.100.{}", "198.51.100.{}:5123", "::ffff:198.51.100.{}", "[::ffff:198.51.100.{}]:443"]
)
@override_settings(KINDRING_PROXIES=1)
def test_one_network_is_one_however_a_proxy_spells_it(joined: Joined, spelled: str) -> None:
    said = [
        Client().post(
            reverse("sign_in"), SIGN_IN | {"password": "x"}, headers={"X-Forwarded-For": spelled.format(number)}
        )
        for number in range(6)
    ]
    assert [answer.status_code for answer in said] == [403] * 5 + [429]
    assert Client().post(reverse("sign_in"), SIGN_IN, headers={"X-Forwarded-For": "203.0.113.1"}).status_code == 303


def test_a_browser_that_was_here_gets_in_while_others_try(joined: Joined, visitor: Client) -> None:
    signing_in(visitor)
    visitor.post(reverse("sign_out"))
    assert MARK_COOKIE in visitor.cookies
    for number in range(10):
        Client().post(reverse("sign_in"), SIGN_IN | {"password": "x"}, REMOTE_ADDR=f"10.0.{number}.1")
    assert signing_in(Client()).status_code == 429
    assert signing_in(visitor).status_code == 303


def test_a_page_says_the_same_whoever_asks_when_it_is_not_there(joined: Joined) -> None:
    stranger, ana = (browser.get("/no-such-page") for browser in (Client(), browser_of(joined)))
    assert stranger.status_code == 404
    assert bytes_of(stranger) == bytes_of(ana)
