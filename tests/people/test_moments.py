"""Noting that people were in touch, changing it, and taking it back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.insights.timeline import timeline
from kindring.people.actions import (
    change_moment,
    delete_moment,
    delete_person,
    log_moment,
    restore_person,
)
from kindring.people.models import Moment, Person, Presence
from tests.cast import NOW, TODAY, days_ago, in_touch, jonas, make_person, make_user, mira, signed_in, tomas
from tests.refusals import refusal


def present(moment: Moment) -> set[str]:
    rows = Presence.objects.filter(moment=moment).select_related("person")
    assert {row.day for row in rows} <= {Moment.objects.get(id=moment.id).day}
    return {row.person.name for row in rows}


def test_one_tap_is_today(ana: User, by: Actor) -> None:
    person = mira(ana)
    moment = log_moment(by=by, now=NOW, people=[person])
    row = Moment.objects.visible_to(ana).get()
    assert row == moment
    assert (row.day, row.way, row.written_at) == (TODAY, "", NOW.replace(minute=0))
    assert present(moment) == {"Mira"}
    person.refresh_from_db()
    assert (person.contacts, person.first_day, person.last_day) == (1, TODAY, TODAY)


def test_everything_said_is_kept(ana: User, by: Actor) -> None:
    words: dict[str, Any] = {
        "way": "call", "received": 5, "given": 2, "felt": ["present", "heard"],
        "thanks": "For listening.", "note": "About the flat.", "ask_about": "the flat",
    }  # fmt: skip
    people = [mira(ana), jonas(ana)]
    moment = log_moment(by=by, now=NOW, people=people, day=days_ago(3), **words)
    row = Moment.objects.get(id=moment.id)
    assert {name: getattr(row, name) for name in words} == words
    assert present(moment) == {"Mira", "Jonas"}
    for person in people:
        person.refresh_from_db()
        assert (person.last_day, person.last_way, person.met_on) == (days_ago(3), "call", None)
        assert person.ask_about == "the flat"


def test_the_same_person_twice_is_there_once(ana: User, by: Actor) -> None:
    person = mira(ana)
    assert present(log_moment(by=by, now=NOW, people=[person, person])) == {"Mira"}


def test_felt_comes_in_one_order_and_once(ana: User, by: Actor) -> None:
    moment = log_moment(by=by, now=NOW, people=[mira(ana)], felt=["heard", "present", "heard"])
    assert Moment.objects.get(id=moment.id).felt == ["present", "heard"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"day": TODAY + timedelta(days=1)}, "moment_in_future"),
        ({"day": date(1899, 12, 31)}, "moment_too_early"),
        ({"people": []}, "people_missing"),
        ({"way": "pigeon"}, "way_unknown"),
        ({"received": 16}, "received_out_of_range"),
        ({"given": -1}, "given_out_of_range"),
        ({"felt": ["bored"]}, "felt_unknown"),
        ({"note": "n" * 10_001}, "note_too_long"),
        ({"thanks": "t" * 1001}, "thanks_too_long"),
        ({"ask_about": "a" * 501}, "ask_about_too_long"),
    ],
)
def test_what_cannot_have_been_is_refused(ana: User, by: Actor, words: dict[str, Any], code: str) -> None:
    person = mira(ana)
    assert refusal(log_moment, **{"by": by, "now": NOW, "people": [person]} | words) == code
    moment = log_moment(by=by, now=NOW, people=[person])
    assert refusal(change_moment, **{"by": by, "now": NOW, "moment": moment} | words) == code
    assert Moment.objects.get().day == TODAY
    person.refresh_from_db()
    assert person.contacts == 1


def test_the_first_day_that_can_be_kept(ana: User, by: Actor) -> None:
    assert log_moment(by=by, now=NOW, people=[mira(ana)], day=date(1900, 1, 1)).day == date(1900, 1, 1)


def test_at_most_fifty_people(ana: User, by: Actor) -> None:
    crowd = [make_person(ana, f"Guest {n}") for n in range(51)]
    assert refusal(log_moment, by=by, now=NOW, people=crowd) == "people_too_many"
    assert len(present(log_moment(by=by, now=NOW, people=crowd[:50]))) == 50


def test_strangers_and_deleted_people_are_refused(ana: User, by: Actor) -> None:
    own, gone = mira(ana), jonas(ana)
    delete_person(by=by, now=NOW, person=gone)
    with signed_in(make_user("cleo")) as cleo:
        foreign = tomas(cleo)
    for other in (foreign, gone, Person(owner_id=ana.id)):
        assert refusal(log_moment, by=by, now=NOW, people=[own, other]) == "person_not_found"
        moment = log_moment(by=by, now=NOW, people=[own])
        assert refusal(change_moment, by=by, now=NOW, moment=moment, people=[own, other]) == "person_not_found"
    assert Presence.objects.count() == 1


def test_a_strangers_moment_is_as_missing_as_a_missing_one(ana: User, by: Actor) -> None:
    moment = log_moment(by=by, now=NOW, people=[mira(ana)], note="private")
    with signed_in(make_user("cleo")) as cleo:
        for other in (moment, Moment(owner_id=cleo.id)):
            words = {"by": Actor(cleo), "now": NOW, "moment": other}
            assert refusal(change_moment, **words, note="mine now") == "moment_not_found"
            assert refusal(delete_moment, **words) == "moment_not_found"
    assert Moment.objects.get().note == "private"


def test_today_is_the_users_day(ana: User, by: Actor) -> None:
    person, late = mira(ana), NOW.replace(hour=22)
    ana.time_zone = "Pacific/Auckland"
    tomorrow = TODAY + timedelta(days=1)
    assert log_moment(by=by, now=late, people=[person]).day == tomorrow
    assert log_moment(by=by, now=late, people=[person], day=tomorrow, note="late").day == tomorrow
    ana.time_zone = "America/Los_Angeles"
    assert refusal(log_moment, by=by, now=NOW.replace(hour=3), people=[person], day=TODAY) == "moment_in_future"


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 10, 24, 21, 59, tzinfo=UTC), date(2026, 10, 24)),  # 23:59 in summer time
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),  # the clocks go back this night
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),  # a day of 25 hours
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),  # a day of 23 hours
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
    ],
)
def test_days_end_at_midnight_on_nights_when_the_clocks_change(
    ana: User, by: Actor, now: datetime, day: date
) -> None:
    ana.time_zone = "Europe/Zagreb"
    assert log_moment(by=by, now=now, people=[mira(ana)]).day == day


def test_a_double_click_is_one_moment(ana: User, by: Actor) -> None:
    person = mira(ana)
    first = log_moment(by=by, now=NOW, people=[person])
    assert log_moment(by=by, now=NOW + timedelta(hours=3), people=[person]) == first
    assert Moment.objects.count() == Presence.objects.count() == 1
    assert log_moment(by=by, now=NOW, people=[person], day=days_ago(1)) != first


def test_a_double_click_with_several_people_is_one_moment(ana: User, by: Actor) -> None:
    one, other, third = mira(ana), jonas(ana), tomas(ana)
    both = log_moment(by=by, now=NOW, people=[one, other], way="in_person")
    assert log_moment(by=by, now=NOW, people=[other, one], way="in_person") == both
    assert log_moment(by=by, now=NOW, people=[one], way="in_person") != both
    assert log_moment(by=by, now=NOW, people=[one, third], way="in_person") != both


def test_a_tap_after_something_was_said_is_a_moment_of_its_own(ana: User, by: Actor) -> None:
    person = mira(ana)
    told: list[dict[str, Any]] = [
        {"note": "Long talk"},
        {"thanks": "Thanks"},
        {"received": 1},
        {"felt": ["heard"]},
        {"way": "call"},
    ]
    for words in told:
        first = log_moment(by=by, now=NOW, people=[person], **words)
        assert log_moment(by=by, now=NOW, people=[person]) != first
        again = log_moment(by=by, now=NOW, people=[person], **words)
        assert (again == first) == ("way" in words)
    person.refresh_from_db()
    assert person.contacts == 1


def test_a_change_leaves_the_rest(ana: User, by: Actor) -> None:
    person = mira(ana)
    moment = log_moment(by=by, now=NOW, people=[person], note="Long talk", felt=["heard"], way="call")
    change_moment(by=by, now=NOW + timedelta(hours=5), moment=moment, given=8)
    row = Moment.objects.get(id=moment.id)
    assert (row.note, row.felt, row.way, row.given) == ("Long talk", ["heard"], "call", 8)
    assert row.written_at == moment.written_at
    assert present(moment) == {"Mira"}


def test_a_change_of_day_and_people_reaches_everyone(ana: User, by: Actor) -> None:
    one, other = mira(ana), jonas(ana)
    moment = log_moment(by=by, now=NOW, people=[one], way="in_person")
    change_moment(by=by, now=NOW, moment=moment, people=[other], day=days_ago(4))
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.contacts, one.last_day, one.last_way, one.met_on) == (0, None, "", None)
    assert (other.contacts, other.last_day, other.met_on) == (1, days_ago(4), days_ago(4))
    assert present(moment) == {"Jonas"}


def test_a_change_can_write_words_away(ana: User, by: Actor) -> None:
    moment = log_moment(by=by, now=NOW, people=[mira(ana)], note="Long talk", felt=["heard"])
    change_moment(by=by, now=NOW, moment=moment, note="", felt=[])
    assert Moment.objects.untold().filter(id=moment.id).exists()


def test_taking_back_is_as_if_it_had_not_been(ana: User, by: Actor) -> None:
    person = mira(ana)
    in_touch(ana, person, 30, 20)
    before = person.rhythm
    moment = log_moment(by=by, now=NOW, people=[person])
    delete_moment(by=by, now=NOW, moment=moment)
    person.refresh_from_db()
    assert person.rhythm == before
    assert refusal(delete_moment, by=by, now=NOW, moment=moment) == "moment_not_found"
    assert Moment.objects.count() == Presence.objects.count() == 2


def test_a_moment_stays_for_the_others_when_someone_is_deleted(ana: User, by: Actor) -> None:
    one, gone = mira(ana), jonas(ana)
    both = log_moment(by=by, now=NOW, people=[one, gone], note="Together")
    alone = log_moment(by=by, now=NOW, people=[gone], note="With Jonas")
    delete_person(by=by, now=NOW, person=gone)
    assert set(Moment.objects.visible_to(ana)) == {both, alone}
    assert [moment.id for moment, _ in timeline(ana, one.id).moments] == [both.id]
    assert timeline(ana, one.id).moments[0][1] == ()
    restore_person(by=by, now=NOW, person=gone)
    assert timeline(ana, one.id).moments[0][1] == ("Jonas",)


def test_someone_deleted_may_stay_in_a_moment_but_not_alone(ana: User, by: Actor) -> None:
    one, gone = mira(ana), jonas(ana)
    moment = log_moment(by=by, now=NOW, people=[one, gone])
    delete_person(by=by, now=NOW, person=gone)
    change_moment(by=by, now=NOW, moment=moment, people=[one, gone], note="Together")
    assert present(moment) == {"Mira", "Jonas"}
    assert refusal(change_moment, by=by, now=NOW, moment=moment, people=[gone]) == "people_missing"
    delete_moment(by=by, now=NOW, moment=moment)
    gone.refresh_from_db()
    assert gone.contacts == 0


def test_form_fields_that_are_no_words_of_a_moment_are_a_mistake(ana: User, by: Actor) -> None:
    moment = log_moment(by=by, now=NOW, people=[mira(ana)])
    with pytest.raises(TypeError):
        change_moment(by=by, now=NOW, moment=moment, owner_id=ana.id)  # type: ignore[call-arg]
