"""One ask, and everyone who could try its doors: whoever asks, is asked, was asked, is blocked, is a stranger."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kindring.accounts.actions.blocking import block
from kindring.asks.actions import AskedFirst, SlotDetails, Widening, close_ask, propose, revoke_link, widen_now
from kindring.asks.models import Ask
from kindring.circles.actions import leave_circle
from tests import cast
from tests.asks.world import TOMORROW, ask, claim, claim_by_link, link_of, slot_of
from tests.cast import NOW
from tests.doors.table import METHODS
from tests.online import browser_of, new_browser, told_by
from tests.street import Street, come, make_street
from tests.tables import changed, held

DAY = timedelta(days=1)
NOT_OURS = "404"
CLAIM = {"name": "Somebody", "word": "With soup"}

# What an address comes to, by (GET, POST): for whoever asks, and for whoever is asked.
ASKERS = {
    "ask": ("200", "405"),
    "ask_calendar": ("200", "405"),
    "ask_claim": ("405", "409"),
    "ask_withdraw": ("405", "303"),
    "ask_propose": ("405", "409"),
    "ask_put_away": ("405", "303"),
    "ask_put_back": ("405", "303"),
    "ask_went": ("405", "404"),
    "ask_note": ("404", "422"),
    "ask_widen": ("405", "303"),
    "ask_stay": ("405", "303"),
    "ask_change": ("200", "303"),
    "ask_slots": ("405", "303"),
    "ask_slot_remove": ("405", "303"),
    "ask_link_new": ("405", "303"),
    "ask_link_revoke": ("405", "303"),
    "ask_proposal": ("405", "303"),
    "ask_thank": ("405", "303"),
    "ask_close": ("405", "303"),
    "ask_stop": ("405", "303"),
}
HELPERS = {"ask", "ask_calendar", "ask_claim", "ask_withdraw", "ask_propose", "ask_put_away", "ask_put_back"}
HELPED = {name: came for name, came in ASKERS.items() if name in HELPERS} | {
    "ask_claim": ("405", "303"),
    "ask_propose": ("405", "303"),
}
LINKED = {
    "helper": ("200", "405"),
    "helper_calendar": ("200", "405"),
    "helper_claim": ("405", "303"),
    "helper_withdraw": ("405", "303"),
    "helper_propose": ("405", "303"),
    "helper_went": ("405", "404"),
}


class Scene(NamedTuple):
    """*Our street* with an ask of Ana's: Tomas was named first, the circle comes later; Bo and Mia hold links."""

    street: Street
    ask: Ask
    sent: dict[str, str]
    links: dict[str, str]


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield _scene()
        transaction.set_rollback(True)


def _scene() -> Scene:
    street = make_street("tomas", "ines", "left", "blocked", "blocker")
    for name in ("waits", "cleo"):
        street.people[name] = cast.make_user(name)
    come(street, "waits")
    dates = [SlotDetails(TOMORROW + number * DAY, reserve=1) for number in range(4)]
    first = AskedFirst(users=[street.user("tomas").id], links=["Bo", "Mia"])
    made = ask(street, first=first, then=[Widening(DAY, circle=street.circle)], slots=dates)
    taken = claim(street, "tomas", slot_of(made.ask, 1))
    with cast.signed_in(street.people["tomas"]):
        by = street.by("tomas")
        offered = propose(by=by, now=NOW, ask=made.ask, sort="smaller", name="Tomas", words="Bread")
    claim_by_link(made.secrets["Mia"], slot_of(made.ask, 2))
    with cast.signed_in(street.people["left"]):
        leave_circle(by=street.by("left"), now=NOW, circle=street.circle)
    block(by=street.by("ana"), user=street.user("blocked").id)
    block(by=street.by("blocker"), user=street.user("ana").id)
    sent = CLAIM | {"slot": str(slot_of(made.ask).pk), "claim": str(taken.id), "proposal": str(offered.id)}
    sent |= {"link": str(link_of(made.secrets["Bo"]).id), "label": "Freya", "what": "Soup", "why_for": "all"}
    sent |= {"sort": "smaller", "words": "Bread", "day": "2026-12-01", "hour": "18:00", "places": "1"}
    return Scene(street, made.ask, sent, made.secrets)


