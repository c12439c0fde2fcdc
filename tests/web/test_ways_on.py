"""Where a door leads to afterwards: only ever to a page of this site."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from kindring.accounts.actions.joining import Joined
from kindring.accounts.models import User
from tests import cast
from tests.cast import NOW, PASSWORD
from tests.online import browser_of, locked, new_browser
from tests.web.seen import seen

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


OURS = ["/people", "/people/list?page=2&ring=inner", "/", "/settings#x", "/people?q=%C4%8D"]
ELSEWHERE = [
    "//\t/evil.example",
    "/\t\t/evil.example",
    "//\r\n/evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "HTTPS:evil.example",
    "javascript:alert(1)",
    "\x00//evil.example",
    " //evil.example",
    "people",
    "@evil.example",
    "",
    "/" + "a" * 5000,
]


def stays_here(location: str) -> bool:
    """As a browser would read it: one slash, and no character that it drops or takes for another."""
    return bool(re.fullmatch(r"/(?![/\\])[!-\[\]-~]*", iri_to_uri(location)))


@pytest.mark.parametrize("wanted", OURS)
def test_after_signing_in_one_is_where_one_wanted(joined: Joined, visitor: Client, wanted: str) -> None:
    assert signing_in(visitor, wanted)["Location"] == wanted
    assert visitor.get(reverse("sign_in"), {"next": wanted})["Location"] == wanted


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_led_elsewhere(joined: Joined, visitor: Client, wanted: str) -> None:
    asked = seen(visitor.get(reverse("sign_in"), {"next": wanted})).forms[-1].values["next"]
    assert stays_here(asked)
    assert stays_here(signing_in(visitor, wanted)["Location"])
    assert stays_here(visitor.get(reverse("sign_in"), {"next": wanted})["Location"])


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_no_way_back_leads_elsewhere(joined: Joined, wanted: str) -> None:
    with cast.signed_in(joined) as ana:
        [moment] = cast.in_touch(ana, cast.mira(ana), 3)
    browser = browser_of(joined)
    page = reverse("moment", args=[moment.pk])
    looked = seen(browser.get(page, {"back": wanted}))
    assert all(stays_here(link) or link.startswith("#") for link in looked.links)
    kept = browser.post(page, looked.form("").values | {"back": wanted})
    assert stays_here(kept["Location"])
    assert stays_here(browser.post(reverse("moment_delete", args=[moment.pk]), {"back": wanted})["Location"])


def test_nobody_is_led_elsewhere_by_any_known_trick(joined: Joined) -> None:
    tricks = [
        trick for line in corpus("patt_open_redirect_payloads.txt") for trick in (line, unquote(line), "/" + line)
    ]
    assert len(tricks) > 600
    browser = browser_of(joined)
    for trick in tricks:
        for page in ("sign_in", "unlock"):
            assert stays_here(browser.get(reverse(page), {"next": trick})["Location"]), trick
    closed = locked(browser_of(joined), joined)
    for trick in tricks:
        asked = seen(closed.get(reverse("unlock"), {"next": trick})).forms[1].values["next"]
        assert stays_here(asked), trick


def test_a_closed_page_is_where_one_is_afterwards(joined: Joined, visitor: Client) -> None:
    sent = visitor.get("/people/list?ring=inner&page=2")
    assert (sent.status_code, sent["Location"]) == (303, "/sign-in?next=%2Fpeople%2Flist%3Fring%3Dinner%26page%3D2")
    form = seen(visitor.get(sent["Location"])).forms[-1]
    assert signing_in(visitor, form.values["next"])["Location"] == "/people/list?ring=inner&page=2"


def test_what_cannot_be_repeated_is_no_page_to_come_back_to(joined: Joined, visitor: Client) -> None:
    assert visitor.post(reverse("settings"), {"called": "x"})["Location"] == reverse("sign_in")
    assert visitor.get("/")["Location"] == reverse("sign_in")
