"""An ask in *Our street*, made through the actions."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from kindring.accounts.actor import Actor
from kindring.asks.actions import AskedFirst, Asking, SlotDetails, claim_place, find_link, make_ask
from kindring.asks.keys import keyring_of_link
from kindring.asks.models import Ask, Claim, HelperLink, Slot
from kindring.lib.keyring import opened_with
from tests import cast
from tests.cast import NOW
from tests.street import Street

TOMORROW = NOW + timedelta(days=1)
SOUP: dict[str, Any] = {"sort": "meal", "what": "Dinner", "more": "No meat, please.", "why": "The hospital."}


def ask(street: Street, asker: str = "ana", *, first: AskedFirst | None = None, ago: int = 0, **words: Any) -> Asking:
    """Asked of Tomas first, for tomorrow, unless it is said otherwise; `ago` in days, where many are wanted."""
    options: dict[str, Any] = (
        {"slots": [SlotDetails(TOMORROW)], "id": uuid4(), "called": asker.title()} | SOUP | words
    )
    named = first or AskedFirst(users=[street.user("tomas").id])
    with cast.signed_in(street.people[asker]):
        return make_ask(by=street.by(asker), now=NOW - timedelta(days=ago), first=named, **options)


def slot_of(made: Ask, number: int = 0) -> Slot:
    return Slot.objects.get(ask=made, number=number)


def claim(street: Street, who: str, slot: Slot, **words: Any) -> Claim:
    with cast.signed_in(street.people[who]):
        return claim_place(by=street.by(who), now=NOW, slot=slot, **{"name": who.title()} | words)


def claim_by_link(secret: str, slot: Slot, **words: Any) -> Claim:
    link = link_of(secret)
    with opened_with(keyring_of_link(link, secret)):
        return claim_place(by=Actor(None, link.id), now=NOW, slot=slot, **{"name": "Bo"} | words)


def link_of(secret: str) -> HelperLink:
    link = find_link(secret)
    assert link is not None
    return link
