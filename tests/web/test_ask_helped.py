"""After it has been: thanks in one tap, a kind word on how it went, and the moments on both maps."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kindring.asks.actions import AskedFirst, SlotDetails
from kindring.asks.models import Ask, Claim
from kindring.circles.actions import link_person
from kindring.notices.models import Notice
from kindring.people.models import Moment, Presence
from tests import cast
from tests.asks.world import TOMORROW, ask, claim, claim_by_link, slot_of
from tests.cast import NOW
from tests.online import browser_of
from tests.street import Street, make_street
from tests.web.seen import Seen, seen, where

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return make_street("tomas", "ines")


@pytest.fixture
def ana(street: Street) -> Client:
    return browser_of(street.people["ana"])


def to(name: str, made: Ask) -> str:
    return reverse(name, args=[made.id])


def looks(client: Client, made: Ask) -> Seen:
    return seen(client.get(to("ask", made)))


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def over(street: Street, monkeypatch: pytest.MonkeyPatch) -> tuple[Ask, Claim]:
    """Tomas held a date that has been."""
    made = ask(street).ask
    held = claim(street, "tomas", slot_of(made))
    at(monkeypatch, TOMORROW + timedelta(hours=4))
    return made, held


def test_thanks_take_one_tap_or_a_few_words(street: Street, ana: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made, held = over(street, monkeypatch)
    form = looks(ana, made).form("/thank")
    assert form.values["claim"] == str(held.id)
    assert "How is this known?" in looks(ana, made).text
    assert ana.post(form.action, form.values).status_code == 303
    tomas = browser_of(street.people["tomas"])
    assert "Ana thanks you." in looks(tomas, made).text
    assert "How is this known?" not in looks(ana, made).text, "the moment is over"
    ana.post(form.action, form.values | {"words": "The soup was exactly right."})
    assert "The soup was exactly right." in looks(tomas, made).text


def of_several_dates(street: Street, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Three dates, one place each and one more in the first; Tomas holds all, Ines the other; two are over."""
    users = [street.user(name).id for name in ("tomas", "ines")]
    slots = [SlotDetails(TOMORROW, places=2), SlotDetails(TOMORROW + DAY), SlotDetails(TOMORROW + 5 * DAY)]
    made = ask(street, first=AskedFirst(users=users), slots=slots).ask
    for number in range(3):
        claim(street, "tomas", slot_of(made, number))
    claim(street, "ines", slot_of(made))
    at(monkeypatch, TOMORROW + 2 * DAY)
    return made


def test_thanks_are_one_tap_however_often_somebody_came(
    street: Street, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = of_several_dates(street, monkeypatch)
    page = looks(ana, made)
    assert "2 dates, the last on Tuesday 24 November" in page.text
    taps = [form for form in page.forms if form.action.endswith("/thank") and "words" not in form.values]
    assert len(taps) == 2, "one for each helper"
    assert ana.post(taps[0].action, taps[0].values).status_code == 303
    thanked = Claim.objects.exclude(thanked_on=None).order_by("slot__number")
    assert list(thanked.values_list("helper", "slot__number")) == [(street.user("tomas").id, at) for at in (0, 1)]
    assert Notice.objects.filter(owner=street.user("tomas"), sort="thanked").count() == 1
    assert looks(browser_of(street.people["tomas"]), made).text.count("Ana thanks you.") == 1
    at(monkeypatch, TOMORROW + 6 * DAY)
    page = looks(ana, made)
    assert "3 dates" in page.text
    assert len([form for form in page.forms if form.action.endswith("/thank") and "words" not in form.values]) == 2


def test_all_that_somebody_did_lands_on_both_maps_with_one_tap_each_on_its_own_day(
    street: Street, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cast.signed_in(street.people["ana"]) as user:
        link_person(by=street.by("ana"), person=cast.tomas(user), user=street.user("tomas").id)
    with cast.signed_in(street.people["tomas"]) as user:
        asker = cast.make_person(user, "Ana")
    made = of_several_dates(street, monkeypatch)
    form = looks(ana, made).form("/note")
    for _ in range(2):
        assert where(ana.post(form.action, form.values)).startswith(to("ask", made))
    days = [TOMORROW.date(), (TOMORROW + DAY).date()]
    assert sorted(Moment.objects.values_list("received", "day")) == [(made.kind, day) for day in days]
    tomas = browser_of(street.people["tomas"])
    note = next(link for link in looks(tomas, made).links if "/note?" in link)
    page = seen(tomas.get(note))
    assert "Each date is kept on its own day." in page.text
    assert tomas.post(note, page.form("").values | {"people": str(asker.id)}).status_code == 303
    assert sorted(Moment.objects.filter(given=made.kind).values_list("day", flat=True)) == days


def test_thanks_and_kind_words_are_between_the_two(
    street: Street, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    users = [street.user(name).id for name in ("tomas", "ines")]
    made = ask(street, first=AskedFirst(users=users), slots=[SlotDetails(TOMORROW, places=2)]).ask
    held = claim(street, "tomas", slot_of(made))
    claim(street, "ines", slot_of(made))
    at(monkeypatch, TOMORROW + timedelta(hours=4))
    ana.post(to("ask_thank", made), {"claim": str(held.id), "words": "The soup was exactly right."})
    tomas, ines = browser_of(street.people["tomas"]), browser_of(street.people["ines"])
    tomas.post(to("ask_went", made), {"claim": str(held.id), "words": "It was good to see you."})
    assert "It was good to see you." in looks(ana, made).text
    other = looks(ines, made).text
    assert "exactly right" not in other
    assert "good to see you" not in other
    answer = ines.post(to("ask_went", made), {"claim": str(held.id), "words": "Mine"})
    assert answer.status_code == 404
    assert "Mine" in answer.content.decode()


def test_the_moment_lands_on_both_maps_once(street: Street, ana: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with cast.signed_in(street.people["ana"]) as user:
        person = cast.tomas(user)
        link_person(by=street.by("ana"), person=person, user=street.user("tomas").id)
    with cast.signed_in(street.people["tomas"]) as user:
        asker = cast.make_person(user, "Ana")
    made, _ = over(street, monkeypatch)
    form = looks(ana, made).form("/note")
    assert form.values["people"] == str(person.id)
    for _ in range(2):
        assert where(ana.post(form.action, form.values)).startswith(to("ask", made))
    moment = Moment.objects.get()
    assert (moment.received, moment.day) == (made.kind, TOMORROW.date())
    assert Presence.objects.get(moment=moment).person_id == person.id
    assert "It is on your map." in looks(ana, made).text
    tomas = browser_of(street.people["tomas"])
    note = next(link for link in looks(tomas, made).links if "/note?" in link)
    form = seen(tomas.get(note)).form("")
    assert form.values["people"] == str(asker.id)
    assert tomas.post(note, form.values | {"people": str(asker.id)}).status_code == 303
    assert Moment.objects.get(given=made.kind).owner_id == street.user("tomas").id


def test_of_a_helper_by_link_whoever_is_called_so_is_meant(
    street: Street, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cast.signed_in(street.people["ana"]) as user:
        bo = cast.make_person(user, "Bo")
    made = ask(street, first=AskedFirst(links=["Bo"]))
    claim_by_link(made.secrets["Bo"], slot_of(made.ask))
    at(monkeypatch, TOMORROW + timedelta(hours=4))
    note = next(link for link in looks(ana, made.ask).links if "/note?" in link)
    assert seen(ana.get(note)).form("").values["people"] == str(bo.id)