@pytest.fixture(autouse=True)
def _now(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def came_to(client: Client, names: dict[str, tuple[str, str]], about: Any, sent: dict[str, str]) -> dict[str, Any]:
    """Every address × method, each as if it were the first: GET and POST, and whether all else is refused."""
    found = {}
    for name in names:
        answers = {}
        for method in METHODS:
            with transaction.atomic():
                options = {"data": sent} if method == "POST" else {}
                answer = getattr(client, method.lower())(reverse(name, args=[about]), **options)
                answers[method] = str(answer.status_code)
                transaction.set_rollback(True)
        assert {answers[method] for method in METHODS[3:]} in ({"405"}, {"303"}), name
        found[name] = (answers["GET"], answers["POST"])
    return found


NOBODYS = {name: tuple(NOT_OURS if come != "405" else come for come in came) for name, came in ASKERS.items()}
PEOPLE: dict[str, tuple[Any, Any]] = {
    # who: before it went to the circle, and after
    "ana": (ASKERS, ASKERS),
    "tomas": (HELPED, HELPED),
    "ines": ({}, HELPED),
    "waits": ({}, {}),
    "left": ({}, {}),
    "blocked": ({}, {}),
    "blocker": ({}, {}),
    "cleo": ({}, {}),
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("widened", [False, True], ids=["named", "widened"])
def test_everyone_gets_what_is_meant_for_them(scene: Scene, who: str, widened: bool) -> None:
    if widened:
        widen_now(by=scene.street.by("ana"), now=NOW, ask=scene.ask)
    told = NOBODYS | PEOPLE[who][widened]
    if who == "tomas":
        told |= {"ask_went": ("405", "303"), "ask_note": (NOT_OURS, "422")}
    client = browser_of(scene.street.people[who])
    assert came_to(client, ASKERS, scene.ask.id, scene.sent) == told


@pytest.mark.parametrize("who", ["waits", "left", "blocked", "blocker", "cleo"])
def test_for_whoever_is_not_asked_it_is_as_if_it_were_not_there(scene: Scene, who: str) -> None:
    widen_now(by=scene.street.by("ana"), now=NOW, ask=scene.ask)
    client, before = browser_of(scene.street.people[who]), held()
    for name in ASKERS:
        for method in ("GET", "POST"):
            options: dict[str, Any] = {"data": scene.sent} if method == "POST" else {}
            ours, none = (
                told_by(getattr(client, method.lower())(reverse(name, args=[about]), **options))
                for about in (scene.ask.id, scene.sent["slot"])
            )
            assert ours == none, (name, method)
    assert changed(before, held()) == {}


def test_nobody_without_an_account_gets_past_the_door(scene: Scene) -> None:
    assert set(came_to(new_browser(), ASKERS, scene.ask.id, scene.sent).values()) == {("303", "303")}


def test_whoever_holds_a_link_gets_what_a_helper_gets(scene: Scene) -> None:
    assert came_to(new_browser(), LINKED, scene.links["Bo"], scene.sent) == LINKED
    foreign = browser_of(scene.street.people["blocked"])
    assert came_to(foreign, LINKED, scene.links["Bo"], scene.sent) == LINKED


@pytest.mark.parametrize("ends", ["revoked", "closed", "never"])
def test_a_link_that_leads_nowhere_leads_nobody_anywhere(scene: Scene, ends: str) -> None:
    by, secret = scene.street.by("ana"), scene.links["Bo"]
    if ends == "revoked":
        revoke_link(by=by, link=link_of(secret))
    elif ends == "closed":
        close_ask(by=by, now=NOW, ask=scene.ask)
    about = "x" * 43 if ends == "never" else secret
    nowhere = {name: tuple(NOT_OURS if come != "405" else come for come in came) for name, came in LINKED.items()}
    clients = (new_browser(), browser_of(scene.street.people["ana"]))
    before = held()
    for client in clients:
        assert came_to(client, LINKED, about, scene.sent) == nowhere
    assert set(changed(before, held())) <= {"accounts_throttle"}
