"""Help without an account: what a link opens, for how long, and everything that it does not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from kindring.accounts.models import User
from kindring.asks.actions import AskedFirst, Asking, SlotDetails, close_ask, revoke_link, stop_ask, thank
from kindring.asks.actions.links import SENT_A_MINUTE, WRONG_A_MINUTE
from kindring.asks.models import Claim, Proposal
from tests import cast
from tests.asks.world import TOMORROW, ask, claim, claim_by_link, link_of, slot_of
from tests.cast import NOW
from tests.online import browser_of, new_browser, told_by
from tests.street import Street, make_street
from tests.web.seen import Seen, seen, where

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_street("tomas", "ines")


@pytest.fixture
def bo(street: Street) -> Client:
    return new_browser()


def asked(street: Street, *slots: SlotDetails, **options: Any) -> Asking:
    first = AskedFirst(users=[street.user("tomas").id], links=["Bo", "Mia"])
    dates = slots or (SlotDetails(TOMORROW), SlotDetails(TOMORROW + DAY))
    return ask(street, first=first, slots=dates, **options)


def to(name: str, made: Asking, who: str = "Bo") -> str:
    return reverse(name, args=[made.secrets[who]])


def looks(client: Client, made: Asking) -> Seen:
    answer = client.get(to("helper", made))
    assert answer.status_code == 200
    return seen(answer)


def takes(client: Client, made: Asking, number: int = 0, **words: str) -> Any:
    sent = {"name": "Bo", "word": "With soup", "slot": str(slot_of(made.ask, number).pk)}
    return client.post(to("helper_claim", made), sent | words)


def test_a_link_opens_what_is_asked_without_an_account(street: Street, bo: Client) -> None:
    page = looks(bo, asked(street))
    for words in ("Dinner", "Ana asks you.", "No meat", "Monday 23 November", "in UTC"):
        assert words in page.text, words
    assert page.form("/claim").values["name"] == "Bo"
    assert page.nameless() == []


def test_the_page_is_kept_nowhere_and_sets_no_cookie_of_a_user(street: Street, bo: Client) -> None:
    answer = bo.get(to("helper", asked(street)))
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert set(answer.cookies) <= {"csrftoken"}
    assert b"Dinner" not in answer.content.split(b"<body", 1)[0]


def test_whoever_is_signed_in_beside_it_plays_no_part(street: Street) -> None:
    made = asked(street)
    User.objects.filter(pk=street.user("ines").pk).update(time_zone="Pacific/Auckland")
    ines = browser_of(street.people["ines"])
    page = looks(ines, made)
    assert page.form("/claim").values["name"] == "Bo"
    assert "Monday 23 November 9:30 a.m." in page.text
    takes(ines, made)
    assert (Claim.objects.get().helper_id, Claim.objects.get().link_id) == (None, link_of(made.secrets["Bo"]).id)


def test_they_take_a_date_give_it_back_and_take_it_along(street: Street, bo: Client) -> None:
    made = asked(street)
    assert where(takes(bo, made)) == to("helper", made) + "?done=ask_claimed"
    takes(bo, made)
    held = Claim.objects.get()
    page = looks(bo, made)
    assert "You take" in page.text
    silent = bo.get(to("helper_calendar", made)).content
    assert silent.count(b"BEGIN:VEVENT") == 1
    assert made.secrets["Bo"].encode() not in silent.replace(b"\r\n ", b"")
    assert b"Dinner" not in silent
    assert b"Dinner" in bo.get(to("helper_calendar", made) + "?words=1").content
    assert bo.post(to("helper_withdraw", made), {"claim": str(held.id)}).status_code == 303
    assert bo.post(to("helper_withdraw", made), {"claim": str(held.id)}).status_code == 303
    assert not Claim.objects.exists()


def test_they_touch_nothing_of_other_helpers(street: Street, bo: Client) -> None:
    made = asked(street)
    mia, tomas = claim_by_link(made.secrets["Mia"], slot_of(made.ask)), claim(street, "tomas", slot_of(made.ask, 1))
    for other in (mia, tomas):
        bo.post(to("helper_withdraw", made), {"claim": str(other.id)})
        sent = {"claim": str(other.id), "words": "Mine"}
        assert bo.post(to("helper_went", made), sent).status_code == 404
    assert Claim.objects.count() == 2


def test_names_and_words_of_other_helpers_stay_with_the_circle(street: Street, bo: Client) -> None:
    made = asked(street)
    claim(street, "tomas", slot_of(made.ask), name="Tomas from number 7", word="With dumplings")
    page = bo.get(to("helper", made)).content.decode()
    assert "taken" in page
    assert "number 7" not in page
    assert "dumplings" not in page


def test_who_is_second_gets_another_date_and_keeps_the_words(street: Street, bo: Client) -> None:
    made = asked(street)
    claim(street, "tomas", slot_of(made.ask))
    answer = takes(bo, made, word="I make pancakes")
    assert answer.status_code == 409
    assert "Somebody was a moment quicker" in seen(answer).text
    assert "I make pancakes" in answer.content.decode()
    assert str(slot_of(made.ask, 1).pk) in answer.content.decode()


def test_they_can_offer_something_smaller_or_another_time(street: Street, bo: Client) -> None:
    made = asked(street)
    sent = {"sort": "another", "day": "2026-11-25", "hour": "19:00", "name": "Bo", "words": ""}
    assert bo.post(to("helper_propose", made), sent).status_code == 303
    assert Proposal.objects.get().link_id == link_of(made.secrets["Bo"]).id
    assert "Wednesday 25 November, 7 p.m." in looks(bo, made).text
    assert bo.post(to("helper_propose", made), sent | {"day": ""}).status_code == 422


def test_thanks_reach_them_and_a_kind_word_goes_back(
    street: Street, bo: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = asked(street)
    held = claim_by_link(made.secrets["Bo"], slot_of(made.ask))
    with cast.signed_in(street.people["ana"]):
        thank(by=street.by("ana"), now=NOW, claim=held, words="The soup was exactly right.")
    monkeypatch.setattr("django.utils.timezone.now", lambda: TOMORROW + timedelta(hours=2))
    assert "The soup was exactly right." in looks(bo, made).text
    sent = {"claim": str(held.id), "words": "It was good to see you."}
    assert bo.post(to("helper_went", made), sent).status_code == 303
    page = browser_of(street.people["ana"]).get(reverse("ask", args=[made.ask.id]))
    assert "It was good to see you." in seen(page).text


# Where it ends


def revoked(street: Street, made: Asking) -> None:
    revoke_link(by=street.by("ana"), link=link_of(made.secrets["Bo"]))


def closed(street: Street, made: Asking) -> None:
    close_ask(by=street.by("ana"), now=NOW, ask=made.ask)


def stopped(street: Street, made: Asking) -> None:
    stop_ask(by=street.by("ana"), now=NOW, ask=made.ask)


@pytest.mark.parametrize("ends", [revoked, closed, stopped])
def test_a_link_that_ended_is_as_one_that_never_was(street: Street, bo: Client, ends: Any) -> None:
    made = asked(street)
    ends(street, made)
    for name in ("helper", "helper_calendar"):
        ended = bo.get(to(name, made))
        never = bo.get(reverse(name, args=["x" * 43]))
        assert ended.status_code == 404
        assert told_by(ended) == told_by(never)
        assert b"Dinner" not in ended.content
    assert "This link has ended" in seen(bo.get(to("helper", made))).text


@pytest.mark.parametrize("ends", [revoked, closed])
def test_what_was_typed_meanwhile_comes_back(street: Street, bo: Client, ends: Any) -> None:
    made = asked(street)
    ends(street, made)
    answer = takes(bo, made, word="I make pancakes")
    assert answer.status_code == 404
    assert "I make pancakes" in answer.content.decode()
    assert "It was not sent." in seen(answer).text
    assert not Claim.objects.exists()


def thanked(street: Street, made: Asking) -> Claim:
    """Bo took the first date and is thanked; then Ana closes it."""
    held = claim_by_link(made.secrets["Bo"], slot_of(made.ask), word="With dumplings")
    claim(street, "tomas", slot_of(made.ask, 1), name="Tomas from number 7", word="I bring the chairs")
    with cast.signed_in(street.people["ana"]):
        thank(by=street.by("ana"), now=NOW, claim=held, words="The soup was exactly right.")
    close_ask(by=street.by("ana"), now=NOW, ask=made.ask)
    return held


def test_after_the_end_a_helper_reads_the_thanks_and_their_own_words_and_nothing_else(
    street: Street, bo: Client
) -> None:
    made = asked(street, place="Mill Lane 3", treat="No advice, please")
    held = thanked(street, made)
    page = looks(bo, made)
    for words in (
        "Dinner",
        "Ana asked you.",
        "The soup was exactly right.",
        "With dumplings",
        "until Sunday 6 December",
    ):
        assert words in page.text, words
    for words in ("No meat", "Mill Lane", "No advice", "The hospital", "number 7", "chairs", "24 November"):
        assert words not in page.text, words
    assert page.nameless() == []
    assert [form.action for form in page.forms if "/h/" in form.action] == [to("helper_went", made)]
    sent = {"claim": str(held.id), "words": "It was good to see you."}
    assert bo.post(to("helper_went", made), sent).status_code == 303
    assert "It was good to see you." in looks(bo, made).text


def test_after_the_end_nothing_else_of_the_link_is_there(street: Street, bo: Client) -> None:
    made = asked(street)
    held = thanked(street, made)
    answer = takes(bo, made, 1, word="I make pancakes")
    assert (answer.status_code, "I make pancakes" in answer.content.decode()) == (404, True)
    for name in ("helper_withdraw", "helper_propose"):
        assert bo.post(to(name, made), {"claim": str(held.id), "words": "Soup"}).status_code == 404, name
    assert bo.get(to("helper_calendar", made)).status_code == 404
    assert Claim.objects.filter(pk=held.pk).exists()


def test_who_had_said_yes_reads_that_it_was_taken_back(street: Street, bo: Client) -> None:
    made = asked(street)
    takes(bo, made)
    stopped(street, made)
    page = looks(bo, made)
    assert "This ask was taken back. Nothing more is needed." in page.text
    assert "You had said yes" in page.text


def test_whoever_asked_is_told_how_long_and_can_take_the_link_back(street: Street, bo: Client) -> None:
    made = asked(street)
    thanked(street, made)
    ana = browser_of(street.people["ana"])
    page = seen(ana.get(reverse("ask", args=[made.ask.id])))
    assert "Their link shows them your thanks until Sunday 6 December" in page.text
    ana.post(reverse("ask_link_revoke", args=[made.ask.id]), {"link": str(link_of(made.secrets["Bo"]).id)})
    assert bo.get(to("helper", made)).status_code == 404
    assert "Their link has ended" in seen(ana.get(reverse("ask", args=[made.ask.id]))).text


def test_of_the_site_a_link_reaches_nothing_else(street: Street, bo: Client) -> None:
    made = asked(street)
    ours = ("#", "/h/", reverse("lifeline"), reverse("guides"), reverse("readable"))
    for link in [link for link in looks(bo, made).links if not link.startswith(ours)]:
        assert bo.get(link)["Location"].startswith(reverse("sign_in")), link
    routes = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("ask")}
    for name in routes - {"ask_new"}:
        answer = bo.get(reverse(name, args=[made.ask.id]))
        assert answer.status_code == 303
        assert answer["Location"].startswith(reverse("sign_in"))


# How often


def test_guessing_is_slowed_and_a_working_link_is_not(street: Street, bo: Client) -> None:
    made = asked(street)
    for number in range(WRONG_A_MINUTE):
        assert bo.get(reverse("helper", args=[f"{number:x}" * 10])).status_code == 404
    assert bo.get(reverse("helper", args=["y" * 43])).status_code == 429
    assert bo.get(to("helper", made)).status_code == 200


def test_sending_without_end_is_slowed(street: Street, bo: Client) -> None:
    made = asked(street)
    for _ in range(SENT_A_MINUTE):
        assert takes(bo, made).status_code == 303
    assert takes(bo, made).status_code == 429
    assert bo.get(to("helper", made)).status_code == 200


def test_two_dates_and_sixty_cost_the_same_queries(street: Street, bo: Client, statements: Any) -> None:
    costs = []
    for number in (2, 60):
        slots = [SlotDetails(TOMORROW + timedelta(hours=hour), 30, 2) for hour in range(number)]
        made = asked(street, *slots)
        for slot in range(0, number, 3):
            claim(street, "tomas", slot_of(made.ask, slot))
        with statements() as ran:
            looks(bo, made)
        costs.append(len(ran))
    assert costs[0] == costs[1]
    assert costs[0] <= 8
