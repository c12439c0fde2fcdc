"""What a browser loads stays small, and asks nobody else for more."""

import gzip
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

import kindring.web
from kindring.web.words import KIND_ICONS, WAY_ICONS

WEB = Path(kindring.web.__file__).parent
STATIC = WEB / "static"
SCRIPTS = sorted(STATIC.glob("js/*.js"))
FIRST_VIEW = 45 * 1024
SCRIPT_LINES = 100
STYLE_LINES = 1500
# Only these touch what the browser keeps: the plan under a PIN, by choice, and taking it away when someone leaves.
KEEP_ON_THE_DEVICE = {"plan.js", "offline_worker.js"}


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def test_styles_stay_short() -> None:
    lines = [line for sheet in STATIC.rglob("*.css") for line in sheet.read_text(encoding="utf-8").splitlines()]
    assert len(lines) <= STYLE_LINES


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_script_is_short_and_asks_nobody_else(script: Path) -> None:
    words = script.read_text(encoding="utf-8")
    assert len(words.splitlines()) <= SCRIPT_LINES
    assert not re.search(r"https?://|\beval\(|new Function|innerHTML|document\.write|localStorage", words)
    assert ("indexedDB" in words) == (script.name in KEEP_ON_THE_DEVICE)


def test_styles_ask_for_nothing() -> None:
    for sheet in STATIC.rglob("*.css"):
        assert not re.search(r"url\(|@import", sheet.read_text(encoding="utf-8"))


def test_first_view_is_light(visitor: Client) -> None:
    page = visitor.get("/sample").content
    files = set(re.findall(r'(?:src|href)="/static/([^"#]+)', page.decode()))
    assert {"css/kindring.css", "icons.svg", "django_htmx/htmx-2.min.js"} <= files
    # the map's own files come with the first view of People
    files |= {"css/map.css", "js/map.js"}
    found = [finders.find(file) for file in sorted(files)]
    assert all(found)
    assert compressed(page) + sum(compressed(Path(str(file)).read_bytes()) for file in found) <= FIRST_VIEW


def test_every_icon_that_is_used_exists() -> None:
    there = {symbol.get("id") for symbol in ElementTree.parse(STATIC / "icons.svg").getroot()}
    used = {*KIND_ICONS.values(), *WAY_ICONS.values()}
    for template in (WEB / "templates").rglob("*.html"):
        words = template.read_text(encoding="utf-8")
        used |= set(re.findall(r'(?:kit\.icon\(|\bicon\(|mark=)"([a-z0-9-]+)"', words))
    assert used <= there
    assert {"sun", "orbit", "settings"} <= there


def test_sprite_carries_its_licence_and_nothing_that_acts() -> None:
    sprite = (STATIC / "icons.svg").read_text(encoding="utf-8")
    assert "ISC License" in sprite
    assert not re.search(r"<script|\son\w+=|style=|href=", sprite)
