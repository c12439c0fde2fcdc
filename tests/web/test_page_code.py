"""What Jinja compiles our pages to says the same as Jinja's own code, in the language of the page."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FunctionLoader, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from kindring.web import page_code
from kindring.web.page_code import PageEnvironment
from kindring.web.render import template

WEB = Path(page_code.__file__).parent


def pages(language: str = "en") -> PageEnvironment:
    return PageEnvironment(language, autoescape=True, undefined=StrictUndefined)


def rendered(source: str, language: str = "en", **facts: Any) -> str:
    return pages(language).from_string(source).render(facts)


@given(st.text())
def test_words_of_people_are_escaped_as_jinja_does(words: str) -> None:
    assert PageEnvironment.printed(words) == escape(words)
    assert PageEnvironment.printed(Markup(words)) == words


@pytest.mark.parametrize("value", ["<b>", "&", '"', "'", "<", 7, 1.5, None, True, [1, "<"], gettext_lazy("<b>")])
def test_what_is_printed_is_what_jinja_prints(value: Any) -> None:
    assert rendered("{{ value }}", value=value) == Environment(autoescape=True).from_string("{{ v }}").render(v=value)


def test_what_is_safe_already_is_printed_as_it_is() -> None:
    assert rendered("{{ a }}{{ b }}", a=Markup("<b>"), b=mark_safe("<i>")) == "<b><i>"
    assert rendered("{% macro m(x) %}<p>{{ x }}</p>{% endmacro %}{{ m('<') }}") == "<p>&lt;</p>"


def test_a_text_stands_in_the_page_in_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_code, "gettext", lambda text: f"{text} <{get_language()}>")
    source = "{{ _('Close') }}{{ shout(_('Open')) }}{% if _('Yes') %}!{% endif %}"
    facts = {"_": None, "shout": lambda words: words.upper()}  # nobody calls `_` any more
    assert rendered(source, "de", **facts) == "Close <de>OPEN <DE>!"
    with override("fr"):
        assert rendered(source, "de", **facts) == "Close <de>OPEN <DE>!"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ _('Hello %(name)s', name='<Mira>') }}", "Hello &lt;Mira&gt;"),
        ("{{ _('100%%') }}", "100%"),
        ("{{ _(words) }}", "Later"),
        ("{{ ngettext('%(num)d card', '%(num)d cards', 2) }}", "2 cards"),
    ],
)
def test_a_text_with_values_is_said_when_the_page_is(source: str, expected: str) -> None:
    found = engines["jinja2"].env.from_string(source)  # type: ignore[attr-defined]
    assert found.render(words="Later") == expected


def test_values_find_their_places_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    turned = {"%(a)s and %(b)s": "%(b)s <und> %(a)s, 100%% %(b)s", "%(a)s": "%(a)5s"}
    monkeypatch.setattr(page_code, "gettext", turned.__getitem__)
    facts: dict[str, Any] = {"_": lambda text, **_values: "as ever", "x": "<", "y": Markup("<b>")}
    assert rendered("{{ _('%(a)s and %(b)s', a=x, b=y) }}", **facts) == "as ever"  # 100%% is not of the simple kind
    turned["%(a)s and %(b)s"] = "%(b)s <und> %(a)s, %(b)s"
    assert rendered("{{ _('%(a)s and %(b)s', a=x, b=y) }}", **facts) == "<b> <und> &lt;, <b>"
    assert rendered("<p title='{{ _('%(a)s and %(b)s', a=x, b=1) }}'>", **facts) == "<p title='1 <und> &lt;, 1'>"
    assert rendered("{{ _('%(a)s', a=x) }}", **facts) == "as ever"
    assert rendered("{{ _('%(a)s and %(b)s', a=x) }}", **facts) == "as ever"


def test_calls_go_as_python_calls_them() -> None:
    said = rendered(
        "{% macro card(title, look='plain') %}[{{ title }} {{ look }} {{ caller() }}]{% endmacro %}"
        "{% call card('A', look='new') %}{{ join('b', *more, **named) }}{% endcall %}"
        "{% for n in [1, 2] %}{{ join(n, end=loop.index) }}{% endfor %}",
        join=lambda *words, end="": "-".join(map(str, words)) + str(end),
        more=["c"],
        named={"end": "."},
    )
    assert said == "[A new b-c.]1122"


def test_macros_are_functions_that_keep_to_what_they_say_they_take() -> None:
    macros = (
        "{% macro a(words, look='plain', more=look) %}<{{ words }} {{ look }} {{ more }}>{% endmacro %}"
        "{% macro b(words='none') %}({{ words }}{{ caller() if caller }}){% endmacro %}"
    )
    assert rendered(macros + "{{ a('x') }}{{ a('y', more='&') }}{{ b() }}{{ b(words=a('z')) }}") == (
        "<x plain plain><y plain &amp;>(none)(<z plain plain>)"
    )
    assert rendered(macros + "{% call b('1') %}{% call b('2') %}3{% endcall %}{% endcall %}") == "(1(23))"
    for wrong in ("a()", "a('x', colour='red')", "b('x', 'y')"):
        with pytest.raises(TypeError):
            rendered(macros + "{{ " + wrong + " }}")


def test_a_macro_that_takes_whatever_comes_stays_jinjas() -> None:
    assert rendered("{% macro m() %}{{ varargs|sum }}{{ kwargs.by }}{% endmacro %}{{ m(1, 2, by='<') }}") == "3&lt;"


def test_an_if_without_else_prints_nothing() -> None:
    assert rendered("<{{ 'x' if no }}{{ ' ' ~ look if look }}>", no=False, look="") == "<>"
    assert rendered("<{{ 'x' if yes }}>", yes=True) == "<x>"


@pytest.mark.parametrize("source", ["{{ nobody }}", "{{ nobody.name }}", "{{ nobody() }}", "{{ kit.nobody() }}"])
def test_a_forgotten_name_is_an_error(source: str) -> None:
    with pytest.raises((UndefinedError, AttributeError)):
        rendered(source, kit=object())


@pytest.mark.parametrize(("changing", "expected"), [(False, "one"), (True, "two")])
def test_a_page_that_was_loaded_stays_unless_files_may_change(changing: bool, expected: str) -> None:
    files = {"page": "one"}
    env = PageEnvironment("en", loader=FunctionLoader(lambda name: (files[name], None, lambda: False)))
    env.auto_reload = changing
    assert env.get_template("page").render() == "one"
    files["page"] = "two"
    assert env.get_template("page").render() == expected
    assert env.get_template("page", globals={"more": 1}) is not None


def test_pages_come_in_the_language_of_the_request() -> None:
    english = template("errors/problem.html").environment
    with override("de"):
        german = template("errors/problem.html").environment
        assert template("errors/problem.html").environment is german
    assert (english.language, german.language) == ("en", "de")  # type: ignore[attr-defined]
    with override(None):
        assert template("errors/problem.html").environment is english


def test_no_page_is_handed_what_is_everywhere() -> None:
    """The compiled pages do not look for these names among what a view hands over."""
    handed = re.compile(rf"""["'](?:{"|".join(PageEnvironment.everywhere)})["']: """)
    named = re.compile(rf"{{%-? *(?:set|for) (?:{'|'.join(PageEnvironment.everywhere)})\b")
    python = {path.name for path in WEB.rglob("*.py") if handed.search(path.read_text())}
    assert python == {"jinja.py"}  # which puts them there
    assert not [path for path in (WEB / "templates").rglob("*.html") if named.search(path.read_text())]


def test_what_is_everywhere_is_there() -> None:
    assert PageEnvironment.everywhere <= {*template("today/today.html").environment.globals}
