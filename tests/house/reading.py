"""The project's own source, read as Python reads it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module(NamedTuple):
    """A file; `name` is its path below the project, such as `kindring/web/doors.py`."""

    name: str
    source: str
    tree: ast.Module


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file below these folders but migrations, which Django writes."""
    files = sorted(file for folder in folders for file in (PROJECT / folder).rglob("*.py"))
    return tuple(_read(file) for file in files if "migrations" not in file.parts)


def _read(file: Path) -> Module:
    source = file.read_text(encoding="utf-8")
    return Module(file.relative_to(PROJECT).as_posix(), source, ast.parse(source))


def parsed(source: str) -> Module:
    """A few lines, as if they were a file: for the tests of the rules themselves."""
    return Module("example.py", source, ast.parse(source))


def functions(module: Module) -> Iterator[Function]:
    return (node for node in ast.walk(module.tree) if isinstance(node, Function))


def lines_of(function: Function) -> int:
    """From `def` to the end, without the docstring."""
    said = function.body[0] if ast.get_docstring(function, clean=False) is not None else None
    docstring = (said.end_lineno or said.lineno) - said.lineno + 1 if said else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring


def calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def method_of(call: ast.Call) -> str:
    """`delete` for `rows.delete()`; '' for a plain function."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def at(module: Module, node: ast.AST) -> str:
    """Where something stands, for whoever reads the failure."""
    return f"{module.name}:{getattr(node, 'lineno', 0)}: {ast.unparse(node)[:90]}"
