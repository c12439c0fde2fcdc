"""The expert view: measures as the engine counts them, each with its meaning; what is not defined says so."""

from typing import Any

from django.test import Client

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import note_knows, set_state
from tests.cast import NOW, jonas, make_person, mira, tomas
from tests.web.seen import Seen, seen


def shown(client: Client) -> Seen:
    return seen(client.get("/people/structure"))


def test_an_empty_map_has_a_first_step(ana_online: Client) -> None:
    assert "Nobody here yet" in shown(ana_online).text


def test_what_is_not_defined_is_not_nought(ana: User, ana_online: Client) -> None:
    mira(ana)
    text = shown(ana_online).text
    assert "Density not defined yet" in text
    assert "Hierarchy not defined yet" in text
    assert "Nobody, as far as it is noted." in text


def test_groups_and_measures_are_those_of_the_map(ana: User, ana_online: Client) -> None:
    one, other, _ = mira(ana), jonas(ana), tomas(ana)
    note_knows(by=Actor(ana), one=one, other=other)
    viktor = make_person(ana, "Viktor", ring="inner")
    note_knows(by=Actor(ana), one=one, other=viktor)
    set_state(by=Actor(ana), now=NOW, person=viktor, state="unsafe")
    text = shown(ana_online).text
    assert "Size 3 " in text
    assert "Density 0.33 " in text
    assert "Effective size 2.3 " in text
    assert "Jonas and Mira 2" in text
    assert "Knowing nobody else here: Tomas." in text
    assert "Viktor" not in text


def test_names_stand_as_people_read_them(ana: User, ana_online: Client) -> None:
    for name in ("Zoran", "bo", "Änne"):
        make_person(ana, name, ring="outer")
    assert "Knowing nobody else here: Änne, bo and Zoran." in shown(ana_online).text


def test_the_page_asks_as_often_for_2_people_as_for_40(ana: User, ana_online: Client, statements: Any) -> None:
    counts = []
    for more in (2, 38):
        for n in range(more):
            make_person(ana, f"Guest {n}", ring="outer")
        shown(ana_online)
        with statements() as ran:
            shown(ana_online)
        counts.append(len(ran))
    assert counts[0] == counts[1]
