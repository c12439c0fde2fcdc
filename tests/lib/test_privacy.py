"""The policy covers every column, says what the models do, and cannot be misspelled."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import checks
from django.db import connection, models
from django.test.utils import isolate_apps

from kindring.lib import privacy_checks
from kindring.lib.privacy import (
    SEALINGS,
    DaysAfter,
    Erased,
    PolicyError,
    Sealing,
    WhileItHas,
    Whose,
    With,
    known_models,
    policy,
    read_policy,
)
from kindring.lib.privacy_checks import (
    NO_SUCH_RULE,
    NOT_ERASED,
    NOT_THERE,
    SEALED_OTHERWISE,
    UNDECLARED,
    UNREADABLE,
    check_privacy,
    compare,
)
from kindring.lib.rows import OwnedRow
from kindring.lib.sealed import SealedTextField

LEAF = """
accounts.Leaf:
  what: A leaf
  whose: owner
  why: to try the checks
  keep: {keep}
  kept: For a while.
  erased: {erased}
  fields:
    id: {{says: Its id., sealed: no, exported: yes}}
    owner: {{says: Its owner., sealed: no, exported: no}}
    word: {{says: A word., sealed: {sealed}, exported: yes{line}}}
    fallen_on: {{says: A day., sealed: no, exported: yes}}
    tree: {{says: A tree., sealed: no, exported: yes}}
