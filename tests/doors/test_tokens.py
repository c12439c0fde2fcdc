"""Random worlds: a word in every text of Ana's that exists nowhere else, and Cleo looks everywhere for it."""

import json
import random
from typing import Any

import pytest
from django.db import transaction

from kindring.accounts.models import User
from kindring.lib.privacy import known_models
from tests import cast
from tests.doors.table import TABLE, Row
from tests.doors.world import ROLES, World, address, browser_for, typed, undone
from tests.everything import Everything, one_of_everything, unique_word
from tests.tables import changed, held

ANA, CLEO = (next(role for role in ROLES if role.name == name) for name in ("Ana", "Cleo"))
STRANGERS = [role for role in ROLES if role.name in {"nobody", "Ana, signed out since", "Ana, locked", "Cleo"}]
QUERIES = ("done", "about", "added", "placed", "person", "people", "q", "asked", "other", "file", "card", "session")
LABELS = {
    "person": "people.Person",
    "moment": "people.Moment",
    "file": "people.ImportFile",
    "session": "accounts.Session",
}


def lived_in(world: World, seed: int) -> tuple[set[str], list[dict[str, Any]]]:
    """A random life of Ana's: every word in it, and sets of ids to ask with."""
    random.seed(seed)
    words: set[str] = set()
    all_ids = [world.ana.ids]
    with cast.signed_in(world.ana.joined):
        ana = User.objects.get(pk=world.ana.user.pk)
        for _ in range(random.randint(3, 5)):
            ring = random.choice(["inner", "middle", "outer", ""])
            told: dict[str, Any] = {name: said(words) for name in ("called", "pronouns", "how_met", "notes")}
            channel: Any = {"kind": "phone", "label": said(words), "value": said(words)}
            person = cast.make_person(ana, said(words), ring=ring, channels=[channel], **told)
            told = {name: said(words) for name in ("note", "thanks", "ask_about")}
            moments = cast.in_touch(ana, person, *random.sample(range(1, 200), random.randint(1, 2)), **told)
            mine = {"person": person.pk, "other": person.pk}
            all_ids += [world.ana.ids | mine | {"moment": moment.pk} for moment in moments]
        # One row more in every table, with a word in every sealed column.
        everything = one_of_everything(ana)
    words |= set(everything.words.values())
    world.ana.ids["everything"] = everything
    all_ids.append(world.ana.ids | ids_of(everything))
    return words, all_ids


def shared_words(world: World) -> set[str]:
    """Words of rows that stand for themselves, under the key of a circle or an ask of which nobody has it."""
    made: Everything = world.ana.ids["everything"]
    return {word for (label, name), word in made.words.items() if is_shared(label, name)}


def is_shared(label: str, name: str) -> bool:
    field = known_models()[label]._meta.get_field(name)
    return bool(getattr(field, "under", ""))


def said(words: set[str]) -> str:
    words.add(word := unique_word())
    return word


def ids_of(everything: Everything) -> dict[str, Any]:
    return {word: everything.rows[label].pk for word, label in LABELS.items()}


def found_in(answer: Any, words: set[str]) -> list[str]:
    """The words that an answer tells, as they are or as JSON would write them."""
    told = f"{answer.headers} {answer.cookies} {answer.content.decode(errors='replace')}"
    return [word for word in words if word in told or json.dumps(word).strip('"') in told]


def asked_everywhere(browser: Any, all_ids: list[dict[str, Any]], own: dict[str, Any]) -> Any:
    """Every address with every set of ids: looked at, sent to, with ids in the query and in every field."""
    for name, row in TABLE.items():
        for ids in all_ids if row.about else [all_ids[0], all_ids[-1]]:
            query = {word: str(ids.get(word, ids["person"])) for word in QUERIES} | {"done": "touched"}
            for method, sent in _sent(name, row, ids, own, query):
                with undone(browser):
                    yield name, getattr(browser, method)(address(name, ids), sent)


def _sent(name: str, row: Row, ids: dict[str, Any], own: dict[str, Any], query: dict[str, str]) -> Any:
    yield "get", query
    if row.post != "405":
        yield "post", typed(name, own)
        yield "post", query | typed(name, own | ids)


@pytest.mark.parametrize("seed", [1, 2])
def test_no_word_of_ana_reaches_anyone_else(world: World, seed: int) -> None:
    words, all_ids = lived_in(world, seed)
    assert len(words) > 30
    # Whoever asks holds neither Ana's code nor a link of hers.
    for role in STRANGERS if seed == 1 else [CLEO]:
        with transaction.atomic():
            browser = browser_for(role, world)
            own, asked = world.cleo.ids, all_ids if role is CLEO else all_ids[-2:]  # others come past no door at all
            told = [(name, found_in(answer, words)) for name, answer in asked_everywhere(browser, asked, own)]
            transaction.set_rollback(True)
        assert len(told) > 150
        assert [(role.name, name) for name, found in told if found] == []


def test_ana_herself_finds_her_words_so_the_test_above_can_see(world: World) -> None:
    words, all_ids = lived_in(world, 1)
    words -= shared_words(world)
    seen: set[str] = set()
    for _, answer in asked_everywhere(browser_for(ANA, world), all_ids, world.ana.ids):
        seen |= set(found_in(answer, words))
    # Only what is never shown is missing: the name of a wait, and words of rows that stand for themselves.
    assert len(seen) > 0.7 * len(words), len(seen)


def test_nothing_of_ana_changes_whatever_cleo_sends(world: World) -> None:
    _, all_ids = lived_in(world, 4)
    owned = {model._meta.db_table for label, model in known_models().items() if "owner" in _columns(model)}
    owned |= {"circles_circle", "circles_circleepoch"}
    before = held()
    browser, ana = browser_for(CLEO, world), world.ana.user.pk
    traces = {ana.hex, str(ana), ana}
    for name, row in TABLE.items():
        if row.post == "405" or row.door.name == "ALL":
            continue
        for ids in all_ids:
            with undone(browser):
                browser.post(address(name, ids), typed(name, world.cleo.ids | ids))
                for table, (gone, come) in changed(before, held()).items():
                    assert table in owned | {"accounts_user", "accounts_throttle"}
                    assert not [row for row in (*gone, *come) if traces & {value for _, value in row}], name


def _columns(model: Any) -> set[str]:
    return {column.name for column in model._meta.concrete_fields}
