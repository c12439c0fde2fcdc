"""Planning time with someone on pages, with every form as a browser sends it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.notices.actions import make_feed
from kindring.people.actions import log_moment, set_state
from kindring.people.actions.together import agree_time, call_off_time, note_time, propose_time
from kindring.people.models import Moment, Person, TimeTogether
from tests.cast import NOW, TODAY, in_touch, make_person, mira
from tests.people.test_replay_laws import check
from tests.web.seen import Seen, seen

SATURDAY = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)
SUNDAY = SATURDAY + timedelta(days=1)
PHONE = {"kind": "phone", "label": "mobile", "value": "+44 7700 900123"}
MAIL = {"kind": "email", "label": "", "value": "mira@example.org"}


def plan(user: User, person: Person, *times: datetime, agreed: bool = False, **words: Any) -> TimeTogether:
    by, times = Actor(user), times or (SATURDAY, SUNDAY)
    time = propose_time(by=by, now=NOW, person=person, times=times, **({"what": "a walk"} | words))
    return agree_time(by=by, now=NOW, time=time, starts_at=times[0]) if agreed else time


def page_of(client: Client, time: TimeTogether) -> Seen:
    return seen(client.get(reverse("together", args=[time.id])))


def feed_of(user: User) -> str:
    secret = make_feed(by=Actor(user))
    return Client().get(reverse("feed", args=[secret])).content.decode()


def at(client: Client, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def test_three_times_stand_there_already_and_one_press_makes_the_words(ana: User, ana_online: Client) -> None:
    person = mira(ana, channels=[PHONE, MAIL])
    form = seen(ana_online.get(reverse("together_new", args=[person.id]))).form("")
    assert [form.values[f"day_{number}"] for number in range(3)] == ["2026-11-25", "2026-11-28", "2026-11-29"]
    answer = ana_online.post(reverse("together_new", args=[person.id]), form.values)
    assert answer.status_code == 303
    time = TimeTogether.objects.visible_to(ana).get()
    assert (time.what, time.way, time.minutes, len(time.offers)) == ("a walk", "in_person", 60, 3)
    page = page_of(ana_online, time)
    assert "Hello Mira, how about a walk? I could" in page.text
    assert "Saturday 28 November, 11 a.m." in page.text
    sending = [link for link in page.links if link.startswith(("sms:", "mailto:"))]
    assert len(sending) == 2
    assert all("how about a walk" in unquote(link) for link in sending)


def test_sent_twice_it_is_one_plan(ana: User, ana_online: Client) -> None:
    address = reverse("together_new", args=[mira(ana).id])
    form = seen(ana_online.get(address)).form("")
    for _ in range(2):
        ana_online.post(address, form.values)
    assert TimeTogether.objects.visible_to(ana).count() == 1


def test_days_that_are_taken_are_not_offered(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    plan(ana, person, SATURDAY, agreed=True)
    form = seen(ana_online.get(reverse("together_new", args=[person.id]), {"what": "meal"})).form("")
    assert form.values["occasion"] == "meal"
    assert "2026-11-28" not in form.values.values()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"occasion": "own", "what": ""}, "Say what it could be."),
        ({"hour_0": ""}, "Say at what time."),
        ({"day_1": ""}, "Say on which day."),
        ({"day_0": "2026-11-20"}, "One of these times is over."),
        ({f"{name}_{number}": "" for name in ("day", "hour") for number in range(3)}, "Choose at least one time"),
        ({"day_0": "2029-01-01"}, "within a year"),
        ({"occasion": "sail"}, "Select a valid choice"),
    ],
)
def test_what_needs_another_look_keeps_what_was_typed(
    ana: User, ana_online: Client, changed: dict[str, str], said: str
) -> None:
    address = reverse("together_new", args=[mira(ana).id])
    form = seen(ana_online.get(address)).form("")
    answer = ana_online.post(address, form.values | {"place": "the lake"} | changed)
    assert answer.status_code == 422
    assert said in seen(answer).text
    assert seen(answer).form("").values["place"] == "the lake"
    assert not TimeTogether.objects.exists()


def test_own_words_a_way_and_a_place(ana: User, ana_online: Client) -> None:
    address = reverse("together_new", args=[mira(ana).id])
    typed = {
        "occasion": "own",
        "what": "a film, each at home",
        "way": "video",
        "place": "on the sofa",
        "minutes": "120",
    }
    form = seen(ana_online.get(address)).form("")
    ana_online.post(address, form.values | typed)
    time = TimeTogether.objects.visible_to(ana).get()
    assert (time.what, time.way, time.place, time.minutes) == ("a film, each at home", "video", "on the sofa", 120)
    assert "Perhaps here: on the sofa." in page_of(ana_online, time).text


def test_hours_are_those_of_the_users_zone_also_when_clocks_change(ana: User, ana_online: Client) -> None:
    User.objects.filter(id=ana.id).update(time_zone="Europe/Berlin")
    address = reverse("together_new", args=[mira(ana).id])
    form = seen(ana_online.get(address)).form("")
    days = {"day_0": "2026-11-29", "day_1": "2027-03-28", "day_2": "2027-03-29"}
    ana_online.post(address, form.values | days | dict.fromkeys(("hour_0", "hour_1", "hour_2"), "02:30"))
    assert [at.isoformat() for at in TimeTogether.objects.visible_to(ana).get().offers] == [
        "2026-11-29T01:30:00+00:00",
        "2027-03-28T01:30:00+00:00",
        "2027-03-29T00:30:00+00:00",
    ]


def test_one_of_the_times_is_chosen_with_one_press(ana: User, ana_online: Client) -> None:
    time = plan(ana, mira(ana))
    answer = ana_online.post(reverse("together_agree", args=[time.id]), {"offer": "1"})
    assert answer.status_code == 303
    page = page_of(ana_online, time)
    assert "Sunday 29 November, 11 a.m. – noon" in page.text
    assert "Hello Mira" not in page.text
    assert reverse("together_calendar", args=[time.id]) in page.links


def test_another_time_and_moving(ana: User, ana_online: Client) -> None:
    time = plan(ana, mira(ana))
    for hour in ("15:00", "16:30"):
        ana_online.post(reverse("together_agree", args=[time.id]), {"day": "2026-12-01", "hour": hour})
    time.refresh_from_db()
    assert time.starts_at == datetime(2026, 12, 1, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"offer": "2"}, "not among those you offered"),
        ({"day": "2026-12-01"}, "Say at what time."),
        ({"day": "2026-11-01", "hour": "10:00"}, "That day is over."),
        ({"day": "0001-01-01", "hour": "00:00"}, "That day is over."),
        ({"day": "9999-12-31", "hour": "23:59"}, "Choose a time within a year"),
        ({}, "Say on which day."),
    ],
)
def test_a_time_that_cannot_be_is_said(ana: User, ana_online: Client, typed: dict[str, str], said: str) -> None:
    answer = ana_online.post(reverse("together_agree", args=[plan(ana, mira(ana)).id]), typed)
    assert answer.status_code == 422
    assert said in seen(answer).text


def test_called_off_without_a_word_and_taken_up_again(ana: User, ana_online: Client) -> None:
    time = plan(ana, mira(ana), agreed=True)
    answer = ana_online.post(reverse("together_off", args=[time.id]))
    page = seen(ana_online.get(answer["Location"]))
    assert "Nobody is told." in page.text
    assert "Called off." in page_of(ana_online, time).text
    undo = next(form for form in page.forms if "/again?" in form.action)
    ana_online.post(undo.action, undo.values)
    time.refresh_from_db()
    assert not time.called_off


def test_afterwards_one_press_says_how_it_was_and_can_be_undone(
    ana: User, ana_online: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = mira(ana)
    time = plan(ana, person, SATURDAY, agreed=True)
    assert "How was it?" not in page_of(ana_online, time).text
    at(ana_online, monkeypatch, SATURDAY + timedelta(hours=2))
    assert "How was it?" in page_of(ana_online, time).text
    answer = ana_online.post(reverse("together_met", args=[time.id]), {"felt": "heard"})
    moment = Moment.objects.visible_to(ana).get()
    assert (moment.day, moment.felt, moment.note) == (SATURDAY.date(), ["heard"], "A walk")
    page = seen(ana_online.get(answer["Location"]))
    assert "Noted." in page.text
    assert reverse("moment", args=[moment.id]) in page.links
    assert "It was, and it is noted." in page_of(ana_online, time).text
    undo = next(form for form in page.forms if "/delete?" in form.action)
    ana_online.post(undo.action, undo.values)
    assert "How was it?" in page_of(ana_online, time).text


def test_noted_again_or_with_an_earlier_moment_it_offers_no_undo(
    ana: User, ana_online: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = mira(ana)
    first, second = plan(ana, person, SATURDAY, agreed=True), plan(ana, person, SUNDAY, agreed=True)
    at(ana_online, monkeypatch, SUNDAY + timedelta(hours=2))
    touched = log_moment(by=Actor(ana), now=SUNDAY, people=[person], day=SUNDAY.date())
    for time, presses in ((first, 2), (second, 1)):
        for _press in range(presses):
            answer = ana_online.post(reverse("together_met", args=[time.id]), {"felt": ""})
        said = seen(ana_online.get(answer["Location"]))
        assert "Noted, with the moment that was already there." in said.text
        assert not [form for form in said.forms if "/delete" in form.action]
    assert Moment.objects.visible_to(ana).get(day=SUNDAY.date()) == touched
    check(person)


@pytest.mark.parametrize("felt", ["wonderful", "x" * 30])
def test_a_press_with_nonsense_notes_nothing(ana: User, ana_online: Client, felt: str) -> None:
    time = plan(ana, mira(ana), NOW, agreed=True)
    assert ana_online.post(reverse("together_met", args=[time.id]), {"felt": felt}).status_code == 422
    assert not Moment.objects.exists()


def test_the_calendar_file_says_only_when_unless_words_are_wanted(ana: User, ana_online: Client) -> None:
    time = plan(ana, mira(ana), agreed=True, place="the old mill", what="a swim")
    address = reverse("together_calendar", args=[time.id])
    plain = ana_online.get(address).content.decode()
    assert "SUMMARY:Kindring" in plain
    assert "DTSTART:20261128T110000Z" in plain
    assert "DTEND:20261128T120000Z" in plain
    assert not any(word in plain for word in ("swim", "Mira", "mill"))
    worded = ana_online.get(address, {"words": "1"}).content.decode()
    assert "SUMMARY:A swim with Mira" in worded
    assert "LOCATION:the old mill" in worded


def test_before_a_time_is_agreed_there_is_no_file(ana: User, ana_online: Client) -> None:
    assert ana_online.get(reverse("together_calendar", args=[plan(ana, mira(ana)).id])).status_code == 409


def test_the_feed_has_what_was_agreed_without_a_word(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    plan(ana, person, what="a swim")
    assert feed_of(ana).count("BEGIN:VEVENT") == 0
    time = plan(ana, person, agreed=True, what="a swim")
    assert "DTSTART:20261128T110000Z" in feed_of(ana)
    assert not any(word in feed_of(ana) for word in ("swim", "Mira"))
    call_off_time(by=Actor(ana), now=NOW, time=time)
    assert "STATUS:CANCELLED" in feed_of(ana)


@pytest.mark.parametrize("state", ["unsafe", "ended", "died"])
def test_with_someone_unsafe_ended_or_dead_nothing_is_planned_or_shown(
    ana: User, ana_online: Client, state: str
) -> None:
    person = mira(ana)
    time = plan(ana, person, NOW, agreed=True)
    set_state(by=Actor(ana), now=NOW, person=person, state=state)
    for name, about in (("together_new", person), ("together", time), ("together_calendar", time)):
        assert ana_online.get(reverse(name, args=[about.id])).status_code == 409
    assert feed_of(ana).count("BEGIN:VEVENT") == 0
    page = seen(ana_online.get(reverse("person", args=[person.id])))
    assert not [link for link in page.links if "together" in link or "/before" in link]
    assert "walk" not in seen(ana_online.get(reverse("today"))).text


def queries(client: Client, *names: str, **about: Any) -> dict[str, int]:
    """How many each of these pages takes; looked at once before."""
    counts = {}
    for name in names:
        address = reverse(name, args=[about[name]] if name in about else None)
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        counts[name] = len(caught)
    return counts


def test_pages_cost_the_same_for_2_plans_and_200(ana: User, ana_online: Client) -> None:
    person, secret = mira(ana), make_feed(by=Actor(ana))
    about = dict.fromkeys(("person", "before_meeting", "together_new"), person.id) | {"feed": secret}
    counts = []
    for plans in (range(2), range(2, 200)):
        for number in plans:
            time = plan(ana, person, NOW + timedelta(hours=number), agreed=True)
        counts.append(queries(ana_online, "today", "together", *about, together=time.id, **about))
    assert counts[0] == counts[1]


def test_whoever_plans_nothing_pays_nothing_for_it(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    without = queries(ana_online, "today", "person", person=person.id)
    time = plan(ana, person, agreed=True)
    with_one = queries(ana_online, "today", "person", person=person.id)
    assert with_one == {name: count + 1 for name, count in without.items()}
    call_off_time(by=Actor(ana), now=NOW, time=time)
    assert queries(ana_online, "today", "person", person=person.id) == without


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (-2, "A walk with Mira"),
        (-1, "A walk with Mira · Tomorrow, 11 a.m."),
        (0, "A walk with Mira · Today, 11 a.m."),
    ],
)
def test_it_comes_up_on_today_on_its_day_and_the_day_before(
    ana: User, ana_online: Client, monkeypatch: pytest.MonkeyPatch, days: int, shown: str
) -> None:
    plan(ana, mira(ana), agreed=True)
    at(ana_online, monkeypatch, SATURDAY + timedelta(days=days, hours=-2))
    assert (shown in seen(ana_online.get(reverse("today"))).text) == (days > -2)


def test_afterwards_today_asks_once_how_it_was_and_then_no_more(
    ana: User, ana_online: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    time = plan(ana, mira(ana), agreed=True)
    for days, asks in ((1, True), (2, False)):
        at(ana_online, monkeypatch, SATURDAY + timedelta(days=days))
        assert ("How was it?" in seen(ana_online.get(reverse("today"))).text) == asks
    at(ana_online, monkeypatch, SATURDAY + timedelta(days=1))
    note_time(by=Actor(ana), now=SATURDAY + timedelta(days=1), time=time)
    assert "How was it?" not in seen(ana_online.get(reverse("today"))).text


def test_proposed_times_and_paused_people_are_not_on_today(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    plan(ana, person, NOW + timedelta(hours=2), what="a swim")
    assert "swim" not in seen(ana_online.get(reverse("today"))).text
    plan(ana, person, NOW + timedelta(hours=2), what="a sail", agreed=True)
    assert "A sail with Mira" in seen(ana_online.get(reverse("today"))).text
    set_state(by=Actor(ana), now=NOW, person=person, state="paused", until=TODAY + timedelta(days=3))
    assert "sail" not in seen(ana_online.get(reverse("today"))).text


def test_whoever_one_meets_soon_is_not_named_by_today(ana: User, ana_online: Client) -> None:
    person = mira(ana)
    in_touch(ana, person, 60, 50, 40)
    assert "Mira" in seen(ana_online.get(reverse("today"))).text
    time = plan(ana, person, NOW + timedelta(days=9), agreed=True)
    assert "Mira" not in seen(ana_online.get(reverse("today"))).text
    call_off_time(by=Actor(ana), now=NOW, time=time)
    assert "Mira" in seen(ana_online.get(reverse("today"))).text


def test_someones_page_has_what_is_planned_with_them_alone(ana: User, ana_online: Client) -> None:
    person, other = mira(ana), make_person(ana, "Jonas", ring="inner")
    plan(ana, person, what="a swim")
    plan(ana, other, what="a sail", agreed=True)
    page = seen(ana_online.get(reverse("person", args=[person.id])))
    assert "A swim · proposed: which time is it?" in page.text
    assert "sail" not in page.text
    assert "A sail · Saturday, 11 a.m." in seen(ana_online.get(reverse("person", args=[other.id]))).text


def test_titles_are_neutral(ana: User, ana_online: Client) -> None:
    time = plan(ana, mira(ana), agreed=True)
    for page in (
        ana_online.get(reverse("together", args=[time.id])),
        ana_online.get(reverse("together_new", args=[time.person_id])),
    ):
        assert "<title>People · Kindring</title>" in page.content.decode()
