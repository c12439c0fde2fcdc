"""The page of one ask: what everyone sees who may open it, and who sees what."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from kindring.accounts.actions.blocking import block
from kindring.accounts.models import User
from kindring.asks.actions import AskedFirst, SlotDetails, Widening, widen_now
from kindring.asks.models import Ask, Asked
from tests import cast
from tests.asks.world import TOMORROW, ask, claim, slot_of
from tests.cast import NOW
from tests.online import browser_of
from tests.street import Street, make_street
from tests.web.seen import Seen, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    made = make_street("tomas", "ines", "bo")
    made.people["cleo"] = cast.make_user("cleo")
    return made


def to(name: str, made: Ask) -> str:
    return reverse(name, args=[made.id])


def looks(street: Street, who: str, made: Ask) -> Seen:
    answer = browser_of(street.people[who]).get(to("ask", made))
    assert answer.status_code == 200
    return seen(answer)


def asked_all(street: Street, **options: Any) -> Ask:
    users = [street.user(name).id for name in ("tomas", "ines", "bo")]
    return ask(street, first=AskedFirst(users=users), **options).ask


def test_whoever_is_asked_reads_what_when_and_for_whom(street: Street) -> None:
    made = asked_all(street, for_whom="Mira", treat="No advice, please.", place="Long Lane 4")
    page = looks(street, "tomas", made)
    for words in ("Dinner", "Ana asked on", "Mira", "No advice, please.", "Long Lane 4", "No meat", "Monday 23 Nov"):
        assert words in page.text, words
    assert page.nameless() == []


def test_only_who_is_asked_has_such_a_page(street: Street) -> None:
    made = ask(street, then=[Widening(timedelta(days=1), circle=street.circle)]).ask
    foreign = {browser_of(street.people[who]).get(to("ask", made)).status_code for who in ("ines", "cleo")}
    assert foreign == {404}
    widen_now(by=street.by("ana"), now=NOW, ask=made)
    page = looks(street, "ines", made)
    assert "in Our street" in page.text
    assert browser_of(street.people["cleo"]).get(to("ask", made)).status_code == 404


def test_why_is_for_everyone_or_for_who_says_yes(street: Street) -> None:
    everyone, helpers = asked_all(street), asked_all(street, why_for="helpers")
    assert "The hospital." in looks(street, "tomas", everyone).text
    assert "The hospital." not in looks(street, "tomas", helpers).text
    assert "The hospital." in looks(street, "ana", helpers).text
    claim(street, "tomas", slot_of(helpers))
    assert "The hospital." in looks(street, "tomas", helpers).text
    assert "The hospital." not in looks(street, "ines", helpers).text


def test_names_of_helpers_are_read_but_not_past_a_block(street: Street) -> None:
    made = asked_all(street, slots=[SlotDetails(TOMORROW, places=2)])
    claim(street, "tomas", slot_of(made), name="Tomas from number 7", word="With dumplings")
    page = looks(street, "ines", made)
    assert "Tomas from number 7" in page.text
    assert "dumplings" not in page.text
    assert "dumplings" in looks(street, "ana", made).text
    block(by=street.by("bo"), user=street.user("tomas").id)
    hidden = looks(street, "bo", made)
    assert "number 7" not in hidden.text
    assert "1 of 2 is open" in hidden.text
    assert "taken" in hidden.text


def test_times_are_the_readers_and_the_askers_are_said(street: Street) -> None:
    evening = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    made = asked_all(street, slots=[SlotDetails(evening, minutes=60)])
    assert "clocks" not in looks(street, "tomas", made).text
    User.objects.filter(pk=street.user("tomas").pk).update(time_zone="Europe/Berlin")
    page = looks(street, "tomas", made)
    assert "11:30 p.m. – 12:30 a.m." in page.text
    assert "10:30 p.m. for Ana" in page.text
    assert "(UTC)" in page.text
    User.objects.filter(pk=street.user("tomas").pk).update(time_zone="Pacific/Auckland")
    page = looks(street, "tomas", made)
    assert "Wednesday 25 November" in page.text
    assert "Tuesday, 10:30 p.m. for Ana" in page.text


def test_the_hour_is_right_on_both_sides_of_the_night_when_the_clocks_change(street: Street) -> None:
    """In Berlin the clocks go forward on 28 March 2027: seven in the evening there is not the same hour here."""
    User.objects.filter(pk=street.user("tomas").pk).update(time_zone="Europe/Berlin")
    days = [datetime(2027, 3, day, 18, tzinfo=UTC) for day in (27, 28)]
    page = looks(street, "tomas", asked_all(street, slots=[SlotDetails(day) for day in days]))
    assert "Saturday 27 March 7 p.m. 6 p.m. for Ana" in page.text
    assert "Sunday 28 March 8 p.m. 6 p.m. for Ana" in page.text


def test_what_is_over_is_quiet(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    made = asked_all(street, slots=[SlotDetails(TOMORROW), SlotDetails(TOMORROW + timedelta(days=2))])
    monkeypatch.setattr("django.utils.timezone.now", lambda: TOMORROW + timedelta(hours=1))
    page = looks(street, "tomas", made)
    classes = [attrs["class"] for tag, attrs in page.tags if "slot" in attrs.get("class", "").split()]
    assert classes == ["slot over", "slot open"]
    takes = [attrs["value"] for tag, attrs in page.tags if attrs.get("name") == "slot" and tag == "button"]
    assert set(takes) == {str(slot_of(made, 1).pk)}


def test_a_week_of_dates_is_a_week_and_single_days_are_a_list(street: Street) -> None:
    week = asked_all(street, slots=[SlotDetails(TOMORROW + timedelta(days=day)) for day in range(4)])
    grid = [attrs["class"] for tag, attrs in looks(street, "tomas", week).tags if tag == "ul"]
    assert "slots week" in grid
    rhythm = asked_all(street, slots=[SlotDetails(TOMORROW + timedelta(days=7 * week)) for week in range(4)])
    grid = [
        attrs["class"] for tag, attrs in looks(street, "tomas", rhythm).tags if attrs.get("class", "")[:5] == "slots"
    ]
    assert grid == ["slots"]


def test_an_ask_without_a_time_is_for_whenever_it_suits(street: Street) -> None:
    made = asked_all(street, slots=[SlotDetails()])
    page = looks(street, "tomas", made)
    assert "Any time" in page.text
    assert "I can take it" in page.text
    assert to("ask_calendar", made) not in page.links


def test_who_carried_much_may_leave_this_one_to_others(street: Street) -> None:
    for number in range(4):
        made = asked_all(street)
        if number:
            claim(street, "tomas", slot_of(made))
    last = asked_all(street)
    assert (
        "You have helped in 3 of the last 4 asks that came to you. It is all right"
        in looks(street, "tomas", last).text
    )
    assert "It is all right to leave" not in looks(street, "ines", last).text


def test_the_numbers_of_a_circle_are_of_this_circle(street: Street) -> None:
    for _ in range(3):
        made = in_circle(street)
        claim(street, "ines", slot_of(made))
    assert "You have helped in 3 of the last 3 asks in Our street." in looks(street, "ines", in_circle(street)).text


def in_circle(street: Street) -> Ask:
    made = ask(street, then=[Widening(timedelta(days=1), circle=street.circle)]).ask
    widen_now(by=street.by("ana"), now=NOW, ask=made)
    return made


def test_who_sees_but_cannot_open_gets_the_page_of_what_is_locked(street: Street) -> None:
    made = asked_all(street)
    Asked.objects.filter(ask=made, reader=street.user("tomas")).update(handed=b"x" * 90)
    answer = browser_of(street.people["tomas"]).get(to("ask", made))
    assert answer.status_code == 423
    assert b"Dinner" not in answer.content


@pytest.mark.parametrize("who", ["ana", "tomas"])
def test_two_dates_and_sixty_cost_the_same_queries(
    street: Street, statements: Any, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    """Six claims or a hundred and eighty: half of the dates are over when the page is opened."""
    asked_all(street)  # what was asked before is looked at too
    costs = []
    for number in (2, 60):
        slots = [SlotDetails(TOMORROW + timedelta(hours=hour), 30, places=3) for hour in range(number)]
        made = asked_all(street, slots=slots)
        for slot in range(number):
            for helper in ("tomas", "ines", "bo"):
                claim(street, helper, slot_of(made, slot))
        with monkeypatch.context() as later:
            later.setattr("django.utils.timezone.now", lambda half=number / 2: TOMORROW + timedelta(hours=half))
            client = browser_of(street.people[who])
            client.get(to("ask", made))
            with statements() as ran:
                assert client.get(to("ask", made)).status_code == 200
        costs.append(len(ran))
    assert costs[0] == costs[1]
    assert costs[0] <= 30


def test_the_calendar_file_is_silent_unless_it_is_asked_to_speak(street: Street) -> None:
    made = asked_all(street, slots=[SlotDetails(TOMORROW, 60), SlotDetails(TOMORROW + timedelta(days=1))])
    claim(street, "tomas", slot_of(made))
    client = browser_of(street.people["tomas"])
    silent = client.get(to("ask_calendar", made))
    assert silent["Content-Type"].startswith("text/calendar")
    assert silent.content.count(b"BEGIN:VEVENT") == 1
    assert b"Dinner" not in silent.content
    assert b"DTSTART:20261123T093000Z\r\nDTEND:20261123T103000Z" in silent.content
    said = client.get(to("ask_calendar", made) + "?words=1").content
    assert b"SUMMARY:Dinner\\, for Ana" in said
    assert browser_of(street.people["ana"]).get(to("ask_calendar", made)).content.count(b"BEGIN:VEVENT") == 2


def test_a_notice_names_the_ask_to_who_may_open_it(street: Street) -> None:
    made = asked_all(street)
    page = seen(browser_of(street.people["tomas"]).get(reverse("notices")))
    assert "Dinner" in page.text
    assert to("ask", made) in page.links
