"""Today: steady, finite, and always with the reason."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.engine.choosing import LEAST_REST
from kindring.insights.today import TodayFacts, todays_page
from kindring.people.actions import (
    answer_suggestion,
    change_person,
    delete_moment,
    delete_person,
    log_moment,
    place_person,
    replace_dates,
    restore_person,
    set_low_day,
    set_state,
    set_wish,
)
from kindring.people.models import Person, Suggestion
from tests.cast import (
    NOW,
    TODAY,
    days_ago,
    in_touch,
    jonas,
    make_person,
    make_user,
    mira,
    mrs_petrovic,
    signed_in,
    tomas,
)

Statements = Callable[[], AbstractContextManager[list[str]]]


def quiet(user: User, name: str, *, ring: str = "middle", **details: Any) -> Person:
    """Someone with whom the user used to speak every 10 days, and now has not for 30."""
    person = make_person(user, name, ring=ring, **details)
    in_touch(user, person, 70, 60, 50, 40, 30)
    return person


def look(user: User, *, now: datetime = NOW) -> TodayFacts:
    """A look at Today in a request of its own."""
    return todays_page(User.objects.get(id=user.id), now)


def names(facts: TodayFacts) -> list[str]:
    return [one.name for one in facts.three]


def ids(facts: TodayFacts) -> list[UUID]:
    return [one.person_id for one in facts.three]


def test_nobody_yet(ana: User) -> None:
    facts = look(ana)
    assert (facts.state, facts.three, facts.dates) == ("nobody_yet", (), ())


def test_nobody_yet_when_all_that_was_is_over(ana: User, by: Actor) -> None:
    set_state(by=by, now=NOW, person=mira(ana), state="died")
    delete_person(by=by, now=NOW, person=jonas(ana))
    assert look(ana).state == "nobody_yet"


def test_not_placed(ana: User) -> None:
    make_person(ana, "Mira")
    facts = look(ana)
    assert (facts.state, facts.placed, facts.unplaced, facts.three) == ("not_placed", 0, 1, ())


def test_few_people_get_a_today_too(ana: User) -> None:
    quiet(ana, "Mira")
    make_person(ana, "Someone")
    facts = look(ana)
    assert (facts.state, facts.placed, facts.unplaced, names(facts)) == ("few", 1, 1, ["Mira"])


def test_three_at_most_and_each_with_the_reason(ana: User) -> None:
    for n in range(6):
        quiet(ana, f"Guest {n}")
    facts = look(ana)
    assert facts.state == "normal"
    assert len(facts.three) == 3
    for one in facts.three:
        assert (one.reasons[0].code, one.reasons[0].every, one.reasons[0].silent) == ("usual", 10, 30)
        assert one.outlook.word == "drifting"


def test_what_is_known_of_them_comes_along(ana: User, by: Actor) -> None:
    channels = [
        {"kind": "email", "label": "", "value": "m@example.org"},
        {"kind": "phone", "label": "home", "value": "1"},
    ]
    person = quiet(ana, "Mira Horvat", ring="inner", called="Mimi", role="family", channels=channels)
    log_moment(by=by, now=NOW, people=[person], day=days_ago(29), way="call", ask_about="the flat")
    (one,) = look(ana).three
    assert (one.name, one.ring, one.role, one.ask_about) == ("Mimi", "inner", "family", "the flat")
    assert one.step == "call"
    assert one.channel == channels[1]


def test_the_list_is_the_same_all_day(ana: User) -> None:
    for n in range(6):
        quiet(ana, f"Guest {n}")
    first = ids(look(ana))
    assert all(ids(look(ana, now=NOW + timedelta(hours=hours))) == first for hours in (1, 5, 12))


def test_the_shown_rest_the_next_days(ana: User) -> None:
    for n in range(6):
        quiet(ana, f"Guest {n}")
    first, second, third = (set(ids(look(ana, now=NOW + timedelta(days=day)))) for day in range(3))
    assert len(first) == len(second) == 3
    assert not first & second
    assert not third
    assert LEAST_REST == 3
    assert set(ids(look(ana, now=NOW + timedelta(days=5)))) == first


def test_a_new_person_takes_a_free_place_only(ana: User, by: Actor) -> None:
    quiet(ana, "Mira")
    quiet(ana, "Jonas")
    before = ids(look(ana))
    quiet(ana, "Tomas", ring="inner")
    quiet(ana, "Ines", ring="inner")
    after = ids(look(ana))
    assert after[:2] == before
    assert len(after) == 3


def test_whoever_was_answered_keeps_the_place(ana: User, by: Actor) -> None:
    people = {name: quiet(ana, name) for name in ("Mira", "Jonas", "Tomas", "Ines", "Sara")}
    reached, later, rested = names(look(ana))
    answer_suggestion(by=by, now=NOW, person=people[reached], answer="reached")
    answer_suggestion(by=by, now=NOW, person=people[later], answer="not_today")
    answer_suggestion(by=by, now=NOW, person=people[rested], answer="rest")
    facts = look(ana)
    assert [one.answer for one in facts.three] == ["reached", "not_today", "rest"]
    assert [one.name for one in facts.on_list] == [reached]
    assert facts.open == ()
    assert facts.state == "all_done"


def test_being_in_touch_from_anywhere_is_the_answer_until_taken_back(ana: User, by: Actor) -> None:
    person = quiet(ana, "Mira")
    assert [one.answer for one in look(ana).three] == [""]
    moment = log_moment(by=by, now=NOW, people=[person], way="letter", note="Wrote to her")
    assert [one.answer for one in look(ana).three] == ["reached"]
    delete_moment(by=by, now=NOW, moment=moment)
    assert [one.answer for one in look(ana).three] == [""]


def test_a_wish_to_rest_from_anywhere_is_the_answer(ana: User, by: Actor) -> None:
    person = quiet(ana, "Mira")
    look(ana)
    set_wish(by=by, person=person, days=0)
    assert [one.answer for one in look(ana).three] == ["rest"]


@pytest.mark.parametrize("state", ["ended", "unsafe", "died"])
def test_what_is_over_is_gone_at_once_and_frees_no_place(ana: User, by: Actor, state: str) -> None:
    people = {name: quiet(ana, name) for name in ("Mira", "Jonas", "Tomas", "Ines")}
    before = names(look(ana))
    set_state(by=by, now=NOW, person=people[before[0]], state=state)
    assert names(look(ana)) == before[1:]


def test_paused_deleted_and_unplaced_are_gone_at_once(ana: User, by: Actor) -> None:
    people = {name: quiet(ana, name) for name in ("Mira", "Jonas", "Tomas")}
    look(ana)
    set_state(by=by, now=NOW, person=people["Mira"], state="paused", until=TODAY + timedelta(days=2))
    delete_person(by=by, now=NOW, person=people["Jonas"])
    place_person(by=by, now=NOW, person=people["Tomas"], ring="")
    assert names(look(ana)) == []
    restore_person(by=by, now=NOW, person=people["Jonas"])
    assert names(look(ana)) == ["Jonas"]


@pytest.mark.parametrize("state", ["ended", "unsafe", "died"])
def test_what_is_over_never_comes_up(ana: User, by: Actor, state: str) -> None:
    set_state(by=by, now=NOW, person=quiet(ana, "Mira"), state=state)
    quiet(ana, "Jonas")
    assert all(names(look(ana, now=NOW + timedelta(days=day))) != ["Mira"] for day in range(0, 60, 5))


def test_a_pause_ends_by_itself(ana: User, by: Actor) -> None:
    set_state(by=by, now=NOW, person=quiet(ana, "Mira"), state="paused", until=TODAY + timedelta(days=2))
    seen = [names(look(ana, now=NOW + timedelta(days=day))) for day in range(3)]
    assert seen == [[], [], ["Mira"]]


def test_nobody_of_the_unplaced_or_rested_comes_up(ana: User, by: Actor) -> None:
    quiet(ana, "Mira", ring="")
    quiet(ana, "Jonas", wish_days=0)
    assert names(look(ana)) == []


def test_past_moments_change_today_at_once(ana: User, by: Actor) -> None:
    person = mira(ana)
    assert names(look(ana)) == []
    for ago in (40, 30, 20):
        log_moment(by=by, now=NOW, people=[person], day=days_ago(ago))
    assert names(look(ana)) == ["Mira"]


def test_a_wish_changes_today_at_once(ana: User, by: Actor) -> None:
    person = mira(ana)
    in_touch(ana, person, 100, 50, 10)
    assert names(look(ana)) == []
    change_person(by=by, now=NOW, person=person, wish_days=7)
    (one,) = look(ana).three
    assert one.reasons[0].code == "wish"
    assert one.outlook.risk == 1


def test_someone_of_whom_nothing_is_noted_gets_a_first_word(ana: User) -> None:
    mira(ana, now=NOW - timedelta(days=9))
    (one,) = look(ana).three
    assert one.step == "first_word"
    assert one.reasons[0].code == "nothing noted"


def test_a_birthday_asks_for_a_card(ana: User, by: Actor) -> None:
    person = quiet(ana, "Mrs Petrović", channels=[{"kind": "address", "label": "", "value": "Ilica 1"}])
    replace_dates(by=by, person=person, dates=[{"month": 11, "day": 24, "year": 1950}], now=NOW)
    facts = look(ana)
    (one,) = facts.three
    assert (one.step, one.channel) == ("card", person.channels[0])
    assert one.date == facts.dates[0]
    assert (facts.dates[0].days_away, facts.dates[0].turning) == (2, 76)


def test_a_low_day_is_one_small_step_with_whoever_is_closest(ana: User, by: Actor) -> None:
    for n in range(4):
        quiet(ana, f"Guest {n}", ring="middle", wish_days=7)
    close = mira(ana)
    in_touch(ana, close, 180, 120, 60, 35, way="call")
    assert names(look(ana, now=NOW - timedelta(days=1)))[0] != "Mira"
    Person.objects.update(rests_until=None)
    set_low_day(by=by, now=NOW, on=True)
    facts = look(ana)
    assert (facts.state, names(facts), facts.three[0].step) == ("low_day", ["Mira"], "message")
    assert Suggestion.objects.count() == 1
    set_low_day(by=by, now=NOW, on=False)
    after = look(ana)
    assert after.state == "normal"
    assert len(after.three) == 3
    assert names(after)[0] == "Mira"


def test_a_change_on_a_low_day_brings_nobody_more(ana: User, by: Actor) -> None:
    for n in range(4):
        quiet(ana, f"Guest {n}")
    set_low_day(by=by, now=NOW, on=True)
    before = names(look(ana))
    quiet(ana, "Mira", ring="inner")
    assert names(look(ana)) == before
    assert Suggestion.objects.count() == 1


def test_a_day_that_turns_low_shows_one_of_the_three(ana: User, by: Actor) -> None:
    for n in range(3):
        quiet(ana, f"Guest {n}", ring="outer")
    close = quiet(ana, "Mira", ring="inner")
    before = set(names(look(ana)))
    set_low_day(by=by, now=NOW, on=True)
    assert names(look(ana)) == ["Mira"]
    answer_suggestion(by=by, now=NOW, person=close, answer="not_today")
    facts = look(ana)
    assert (facts.open, facts.on_list, facts.state) == ((), (), "low_day")
    set_low_day(by=by, now=NOW, on=False)
    assert set(names(look(ana))) == before


def test_a_low_day_ends_by_itself(ana: User, by: Actor) -> None:
    for n in range(5):
        quiet(ana, f"Guest {n}")
    set_low_day(by=by, now=NOW, on=True)
    assert len(look(ana).three) == 1
    tomorrow = look(ana, now=NOW + timedelta(days=1))
    assert (tomorrow.state, len(tomorrow.three)) == ("normal", 3)


def test_a_new_day_begins_at_the_users_midnight(ana: User) -> None:
    for n in range(6):
        quiet(ana, f"Guest {n}")
    User.objects.update(time_zone="Pacific/Auckland")
    before, after = NOW.replace(hour=10, minute=59), NOW.replace(hour=11, minute=0)
    assert (look(ana, now=before).day, look(ana, now=after).day) == (TODAY, TODAY + timedelta(days=1))
    assert Suggestion.objects.values_list("day", flat=True).distinct().get() == TODAY + timedelta(days=1)


def test_strangers_see_nothing_of_it(ana: User) -> None:
    quiet(ana, "Mira")
    look(ana)
    with signed_in(make_user("cleo")) as cleo:
        assert look(cleo).state == "nobody_yet"


@pytest.mark.parametrize("people", [3, 200])
def test_the_first_look_and_every_other_cost_the_same_for_3_and_200(
    ana: User, statements: Statements, people: int
) -> None:
    start = days_ago(90)
    Person.objects.bulk_create(
        Person(
            owner=ana, name=f"Guest {n}", ring="middle", placed_on=start, contacts=5, first_day=start,
            last_day=days_ago(30), recent=3.0, log_gap=2.3,
        )
        for n in range(people)
    )  # fmt: skip
    user = User.objects.get()
    with statements() as first:
        assert len(todays_page(user, NOW).three) == 3
    assert len(first) == 14
    with statements() as later:
        assert len(todays_page(user, NOW).three) == 3
    assert len(later) == 3
    assert all(sql.startswith("SELECT") for sql in later)


def test_a_look_opens_nothing_of_those_who_are_not_named(ana: User) -> None:
    for person in (mrs_petrovic(ana), tomas(ana)):
        Person.objects.filter(id=person.id).update(name=None)
    quiet(ana, "Mira")
    assert names(look(ana)) == ["Mira"]
