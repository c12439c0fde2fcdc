"""What if somebody were away: who steps back on the map, and what the words say would be left."""

from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import change_person, note_knows, set_state
from kindring.people.actions.showing import choose_showing
from kindring.people.models import Person
from kindring.people.showing import Showing
from tests.cast import NOW, in_touch, jonas, make_person, make_user, mira, signed_in, tomas
from tests.web.seen import Seen, seen

E, P, A, C = 1, 2, 4, 8


def without(client: Client, person: Person | None = None, **asked: str) -> Seen:
    return seen(client.get("/people/without", ({"person": str(person.id)} if person else {}) | asked))


def away(page: Seen) -> set[str]:
    nodes = [attrs for _, attrs in page.tags if "data-person" in attrs]
    return {node["aria-label"].split(",")[0] for node in nodes if "away" in node["class"].split()}


def test_what_would_be_left_is_said_kind_by_kind(ana: User, ana_online: Client) -> None:
    choose_showing(by=Actor(ana), showing=Showing.read({"wants": {"emotional": 2}}))
    person = mira(ana, they_give=E | P | C)
    jonas(ana, they_give=E)
    for name in ("Bo", "Kai"):
        make_person(ana, name, ring="outer", they_give=C)
    page = without(ana_online, person)
    assert "Without Mira" in page.text
    assert "Of those noted, nobody else is there for practical help." in page.text
    assert "For emotional support one person would be left; you wish for 2." in page.text
    assert "For company there would still be 2 people." in page.text
    assert away(page) == {"Mira"}
    assert "advice" not in page.text.split("Without Mira")[1].split("Everyone is here")[0]


def test_where_nobody_would_be_left_there_is_one_small_step(ana: User, ana_online: Client) -> None:
    person = mira(ana, they_give=E | P)
    one = jonas(ana, they_give=C)
    page = without(ana_online, person)
    assert "Could Jonas give you emotional support?" in page.text
    assert page.text.count("give you") == 1
    assert f"/people/{one.id}/edit#flows" in page.links
    greg = make_person(ana, "Greg", ring="outer")
    in_touch(ana, greg, 20, received=E)
    assert "Could Greg give you emotional support?" in without(ana_online, person).text, "who gave it of late, first"
    change_person(by=Actor(ana), now=NOW, person=one, they_give=E | P)
    assert "Could" not in without(ana_online, person).text


def test_whoever_is_away_as_well_is_not_asked_about(ana: User, ana_online: Client) -> None:
    person, dad = mira(ana, they_give=P), make_person(ana, "Dad", ring="inner")
    tomas(ana, they_give=E)
    note_knows(by=Actor(ana), one=person, other=dad)
    assert "Could Dad give you practical help?" in without(ana_online, person).text
    assert "Could Dad" not in without(ana_online, person, together="on").text


def test_a_group_goes_together(ana: User, ana_online: Client) -> None:
    one, other, third = mira(ana, they_give=E), jonas(ana, they_give=E), make_person(ana, "Dad", ring="inner")
    tomas(ana, they_give=E)
    for pair in ((one, other), (other, third)):
        note_knows(by=Actor(ana), one=pair[0], other=pair[1])
    assert away(without(ana_online, one)) == {"Mira"}
    page = without(ana_online, one, together="on")
    assert away(page) == {"Mira", "Jonas", "Dad"}
    assert "For emotional support one person would be left." in page.text, "two are ours, and nobody's wish"
    assert all(
        "away in this thought" in attrs["aria-label"] for _, attrs in page.tags if "away" in attrs.get("class", "")
    )


def test_whoever_gives_nothing_noted_would_leave_nothing_missing(ana: User, ana_online: Client) -> None:
    assert "Of what is noted, nothing would be missing." in without(ana_online, mira(ana, they_give=0)).text


def test_a_kind_that_is_not_looked_for_is_not_missed(ana: User, ana_online: Client) -> None:
    choose_showing(by=Actor(ana), showing=Showing.read({"wants": {"emotional": 0}}))
    page = without(ana_online, mira(ana, they_give=E))
    assert "emotional support" not in page.text


def test_before_anyone_is_chosen_the_page_offers_thoughts(ana: User, ana_online: Client) -> None:
    one, other = mira(ana, they_give=E | P), jonas(ana, they_give=E)
    make_person(ana, "Wen", ring="outer", they_give=E)
    note_knows(by=Actor(ana), one=one, other=other)
    page = without(ana_online)
    assert not away(page)
    links = [link for link in page.links if "person=" in link]
    assert links[0] == f"/people/without?person={one.id}#map", "practical help rests on Mira alone"
    assert links[1] in {f"/people/without?person={who.id}&together=on#map" for who in (one, other)}


def test_an_empty_map_has_a_first_step(ana_online: Client) -> None:
    assert "Nobody here yet" in without(ana_online).text


@pytest.mark.parametrize("who", ["nonsense", "stranger", "foreign", "unsafe"])
def test_whoever_is_not_on_the_own_map_is_not_there(ana: User, ana_online: Client, who: str) -> None:
    tomas(ana)
    asked = {"nonsense": "x' or 1", "stranger": str(uuid4())}
    with signed_in(make_user("cleo")) as cleo:
        asked["foreign"] = str(mira(cleo).id)
    viktor = make_person(ana, "Viktor", ring="inner")
    set_state(by=Actor(ana), now=NOW, person=viktor, state="unsafe")
    asked["unsafe"] = str(viktor.id)
    assert ana_online.get("/people/without", {"person": asked[who]}).status_code == 404


def test_the_page_asks_as_often_for_2_people_as_for_40(ana: User, ana_online: Client, statements: Any) -> None:
    counts = []
    for more in (2, 38):
        people = [make_person(ana, f"Guest {n}", ring="outer", they_give=n % 16) for n in range(more)]
        for one, other in pairwise(people):
            note_knows(by=Actor(ana), one=one, other=other)
        without(ana_online, people[0], together="on")
        with statements() as ran:
            without(ana_online, people[0], together="on")
        counts.append(len(ran))
    assert counts[0] == counts[1]
