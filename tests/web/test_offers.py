"""Saying what one can help with, resting, and being asked how one is."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kindring.asks.actions import set_offer, set_stretched
from kindring.asks.models import Offer, Stretched
from kindring.engine.matching import give_back
from kindring.notices.actions import leave_notice
from kindring.notices.models import Notice
from kindring.people.kinds import KINDS, Kind
from kindring.web.offer_words import carrying_words, days_words, gift_words, often_words, terms_words
from tests.cast import NOW, TODAY
from tests.online import browser_of
from tests.street import Street, make_street
from tests.web.seen import Form, Seen, seen

pytestmark = pytest.mark.django_db
MONDAY, SUNDAY = 1, 64


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_street("tomas")


@pytest.fixture
def browser(street: Street) -> Client:
    """Tomas's."""
    return browser_of(street.people["tomas"])


def look(client: Client) -> Seen:
    return seen(client.get(reverse("offers")))


def form_for(page: Seen, kind: Kind) -> Form:
    (found,) = (
        form for form in page.forms if form.action == reverse("offer_set") and form.values["kind"] == kind.word
    )
    return found


def press(client: Client, name: str, **typed: Any) -> Any:
    return client.post(reverse(name), typed)


def offered(street: Street) -> list[tuple[int, int, int]]:
    mine = Offer.objects.of(street.user("tomas")).order_by("kind")
    return list(mine.values_list("kind", "days", "per_month"))


def test_an_untouched_form_offers_one_time_a_month_on_any_day(street: Street, browser: Client) -> None:
    page = look(browser)
    assert {form.values["kind"] for form in page.forms if form.action == reverse("offer_set")} == {
        kind.word for kind in KINDS
    }
    form = form_for(page, Kind.PRACTICAL)
    answer = browser.post(form.action, form.values)
    assert (answer.status_code, answer["Location"].endswith("#practical")) == (303, True)
    assert "Kept. The people in your circles" in seen(browser.get(answer["Location"])).text
    assert offered(street) == [(Kind.PRACTICAL, 0, 1)]
    assert "On any day, at most once a month" in look(browser).text


def test_days_and_how_often_are_kept_and_come_back_in_the_form(street: Street, browser: Client) -> None:
    press(
        browser,
        "offer_set",
        **{"kind": "emotional", "emotional-days": [MONDAY, SUNDAY], "emotional-per_month": 4},
    )
    assert offered(street) == [(Kind.EMOTIONAL, MONDAY | SUNDAY, 4)]
    page = look(browser)
    assert "On Monday and Sunday, at most once a week" in page.text
    assert form_for(page, Kind.EMOTIONAL).values["emotional-days"] == ["1", "64"]
    assert form_for(page, Kind.EMOTIONAL).values["emotional-per_month"] == "4"


def test_an_unusual_cap_stays_as_it_was_said(street: Street, browser: Client) -> None:
    set_offer(by=street.by("tomas"), kind=int(Kind.PRACTICAL), days=0, per_month=3)
    form = form_for(look(browser), Kind.PRACTICAL)
    assert browser.post(form.action, form.values).status_code == 303
    assert offered(street) == [(Kind.PRACTICAL, 0, 3)]


@pytest.mark.parametrize(
    "typed",
    [
        {"kind": "practical", "practical-days": "3", "practical-per_month": "1"},
        {"kind": "practical", "practical-per_month": "32"},
        {"kind": "practical", "practical-per_month": "x"},
        {"kind": "practical"},
        {"kind": "money", "money-per_month": "1"},
        {},
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_kept(street: Street, browser: Client, typed: Any) -> None:
    assert press(browser, "offer_set", **typed).status_code == 422
    assert offered(street) == []


def test_taken_back(street: Street, browser: Client) -> None:
    set_offer(by=street.by("tomas"), kind=int(Kind.PRACTICAL), days=0, per_month=2)
    for _ in range(2):
        assert press(browser, "offer_end", kind="practical").status_code == 303
    assert offered(street) == []


def test_resting_without_a_day_and_back_again(street: Street, browser: Client) -> None:
    assert press(browser, "stretched", on="yes", until="")["Location"].startswith("/help/offers?done=resting")
    assert Stretched.objects.get().until is None
    assert "You are resting until you say so." in look(browser).text
    assert press(browser, "stretched", on="no")["Location"].startswith("/help/offers?done=rested")
    assert not Stretched.objects.exists()


def test_a_rest_ends_on_its_day(street: Street, browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    until = TODAY + timedelta(days=1)
    press(browser, "stretched", until=until.isoformat())
    assert "You are resting until Monday 23 November." in look(browser).text
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=1))
    assert "You are resting" not in look(browser).text


@pytest.mark.parametrize("until", ["2026-11-22", "2028-01-01", "soon"])
def test_a_day_that_is_none_to_come_is_said(browser: Client, until: str) -> None:
    answer = press(browser, "stretched", until=until)
    assert answer.status_code == 422
    assert not Stretched.objects.exists()
    assert [form for form in seen(answer).forms if form.action == reverse("stretched")]


def test_nobody_else_reads_that_someone_rests(street: Street) -> None:
    set_stretched(by=street.by("tomas"), now=NOW, until=None)
    assert "resting" not in look(browser_of(street.people["ana"])).text


def test_who_listened_a_lot_is_asked_until_they_answer(street: Street, browser: Client) -> None:
    assert "How are you?" not in look(browser).text
    leave_notice(to=street.user("tomas").id, sort=Notice.Sort.CARE, now=NOW, about=street.circle.id)
    page = look(browser)
    assert "How are you?" in page.text
    links = {given.get("href") for tag, given in page.tags if tag == "a"}
    assert {reverse("lifeline"), reverse("offers") + "#rest"} <= links
    assert press(browser, "all_right").status_code == 303
    assert "How are you?" not in look(browser).text


def test_the_page_costs_the_same_number_of_queries(street: Street, browser: Client, statements: Any) -> None:
    look(browser)
    with statements() as few:
        look(browser)
    for who in ("tomas", "ana"):
        for kind in KINDS:
            set_offer(by=street.by(who), kind=int(kind), days=3, per_month=8)
    set_stretched(by=street.by("ana"), now=NOW, until=None)
    with statements() as many:
        look(browser)
    assert len(many) == len(few)


def test_words_for_days_and_how_often() -> None:
    assert days_words(0) == "on any day"
    assert days_words(127).count(",") == 5
    assert terms_words(SUNDAY, 2) == "on Sunday, at most twice a month"
    assert [often_words(count) for count in (1, 3, 31)] == [
        "at most once a month",
        "at most 3 times a month",
        "as often as it suits",
    ]


def test_there_are_words_for_every_kind_and_every_gift_and_no_number_in_them() -> None:
    for kind in (int(kind) for kind in KINDS):
        words = [carrying_words("Mira", kind), gift_words(give_back(0, kind))]
        assert "Mira" in words[0]
        assert not any(letter.isdigit() for letter in "".join(words))
    assert gift_words(give_back(15, 15, low_day=True)) == "A kind word is plenty, whenever you feel like it."
