"""Asking on a page, and the overview of what is asked, carried and ended."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client

from kindring.asks.actions import close_ask, put_away, stop_ask
from kindring.asks.keys import open_asks
from kindring.asks.models import Ask, Asked, HelperLink, Slot, Stage, Treat
from kindring.circles.actions import link_person
from kindring.notices.actions import leave_notice
from kindring.notices.models import Notice
from kindring.web.helping import SORTS
from tests import cast
from tests.asks.world import ask, claim, slot_of
from tests.cast import NOW, TODAY
from tests.online import browser_of
from tests.street import Street, make_street
from tests.web.seen import Seen, seen

MEAL = f"/help/new?from={SORTS.index('meal')}"
pytestmark = pytest.mark.django_db


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_street()


@pytest.fixture
def online(street: Street) -> Client:
    return browser_of(street.people["ana"])


def typed(online: Client, **words: Any) -> dict[str, Any]:
    """What the form holds when it is opened, with these changes."""
    values = {name: value for name, value in seen(online.get(MEAL)).form("").values.items() if value is not None}
    return values | words


def tomas(street: Street) -> str:
    return f"user:{street.user('tomas').id}"


def test_every_beginning_opens_a_form_with_its_words(online: Client) -> None:
    page = seen(online.get("/help/new"))
    assert len([tag for tag in page.tags if "/help/new?from=" in tag[1].get("href", "")]) == len(SORTS)
    for number in range(len(SORTS)):
        assert seen(online.get(f"/help/new?from={number}")).form("").values["what"]
    for nonsense in (len(SORTS), "x", "-1", "999999", "١"):
        assert online.get(f"/help/new?from={nonsense}").status_code == 404


def test_an_ask_in_a_few_taps(street: Street, online: Client) -> None:
    answer = online.post(MEAL, typed(online, first=[tomas(street)]))
    made = Ask.objects.get()
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, f"/help/{made.id}")
    slot = Slot.objects.get()
    assert slot.starts_at is not None
    assert (slot.starts_at.date(), slot.starts_at.hour, slot.places) == (TODAY + timedelta(days=1), 18, 1)
    with cast.signed_in(street.people["tomas"]) as user:
        assert open_asks(user, [made.id]) == {made.id}
        row = Ask.objects.get()
        assert (row.what, row.asker, row.sort) == ("Bring a meal", "Ana", "meal")


def test_the_form_sent_twice_asks_once(street: Street, online: Client) -> None:
    sent = typed(online, first=[tomas(street)])
    assert [online.post(MEAL, sent).status_code for _ in range(2)] == [303, 303]
    assert Ask.objects.count() == 1


def test_everything_that_may_be_said(street: Street, online: Client) -> None:
    words = {
        "when": "weekly",
        "weekdays": ["2", "16"],
        "day": "2026-11-23",
        "until": "2026-12-06",
        "hour": "17:30",
        "places": "2",
        "reserve": "1",
        "why": "The hospital.",
        "why_for": "helpers",
        "treat": "Please do not tidy up.",
        "for_whom": "my mother",
        "agreed": "on",
        "by_link": "Bo",
        "first": [tomas(street)],
        "then": str(street.circle.id),
        "wait": "72",
    }
    assert online.post(MEAL, typed(online, **words)).status_code == 303
    days = [slot.starts_at.date().isoformat() for slot in Slot.objects.order_by("number") if slot.starts_at]
    assert days == ["2026-11-24", "2026-11-27", "2026-12-01", "2026-12-04"]
    assert {(slot.places, slot.reserve) for slot in Slot.objects.all()} == {(2, 1)}
    assert HelperLink.objects.count() == 1
    stage = Stage.objects.get(number=1)
    assert (stage.begins_at - NOW, stage.begun) == (timedelta(days=3), False)
    assert Asked.objects.get(stage=1).circle_id == street.circle.id
    assert seen(online.get(MEAL)).form("").values["treat"] == "Please do not tidy up."
    assert Treat.objects.count() == 1


def unfolded(page: Seen) -> int:
    return len([1 for name, attrs in page.tags if name == "details" and "open" in attrs])


@pytest.mark.parametrize(
    ("words", "folds"),
    [({}, 0), ({"reserve": "1"}, 1), ({"by_link": "Bo", "minutes": "999999"}, 2), ({"called": ""}, 1)],
)
def test_what_is_seldom_needed_is_folded_until_something_stands_in_it(
    online: Client, words: dict[str, str], folds: int
) -> None:
    people = unfolded(seen(online.get(MEAL)))
    assert people == 1, "nobody is suggested: whom one knows is at hand"
    assert unfolded(seen(online.post(MEAL, typed(online, what="", **words)))) == people + folds


def test_the_folded_rest_of_an_ask_is_said_in_a_line(street: Street, online: Client) -> None:
    assert "They see that Ana asks." in seen(online.get(MEAL)).text
    assert "goes with it" not in seen(online.get(MEAL)).text
    online.post(MEAL, typed(online, first=[tomas(street)], treat="No advice, please."))
    assert "How you would like to be treated goes with it" in seen(online.get(MEAL)).text


def test_who_was_asked_often_today_is_named_and_nothing_typed_is_lost(street: Street, online: Client) -> None:
    for _ in range(5):
        ask(street)
    words = typed(online, first=[tomas(street), f"user:{street.user('ines').id}"], why="The hospital, again.")
    answer = online.post(MEAL, words)
    page = seen(answer)
    assert answer.status_code == 429
    assert "Five of your asks since yesterday are with Tomas already." in page.text
    assert page.form("").values["why"] == "The hospital, again."
    assert {tag[1]["value"] for tag in page.tags if tag[1].get("name") == "first" and "checked" in tag[1]} == set(
        words["first"]
    )
    assert Ask.objects.count() == 5


def test_the_others_whom_one_knows_are_asked_later(street: Street, online: Client) -> None:
    assert online.post(MEAL, typed(online, first=[tomas(street)], then="others")).status_code == 303
    assert [row.reader_id for row in Asked.objects.filter(stage=1)] == [street.user("ines").id]


def test_someone_on_the_map_is_asked_by_a_link(street: Street, online: Client) -> None:
    with cast.signed_in(street.people["ana"]) as ana:
        mira = cast.mira(ana, they_give=2)
    assert online.post(MEAL, typed(online, first=[f"person:{mira.id}"])).status_code == 303
    assert HelperLink.objects.count() == 1


def test_whom_one_linked_is_called_as_on_the_map(street: Street, online: Client) -> None:
    with cast.signed_in(street.people["ana"]) as ana:
        link_person(by=street.by("ana"), person=cast.tomas(ana, called="Tom"), user=street.user("tomas").id)
    assert "Tom" in online.get(MEAL).content.decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"first": []}, "Choose one, two or three people"),
        ({"what": " "}, "Say what would help."),
        ({"day": "2026-11-20"}, "over"),
        ({"when": "weekly"}, "Choose at least one day of the week"),
        ({"when": "once", "day": ""}, "Choose a day"),
        ({"hour": ""}, "Say at what time"),
        ({"hour": "25:00"}, "valid time"),
        ({"for_whom": "my mother"}, "Ask them first"),
        ({"places": "0"}, "greater than or equal to 1"),
        ({"first": ["user:00000000-0000-0000-0000-000000000000"]}, "not one of the available"),
        ({"then": "00000000-0000-0000-0000-000000000000"}, "not one of the available"),
        ({"id": "x"}, "valid UUID"),
        ({"when": "weekly", "weekdays": ["1", "2", "4"], "until": "2027-11-01"}, "At most 60 dates"),
    ],
)
def test_what_cannot_be_is_said_and_the_words_stay(
    street: Street, online: Client, words: dict[str, Any], said: str
) -> None:
    answer = online.post(MEAL, typed(online, first=[tomas(street)]) | {"why": "The hospital."} | words)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "The hospital." in answer.content.decode()
    assert not Ask.objects.exists()


# The overview


def page_of(street: Street, name: str) -> str:
    return browser_of(street.people[name]).get("/help").content.decode()


def test_what_is_asked_carried_and_ended_stands_apart(street: Street) -> None:
    made = ask(street).ask
    assert "You are asked" in page_of(street, "tomas")
    assert "Ana asks" in page_of(street, "tomas")
    assert "You ask" in page_of(street, "ana")
    assert "Nothing is asked just now" in page_of(street, "ines")
    claim(street, "tomas", slot_of(made))
    assert "You carry" in page_of(street, "tomas")
    assert "You are asked" not in page_of(street, "tomas")
    assert "help is found" in page_of(street, "ana")
    close_ask(by=street.by("ana"), now=NOW, ask=made)
    assert "What has ended" in page_of(street, "ana")


def test_an_ask_whose_dates_are_over_is_not_called_found(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(street)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=2))
    shown = page_of(street, "ana")
    assert "its dates are over" in shown
    assert "help is found" not in shown


def test_who_knows_nobody_here_is_told_that_a_name_is_enough(street: Street) -> None:
    nora = browser_of(cast.make_user("nora"))
    answer = nora.post(MEAL, typed(nora))
    assert answer.status_code == 422
    page = seen(answer)
    assert "A name is enough." in page.text
    assert "Choose one, two or three" not in page.text


def test_who_listened_a_lot_is_asked_how_they_are(street: Street) -> None:
    assert "How are you?" not in page_of(street, "tomas")
    leave_notice(to=street.user("tomas").id, sort=Notice.Sort.CARE, now=NOW, about=street.circle.id)
    assert "How are you?" in page_of(street, "tomas")
    assert "How are you?" not in page_of(street, "ana")


def test_what_was_put_away_or_taken_back_is_out_of_sight(street: Street) -> None:
    away, back = ask(street, what="Soup").ask, ask(street, what="Bread").ask
    put_away(by=street.by("tomas"), now=NOW, ask=away)
    stop_ask(by=street.by("ana"), now=NOW, ask=back)
    assert "Nothing is asked just now" in page_of(street, "tomas")


def test_the_overview_costs_the_same_for_2_asks_and_18(
    street: Street, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    browser = browser_of(street.people["tomas"])
    counts, days_ago = [], count(30, -1)
    for more in (2, 16):
        for _ in range(more):
            ask(street, ago=next(days_ago))
        with statements() as ran:
            assert browser.get("/help").status_code == 200
        counts.append(len(ran))
    assert counts[0] == counts[1]
