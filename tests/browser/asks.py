"""Asks in every state that a page can show: to whoever asks, to whoever is asked, and behind a link."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kindring.accounts.actor import Actor
from kindring.asks.actions import (
    AskedFirst,
    SlotDetails,
    Widening,
    claim_place,
    close_ask,
    make_ask,
    propose,
    put_away,
    say_how_it_went,
    stop_ask,
    thank,
    widen_now,
)
from kindring.asks.keys import keyring_of_link
from kindring.asks.models import Ask, Claim
from kindring.circles.actions import link_person
from kindring.lib.keyring import opened_with
from tests import cast
from tests.asks.world import claim_by_link, link_of, slot_of
from tests.browser.visiting import user_of
from tests.cast import NOW
from tests.street import Street, bring_in, make_street_of

if TYPE_CHECKING:
    from tests.browser.world import World

DAY = timedelta(days=1)
DINNER = NOW.replace(hour=18, minute=0)
WORDS: dict[str, Any] = {
    "sort": "meal",
    "what": "Dinners while Mira recovers",
    "more": "No meat, please.\nLeave it at the door if the light is off.",
    "why": "She came home from the hospital on Friday.",
    "treat": "No advice, please. A hug is welcome.",
    "place": "Long Lane 4",
    "for_whom": "Mira",
}


def add_asks(world: "World") -> None:
    street = make_street_of(user_of("asking"), "asking")
    for name in ("helping", "also", "third"):
        street.people[name] = user_of(name)
        bring_in(street, name, by="asking")
    world.users |= {name: street.people[name] for name in ("asking", "helping", "third")}
    with cast.signed_in(street.people["asking"]) as user:
        person = cast.tomas(user)
        link_person(by=Actor(user), person=person, user=street.user("helping").id)
    world.ids |= _over(street) | _open(street)  # no more asks of one person a day than one may make


def _open(street: Street) -> dict[str, Any]:
    """Those that are still to be answered."""
    week, secret = _week(street)
    both = AskedFirst(users=[street.user(name).id for name in ("helping", "also")])
    quiet = _asked(street, NOW - DAY, 1, first=both, wait=DAY + timedelta(hours=4))
    full = _asked(street, NOW - DAY, 2, first=both, reserve=1)
    _claims(street, "also", full, 0)
    taken = _asked(street, NOW - 2 * DAY, 1, first=both, reserve=1)
    _claims(street, "also", taken, 0)
    offered = _asked(street, NOW - DAY, 1, first=both)
    with cast.signed_in(street.people["helping"]):
        by = street.by("helping")
        propose(by=by, now=NOW, ask=offered, sort="smaller", name="Tomas", words="I could bring bread and cheese.")
        later = DINNER + 3 * DAY
        propose(by=by, now=NOW, ask=offered, sort="another", name="Tomas", words="", starts_at=later)
        away = _asked(street, NOW, 1, first=both, sort="walk", what="Go for a walk with me")
        put_away(by=street.by("helping"), now=NOW, ask=away)
    return {
        "ask of a week": week.id,
        "helper's link": secret,
        "ask unanswered": quiet.id,
        "ask full": full.id,
        "ask taken": taken.id,
        "ask with offers": offered.id,
        "ask put away": away.id,
        "ask of sixty": _asked(street, NOW, 60, first=both).id,
        "ask for any time": _whenever(street, both).id,
        "claim": _claims(street, "third", week, 5).id,
        "my claim": Claim.objects.get(ask=week, helper=street.user("helping"), slot__number=0).id,
    }


def _week(street: Street) -> tuple[Ask, str]:
    """It began two days ago; some dates are taken, one by a helper by link."""
    first = AskedFirst(users=[street.user("helping").id], links=["Bo"])
    made, secrets = _make(street, NOW - 4 * DAY, _dinners(-1, 7, reserve=1), first=first)
    widen_now(by=street.by("asking"), now=NOW - 3 * DAY, ask=made)
    _claims(street, "helping", made, 0)
    _claims(street, "helping", made, 2, word="With dumplings, if that is all right.")
    _claims(street, "also", made, 4)
    _claims(street, "third", made, 4, reserve=True)
    link = link_of(secrets["Bo"])
    with opened_with(keyring_of_link(link, secrets["Bo"])):
        claim_place(by=Actor(None, link.id), now=NOW, slot=slot_of(made, 3), name="Bo")
    return made, secrets["Bo"]


def _over(street: Street) -> dict[str, Any]:
    """Closed with thanks, and a link that still shows them; taken back, with a link that has ended."""
    first = AskedFirst(users=[street.user("helping").id, street.user("also").id], links=["Lin"])
    closed, secrets = _make(street, NOW - 4 * DAY, _dinners(-2, 3), first=first)
    mine = _claims(street, "helping", closed, 0)
    _claims(street, "also", closed, 1)
    by_link = claim_by_link(secrets["Lin"], slot_of(closed, 2), name="Lin", word="I bring bread.")
    with cast.signed_in(street.people["asking"]):
        for claim in (mine, by_link):
            thank(by=street.by("asking"), now=NOW, claim=claim, words="The soup was exactly right.")
        close_ask(by=street.by("asking"), now=NOW, ask=closed)
    with cast.signed_in(street.people["helping"]):
        say_how_it_went(by=street.by("helping"), now=NOW, claim=mine, words="It was good to see you both.")
    stopped, ended = _make(street, NOW - DAY, _dinners(1, 1), first=first)
    stop_ask(by=street.by("asking"), now=NOW, ask=stopped)
    links = {"link with thanks": secrets["Lin"], "link that ended": ended["Lin"]}
    return {"ask closed": closed.id, "ask stopped": stopped.id, **links}


def _dinners(first: int, number: int, **options: int) -> list[SlotDetails]:
    return [SlotDetails(DINNER + (first + day) * DAY, 60, **options) for day in range(number)]


def _asked(street: Street, at: datetime, number: int, *, reserve: int = 0, **options: Any) -> Ask:
    return _make(street, at, _dinners(1, number, reserve=reserve), **options)[0]


def _whenever(street: Street, first: AskedFirst) -> Ask:
    return _make(street, NOW, [SlotDetails()], first=first, sort="opinion", what="Which of these flats?")[0]


def _make(
    street: Street, at: datetime, slots: list[SlotDetails], *, wait: timedelta = DAY, **words: Any
) -> tuple[Ask, dict[str, str]]:
    with cast.signed_in(street.people["asking"]):
        made = make_ask(
            by=street.by("asking"),
            now=at,
            id=uuid4(),
            called="Ana",
            slots=slots,
            then=[Widening(wait, circle=street.circle)],
            **WORDS | words,
        )
    return made.ask, made.secrets


def _claims(street: Street, who: str, made: Ask, number: int, **words: Any) -> Claim:
    with cast.signed_in(street.people[who]):
        by, name = street.by(who), {"helping": "Tomas", "also": "Mrs Petrović", "third": "Ines"}[who]
        starts_at = slot_of(made, number).starts_at
        at = min(NOW, starts_at - DAY) if starts_at else NOW
        return claim_place(by=by, now=at, slot=slot_of(made, number), name=name, **words)
