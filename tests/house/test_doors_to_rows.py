"""How pages come to rows, and who may write: read from the source."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.reading import Module, at, calls, method_of, modules, parsed

MANAGERS = {"objects", "_base_manager", "_default_manager"}
READS_OF_A_CLASS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "QuerySet", "HotQuery"}
WRITES = {
    *("save", "asave", "create", "acreate", "bulk_create", "abulk_create", "delete", "adelete", "_raw_delete"),
    *("update", "aupdate", "bulk_update", "abulk_update", "get_or_create", "aget_or_create"),
    *("update_or_create", "aupdate_or_create", "execute", "executemany"),
}
# Outside actions only these write, and each for a reason of its own.
MAY_WRITE = {
    "kindring/accounts/erasure.py": "takes away what belongs to someone, in whatever room it lies",
    "kindring/accounts/retention.py": "takes away what is over, at night, for nobody",
    "kindring/accounts/backups.py": "reads and brings back whole tables",
    "kindring/notices/outbox.py": "leases: who sends what, and what has gone",
    "kindring/notices/tasks.py": "leaves work for the minute after",
    "kindring/accounts/tasks.py": "leaves work for the night after",
    "kindring/lib/driver.py": "runs what was compiled before, for queries and for actions",
    "kindring/config/start_checks.py": "asks whether there are users yet",
}
# `update` of what is no row.
NO_ROWS = {"known.update(migration.replaces)", "row.__dict__.update(zip(self.names, values, strict=True))"}


def ways_around(module: Module) -> Iterator[str]:
    """Where a page comes to rows other than by `visible_to`."""
    parents = {child: node for node in ast.walk(module.tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            called = parents.get(node)
            if not (node.attr == "objects" and isinstance(called, ast.Attribute) and called.attr == "visible_to"):
                yield at(module, node)
        if isinstance(node, ast.Call) and _name(node.func) in READS_OF_A_CLASS:
            first = node.args[0] if node.args else node
            if isinstance(first, ast.Name) and first.id[:1].isupper():
                yield at(module, node)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def writes(module: Module) -> Iterator[str]:
    for call in calls(module):
        if method_of(call) in WRITES and ast.unparse(call) not in NO_ROWS:
            yield at(module, call)


def test_pages_come_to_rows_by_visible_to_only() -> None:
    assert [way for module in modules("kindring/web") for way in ways_around(module)] == []


def test_only_actions_write() -> None:
    outside = [module for module in modules("kindring") if "/actions/" not in module.name]
    found = [write for module in outside if module.name not in MAY_WRITE for write in writes(module)]
    assert found == []


def test_every_exception_is_still_needed() -> None:
    assert {module.name for module in modules("kindring") if module.name in MAY_WRITE and any(writes(module))} == {
        *MAY_WRITE
    }


@pytest.mark.parametrize(
    "bad",
    [
        "Person.objects.filter(id=person)",
        "Person.objects.all().visible_to(user)",
        "Person._base_manager.all()",
        "rows = Person.objects",
        "get_object_or_404(Person, id=person)",
        "models.QuerySet(Person)",
    ],
)
def test_the_rule_of_visible_to_sees_ways_around(bad: str) -> None:
    assert list(ways_around(parsed(bad)))


@pytest.mark.parametrize(
    "good",
    ["Person.objects.visible_to(user).kept()", "get_object_or_404(Person.objects.visible_to(user), id=person)"],
)
def test_the_rule_of_visible_to_lets_pass(good: str) -> None:
    assert not list(ways_around(parsed(good)))


@pytest.mark.parametrize(
    "bad", ["person.save()", "rows.delete()", "Moment.objects.create(day=day)", "cursor.execute(x)"]
)
def test_the_rule_of_writing_sees_writes(bad: str) -> None:
    assert list(writes(parsed(bad)))
