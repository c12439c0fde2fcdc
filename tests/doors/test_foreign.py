"""What is not yours does not exist: the same bytes for what is another's, and for what nobody has."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.doors.table import LINKS, METHODS, TABLE, Door
from tests.doors.world import ROLES, Role, World, address, browser_for, typed, undone
from tests.online import told_by
from tests.tables import changed, held

WITH_IDS = [name for name, row in TABLE.items() if row.about not in {"", *LINKS} and row.door is not Door.ALL]
INSIDE = [role for role in ROLES if role.whose == "cleo"]
HTMX = {"HX-Request": "true"}


class Place(NamedTuple):
    """An id inside a request: which page, sent how, in which field, and about what."""

    name: str
    method: str
    field: str
    about: str
    more: dict[str, str] = {}


# Every id that a page takes from elsewhere than its address. (What a notice is about counts only with its mark.)
PLACES = (
    Place("people_place", "GET", "placed", "person"),
    Place("people_place", "POST", "person", "person"),
    Place("person_new", "GET", "added", "person"),
    Place("person_edit", "POST", "other", "other", {"another": "knows"}),
    Place("person_edit", "POST", "apart", "other"),
    Place("moment_new", "GET", "person", "person"),
    Place("moment_new", "POST", "people", "person"),
    Place("moment", "POST", "people", "person"),
    Place("lifeline_help", "POST", "people", "person"),
    Place("bring_choose", "POST", "card", "card"),
    Place("bring_choose", "POST", "shown", "card"),
    Place("member_link", "POST", "person", "person"),
    Place("ask_claim", "POST", "slot", "asked slot"),
    Place("ask_claim", "POST", "stand_by", "asked slot", {"slot": ""}),
    Place("ask_withdraw", "POST", "claim", "my claim"),
    Place("ask_propose", "POST", "slot", "asked slot"),
    Place("ask_went", "POST", "claim", "my claim"),
    Place("ask_slots", "POST", "instead_of", "slot"),
    Place("ask_slot_remove", "POST", "slot", "slot"),
    Place("ask_link_revoke", "POST", "link", "link row"),
    Place("ask_proposal", "POST", "proposal", "proposal"),
    Place("ask_thank", "POST", "claim", "claim"),
    Place("ask_note", "GET", "claim", "claim"),
    Place("ask_note", "POST", "claim", "claim"),
    Place("ask_note", "POST", "people", "person"),
)


def foreign_and_missing(world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    """Ids that are not Cleo's."""
    yield "of Ana", world.ana.ids
    yield "of nobody", world.ids_nobody_has()
    yield "removed by Ana", world.ana.ids | {"person": world.ana.ids["removed"], "other": world.ana.ids["removed"]}
    yield "of another kind", dict.fromkeys(world.ana.ids, world.ana.ids["file"])
    yield "a user's", dict.fromkeys(world.ana.ids, world.ana.user.pk)


@pytest.mark.parametrize("name", WITH_IDS)
def test_foreign_and_missing_are_the_same_bytes(name: str, world: World) -> None:
    """For every method, however far in the stranger is, also for htmx; and nothing is changed by it."""
    for role in INSIDE:
        with transaction.atomic():
            browser = browser_for(role, world)
            before = held()
            for headers in ({}, HTMX):
                for method in METHODS:
                    said = told(browser, name, method, world, headers)
                    assert len(said) == 1, (role.name, method, headers, said)
            assert changed(before, held()) == {}
            transaction.set_rollback(True)


def told(browser: Client, name: str, method: str, world: World, headers: dict[str, str]) -> dict[bytes, str]:
    """Every different answer to asking about what is not Cleo's, and for which id it came."""
    said = {}
    for whose, ids in foreign_and_missing(world):
        answer = getattr(browser, method.lower())(
            address(name, ids), headers=headers, **({"data": typed(name, world.cleo.ids)} if method == "POST" else {})
        )
        # Where someone is sent to get in, the address they asked for comes back to them.
        said[told_by(answer).replace(str(ids[TABLE[name].about]).encode(), b"the id")] = whose
    return said


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.name} {place.method} {place.field}")
def test_an_id_inside_a_request_is_unknown_when_it_is_foreign(place: Place, world: World) -> None:
    browser, before, said = browser_for(INSIDE[-1], world), held(), {}
    for whose, ids in foreign_and_missing(world):
        with undone(browser):
            sent = (typed(place.name, world.cleo.ids) | place.more) if place.method == "POST" else {}
            sent[place.field] = str(ids[place.about])
            answer = getattr(browser, place.method.lower())(address(place.name, world.cleo.ids), sent)
            assert answer.status_code < 500
            assert set(changed(before, held())) <= mine_only(place), whose
        said[told_by(answer).replace(sent[place.field].encode(), b"the id")] = whose
    assert len(said) == 1, said


def mine_only(place: Place) -> set[str]:
    """What may change in Cleo's own rows: the ticks of her own cards."""
    return {"people_importcard"} if place.name == "bring_choose" else set()


def test_the_same_id_inside_a_request_works_for_its_owner(world: World) -> None:
    """Else the test above would pass for a page that takes no id at all."""
    ana = next(role for role in ROLES if role.name == "Ana")
    for place in PLACES:
        with transaction.atomic():
            browser = browser_for(ana, world)
            base = (typed(place.name, world.ana.ids) | place.more) if place.method == "POST" else {}
            with_id, without = (
                getattr(browser, place.method.lower())(
                    address(place.name, world.ana.ids), base | {place.field: str(value)}
                )
                for value in (world.ana.ids[place.about], uuid4())
            )
            assert told_by(with_id) != told_by(without) or place.name == "bring_choose", place
            transaction.set_rollback(True)


def test_every_page_that_takes_ids_is_named_here() -> None:
    """The forms that take ids, found in the source: a new one needs its place above."""
    from kindring.web import ask_forms, bring_forms, circle_forms, lifeline_forms, moment_forms, person_forms

    found = {
        (module.__name__.rpartition(".")[2], kind.__name__, field)
        for module in (ask_forms, bring_forms, circle_forms, lifeline_forms, moment_forms, person_forms)
        for kind in vars(module).values()
        if isinstance(kind, type) and hasattr(kind, "base_fields") and kind.__module__ == module.__name__
        for field, made in kind.base_fields.items()
        if type(made).__name__ in {"UUIDField", "IdsField", "ModelChoiceField"} or field == "people"
    }
    assert found == {
        ("ask_forms", "ClaimForm", "slot"),
        ("ask_forms", "ClaimForm", "stand_by"),
        ("ask_forms", "NoteForm", "people"),
        ("bring_forms", "ChooseForm", "shown"),
        ("bring_forms", "ChooseForm", "card"),
        ("moment_forms", "MomentForm", "people"),
        ("person_forms", "PlaceForm", "person"),
        ("person_forms", "KnowsForm", "other"),
        ("circle_forms", "LinkForm", "person"),
        ("lifeline_forms", "PartForm", "people"),
    }


def test_a_strangers_address_comes_back_to_nobody(world: World) -> None:
    for role in (ROLES[0], INSIDE[0]):
        assert isinstance(role, Role)
        answer = browser_for(role, world).get(address("person", world.ana.ids))
        assert answer["Location"].startswith((reverse("sign_in"), reverse("unlock")))
        assert b"Mira" not in answer.content
