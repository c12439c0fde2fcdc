"""How large files and functions are, what modules are called, and what the engine knows."""

import ast
import statistics
import sys

import pytest

from tests.house.reading import functions, lines_of, modules

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
MEDIAN_FUNCTION, NINE_OF_TEN = 8, 25
NO_NAMES = {
    *("utils", "util", "services", "service", "selectors", "managers", "manager", "signals", "base", "common"),
    *("helpers", "helper", "misc", "core", "repository", "repositories", "bus", "mixins", "tools"),
}
PURE = set(sys.stdlib_module_names) | {"kindring"}
IMPURE = {"django", "os", "pathlib", "random", "socket", "sqlite3", "subprocess", "time", "urllib"}


@pytest.mark.parametrize("folder", ["kindring", "tests", "benchmarks"])
def test_no_file_is_too_long_to_read(folder: str) -> None:
    long = {module.name: lines for module in modules(folder) if (lines := module.source.count("\n")) > LONGEST_FILE}
    assert long == {}


def test_functions_are_short() -> None:
    lines = [
        (lines_of(function), f"{module.name} {function.name}")
        for module in modules("kindring")
        for function in functions(module)
    ]
    lengths = sorted(length for length, _ in lines)
    assert [name for length, name in lines if length > LONGEST_FUNCTION] == []
    median, ninth = statistics.median(lengths), lengths[len(lengths) * 9 // 10]
    print(f"{len(lengths)} functions: median {median} lines, nine of ten up to {ninth}, the longest {lengths[-1]}")
    assert median <= MEDIAN_FUNCTION
    assert ninth <= NINE_OF_TEN


def test_no_module_is_a_drawer() -> None:
    parts = {part.removesuffix(".py") for module in modules("kindring") for part in module.name.split("/")}
    assert parts & NO_NAMES == set()


def test_the_engine_knows_neither_django_nor_the_world_outside() -> None:
    found = set()
    for module in modules("kindring/engine"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0
                name = node.module or ""
                assert not name.startswith("kindring") or name.startswith("kindring.engine"), f"{module.name}: {name}"
                found.add(name.partition(".")[0])
    assert found <= PURE
    assert found & IMPURE == set()


def test_every_module_says_what_it_is() -> None:
    silent = [
        module.name for module in modules("kindring", "tests") if module.source and not ast.get_docstring(module.tree)
    ]
    assert silent == []
