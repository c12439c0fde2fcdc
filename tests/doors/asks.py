"""For each house of the door table: an ask of its own, one in which it is asked; and a link for whoever holds it."""

from datetime import timedelta
from typing import Any

from kindring.asks.actions import AskedFirst, SlotDetails, Widening, propose
from kindring.asks.models import Ask, HelperLink, Proposal
from tests import cast
from tests.asks.world import TOMORROW, ask, claim, claim_by_link, slot_of
from tests.cast import NOW
from tests.street import Street, make_street_of

DATES = [SlotDetails(TOMORROW + timedelta(days=2 * number), reserve=1) for number in range(3)]


def asks_for(street: Street, name: str) -> dict[str, Any]:
    """The ids that addresses are made of, by the words of the table. `name` lives here."""
    own = _own(street, name)
    asked = ask(street, "steward", first=AskedFirst(users=[street.user(name).id]), slots=DATES).ask
    mine = claim(street, name, slot_of(asked, 1))
    return {
        "ask": own.id,
        "slot": slot_of(own, 2).id,
        "claim": claim(street, "steward", slot_of(own, 0)).id,
        "proposal": _offered(street, own).id,
        "link row": HelperLink.objects.get(ask=own).id,
        "asked": asked.id,
        "asked slot": slot_of(asked, 0).id,
        "my claim": mine.id,
    }


def _own(street: Street, name: str) -> Ask:
    users = [street.user(who).id for who in ("member", "steward")]
    then = [Widening(timedelta(days=1), circle=street.circle)]
    return ask(street, name, first=AskedFirst(users=users, links=["Lin"]), then=then, slots=DATES).ask


def _offered(street: Street, made: Ask) -> Proposal:
    with cast.signed_in(street.people["member"]):
        by = street.by("member")
        return propose(by=by, now=NOW, ask=made, sort="smaller", name="Member", words="Bread", slot=slot_of(made, 1))


def link_from(name: str) -> dict[str, Any]:
    """The secret of a link to an ask of somebody else's; a free date of it, and what its helper took."""
    street = make_street_of(cast.make_user(name), name)
    made = ask(street, name, first=AskedFirst(links=["Bo"]), slots=DATES)
    secret = made.secrets["Bo"]
    held = claim_by_link(secret, slot_of(made.ask, 1))
    return {"helper": secret, "helper slot": slot_of(made.ask, 0).id, "helper claim": held.id}
