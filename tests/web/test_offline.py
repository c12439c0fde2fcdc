"""The page without a connection and its worker hold nothing of anybody's, and name every file they need."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

import kindring.web
from kindring.web import offline

WORKER = Path(kindring.web.__file__).parent / "static" / "js" / "offline_worker.js"


def worker_told(client: Client) -> dict[str, object]:
    first = client.get("/offline-worker.js").content.decode().splitlines()[0]
    told: dict[str, object] = json.loads(first.removeprefix("const KEPT = ").removesuffix(";"))
    return told


@pytest.mark.parametrize("page", ["/offline", "/lines"])
def test_page_is_the_same_bytes_for_everyone(ana_online: Client, page: str) -> None:
    ana_online.cookies["kindring_country"] = "DE"
    mine, strangers = ana_online.get(page), Client().get(page)
    assert mine.content == strangers.content == Client().get(page).content
    assert "csrftoken" not in strangers.cookies
    assert b"csrf" not in strangers.content


def test_worker_keeps_every_file_that_its_pages_name_and_no_other(visitor: Client) -> None:
    pages = [visitor.get(page).content.decode() for page in ("/offline", "/lines")]
    named = {file for page in pages for file in re.findall(r'(?:src|href)="(/static/[^"#]+)', page)}
    assert named == set(worker_told(visitor)["files"])  # type: ignore[call-overload]


def test_worker_is_a_script_for_the_whole_site(visitor: Client) -> None:
    answer = visitor.get("/offline-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert worker_told(visitor)["leave"] == "/leave"


def test_worker_changes_with_the_page(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = worker_told(visitor)
    assert worker_told(visitor) == before
    monkeypatch.setattr(offline, "DRAWN_WITH", offline.DRAWN_WITH[:-1])
    assert worker_told(visitor)["mark"] != before["mark"]


def test_page_offers_to_try_again_where_it_stands(visitor: Client) -> None:
    assert 'href="">Try again</a>' in visitor.get("/offline").content.decode()


def test_worker_stays_small() -> None:
    assert len(WORKER.read_text(encoding="utf-8").splitlines()) <= 80
