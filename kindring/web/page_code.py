"""What Jinja compiles our pages to: shorter ways for what they do hundreds of times.

- A text of the program stands in the compiled page in its language, there is one environment per language.
- A block is one piece of text.
- What is printed and safe already is printed; Jinja would look, copy and mark it once more.
- What is on every page is taken from there; Jinja would look first whether this page was handed something else.
- A function or macro is called as Python calls it, and a macro is a function. None of ours asks for the context.

Escaping stays Jinja's own (`markupsafe.escape`): everything but text without special signs, and what says itself how
it stands in HTML, goes there.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext, override
from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from markupsafe import Markup, escape

from kindring.lib.ids import spelled

SPECIAL = re.compile("[&<>'\"]")
VALUE = re.compile(r"%\((\w+)\)s")
# Spelled without any sign that HTML would take for its own.
_HARMLESS: dict[type, Callable[[Any], str]] = {int: str, UUID: spelled}


class PageCode(CodeGenerator):
    """Jinja's code generator; its documented place to differ is `Environment.code_generator_class`."""

    environment: "PageEnvironment"

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        words = self._words(node)
        return super()._output_child_to_const(node, frame, finalize) if words is None else words

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        # What macros of the kit return is safe already.
        of_the_kit = (
            isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and _is_the_kit(node.node.node)
        )
        self.write("(" if of_the_kit else "environment.printed(")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 the visitor's names
        if not _is_the_kit(node.node):
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)  # the kit is no dict: Jinja need not look into it as into one
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802, FBT001, FBT002
        words = self._words(node)
        if words is not None:
            self.write(f"environment.safe({words!r})")
        elif values := self._values(node):
            self._write_words(self._in_language(node.args[0]), values, frame)
        elif forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
        else:
            self.visit(node.node, frame)
            self.write("(")
            for part in (*node.args, *node.kwargs):
                self.visit(part, frame)
                self.write(", ")
            self.write(")")

    def enter_frame(self, frame: Frame) -> None:
        """What is on every page is taken from there; Jinja would look first whether this page was handed another."""
        every = frame.symbols.loads
        there = self.environment.everywhere & self.environment.globals.keys()
        ours = [target for target, (_way, name) in every.items() if name in there]
        frame.symbols.loads = {target: load for target, load in every.items() if target not in ours}
        super().enter_frame(frame)
        frame.symbols.loads = every
        for target in ours:
            self.writeline(f"{target} = environment.globals[{every[target][1]!r}]")

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """A block comes in one piece: its parts would each be handed up through every page that it extends."""
        if frame.block is None or frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield ''.join({frame.buffer})")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        if macro_ref.accesses_kwargs or macro_ref.accesses_varargs:
            super().macro_def(macro_ref, frame)
            return
        names = [arg.name for arg in macro_ref.node.args]
        needed = len(names) - len(macro_ref.node.defaults)
        given = names[:needed] + [f"{name}=missing" for name in names[needed:]]
        if macro_ref.accesses_caller and "caller" not in names:
            names, given = [*names, "caller"], [*given, "caller=None"]
        # The inner function fills in what is missing. It is handed over because the next macro takes its name.
        self.write(f"(lambda said: lambda {', '.join(given)}: environment.safe(said({', '.join(names)})))(macro)")

    def visit_CondExpr(self, node: nodes.CondExpr, frame: Frame) -> None:  # noqa: N802 the visitor's names
        # Without an else it is nothing; Jinja would make an `Undefined` of it, only to print that as nothing.
        node.expr2 = node.expr2 or nodes.Const("", lineno=node.lineno)
        super().visit_CondExpr(node, frame)

    def _words(self, node: nodes.Expr) -> str | None:
        """The text of `_("…")` in the language of this environment; None for all else, and for texts with values."""
        match node:
            case nodes.Call(node=nodes.Name(name="_"), args=[nodes.Const() as text], kwargs=[]):
                words = self._in_language(text)
                return None if "%" in words else words
        return None

    def _values(self, node: nodes.Call) -> dict[str, nodes.Expr]:
        """The values of `_("Hello %(name)s", name=…)`, if each place is of that simple kind; none for all else."""
        match node:
            case nodes.Call(node=nodes.Name(name="_"), args=[nodes.Const() as text], dyn_args=None, dyn_kwargs=None):
                words, values = self._in_language(text), {value.key: value.value for value in node.kwargs}
                places = VALUE.findall(words)
                return values if len(places) == words.count("%") and values.keys() >= {*places} else {}
        return {}

    def _write_words(self, words: str, values: dict[str, nodes.Expr], frame: Frame) -> None:
        """The words around their values, each of which is printed as the page prints it."""
        self.write(f"environment.safe({VALUE.sub('%s', words)!r} % (")
        for name in VALUE.findall(words):
            self.write("environment.printed(")
            self.visit(values[name], frame)
            self.write("), ")
        self.write("))")

    def _in_language(self, text: nodes.Expr) -> str:
        with override(self.environment.language):
            return gettext(cast("nodes.Const", text).value)


def _is_the_kit(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Name) and node.name == "kit"


class PageEnvironment(Environment):
    """Jinja2 for pages in one language."""

    code_generator_class = PageCode
    # Names that no page is handed and none uses for something else (tests/web/test_page_code.py).
    everywhere = frozenset({"_", "ngettext", "url", "static", "kit", "guides"})
    in_language: "Callable[[str], PageEnvironment]"

    # `Markup(text)` for text that is safe: it looks whether that brings HTML of its own, hundreds of times a page.
    safe = partial(str.__new__, Markup)

    def __init__(self, language: str, **options: Any) -> None:
        self.language = language
        self._kept: dict[str, Template] = {}
        super().__init__(**options)

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:  # noqa: A002 Jinja's name
        """A page that was loaded stays; Jinja asks its cache under a lock, for each page that a page extends."""
        if self.auto_reload or globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self._kept.get(name)
        if found is None:
            found = self._kept[name] = super().get_template(name, parent)
        return found

    def make_globals(self, d: Mapping[str, Any] | None) -> dict[str, Any]:
        """As they are when a page is loaded: nothing changes them later."""
        return {**self.globals, **(d or {})}

    @staticmethod
    def printed(value: Any) -> str:
        """`value` as it stands on the page."""
        kind = type(value)
        if kind is Markup or (kind is str and not SPECIAL.search(value)):
            return value  # type: ignore[no-any-return]
        if kind in _HARMLESS:
            return _HARMLESS[kind](value)
        html = getattr(kind, "__html__", None)
        return escape(value) if html is None else str(html(value))
