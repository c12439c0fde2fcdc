"""Sentences are given to translators whole: nothing is put into them before they are looked up."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.reading import PROJECT, Module, at, calls, modules, parsed

GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
# These hand over what stands in templates, where the second test looks.
FOR_TEMPLATES = {"kindring/web/jinja.py", "kindring/web/page_code.py"}
# The page of the privacy policy translates sentences that stand in a file of data.
FROM_POLICY = ("table.what", "table.kept", "line.says", "line.why")
FROM_DATA = {"gettext(told.what)", "gettext(line.says)", "gettext(told.kept)"}


def put_together(module: Module) -> Iterator[str]:
    """Calls of gettext with a text that is made at run time, and so in no catalogue."""
    for call in calls(module):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if name not in GETTEXT or ast.unparse(call) in FROM_DATA:
            continue
        texts = call.args[:2] if name.startswith(("n", "p")) else call.args[:1]
        texts = call.args[:3] if name.startswith("np") else texts
        if not texts or not all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts):
            yield at(module, call)


def test_no_sentence_is_put_together_before_it_is_translated() -> None:
    own = [module for module in modules("kindring") if module.name not in FOR_TEMPLATES]
    assert [place for module in own for place in put_together(module)] == []


def test_no_sentence_of_a_template_is_put_together_either() -> None:
    asked = re.compile(r"(?<![\w.])(_|gettext|ngettext|pgettext)\(\s*")
    whole = re.compile(r"""("[^"]*"|'[^']*')\s*[,)]""")
    for file in sorted((PROJECT / "kindring/web/templates").rglob("*.html")):
        source = file.read_text(encoding="utf-8")
        for found in asked.finditer(source):
            rest = source[found.end() :]
            assert whole.match(rest) or rest.startswith(FROM_POLICY), f"{file.name}: {found[0]}{rest[:60]}"


@pytest.mark.parametrize(
    "bad",
    [
        '_(f"Hello {name}")',
        '_("Hello %s" % name)',
        '_("Hello {}".format(name))',
        '_("Hello " + name)',
        "gettext(words)",
        'ngettext("one", f"{n} people", n)',
    ],
)
def test_the_rule_sees_what_is_put_together(bad: str) -> None:
    assert list(put_together(parsed(bad)))


@pytest.mark.parametrize(
    "good", ['_("Hello %(name)s") % {"name": name}', 'ngettext("one", "%(n)s people", n)', '_("a" "b")']
)
def test_the_rule_lets_pass_what_is_filled_in_afterwards(good: str) -> None:
    assert not list(put_together(parsed(good)))
