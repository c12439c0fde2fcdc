"""What carries opened words does not repeat them in its `repr`, which logs and error reports show.

Which values are fed from sealed text cannot be seen in the source. Looked at is every small value of the rooms that
open words (people and insights) that has text among its fields; those that hold none of a person's words are named.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.house.reading import Module, modules, parsed

# Codes, numbers and the program's own words.
NO_WORDS = {
    "kindring/insights/between.py Flow",
    "kindring/insights/wellbeing.py Offered",
    "kindring/insights/wellbeing.py Point",
    "kindring/insights/wellbeing.py Wellbeing",
    "kindring/insights/earlier.py Earlier",
    "kindring/insights/earlier.py Stood",
    "kindring/insights/panels.py Panels",
    "kindring/insights/without.py Without",
    "kindring/people/actions/rhythm.py Contact",
    "kindring/people/demo.py Drawn",
    "kindring/people/pile.py Pile",
    "kindring/people/showing.py Showing",
}
TEXT = {"str", "bytes", "Channel", "KeptCard"}


def loud(module: Module) -> Iterator[str]:
    """Named tuples and dataclasses with text in them, and no `__repr__` of their own."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef) and _is_small(node) and _has_text(node) and not _has_own_repr(node):
            yield f"{module.name} {node.name}"


def _has_own_repr(node: ast.ClassDef) -> bool:
    return any(isinstance(one, ast.FunctionDef) and one.name == "__repr__" for one in node.body)


def _is_small(node: ast.ClassDef) -> bool:
    named = any(ast.unparse(one) == "NamedTuple" for one in node.bases)
    return named or any("dataclass" in ast.unparse(one) for one in node.decorator_list)


def _has_text(node: ast.ClassDef) -> bool:
    fields = [one.annotation for one in node.body if isinstance(one, ast.AnnAssign)]
    return any(isinstance(name, ast.Name) and name.id in TEXT for field in fields for name in ast.walk(field))


def test_values_with_opened_words_keep_them_to_themselves() -> None:
    found = {one for module in modules("kindring/people", "kindring/insights") for one in loud(module)}
    assert found - NO_WORDS == set()


def test_every_exception_is_still_there() -> None:
    found = {one for module in modules("kindring/people", "kindring/insights") for one in loud(module)}
    assert found >= NO_WORDS


@pytest.mark.parametrize("bad", ["name: str", "names: tuple[str, ...]", "data: bytes | None = None"])
def test_the_rule_sees_what_is_loud(bad: str) -> None:
    assert list(loud(parsed(f"class One(NamedTuple):\n    {bad}")))
    assert list(loud(parsed(f"@dataclass(frozen=True)\nclass One:\n    {bad}")))
    assert not list(loud(parsed(f"class One(NamedTuple):\n    {bad}\n    def __repr__(self): ...")))
