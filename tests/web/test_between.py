"""The panel of the two on someone's page, and before one meets them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import log_moment, replace_dates, set_state
from kindring.people.actions.together import agree_time, propose_time
from kindring.people.models import Moment, Person
from kindring.web.before_words import prompts_for
from tests.cast import NOW, TODAY, days_ago, in_touch, jonas, mira
from tests.people.test_replay_laws import check
from tests.web.seen import Seen, seen

COUNTED = ("times", "was there for you", "in person", "One small idea", "usually", "both ways", "emotional")
SUGGESTED = ("One small idea", "Plan", "Before you meet", "Thank", "Ask about", "Your wish", "Call", "tomorrow")


def page_of(client: Client, person: Person, **asked: Any) -> Seen:
    return seen(client.get(reverse("person", args=[person.id]), asked))


def before(client: Client, person: Person) -> Seen:
    return seen(client.get(reverse("before_meeting", args=[person.id])))


def a_lot(user: User, person: Person) -> None:
    """Five times received, once given, four in person of six."""
    for ago in range(1, 6):
        way = "call" if ago == 1 else "in_person"
        log_moment(by=Actor(user), now=NOW, people=[person], day=days_ago(ago * 9), received=1, way=way)
    log_moment(by=Actor(user), now=NOW, people=[person], day=days_ago(60), given=2, way="message")


def test_rhythm_flows_ways_and_give_and_take_in_words(ana: User, ana_online: Client) -> None:
    person = jonas(ana, ring="middle", they_give=0, you_give=0)
    a_lot(ana, person)
    text = page_of(ana_online, person).text
    assert "You two usually speak every" in text
    assert "emotional from Jonas" in text
    assert "You meet, or you are in touch from afar; 4 of 6 times you met." in text
    assert "In the last year Jonas was there for you 5 times, and you for Jonas once." in text
    assert "That evens out over years, not weeks." in text


@pytest.mark.parametrize(
    ("received", "given", "said"),
    [
        (4, 4, "was there for you 4 times, and you for Jonas 4 times. That is about even."),
        (0, 6, "In the last year you were there for Jonas 6 times. There are times for that."),
        (6, 0, "In the last year Jonas was there for you 6 times. That evens out"),
    ],
)
def test_give_and_take_each_way(ana: User, ana_online: Client, received: int, given: int, said: str) -> None:
    person = jonas(ana, ring="middle")
    for ago in range(received):
        log_moment(by=Actor(ana), now=NOW, people=[person], day=days_ago(ago), received=1)
    for ago in range(given):
        log_moment(by=Actor(ana), now=NOW, people=[person], day=days_ago(30 + ago), given=1)
    assert said in page_of(ana_online, person).text


def test_the_one_day_they_met_is_told_once(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    in_touch(ana, person, 40, way="in_person")
    text = page_of(ana_online, person).text
    assert "Noted once, 40 days ago." in text
    assert "One small idea A walk together." in text
    assert "You last met" not in text


def test_one_small_idea_leads_to_a_plan_and_rests_while_one_is_there(ana: User, ana_online: Client) -> None:
    person = jonas(ana)
    in_touch(ana, person, 60, 50, 40, way="in_person")
    page = page_of(ana_online, person)
    assert "One small idea A walk together. You last met on 13 October." in page.text
    assert reverse("together_new", args=[person.id]) + "?what=walk" in page.links
    time = propose_time(by=Actor(ana), now=NOW, person=person, times=[NOW + timedelta(days=3)], what="a swim")
    text = page_of(ana_online, person).text
    assert "One small idea" not in text
    assert "A swim · proposed" in text
    agree_time(by=Actor(ana), now=NOW, time=time, starts_at=NOW + timedelta(days=3))
    assert "A swim · Wednesday, 9:30 a.m." in page_of(ana_online, person).text


@pytest.mark.parametrize("state", ["unsafe", "ended", "died"])
def test_of_harm_and_of_what_is_over_nothing_is_counted_or_suggested_unless_asked(
    ana: User, ana_online: Client, state: str
) -> None:
    person = jonas(ana, ring="middle", they_give=1, wish_days=30)
    a_lot(ana, person)
    in_touch(ana, person, 2, ask_about="the flat")
    born = TODAY + timedelta(days=1)
    replace_dates(by=Actor(ana), now=NOW, person=person, dates=[{"month": born.month, "day": born.day}])
    set_state(by=Actor(ana), now=NOW, person=person, state=state)
    page = page_of(ana_online, person)
    panel = page.text.split("What you wrote down")[0]
    assert not [words for words in COUNTED if words in panel]
    assert not [words for words in SUGGESTED if words in page.text]
    asked = next(link for link in page.links if "between" in link)
    looked = seen(ana_online.get(asked))
    assert "In the last year Jonas was there for you 5 times, and you for Jonas once. What" in looked.text
    assert not [words for words in SUGGESTED if words in looked.text]


@pytest.mark.parametrize("state", ["unsafe", "ended", "died"])
def test_nothing_is_prepared_with_someone_unsafe_ended_or_dead(ana: User, ana_online: Client, state: str) -> None:
    person = jonas(ana)
    set_state(by=Actor(ana), now=NOW, person=person, state=state)
    assert ana_online.get(reverse("before_meeting", args=[person.id])).status_code == 409


def test_before_you_meet_what_was_told_what_to_ask_and_how_to_listen(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    in_touch(ana, person, 20, note="The oldest")
    for ago, note in ((9, "The flat"), (6, ""), (4, "The knee"), (2, "The exam")):
        in_touch(ana, person, ago, note=note, ask_about="the exam" if ago == 2 else "")
    born = TODAY + timedelta(days=1)
    replace_dates(by=Actor(ana), now=NOW, person=person, dates=[{"month": born.month, "day": born.day}])
    page = before(ana_online, person)
    told = [page.text.index(words) for words in ("The exam", "The knee", "The flat")]
    assert told == sorted(told)
    assert "The oldest" not in page.text
    assert "Birthday tomorrow" in page.text
    assert "You wanted to ask the exam" in page.text
    assert "Phone away" in page.text
    assert all(prompt in page.text for prompt in prompts_for(person.id, TODAY))
    asked = page.form("/asked")
    ana_online.post(asked.action, asked.values)
    assert "You wanted to ask" not in before(ana_online, person).text


def test_two_prompts_the_same_all_day_and_others_the_next() -> None:
    someone = UUID(int=5)
    days = [prompts_for(someone, date(2026, 11, day)) for day in range(1, 7)]
    assert all(len(set(two)) == 2 for two in days)
    assert len({prompt for two in days for prompt in two}) == 12
    assert prompts_for(someone, date(2026, 11, 1)) == days[0]


def test_afterwards_one_press_notes_that_they_met(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    form = before(ana_online, person).form("/met")
    answer = ana_online.post(form.action, form.values | {"felt": "present"})
    moment = Moment.objects.visible_to(ana).get()
    assert (moment.day, moment.way, moment.felt) == (TODAY, "in_person", ["present"])
    assert "Noted." in seen(ana_online.get(answer["Location"])).text


def test_a_press_that_adds_to_an_earlier_moment_offers_the_moment_and_no_undo(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    touched = log_moment(by=Actor(ana), now=NOW, people=[person], felt=["heard"])
    form = before(ana_online, person).form("/met")
    answer = ana_online.post(form.action, form.values | {"felt": "present"})
    said = seen(ana_online.get(answer["Location"]))
    assert "Noted, with the moment that was already there." in said.text
    assert not [form for form in said.forms if "/delete" in form.action]
    look = next(link for link in said.links if link.startswith(reverse("moment", args=[touched.id]) + "?back="))
    assert ana_online.get(look).status_code == 200
    assert Moment.objects.visible_to(ana).get().felt == ["present", "heard"]
    check(person)


def test_a_press_that_stands_alone_is_undone_as_if_it_had_not_been(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    told = log_moment(by=Actor(ana), now=NOW, people=[person], note="We spoke.")
    form = before(ana_online, person).form("/met")
    said = seen(ana_online.get(ana_online.post(form.action, form.values | {"felt": "present"})["Location"]))
    undo = next(form for form in said.forms if "/delete?" in form.action)
    ana_online.post(undo.action, undo.values)
    assert Moment.objects.visible_to(ana).get() == told
    check(person)


def test_it_is_the_next_meeting_that_is_prepared_also_where_an_earlier_one_was_never_noted(
    ana: User, ana_online: Client
) -> None:
    person, by = mira(ana), Actor(ana)
    for what, days in (("a walk", -5), ("a swim", -2), ("a meal", 1)):
        then, now = NOW + timedelta(days=days), NOW + timedelta(days=min(days, 0))
        time = propose_time(by=by, now=now, person=person, times=[then], what=what)
        agree_time(by=by, now=now, time=time, starts_at=then)
        assert what.capitalize() in before(ana_online, person).text


def test_afterwards_what_was_planned_is_what_was(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    time = propose_time(by=Actor(ana), now=NOW, person=person, times=[NOW], what="a call", way="call")
    agree_time(by=Actor(ana), now=NOW, time=time, starts_at=NOW)
    page = before(ana_online, person)
    assert "A call · today, 9:30 a.m." in page.text
    form = next(form for form in page.forms if form.action.endswith("/met"))
    ana_online.post(form.action, form.values | {"felt": ""})
    moment = Moment.objects.visible_to(ana).get()
    assert (moment.way, moment.felt, moment.note) == ("call", [], "A call")
