"""Choosing what People shows: kept, sealed, and nothing but what was chosen."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kindring.accounts.models import User
from kindring.insights.panels import showing_of
from kindring.people.models import PeopleChoice
from kindring.people.showing import PANELS, Showing
from tests.cast import mira
from tests.web.seen import seen, where

USUAL: dict[str, Any] = {
    "want_emotional": "2", "want_practical": "2", "want_informational": "2", "want_companionship": "2",
    "give_take_months": "6", "in_person_months": "3", "shown": list(PANELS), "keep_months": "on",
}  # fmt: skip


def chosen(client: Client, **other: Any) -> Any:
    return client.post("/settings/people", {name: value for name, value in (USUAL | other).items() if value})


def test_whoever_chose_nothing_has_it_as_it_comes(ana: User, ana_online: Client) -> None:
    assert showing_of(ana) == Showing.read({})
    form = next(form for form in seen(ana_online.get("/settings/people")).forms if "shown" in form.values)
    assert {name: form.values[name] for name in USUAL} == USUAL


def test_what_is_chosen_is_kept_and_comes_back(ana: User, ana_online: Client) -> None:
    answer = chosen(ana_online, want_practical="5", want_informational="0", shown=["fading"], with_inner="on")
    assert (answer.status_code, where(answer)) == (303, "/people?done=people-chosen")
    kept = showing_of(ana)
    assert (kept.wants["practical"], kept.wants["informational"], kept.with_inner) == (5, 0, True)
    assert kept.hidden == set(PANELS) - {"fading"}
    chosen(ana_online, in_person_months="12", keep_months="")
    assert (showing_of(ana).in_person_months, showing_of(ana).keep_months) == (12, False)
    assert PeopleChoice.objects.count() == 1


def test_a_wish_changes_the_dots_and_a_kind_not_looked_for_has_none(ana: User, ana_online: Client) -> None:
    mira(ana, they_give=4)
    chosen(ana_online, want_informational="3", want_practical="0")
    text = seen(ana_online.get("/people")).text
    assert "1 person; you wish for 3" in text
    assert "0 people; you do not look for it" in text
    assert "Nobody yet for emotional support and company." in text


def test_the_choice_is_sealed(ana: User, ana_online: Client) -> None:
    chosen(ana_online, shown=["fading"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT chosen FROM people_peoplechoice")
        assert bytes(cursor.fetchone()[0]).startswith(b"K1")


@pytest.mark.parametrize("other", [{"want_practical": "6"}, {"give_take_months": "5"}, {"shown": ["money"]}])
def test_nonsense_is_shown_and_not_kept(ana: User, ana_online: Client, other: dict[str, Any]) -> None:
    answer = chosen(ana_online, **other)
    assert answer.status_code == 422
    assert "Something needs another look" in seen(answer).text
    assert not PeopleChoice.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"wants": "all", "hidden": "kinds", "with_inner": "yes", "keep_months": 0, "give_take_months": True},
        {"wants": {"practical": 9, "money": 2, "emotional": True}, "hidden": ["money"], "in_person_months": 4},
    ],
)
def test_whatever_lies_there_is_read_with_care(told: dict[str, Any]) -> None:
    assert Showing.read(told) == Showing.read({})
    assert Showing.read(Showing.read(told).stored()) == Showing.read(told)
