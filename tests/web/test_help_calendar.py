"""What of Help stands in a calendar that cannot sign in: when, and not a word."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kindring.asks.actions import SlotDetails, stop_ask
from kindring.notices.actions import make_feed
from tests.asks.world import TOMORROW, ask, claim, slot_of
from tests.cast import NOW
from tests.street import Street, make_street

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_street()


def feed(street: Street, name: str) -> str:
    secret = make_feed(by=street.by(name))
    return Client().get(reverse("feed", args=[secret])).content.decode()


def test_the_times_that_one_carries_and_asks_for(street: Street) -> None:
    later = TOMORROW + timedelta(days=1)
    made = ask(street, slots=[SlotDetails(TOMORROW, 60), SlotDetails(later), SlotDetails()]).ask
    assert feed(street, "tomas").count("BEGIN:VEVENT") == feed(street, "ines").count("BEGIN:VEVENT") == 0
    claim(street, "tomas", slot_of(made))
    assert feed(street, "tomas").count("BEGIN:VEVENT") == 1
    assert "DTSTART:20261123T093000Z" in feed(street, "tomas")
    assert feed(street, "ana").count("BEGIN:VEVENT") == 2
    assert "Dinner" not in feed(street, "ana") + feed(street, "tomas")


def test_what_was_taken_back_is_called_off(street: Street) -> None:
    made = ask(street).ask
    claim(street, "tomas", slot_of(made))
    stop_ask(by=street.by("ana"), now=NOW, ask=made)
    assert "STATUS:CANCELLED" in feed(street, "tomas")
