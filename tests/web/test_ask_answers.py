"""What whoever is asked can answer, and what becomes of it when somebody was quicker or the ask is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kindring.accounts.models import User
from kindring.asks.actions import AskedFirst, SlotDetails, Widening, close_ask, stop_ask, widen_now
from kindring.asks.models import Ask, Claim, Proposal, PutAway
from kindring.circles.actions import leave_circle
from kindring.notices.models import Notice
from tests import cast
from tests.asks.world import TOMORROW, ask, claim, slot_of
from tests.cast import NOW
from tests.online import browser_of
from tests.street import Street, make_street
from tests.web.seen import Seen, seen, where

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_street("tomas", "ines", "bo")


@pytest.fixture
def tomas(street: Street) -> Client:
    return browser_of(street.people["tomas"])


def asked(street: Street, *slots: SlotDetails, **options: Any) -> Ask:
    users = [street.user(name).id for name in ("tomas", "ines", "bo")]
    return ask(street, first=AskedFirst(users=users), slots=slots or [SlotDetails(TOMORROW)], **options).ask


def to(name: str, made: Ask) -> str:
    return reverse(name, args=[made.id])


def typed(page: Seen) -> dict[str, Any]:
    return {one.name: one.value for form in page.forms for one in form.fields}


def takes(client: Client, made: Ask, number: int = 0, **words: str) -> Any:
    return client.post(
        to("ask_claim", made), {"name": "Tomas", "word": "With soup", "slot": str(slot_of(made, number).pk)} | words
    )


def test_one_tap_takes_a_date_under_the_name_one_is_called(street: Street, tomas: Client) -> None:
    made = asked(street)
    page = seen(tomas.get(to("ask", made)))
    form = page.form("/claim")
    assert form.values["name"] == "Tomas"
    button = next(attrs for tag, attrs in page.tags if tag == "button" and attrs.get("name") == "slot")
    answer = tomas.post(form.action, form.values | {"slot": button["value"]})
    assert where(answer) == to("ask", made) + "?done=ask_claimed"
    assert Claim.objects.get().helper_id == street.user("tomas").id
    page = seen(tomas.get(answer["Location"]))
    assert "It is yours" in page.text
    assert "You take" in page.text


def test_pressing_twice_takes_it_once(street: Street, tomas: Client) -> None:
    made = asked(street)
    assert takes(tomas, made).status_code == takes(tomas, made).status_code == 303
    assert Claim.objects.count() == 1


def test_who_is_second_gets_another_date_in_the_same_breath(street: Street, tomas: Client) -> None:
    made = asked(street, SlotDetails(TOMORROW), SlotDetails(TOMORROW + DAY), SlotDetails(TOMORROW + 2 * DAY))
    claim(street, "ines", slot_of(made))
    answer = takes(tomas, made, word="I make pancakes")
    assert answer.status_code == 409
    page = seen(answer)
    assert "Somebody was a moment quicker" in page.text
    assert "Stand by, in case" not in page.text
    assert typed(page)["word"] == "I make pancakes"
    first = next(attrs for tag, attrs in page.tags if tag == "button" and attrs.get("name") == "slot")
    assert first["value"] == str(slot_of(made, 1).pk)
    assert first["form"] == "take"
    assert takes(tomas, made, 1, word="I make pancakes").status_code == 303


def test_who_is_second_may_stand_by(street: Street, tomas: Client) -> None:
    made = asked(street, SlotDetails(TOMORROW, reserve=1))
    claim(street, "ines", slot_of(made))
    page = seen(takes(tomas, made))
    button = next(attrs for tag, attrs in page.tags if attrs.get("name") == "stand_by" and "first" in attrs["class"])
    answer = tomas.post(to("ask_claim", made), {"name": "Tomas", "stand_by": button["value"]})
    assert where(answer).endswith("?done=ask_stands_by")
    assert "standing by" in seen(tomas.get(answer["Location"])).text


def test_where_all_is_taken_another_time_can_be_offered(street: Street, tomas: Client) -> None:
    made = asked(street)
    claim(street, "ines", slot_of(made))
    page = seen(takes(tomas, made, word="Soup"))
    assert "more people said yes than are needed" in page.text
    assert "Something smaller, or another time" in page.text


def test_a_name_is_needed_and_nothing_typed_is_lost(street: Street, tomas: Client) -> None:
    made = asked(street)
    answer = takes(tomas, made, name=" ", word="I make pancakes")
    assert answer.status_code == 422
    page = seen(answer)
    assert "Say who you are" in page.text
    assert typed(page)["word"] == "I make pancakes"


@pytest.mark.parametrize(("ends", "says"), [(close_ask, "closed"), (stop_ask, "taken back")])
def test_an_ask_that_is_over_says_so_and_gives_the_words_back(
    street: Street, tomas: Client, ends: Any, says: str
) -> None:
    made = asked(street)
    ends(by=street.by("ana"), now=NOW, ask=made)
    answer = takes(tomas, made, word="I make pancakes")
    assert answer.status_code == 409
    assert says in seen(answer).text
    assert "I make pancakes" in typed_back(answer)
    assert not Claim.objects.exists()


def test_who_was_let_go_while_writing_keeps_the_words(street: Street) -> None:
    made = ask(street, then=[Widening(DAY, circle=street.circle)]).ask
    widen_now(by=street.by("ana"), now=NOW, ask=made)
    client = browser_of(street.people["ines"])
    with cast.signed_in(street.people["ines"]):
        leave_circle(by=street.by("ines"), now=NOW, circle=street.circle)
    answer = takes(client, made, word="I make pancakes")
    assert answer.status_code == 404
    assert b"Dinner" not in answer.content
    assert "I make pancakes" in typed_back(answer)


def typed_back(answer: Any) -> str:
    page = seen(answer)
    assert "It was not sent." in page.text
    return " ".join(str(one.value) for form in page.forms for one in form.fields) + answer.content.decode()


def test_a_date_that_went_meanwhile_is_said_plainly(street: Street, tomas: Client) -> None:
    made = asked(street)
    answer = takes(tomas, made, slot=str(made.id), word="I make pancakes")
    assert answer.status_code == 409
    assert "no longer part of the ask" in seen(answer).text
    assert typed(seen(answer))["word"] == "I make pancakes"


def test_given_back_it_is_open_again_and_said_kindly(street: Street, tomas: Client) -> None:
    made = asked(street)
    held = claim(street, "tomas", slot_of(made))
    answer = tomas.post(to("ask_withdraw", made), {"claim": str(held.id)})
    assert "nobody minds" in seen(tomas.get(answer["Location"])).text
    assert not Claim.objects.exists()
    assert where(tomas.post(to("ask_withdraw", made), {"claim": str(held.id)})) == to("ask", made)
    page = seen(browser_of(street.people["ana"]).get(to("ask", made)))
    assert "Somebody cannot come after all" in page.text
    assert "It is open again" in page.text


def test_where_somebody_stepped_in_the_asker_hears_that_nothing_is_missing(street: Street, tomas: Client) -> None:
    made = asked(street, SlotDetails(TOMORROW, reserve=1))
    held = claim(street, "tomas", slot_of(made))
    claim(street, "ines", slot_of(made), reserve=True)
    tomas.post(to("ask_withdraw", made), {"claim": str(held.id)})
    page = seen(browser_of(street.people["ana"]).get(to("ask", made)))
    assert "Somebody else has stepped in" in page.text


def test_nobody_gives_back_what_another_holds(street: Street, tomas: Client) -> None:
    made = asked(street)
    held = claim(street, "ines", slot_of(made))
    tomas.post(to("ask_withdraw", made), {"claim": str(held.id)})
    assert Claim.objects.filter(pk=held.pk).exists()


def test_something_smaller_reaches_the_asker_who_takes_it(street: Street, tomas: Client) -> None:
    made = asked(street)
    sent = {"sort": "smaller", "words": "I could bring bread.", "name": "Tomas", "slot": str(slot_of(made).pk)}
    for _ in range(2):
        assert where(tomas.post(to("ask_propose", made), sent)).endswith("?done=ask_proposed")
    offered = Proposal.objects.get()
    assert "I could bring bread." in seen(tomas.get(to("ask", made))).text
    ana = browser_of(street.people["ana"])
    page = seen(ana.get(to("ask", made)))
    assert "I could bring bread." in page.text
    form = page.form("/offer")
    assert form.values == {"proposal": str(offered.id), "answer": "take"} | {
        "csrfmiddlewaretoken": form.values["csrfmiddlewaretoken"]
    }
    ana.post(form.action, form.values)
    assert Claim.objects.get().helper_id == street.user("tomas").id


def test_another_time_is_of_the_helpers_own_clocks(street: Street) -> None:
    User.objects.filter(pk=street.user("tomas").pk).update(time_zone="Europe/Berlin")
    made = asked(street)
    sent = {"sort": "another", "day": "2026-11-25", "hour": "19:00", "name": "Tomas", "words": ""}
    assert browser_of(street.people["tomas"]).post(to("ask_propose", made), sent).status_code == 303
    offered = Proposal.objects.get().starts_at
    assert offered is not None
    assert offered.hour == 18
    page = seen(browser_of(street.people["ana"]).get(to("ask", made)))
    assert "Wednesday 25 November, 6 p.m." in page.text


@pytest.mark.parametrize(
    "sent",
    [
        {"sort": "smaller", "words": " "},
        {"sort": "another", "day": "2026-11-25"},
        {"sort": "another", "hour": "19:00"},
        {"sort": "never", "words": "x"},
        {"sort": "another", "day": "2026-11-20", "hour": "19:00", "words": "Soup"},
    ],
)
def test_an_offer_without_what_or_when_is_asked_once_more(
    street: Street, tomas: Client, sent: dict[str, str]
) -> None:
    answer = tomas.post(to("ask_propose", asked(street)), {"name": "Tomas"} | sent)
    assert answer.status_code == 422
    assert not Proposal.objects.exists()
    assert "Offer it" in seen(answer).text


def test_not_this_time_is_told_to_nobody_and_can_be_undone(street: Street, tomas: Client) -> None:
    made = asked(street)
    ana = browser_of(street.people["ana"])
    before, told = ana.get(to("ask", made)).content, Notice.objects.filter(owner=street.user("ana")).count()
    answer = tomas.post(to("ask_put_away", made))
    page = seen(tomas.get(answer["Location"]))
    assert "Put away. Nobody is told." in page.text
    undo = next(form for form in page.forms if to("ask_put_back", made) in form.action)
    assert PutAway.objects.count() == 1
    assert seen(ana.get(to("ask", made))).text == seen_text(before)
    assert Notice.objects.filter(owner=street.user("ana")).count() == told
    tomas.post(undo.action)
    assert not PutAway.objects.exists()


def seen_text(content: bytes) -> str:
    return Seen(content.decode()).text


def test_one_cannot_take_what_one_asks_for(street: Street) -> None:
    made = asked(street)
    answer = takes(browser_of(street.people["ana"]), made)
    assert answer.status_code == 409
    assert not Claim.objects.exists()
