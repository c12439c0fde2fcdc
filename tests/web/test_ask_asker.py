"""What whoever asks sees and does: whom it reaches, what if nobody says yes, changing, links, and the end of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kindring.asks.actions import AskedFirst, SlotDetails, Widening, claim_place
from kindring.asks.models import Ask, HelperLink, Slot, Stage
from kindring.insights.ask_people import Reached
from kindring.notices.models import Notice
from kindring.web.ask_words import next_words, reached_words
from tests import cast
from tests.asks.world import TOMORROW, ask, claim, slot_of
from tests.cast import NOW
from tests.online import browser_of
from tests.street import Street, make_street
from tests.web.seen import Seen, seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_street("tomas", "ines")


@pytest.fixture
def ana(street: Street) -> Client:
    return browser_of(street.people["ana"])


def in_stages(street: Street, *slots: SlotDetails, **options: Any) -> Ask:
    """Tomas first; after four days the circle."""
    dates = slots or (SlotDetails(TOMORROW + 7 * DAY),)
    return ask(street, then=[Widening(4 * DAY, circle=street.circle)], slots=dates, **options).ask


def to(name: str, made: Ask) -> str:
    return reverse(name, args=[made.id])


def looks(client: Client, made: Ask) -> Seen:
    return seen(client.get(to("ask", made)))


# Whom it reaches


def test_the_stages_stand_there_in_words(street: Street, ana: Client) -> None:
    made = in_stages(street)
    page = looks(ana, made)
    assert "Asked: Tomas." in page.text
    assert "On Thursday morning it goes to Our street." in page.text
    ana.post(to("ask_widen", made))
    page = looks(ana, made)
    assert "Asked: Tomas and Our street." in page.text
    assert "it goes to" not in page.text


def test_it_stays_with_these_where_one_would_rather(street: Street, ana: Client) -> None:
    made = in_stages(street)
    assert ana.post(to("ask_stay", made)).status_code == 303
    assert "it goes to" not in looks(ana, made).text
    assert not Stage.objects.filter(ask=made, begun=False).exists()


def test_asking_further_pressed_twice_goes_one_stage_further(street: Street, ana: Client) -> None:
    users = [street.user("ines").id]
    then = [Widening(DAY, users=users), Widening(2 * DAY, circle=street.circle)]
    made = ask(street, then=then, slots=[SlotDetails(TOMORROW + 7 * DAY)]).ask
    form = looks(ana, made).form("/widen")
    assert "Tomorrow morning it goes to Ines." in looks(ana, made).text
    for _ in range(2):
        assert ana.post(form.action, form.values).status_code == 303
    assert list(Stage.objects.filter(ask=made).order_by("number").values_list("begun", flat=True)) == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("begins", "says"),
    [
        (datetime(2026, 11, 22, 19, tzinfo=UTC), "This evening it goes to Our street."),
        (datetime(2026, 11, 23, 9, tzinfo=UTC), "Tomorrow morning it goes to Our street."),
        (datetime(2026, 11, 27, 13, tzinfo=UTC), "On Friday afternoon it goes to Our street."),
        (datetime(2026, 12, 4, 20, tzinfo=UTC), "On the evening of 4 December it goes to Our street."),
    ],
)
def test_when_it_goes_on_is_said_as_people_say_it(begins: datetime, says: str) -> None:
    later = Reached(begun=False, begins_at=begins, names=["Our street"])
    assert next_words([later], NOW) == says


def test_somebody_whose_name_is_not_known_is_somebody() -> None:
    assert reached_words([Reached(begun=True, begins_at=NOW, names=["Tomas", ""])]) == "Asked: Tomas and somebody."


# Nobody so far


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def test_the_unanswered_ask_is_met_with_what_can_be_done(
    street: Street, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = in_stages(street)
    assert "It is still open" not in looks(ana, made).text
    at(monkeypatch, NOW + 3 * DAY)
    page = looks(ana, made)
    assert "It is still open" in page.text
    for way in ("Ask further now", "Make it smaller", "Another time", "One more person, by a link", "Lifeline"):
        assert way in page.text, way
    assert to("ask_change", made) in page.links
    claim(street, "tomas", slot_of(made))
    assert "It is still open" not in looks(ana, made).text


def test_a_date_that_is_near_shortens_the_wait(street: Street, ana: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = in_stages(street, SlotDetails(NOW + timedelta(hours=8)))
    at(monkeypatch, NOW + timedelta(hours=3))
    assert "It is still open" not in looks(ana, made).text
    at(monkeypatch, NOW + timedelta(hours=4))
    assert "It is still open" in looks(ana, made).text


def test_where_nobody_else_is_asked_a_day_is_waited(
    street: Street, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ask(street, slots=[SlotDetails()]).ask
    at(monkeypatch, NOW + timedelta(hours=23))
    assert "It is still open" not in looks(ana, made).text
    at(monkeypatch, NOW + DAY)
    page = looks(ana, made)
    assert "It is still open" in page.text
    assert "Ask further now" not in page.text


def test_nothing_says_who_has_seen_it_or_said_no(
    street: Street, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, quiet = in_stages(street), in_stages(street)
    tomas = browser_of(street.people["tomas"])
    tomas.get(to("ask", made))
    tomas.post(to("ask_put_away", made))
    at(monkeypatch, NOW + 3 * DAY)
    assert looks(ana, made).text == looks(ana, quiet).text


# Changing


def test_it_can_be_made_smaller(street: Street, ana: Client) -> None:
    made = in_stages(street)
    form = seen(ana.get(to("ask_change", made))).form("/change")
    assert form.values["what"] == "Dinner"
    assert ana.post(form.action, form.values | {"what": "Soup is enough"}).status_code == 303
    assert "Soup is enough" in looks(browser_of(street.people["tomas"]), made).text


def test_what_cannot_be_kept_stays_in_the_form(street: Street, ana: Client) -> None:
    made = in_stages(street)
    sent = {"what": "x" * 201, "why_for": "all", "more": "By the door, please."}
    answer = ana.post(to("ask_change", made), sent)
    assert answer.status_code == 422
    assert "By the door, please." in answer.content.decode()


def test_words_typed_for_an_ask_that_ended_meanwhile_come_back(street: Street, ana: Client) -> None:
    made = in_stages(street)
    ana.post(to("ask_stop", made))
    answer = ana.post(to("ask_change", made), {"what": "Soup is enough", "why_for": "all"})
    assert answer.status_code == 409
    assert "Soup is enough" in answer.content.decode()


def test_dates_are_added_by_the_week_moved_and_taken_away(street: Street, ana: Client) -> None:
    made = in_stages(street)
    sent = {"day": "2026-12-01", "hour": "18:00", "until": "2026-12-15", "places": "2", "instead_of": ""}
    for _ in range(2):
        assert ana.post(to("ask_slots", made), sent).status_code == 303
    added = Slot.objects.filter(ask=made, places=2).order_by("number")
    assert [slot.starts_at.day for slot in added if slot.starts_at] == [1, 8, 15]
    held = claim(street, "tomas", added[0])
    moved = {"day": "2026-12-02", "hour": "19:30", "places": "1", "instead_of": str(added[0].pk)}
    assert ana.post(to("ask_slots", made), moved).status_code == 303
    assert not Slot.objects.filter(pk=held.slot_id).exists()
    assert Notice.objects.filter(owner=street.user("tomas"), sort="ended", about=held.id).exists()
    first = slot_of(made)
    for _ in range(2):
        assert ana.post(to("ask_slot_remove", made), {"slot": str(first.pk)}).status_code == 303
    days = sorted(slot.starts_at.day for slot in Slot.objects.filter(ask=made) if slot.starts_at)
    assert days == [2, 8, 15]


def test_the_only_date_can_be_moved_but_not_taken_away(street: Street, ana: Client) -> None:
    made = in_stages(street)
    only = slot_of(made)
    assert ana.post(to("ask_slot_remove", made), {"slot": str(only.pk)}).status_code == 409
    moved = {"day": "2026-12-02", "hour": "19:30", "places": "1", "instead_of": str(only.pk)}
    assert ana.post(to("ask_slots", made), moved).status_code == 303
    assert Slot.objects.get(ask=made).starts_at == datetime(2026, 12, 2, 19, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong", [{"day": "2026-11-01"}, {"day": ""}, {"hour": "25:00"}, {"places": "0"}, {"day": "2029-01-01"}]
)
def test_a_date_that_cannot_be_is_asked_once_more(street: Street, ana: Client, wrong: dict[str, str]) -> None:
    made = in_stages(street)
    answer = ana.post(to("ask_slots", made), {"day": "2026-12-01", "hour": "18:00", "places": "1"} | wrong)
    assert answer.status_code == 422
    assert Slot.objects.filter(ask=made).count() == 1
    assert "Dinner" in seen(answer).text


# Links


def test_a_link_is_made_copied_and_taken_back(street: Street, ana: Client) -> None:
    made = in_stages(street)
    for _ in range(2):
        assert ana.post(to("ask_link_new", made), {"label": "Freya"}).status_code == 303
    page = looks(ana, made)
    shown = [one.value or "" for form in page.forms for one in form.fields if "/h/" in (one.value or "")]
    assert len(shown) == 2
    assert shown[0] in shown[1]
    assert Client().get(shown[0]).status_code == 200
    here = ana.get(to("ask", made), headers={"host": "localhost"})
    assert "opens on this computer only" in seen(here).text
    link = HelperLink.objects.get()
    ana.post(to("ask_link_revoke", made), {"link": str(link.id)})
    assert Client().get(shown[0]).status_code == 404
    assert "/h/" not in ana.get(to("ask", made)).content.decode()


def test_nobody_else_sees_the_links(street: Street) -> None:
    made = ask(street, first=AskedFirst(users=[street.user("tomas").id], links=["Bo"]))
    assert made.secrets["Bo"] not in browser_of(street.people["tomas"]).get(to("ask", made.ask)).content.decode()


# Its end


def test_a_closed_ask_is_a_place_for_thanks(street: Street, ana: Client) -> None:
    made = in_stages(street)
    claim(street, "tomas", slot_of(made))
    assert ana.post(to("ask_close", made)).status_code == ana.post(to("ask_close", made)).status_code == 303
    page = looks(ana, made)
    assert "This ask is closed." in page.text
    assert "Thank you!" in page.text
    assert "End it" not in page.text
    assert "I can" not in looks(browser_of(street.people["tomas"]), made).text


def test_what_is_taken_back_says_that_nothing_more_is_needed(street: Street, ana: Client) -> None:
    made = in_stages(street)
    claim(street, "tomas", slot_of(made))
    ana.post(to("ask_stop", made))
    assert "Nothing more is needed." in looks(browser_of(street.people["tomas"]), made).text


def test_the_asker_alone_hears_who_carries_much(street: Street, ana: Client) -> None:
    for number in range(4):
        made = in_stages(street, SlotDetails(TOMORROW + number * DAY))
        claim(street, "tomas", slot_of(made))
    assert "Tomas carries most of the practical help for you just now." in looks(ana, made).text
    assert "carries most" not in looks(browser_of(street.people["tomas"]), made).text


def test_after_heavy_listening_the_helper_is_asked_how_they_are(
    street: Street, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = []
    for hours in (1, 2):
        made = in_stages(street, SlotDetails(NOW + timedelta(hours=hours)), sort="listen")
        with cast.signed_in(street.people["tomas"]):
            held.append(claim_place(by=street.by("tomas"), now=NOW, slot=slot_of(made), name="Tomas"))
    at(monkeypatch, NOW + timedelta(hours=6))
    for _ in range(2):
        ana.post(to("ask_close", made))
    assert list(Notice.objects.filter(sort="care").values_list("owner", "about")) == [
        (street.user("tomas").id, held[1].id)
    ]


def test_after_one_talk_or_any_other_help_nobody_is_asked(
    street: Street, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for sort in ("listen", "meal"):
        made = in_stages(street, SlotDetails(NOW + timedelta(hours=1)), sort=sort)
        with cast.signed_in(street.people["tomas"]):
            claim_place(by=street.by("tomas"), now=NOW, slot=slot_of(made), name="Tomas")
        with monkeypatch.context() as later:
            at(later, NOW + timedelta(hours=6))
            assert ana.post(to("ask_close", made)).status_code == 303
    assert not Notice.objects.filter(sort="care").exists()


def test_others_cannot_do_what_the_asker_can(street: Street) -> None:
    made = in_stages(street)
    claim(street, "tomas", slot_of(made))
    tomas = browser_of(street.people["tomas"])
    names = ["widen", "stay", "slots", "slot_remove", "link_new", "link_revoke", "proposal", "thank", "close", "stop"]
    assert {tomas.post(to(f"ask_{name}", made)).status_code for name in [*names, "change"]} == {404}
    assert tomas.get(to("ask_change", made)).status_code == 404
