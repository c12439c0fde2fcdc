"""What is between two people: what flows each way, give and take, how they are in touch, and one small idea.

Nothing of it is counted for whoever is unsafe, has ended or died, unless the user asks to look.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet

from kindring.accounts.models import User
from kindring.engine.next_step import FACE_TO_FACE, Step
from kindring.engine.presence import Presence, presence
from kindring.engine.reciprocity import Balance, balance
from kindring.engine.rhythm import Outlook
from kindring.insights.dates import ComingDate
from kindring.insights.outlooks import fitting_step
from kindring.insights.panels import showing_of
from kindring.lib.hot import HotQuery
from kindring.people.kinds import KINDS
from kindring.people.models import Moment, Person, Ring

FLOW_DAYS = 365
_BITS = [(kind.word, int(kind)) for kind in KINDS]


class Flow(NamedTuple):
    """One kind of support between the two: what the user says they give each other, and how often it was noted.

    `received`, `given` count moments of the last 365 days.
    """

    kind: str
    they_give: bool
    you_give: bool
    received: int
    given: int


@dataclass(frozen=True, slots=True)
class Between:
    """`flows` in the order of kinds, those that say something. `balance` and `presence` are of 365 days, None where
    the user does not want them said: hidden, the closest ring in give and take, someone never met in person."""

    flows: tuple[Flow, ...] = ()
    balance: Balance | None = None
    presence: Presence | None = None


NOTHING = Between()


def between(user: User, person: Person, today: date) -> Between:
    """In two queries, however long the log."""
    counted = _COUNTED.rows(person.owner_id, person.id, today - timedelta(days=FLOW_DAYS))
    showing = showing_of(user)
    weighed = showing.shows("give_take") and (showing.with_inner or person.ring != Ring.INNER)
    ways = showing.shows("in_person") and person.met_on is not None
    return Between(
        flows=_flows(person, counted),
        balance=_balance(counted) if weighed else None,
        presence=_presence(counted) if ways else None,
    )


def small_idea(person: Person, outlook: Outlook | None, coming: ComingDate | None, today: date) -> Step | None:
    """The step that fits, where one is due: nothing while all is in rhythm, of someone at rest or in no ring.

    `coming` is the next of their dates if it is near. A meeting is an idea also in rhythm, where the two have not met
    for long.
    """
    if outlook is None or not outlook.suggestible:
        return None
    long_unmet = person.met_on is not None and (today - person.met_on).days >= FACE_TO_FACE[0]
    due = coming or long_unmet or outlook.nothing_noted or outlook.word != "in rhythm"
    return fitting_step(person, outlook, coming, today) if due else None


def _since(owner: UUID, person: UUID, since: date) -> QuerySet[Any, Any]:
    there = {"presences__owner_id": owner, "presences__person_id": person, "presences__day__gte": since}
    moments = Moment.objects.filter(owner_id=owner, **there).order_by()
    return moments.values_list("received", "given", "way").annotate(Count("id"))


_COUNTED = HotQuery(_since, UUID, UUID, date)
_Counted = list[tuple[Any, ...]]
"""Rows of the bits received and given, the way ('' where it was not said), and how many moments."""


def _flows(person: Person, counted: _Counted) -> tuple[Flow, ...]:
    told = [row for row in counted if row[0] or row[1]]
    flows = (
        Flow(
            kind=word,
            they_give=bool(person.they_give & bit),
            you_give=bool(person.you_give & bit),
            received=sum([count for received, _, _, count in told if received & bit]),
            given=sum([count for _, given, _, count in told if given & bit]),
        )
        for word, bit in _BITS
    )
    return tuple(flow for flow in flows if any(flow[1:]))


def _balance(counted: _Counted) -> Balance:
    given = sum([count for _, gave, _, count in counted if gave])
    received = sum([count for got, _, _, count in counted if got])
    return balance(given, received, days=FLOW_DAYS)


def _presence(counted: _Counted) -> Presence:
    times: dict[str, int] = {}
    for _, _, way, count in counted:
        times[way] = times.get(way, 0) + count
    return presence(times, days=FLOW_DAYS)
