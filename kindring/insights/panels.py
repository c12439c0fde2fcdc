"""What stands beside the map: who is there for what, give and take, how you are in touch; from what is stored."""

from collections.abc import Mapping, Sequence
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
from kindring.engine.steps import NextStep
from kindring.insights.could_give import given_unmarked
from kindring.insights.map import MapNode
from kindring.insights.small_steps import small_steps
from kindring.insights.tie_months import TieCounts, counts_of_ties, months_back, ways_together
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
    """Who holds the user up: `adequacy` by the ids of people; `own` is None where nothing was said lately.

    `wished`: how many are enough, the user chose; else it is ours to begin with.
    """

    adequacy: Adequacy[str]
    own: OwnAnswer | None
    names: dict[str, str]
    wished: bool

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
    """What stands beside the map; None where it is hidden. `given` are, by person, the bits of kinds for which nobody
    is marked though they gave them of late: a count asks, the mark stays the user's own."""

    held: Held | None
    given: dict[str, int]
    give_and_take: GiveAndTake | None
    in_touch: WaysOfBeingInTouch | None
    steps: tuple[NextStep[str], ...]


def panels_of(user: User, nodes: Sequence[MapNode], showing: Showing, today: date) -> Panels:
    """Three queries, however long the log and however many people; fewer for what is hidden."""
    give, met, steps = (showing.shows(panel) for panel in ("give_take", "in_person", "steps"))
    flows_since = months_back(today, showing.give_take_months)
    ways_since = months_back(today, showing.in_person_months)
    kinds = showing.shows("kinds")
    asked = give or met or steps or kinds
    counts = counts_of_ties(user, flows_since=flows_since, ways_since=ways_since) if asked else {}
    held = held_up(user, nodes, showing, today) if steps or kinds else None
    return Panels(
        held=held if kinds else None,
        given=given_unmarked(held.adequacy, nodes, counts) if held and kinds else {},
        give_and_take=_give_and_take(nodes, counts, flows_since, today, with_inner=showing.with_inner)
        if give
        else None,
        in_touch=_in_touch(nodes, counts, ways_since, today) if met else None,
        steps=small_steps(user, nodes, counts, held.adequacy, today) if steps and held else (),
    )


def _give_and_take(
    nodes: Sequence[MapNode], counts: Mapping[str, TieCounts], since: date, today: date, *, with_inner: bool
) -> GiveAndTake:
    """An act with several people counts with each of them."""
    weighed = [node for node in nodes if with_inner or node.ring != Ring.INNER]
    ties = _of(weighed, counts)
    gave, received = sum([tie.gave for tie in ties]), sum([tie.received for tie in ties])
    return GiveAndTake(balance(gave, received, days=(today - since).days), since, len(nodes) - len(weighed))


def _in_touch(
    nodes: Sequence[MapNode], counts: Mapping[str, TieCounts], since: date, today: date
) -> WaysOfBeingInTouch:
    """With whoever was never met, nothing could be in person: they are left out."""
    times = ways_together(_of([node for node in nodes if node.met_on is not None], counts))
    return WaysOfBeingInTouch(presence(times, days=(today - since).days), since)


def _of(nodes: Sequence[MapNode], counts: Mapping[str, TieCounts]) -> list[TieCounts]:
    return [counts[node.person_id] for node in nodes if node.person_id in counts]


def showing_of(user: User) -> Showing:
    """What this user chose; as it comes for who chose nothing."""
    rows = _CHOICES.rows(user.id)
    return Showing.read(_CHOICE.row(rows[0]).chosen if rows else {})


def held_up(user: User, nodes: Sequence[MapNode], showing: Showing, today: date) -> Held:
    """From who is on the map, in one query."""
    own = own_answer(user, today)
    wants = {int(kind): showing.wants[kind.word] for kind in KINDS}
    found = adequacy(supporters(nodes), wants=wants, said=own.by_kind if own else {})
    return Held(found, own, {node.person_id: node.name for node in nodes}, showing.wished)


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
