"""An action is called by name and says on whose behalf; the clock is looked at above it."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.reading import Function, Module, at, calls, functions, method_of, modules, parsed
from tests.house.test_doors_to_rows import WRITES

# Public in an action's module, but they only answer: nothing is changed by them.
QUESTIONS = {"check_calendar", "check_day", "known_zone", "known_zones", "find_reset_link", "provable"}
CLOCKS = {
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
}
CLOCKS |= {"date.today", "time.time", "localdate", "localtime"}
# Where a request, a command or the night begins.
MAY_LOOK_AT_THE_CLOCK = (
    "kindring/web/",
    "kindring/config/",
    "kindring/accounts/tasks.py",
    "kindring/notices/tasks.py",
    "kindring/asks/actions/later.py",
    "/management/commands/",
)


def rooms() -> set[str]:
    return {module.name.split("/actions/")[0] for module in modules("kindring") if "/actions/" in module.name}


def called_from_outside() -> set[tuple[str, str]]:
    """(module, function) of what other rooms, pages and commands take from actions."""
    found = set()
    for module in modules("kindring"):
        if "/actions/" in module.name:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and ".actions" in (node.module or ""):
                found |= {(f"{node.module}", alias.name) for alias in node.names}
    return found


def actions() -> Iterator[tuple[Module, Function]]:
    """Every function of the actions that is called from outside."""
    names = {name for _, name in called_from_outside()} | _through_modules()
    for module in modules("kindring"):
        for node in module.tree.body if "/actions/" in module.name else ():
            if isinstance(node, Function) and node.name in names - QUESTIONS and not node.name.startswith("_"):
                yield module, node


def _through_modules() -> set[str]:
    """`signing.sign_in` where a page imports the module."""
    taken = {name for _, name in called_from_outside()}
    return {
        method_of(call)
        for module in modules("kindring/web")
        for call in calls(module)
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in taken
    }


def amiss(function: Function) -> str:
    """What is wrong with the way an action is called; '' for nothing."""
    given = function.args
    if given.args or given.posonlyargs or given.vararg:
        return "takes something by its place"
    names = [argument.arg for argument in given.kwonlyargs]
    if "by" not in names:
        return "does not say on whose behalf"
    by = given.kwonlyargs[names.index("by")]
    if by.annotation is None or ast.unparse(by.annotation) != "Actor":
        return "`by` is no Actor"
    return ""


def test_every_action_is_called_by_name_and_says_on_whose_behalf() -> None:
    found = list(actions())
    assert len(found) >= 30
    assert {module.name.split("/")[1] for module, _ in found} == {room.split("/")[1] for room in rooms()}
    assert [
        f"{module.name}: {function.name} {amiss(function)}" for module, function in found if amiss(function)
    ] == []


def test_actions_write_and_questions_do_not() -> None:
    for module in modules("kindring"):
        if "/actions/" in module.name:
            for function in functions(module):
                if function.name in QUESTIONS:
                    inside = {method_of(call) for call in ast.walk(function) if isinstance(call, ast.Call)}
                    assert not inside & WRITES, function.name


def test_time_is_handed_down() -> None:
    looks = [
        at(module, call)
        for module in modules("kindring")
        if not any(place in module.name for place in MAY_LOOK_AT_THE_CLOCK)
        for call in calls(module)
        if ast.unparse(call.func) in CLOCKS and not (ast.unparse(call.func).endswith("localdate") and call.args)
    ]
    assert looks == []


@pytest.mark.parametrize(
    "bad",
    ["def add(person): ...", "def add(by, *, now): ...", "def add(*, now): ...", "def add(*people, by: Actor): ..."],
)
def test_the_rule_of_actions_sees_what_is_amiss(bad: str) -> None:
    assert amiss(next(functions(parsed(bad))))
    assert not amiss(next(functions(parsed("def add(*, by: Actor, now: datetime, name: str) -> None: ..."))))
