"""House rules of every template: nothing inline, nothing from elsewhere, the way out on every page."""

import re
from pathlib import Path

import pytest
from django.template import engines

import kindring.web

TEMPLATES = Path(kindring.web.__file__).parent / "templates"
ALL = sorted(TEMPLATES.rglob("*.html"))
NAMES = [str(file.relative_to(TEMPLATES)) for file in ALL]
# Where a quick exit ends: it leads away by itself, so it has nothing to leave.
LEADS_AWAY = {"doors/away.html"}
# Macros of one room stand beside its pages, in files that begin with an underscore.
PAGES = [name for name in NAMES if not name.startswith(("kit/", "frame")) and "/_" not in name]
PAGES = [name for name in PAGES if name not in LEADS_AWAY]

INLINE_STYLE = re.compile(r"<style|\sstyle\s*=", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|hx-on|javascript:|hx-vals=.js:", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:src|href|action|url)\s*=?\s*[\"'(]\s*(?:https?:)?//", re.IGNORECASE)
ALONE = re.compile(r"^(?:[a-z]+)?\.([a-z-]+) {", re.MULTILINE)  # a class that means the same wherever it stands
TEXT_OUTSIDE_GETTEXT = re.compile(r">\s*[A-Za-z][a-z]+(?: [a-z]+)+[^<{]*<")


def source(name: str) -> str:
    """The template without its comments."""
    return re.sub(r"{#.*?#}", "", (TEMPLATES / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def styled(sheet: str) -> set[str]:
    """The classes to which this sheet gives a look of their own."""
    return set(ALONE.findall((TEMPLATES.parent / "static/css" / sheet).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles(name: str) -> None:
    engines["jinja2"].get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_inline(name: str) -> None:
    assert not INLINE_STYLE.search(source(name))
    assert not INLINE_SCRIPT.search(source(name))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_from_elsewhere(name: str) -> None:
    assert not ELSEWHERE.search(source(name))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_escapes_the_escaping(name: str) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape", source(name))


@pytest.mark.parametrize("name", NAMES)
def test_words_go_through_gettext(name: str) -> None:
    assert not TEXT_OUTSIDE_GETTEXT.search(re.sub(r"{%.*?%}", "", source(name)))


@pytest.mark.parametrize("name", PAGES)
def test_page_stands_in_a_frame_with_the_way_out(name: str) -> None:
    assert re.match(r'\s*{% extends "(frame|frame_plain)\.html" %}', source(name))
    assert "block leave" not in source(name)
    assert "block body" not in source(name)


@pytest.mark.parametrize("name", PAGES)
def test_page_loads_the_sheet_of_every_class_it_uses(name: str) -> None:
    sheets = {"kindring.css", *re.findall(r"css/([a-z]+\.css)", source(name))}
    everywhere = {one for sheet in (TEMPLATES.parent / "static/css").glob("*.css") for one in styled(sheet.name)}
    used = {one for words in re.findall(r'class="([^"{]*)', source(name)) for one in words.split()}
    assert not (used & everywhere) - {one for sheet in sheets for one in styled(sheet)}


@pytest.mark.parametrize("name", [name for name in NAMES if "/_" in name])
def test_part_of_a_room_holds_macros_only(name: str) -> None:
    assert "{% extends" not in source(name)
    assert not re.sub(r"{%-? macro.*?endmacro -?%}|{%.*?%}", "", source(name), flags=re.DOTALL).strip()


@pytest.mark.parametrize("name", NAMES)
def test_every_post_form_carries_its_mark(name: str) -> None:
    for form in re.findall(r"<form\b.*?</form>", source(name), re.DOTALL | re.IGNORECASE):
        assert 'method="get"' in form or ('method="post"' in form and "{{ csrf_input }}" in form)


def test_frame_offers_the_way_out() -> None:
    assert """action="{{ url('leave') }}\"""" in source("frame_plain.html")
    assert "{{ self.leave() }}" in source("frame.html")


@pytest.mark.parametrize(
    "bad",
    ['<p style="x">', "<style>", "<script>x", '<a onclick="x">', '<b hx-on:click="x">', '<a href="javascript:x">'],
)
def test_rule_sees_what_is_inline(bad: str) -> None:
    assert INLINE_STYLE.search(bad) or INLINE_SCRIPT.search(bad)