"""


@pytest.fixture
def leaf() -> Iterator[type[models.Model]]:
    """A model as somebody could add it tomorrow."""
    with isolate_apps("kindring.accounts"):

        class Leaf(OwnedRow):
            word = SealedTextField("leaf.word", "people")
            fallen_on = models.DateField()
            tree = models.ForeignKey("self", on_delete=models.CASCADE, related_name="leaves")

            class Meta:
                app_label = "accounts"

        yield Leaf


def told(keep: str = "account", erased: str = "row", sealed: str = "user key", line: str = "") -> str:
    return LEAF.format(keep=keep, erased=erased, sealed=sealed, line=line)


def ids(text: str, model: type[models.Model]) -> set[str | None]:
    return {message.id for message in compare(read_policy(text), {"accounts.Leaf": model})}


# The project's own policy


def test_the_policy_and_the_models_agree() -> None:
    assert check_privacy() == []


def test_the_check_runs_with_djangos_own() -> None:
    assert checks.registry.registry.tag_exists("privacy")
    assert checks.run_checks(tags=["privacy"]) == []


@pytest.mark.django_db
def test_every_column_of_every_table_is_declared() -> None:
    """By the database, not by the models: a table that nobody knows is found too."""
    declared = {
        (told.model._meta.db_table, field.column)
        for told in policy().values()
        for field in told.model._meta.concrete_fields
        if field.name in told.fields
    }
    with connection.cursor() as cursor:
        there = {
            (table, column.name)
            for table in connection.introspection.table_names(cursor)
            for column in connection.introspection.get_table_description(cursor, table)
        }
    assert there == declared


def test_every_owned_row_is_erased_and_nothing_sealed_is_left_out_of_the_export() -> None:
    for label, told_of in policy().items():
        if issubclass(told_of.model, OwnedRow):
            assert told_of.erased is Erased.ROW, label
        for line in told_of.fields.values():
            if line.sealed in SEALINGS and told_of.erased is Erased.ROW and line.name != "recovery_code":
                assert line.exported, f"{label}.{line.name}"
            if line.sealed in {Sealing.WRAPPED_KEY, Sealing.KEYED_HASH, Sealing.HASH}:
                assert not line.exported, f"{label}.{line.name}"


def test_every_sentence_is_one_sentence() -> None:
    for label, told_of in policy().items():
        for line in told_of.fields.values():
            assert line.says[0].isupper(), f"{label}.{line.name}"
            assert line.says.endswith("."), f"{label}.{line.name}"
            assert not line.why.endswith("."), f"{label}.{line.name}"


# What the checks find


def test_a_policy_that_fits_passes(leaf: type[models.Model]) -> None:
    assert ids(told(), leaf) == set()
    assert ids(told(keep="account, 7 days after fallen_on, while it has leaves, with tree"), leaf) == set()
    assert ids(told(keep="7 days after tree.fallen_on, 7 days after tree.tree.fallen_on"), leaf) == set()


def test_a_model_that_is_not_declared_is_found(leaf: type[models.Model]) -> None:
    assert {message.id for message in compare({}, {"accounts.Leaf": leaf})} == {UNDECLARED}


def test_a_column_that_is_not_declared_is_found(leaf: type[models.Model]) -> None:
    text = told().replace("    fallen_on: {says: A day., sealed: no, exported: yes}\n", "")
    assert ids(text, leaf) == {UNDECLARED}


def test_what_does_not_exist_is_found(leaf: type[models.Model]) -> None:
    assert ids(told() + "    colour: {says: A colour., sealed: no, exported: yes}\n", leaf) == {NOT_THERE}
    assert {message.id for message in compare(read_policy(told()), {})} == {NOT_THERE}


@pytest.mark.parametrize("sealed", ["no", "server key", "keyed hash"])
def test_a_sealed_column_declared_otherwise_is_found(leaf: type[models.Model], sealed: str) -> None:
    assert ids(told(sealed=sealed), leaf) == {SEALED_OTHERWISE}


def test_a_readable_column_declared_sealed_is_found(leaf: type[models.Model]) -> None:
    text = told().replace("A day., sealed: no", "A day., sealed: user key")
    assert ids(text, leaf) == {SEALED_OTHERWISE}


@pytest.mark.parametrize("erased", ["no", "account"])
def test_an_owned_row_that_is_not_erased_is_found(leaf: type[models.Model], erased: str) -> None:
    assert NOT_ERASED in ids(told(erased=erased), leaf)


def test_a_column_that_outlives_its_row_is_found(leaf: type[models.Model]) -> None:
    assert ids(told(line=", erased: emptied"), leaf) == {NOT_ERASED}


def test_a_row_whose_owner_has_another_name_is_found() -> None:
    with isolate_apps("kindring.accounts"):

        class Leaf(models.Model):  # noqa: DJ008 - only the checks see it
            keeper = models.ForeignKey("accounts.User", on_delete=models.CASCADE)

            class Meta:
                app_label = "accounts"

        text = told().split("    owner:")[0] + "    keeper: {says: Whose., sealed: no, exported: no}\n"
        assert ids(text, Leaf) == {NOT_ERASED}


def test_readable_facts_about_someone_without_an_owner_are_found() -> None:
    with isolate_apps("kindring.accounts"):

        class Leaf(models.Model):  # noqa: DJ008 - only the checks see it
            class Meta:
                app_label = "accounts"

        text = told(erased="no").split("    owner:")[0]
        assert ids(text, Leaf) == {NOT_ERASED}
        assert ids(text.replace("whose: owner", "whose: nobody"), Leaf) == set()


@pytest.mark.parametrize(
    "keep",
    [
        "7 days after fallen",
        "7 days after word",
        "7 days after tree",
        "7 days after tree.twig",
        "7 days after word.fallen_on",
        "while it has twigs",
        "while it has tree",
        "with leaves",
        "with fallen_on",
    ],
)
def test_a_rule_that_cannot_run_is_found(leaf: type[models.Model], keep: str) -> None:
    assert ids(told(keep=keep), leaf) == {NO_SUCH_RULE}


def test_an_unreadable_policy_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable() -> Any:
        return read_policy("accounts.Leaf: 1")

    monkeypatch.setattr(privacy_checks, "policy", unreadable)
    assert [message.id for message in check_privacy()] == [UNREADABLE]


# The file


def test_what_holds_for_a_table_holds_for_its_columns() -> None:
    line = read_policy(told())["accounts.Leaf"].fields["word"]
    assert (line.whose, line.why, line.erased) == (Whose.OWNER, "to try the checks", Erased.ROW)
    other = told(line=", whose: nobody, why: because")
    assert read_policy(other)["accounts.Leaf"].fields["word"].why == "because"


def test_rules_are_read() -> None:
    text = told(keep="account, 1 day after fallen_on, 7 days after other, while it has leaves, with tree")
    rules = (DaysAfter(1, "fallen_on"), DaysAfter(7, "other"), WhileItHas("leaves"), With("tree"))
    assert read_policy(text)["accounts.Leaf"].keep == rules


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("sealed: user key", "sealed: a key"),
        ("exported: yes", "exported: perhaps"),
        ("says: A word.", "says: 7"),
        ("says: A word., ", ""),
        ("whose: owner", "whose: everybody"),
        ("whose: owner", "who: owner"),
        ("keep: account", "keep: 7 weeks after fallen_on"),
        ("keep: account", "keep: account or so"),
        ("keep: account", "keep: 7"),
        ("kept: For a while.", ""),
        ("erased: row", "erased: maybe"),
        ("  fields:", "  fields: none\n  more:"),
        ("accounts.Leaf:", "accounts.Leaf: !!python/object:os.system\n  a:"),
        ("accounts.Leaf:", "7:"),
        ("accounts.Leaf:", "accounts.Leaf: [\n"),
    ],
)
def test_a_misspelled_policy_is_refused(good: str, bad: str) -> None:
    text = told().replace(good, bad)
    assert text != told()
    with pytest.raises(PolicyError):
        read_policy(text)


def test_unmanaged_and_proxy_models_need_no_policy() -> None:
    assert all(model._meta.managed and not model._meta.proxy for model in known_models().values())
