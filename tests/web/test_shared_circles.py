"""A person's page names the circles in which one meets them, once one said which user they are."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kindring.circles.actions import block_member, leave_circle, link_person
from kindring.circles.models import Membership
from kindring.people.models import Person
from tests import cast
from tests.cast import NOW
from tests.online import browser_of
from tests.street import Street, bring_in, crowd, make_street, make_street_of
from tests.web.seen import Seen, seen

pytestmark = pytest.mark.django_db
LINE = "In your circle Our street"


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_street("tomas", "ines")


@pytest.fixture
def tomas(street: Street) -> Person:
    """Tomas on Ana's map, whom she linked to the member."""
    with cast.signed_in(street.people["ana"]) as ana:
        person = cast.tomas(ana)
        link_person(by=street.by("ana"), person=person, user=street.user("tomas").id)
        return person


@pytest.fixture
def ana_online(street: Street) -> Client:
    return browser_of(street.people["ana"])


def page_of(client: Client, person: Person) -> Seen:
    return seen(client.get(reverse("person", args=[person.id])))


def test_the_circle_of_the_two_is_named_and_leads_there(street: Street, tomas: Person, ana_online: Client) -> None:
    page = page_of(ana_online, tomas)
    assert LINE in page.text
    assert reverse("circle", args=[street.circle.id]) in page.links


def test_several_circles_stand_in_the_order_of_their_names(street: Street, tomas: Person, ana_online: Client) -> None:
    choir = make_street_of(street.people["ana"], "ana")
    choir.people["tomas"] = street.people["tomas"]
    bring_in(choir, "tomas")
    assert "In your circles Our street · Our street" in page_of(ana_online, tomas).text


def test_without_a_link_nothing_is_said(street: Street, ana_online: Client) -> None:
    with cast.signed_in(street.people["ana"]) as ana:
        person = cast.tomas(ana)
    assert "In your circle" not in page_of(ana_online, person).text


def test_of_a_circle_in_which_they_are_alone_nothing_is_said(
    street: Street, tomas: Person, ana_online: Client
) -> None:
    make_street_of(street.people["tomas"], "tomas")
    make_street_of(street.people["ana"], "ana")
    assert LINE in page_of(ana_online, tomas).text
    with cast.signed_in(street.people["tomas"]):
        leave_circle(by=street.by("tomas"), now=NOW, circle=street.circle)
    assert "In your circle" not in page_of(ana_online, tomas).text


@pytest.mark.parametrize("who", ["ana", "tomas"])
def test_past_a_block_nothing_is_said_and_to_a_steward_no_block(
    street: Street, tomas: Person, ana_online: Client, who: str
) -> None:
    """Ana looks after the circle: whoever blocks her stands in her list of members all the same."""
    other = street.membership("tomas" if who == "ana" else "ana").id
    before = page_of(ana_online, tomas).text
    with cast.signed_in(street.people[who]):
        block_member(by=street.by(who), now=NOW, circle=street.circle, member=other)
    if who == "tomas":
        assert page_of(ana_online, tomas).text == before
        Membership.objects.update(steward=False)
    assert "In your circle" not in page_of(ana_online, tomas).text


def test_the_link_is_for_oneself_only(street: Street, tomas: Person) -> None:
    with cast.signed_in(street.people["tomas"]) as his:
        ana = cast.make_person(his, "Ana")
    assert "In your circle" not in page_of(browser_of(street.people["tomas"]), ana).text


def test_a_circle_of_three_and_one_of_sixty_cost_the_same(
    street: Street, tomas: Person, ana_online: Client, statements: Any
) -> None:
    costs = []
    for count in (0, 60):
        crowd(street, count)
        page_of(ana_online, tomas)
        with statements() as ran:
            page_of(ana_online, tomas)
        costs.append(len(ran))
    assert costs[0] == costs[1]


def test_someone_unlinked_costs_one_query(street: Street, tomas: Person, ana_online: Client, statements: Any) -> None:
    with cast.signed_in(street.people["ana"]) as ana:
        mira = cast.mira(ana)
    page_of(ana_online, mira)
    with statements() as ran:
        page_of(ana_online, mira)
    assert len([sql for sql in ran if "circles_" in sql]) == 1
