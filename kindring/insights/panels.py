"""What stands beside the map: who is there for what, give and take, how you are in touch; from what is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast, get_args
from uuid import UUID

from django.db.models import QuerySet

from kindring.accounts.models import User
from kindring.checkins.models import CheckIn
from kindring.checkins.reading import answered
from kindring.engine.adequacy import Adequacy, Said, Supporter, adequacy
from kindring.engine.presence import Presence, presence
from kindring.engine.reciprocity import Balance, balance
from kindring.insights.map import MapNode
from kindring.insights.tie_months import WAYS, MonthOfRing, months_back, months_of_rings
from kindring.lib.columns import Columns
from kindring.lib.hot import HotQuery
from kindring.lib.quiet import quiet
from kindring.people.kinds import KINDS
from kindring.people.models import PeopleChoice, Ring
from kindring.people.showing import Showing

ENOUGH = "enough"  # the measure with the user's own answer, asked about once a month
FRESH = timedelta(days=100)  # an answer speaks for the time around it: after three missed months it is no answer
_LOOKED_THROUGH = 40  # check-ins: the latest monthly one is among them, also where something is answered every day
_SAID = get_args(Said)
_CHOICE, _CHECKIN = Columns(PeopleChoice), Columns(CheckIn)


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What the user last said of "is there enough of this?", by the bit of the kind, and on which day."""

    day: date
    by_kind: dict[int, Said]


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds the user up: `adequacy` by the ids of people; `own` is None where nothing was said lately."""

    adequacy: Adequacy[str]
    own: OwnAnswer | None
    names: dict[str, str]

    def __repr__(self) -> str:
        return quiet(self)


@dataclass(frozen=True, slots=True)
class GiveAndTake:
    """How give and take stand since a day; `left_out` counts the closest, among whom nobody counts."""

    balance: Balance
    since: date
    left_out: int


@dataclass(frozen=True, slots=True)
class WaysOfBeingInTouch:
    """How much was face to face since a day, with whoever was ever met."""

    presence: Presence
    since: date


@dataclass(frozen=True, slots=True)
class Panels:
    """What stands beside the map; None where it is hidden."""

    held: Held | None
    give_and_take: GiveAndTake | None
    in_touch: WaysOfBeingInTouch | None


def panels_of(user: User, nodes: Sequence[MapNode], showing: Showing, today: date) -> Panels:
    """Two queries, however long the log and however many people; one less for what is hidden."""
    give, met = showing.shows("give_take"), showing.shows("in_person")
    given_since = months_back(today, showing.give_take_months)
    met_since = months_back(today, showing.in_person_months)
    months = months_of_rings(user, min(given_since, met_since)) if give or met else []
    inner = 0 if showing.with_inner else sum(node.ring == Ring.INNER for node in nodes)
    return Panels(
        held_up(user, nodes, showing, today) if showing.shows("kinds") else None,
        GiveAndTake(_balance(months, showing, given_since, today), given_since, inner) if give else None,
        WaysOfBeingInTouch(_presence(months, met_since, today), met_since) if met else None,
    )


def _balance(months: Sequence[MonthOfRing], showing: Showing, since: date, today: date) -> Balance:
    """An act with several people counts with each of them."""
    weighed = [one for one in months if one.month >= since and (showing.with_inner or one.ring != Ring.INNER)]
    given, received = sum(one.gave for one in weighed), sum(one.received for one in weighed)
    return balance(given, received, days=(today - since).days)


def _presence(months: Sequence[MonthOfRing], since: date, today: date) -> Presence:
    times = zip(*(one.ways for one in months if one.month >= since), strict=True)
    return presence(dict(zip(WAYS, map(sum, times), strict=False)), days=(today - since).days)


def showing_of(user: User) -> Showing:
    """What this user chose; as it comes for who chose nothing."""
    rows = _CHOICES.rows(user.id)
    return Showing.read(_CHOICE.row(rows[0]).chosen if rows else {})


def held_up(user: User, nodes: Sequence[MapNode], showing: Showing, today: date) -> Held:
    """From who is on the map, in one query."""
    own = own_answer(user, today)
    wants = {int(kind): showing.wants[kind.word] for kind in KINDS}
    found = adequacy(supporters(nodes), wants=wants, said=own.by_kind if own else {})
    return Held(found, own, {node.person_id: node.name for node in nodes})


def supporters(nodes: Sequence[MapNode]) -> list[Supporter[str]]:
    """Everyone on the map, for what the user can turn to them."""
    return [Supporter(node.person_id, node.they_give) for node in nodes]


def own_answer(user: User, today: date) -> OwnAnswer | None:
    """The user's own last word, if it is not too old; what was skipped is not in it."""
    for row in _LATEST.rows(user.id, today - FRESH):
        checkin = _CHECKIN.row(row)
        answers = answered(checkin).get(ENOUGH, {}) if checkin.day <= today else {}
        if answers:
            said = {int(kind): answers.get(kind.word) for kind in KINDS}
            return OwnAnswer(checkin.day, {kind: cast("Said", word) for kind, word in said.items() if word in _SAID})
    return None


def _choices(owner: UUID) -> QuerySet[Any, Any]:
    return PeopleChoice.objects.filter(owner_id=owner).open().order_by("id").values_list(*_CHOICE.names)


def _latest(owner: UUID, first: date) -> QuerySet[Any, Any]:
    rows = CheckIn.objects.filter(owner_id=owner, day__gte=first).open().latest_first()
    return rows.values_list(*_CHECKIN.names)[:_LOOKED_THROUGH]


_CHOICES = HotQuery(_choices, UUID)
_LATEST = HotQuery(_latest, UUID, date)
