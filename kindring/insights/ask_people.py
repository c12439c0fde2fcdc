"""Who is around an ask: whom it has reached, what they are called, and who carries much."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from kindring.asks.load import who_carries_most
from kindring.asks.models import Ask, Asked, Claim, HelperLink, Stage
from kindring.circles.keys import open_circles
from kindring.circles.models import Circle, Membership, PersonLink, in_circle
from kindring.insights.ask import Day
from kindring.lib.columns import Columns, Words
from kindring.lib.hot import HotList, HotQuery
from kindring.lib.quiet import quiet
from kindring.lib.rows import Somebody, Viewer
from kindring.lib.sealing import Unsealable
from kindring.notices.models import Notice
from kindring.people.models import Person

LAST_ASKS, FEWEST_ASKS = 5, 3
RECENTLY = timedelta(days=3)
PATIENCE = timedelta(days=1)
_PERSON = Columns(Person)
_CIRCLE, _MEMBER = Words(Circle, "name"), Words(Membership, "name")
_BEHIND, _LABEL = Words(PersonLink, "user"), Words(HelperLink, "label")


class Reached(NamedTuple):
    """A stage with the names of whom it asks; a name is '' where it is not (any more) known."""

    begun: bool
    begins_at: datetime
    names: list[str]
    number: int = 0

    def __repr__(self) -> str:
        return quiet(self)


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """The users whom somebody knows: by their circles, and who of them is on their own map."""

    names: Mapping[UUID, str]
    circles: Mapping[UUID, str]
    people: Mapping[UUID, Person]

    def __repr__(self) -> str:
        return quiet(self)

    def name(self, user: UUID) -> str:
        """As on one's own map, else as in the circle."""
        person = self.people.get(user)
        return person.shown_name if person else self.names.get(user, "")


class Helped(NamedTuple):
    """Of the `of` asks of others that came last, this user helped in `times`; `circle` is '' for all together."""

    times: int
    of: int
    circle: str

    def __repr__(self) -> str:
        return quiet(self)


class Much(NamedTuple):
    """One helper carries more than half of a kind for the asker."""

    name: str
    kind: int

    def __repr__(self) -> str:
        return quiet(self)


def known_to(user: Viewer) -> Known:
    """The same few queries for any number of circles and people."""
    circles = circle_names(user)
    names: dict[UUID, str] = {}
    for circle, member, row, name in _AROUND.rows(user.id) if circles else ():
        if circle in circles and member not in names:
            names[member] = _MEMBER.open(circle, row, name)
    return Known(names, circles, people_behind(user))


def circle_names(user: Viewer) -> dict[UUID, str]:
    """The circles of this user whose key they hold."""
    opened = open_circles(user)
    rows = _CIRCLES.rows(user.id) if opened else ()
    return {circle: _CIRCLE.open(circle, circle, name) for circle, name in rows if circle in opened}


def people_behind(user: Viewer) -> dict[UUID, Person]:
    """Who on this user's map is which user, as far as they said so."""
    rows = _PEOPLE.rows(user.id)
    return {found: _PERSON.row(values) for link, who, *values in rows if (found := _user_of(user, link, who))}


def _user_of(user: Viewer, link: UUID, who: Any) -> UUID | None:
    try:
        return UUID(_BEHIND.open(user.id, link, who))
    except (Unsealable, ValueError):
        return None


def reached(user: Viewer, ask: Ask, known: Known) -> list[Reached]:
    """The stages of one's own ask, in their order. Two queries."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for stage, reader, circle, link, revoked, label in _REACHED.rows(user.id, ask.id):
        if link is None:
            names[stage].append(known.circles.get(circle, "") if circle else known.name(reader) if reader else "")
        elif not revoked:
            names[stage].append(_LABEL.open(ask.id, link, label))
    stages = _STAGES.rows(user.id, ask.id)
    return [Reached(begun, begins_at, names[number], number) for begun, begins_at, number in stages]


def _around(user: UUID) -> QuerySet[Any, Any]:
    rows = Membership.objects.visible_to(Somebody(user)).confirmed().exclude(owner_id=user)
    return rows.values_list("circle_id", "owner_id", "id", "name")


def _circles(user: UUID) -> QuerySet[Any, Any]:
    return Circle.objects.visible_to(Somebody(user)).values_list("id", "name")


def _people(user: UUID) -> QuerySet[Any, Any]:
    rows = PersonLink.objects.visible_to(Somebody(user)).filter(person__deleted_at=None, person__locked_by=None)
    return rows.values_list("id", "user", *_PERSON.under("person"))


def _reached(user: UUID, ask: UUID) -> QuerySet[Any, Any]:
    rows = Asked.objects.visible_to(Somebody(user)).filter(ask=ask).exclude(reader_id=user)
    rows = rows.order_by("stage", F("link_id").asc(nulls_first=True), "id")  # users, then links, on every database
    return rows.values_list("stage", "reader_id", "circle_id", "link_id", "link__revoked", "link__label")


def _stages(user: UUID, ask: UUID) -> QuerySet[Any, Any]:
    rows = Stage.objects.visible_to(Somebody(user)).filter(ask=ask).order_by("number")
    return rows.values_list("begun", "begins_at", "number")


_AROUND = HotQuery(_around, UUID)
_CIRCLES = HotQuery(_circles, UUID)
_PEOPLE = HotQuery(_people, UUID)
_REACHED = HotQuery(_reached, UUID, UUID)
_STAGES = HotQuery(_stages, UUID, UUID)


def circles_asked(user: Viewer, ask: Ask, circles: Mapping[UUID, str]) -> dict[UUID, str]:
    """The circles of this user in which the ask is asked by now, with their names."""
    found = [circle for (circle,) in _ASKED_IN.rows(user.id, ask.id)]
    return {circle: circles[circle] for circle in found if circle in circles}


def _begun() -> Exists:
    return Exists(Stage.objects.filter(ask_id=OuterRef("ask_id"), number=OuterRef("stage"), begun=True))


def helped_lately(user: Viewer, ask: Ask, asked_in: Mapping[UUID, str]) -> Helped | None:
    """Where this user carried more than half of what was last asked of them; else None.

    `asked_in` are the circles in which this ask is asked: where that is one, the numbers are of this circle.
    """
    circle, name = next(iter(asked_in.items())) if len(asked_in) == 1 else (None, "")
    rows = _LAST_IN.rows(user.id, ask.id, circle) if circle is not None else _LAST.rows(user.id, ask.id)
    last = [row for (row,) in rows]
    times = len(_CARRIED.rows(user.id, ids=last))
    enough = len(last) >= FEWEST_ASKS and 2 * times > len(last)
    return Helped(times, len(last), name) if enough else None


def _asked_in(user: UUID, ask: UUID) -> QuerySet[Any, Any]:
    rows = Asked.objects.filter(ask=ask).exclude(circle=None).filter(in_circle(user)).filter(_begun())
    return rows.values_list("circle_id")


def _last(user: UUID, ask: UUID) -> QuerySet[Any, Any]:
    return _latest(_others(user, ask))


def _last_in(user: UUID, ask: UUID, circle: UUID) -> QuerySet[Any, Any]:
    there = Asked.objects.filter(ask_id=OuterRef("pk"), circle_id=circle).filter(_begun())
    return _latest(_others(user, ask).filter(Exists(there)))


def _others(user: UUID, ask: UUID) -> QuerySet[Ask, Any]:
    asks = Ask.objects.visible_to(Somebody(user)).exclude(owner_id=user).exclude(pk=ask)
    return asks.exclude(state=Ask.State.STOPPED)


def _latest(asks: QuerySet[Ask, Any]) -> QuerySet[Any, Any]:
    return asks.order_by("-made_at", "id").values_list("id")[:LAST_ASKS]


def _carried(user: UUID, asks: list[UUID]) -> QuerySet[Any, Any]:
    return Claim.objects.by(Somebody(user)).filter(ask__in=asks).values_list("ask_id").distinct()


_ASKED_IN = HotQuery(_asked_in, UUID, UUID)
_LAST = HotQuery(_last, UUID, UUID)
_LAST_IN = HotQuery(_last_in, UUID, UUID, UUID)
_CARRIED = HotList(_carried, UUID)


def who_carries_much(user: Viewer, ask: Ask, known: Known, called: Mapping[UUID, str], today: date) -> Much | None:
    """For the asker alone; `called` names helpers as they call themselves."""
    found = who_carries_most(user, _all_known(known), today)
    one = next((one for one in found if one.kind & ask.kind), None)
    name = (known.name(one.helper) or called.get(one.helper, "")) if one else ""
    return Much(name, one.kind) if one and name else None


def _all_known(known: Known) -> Collection[UUID]:
    return {*known.names, *known.people}


def is_unanswered(ask: Ask, days: Sequence[Day], stages: Sequence[Reached], now: datetime) -> bool:
    """Nobody has said yes so far, and the wait is over or nearly: three quarters of it, or half the time to the date.

    Where nobody else is asked later, the wait is a day.
    """
    if any(place.taken for day in days for place in (*day.places, *day.reserve)):
        return False
    since = max([ask.made_at, *(stage.begins_at for stage in stages if stage.begun and stage.begins_at <= now)])
    later = [stage.begins_at for stage in stages if not stage.begun]
    turn = since + (min(later) - since) * 3 / 4 if later else since + PATIENCE
    to_come = [day.slot.starts_at for day in days if day.free]
    dated = [at for at in to_come if at is not None]
    half = [ask.made_at + (min(dated) - ask.made_at) / 2] if dated and None not in to_come else []
    return not to_come or now >= min([turn, *half])


def gave_back(user: Viewer, ask: Ask, now: datetime) -> bool:
    """Whether somebody gave a place back in the last days. (Which place, their row said; it is gone.)"""
    return bool(_GIVEN_BACK.rows(user.id, ask.id, now - RECENTLY))


def _given_back(user: UUID, ask: UUID, since: datetime) -> QuerySet[Any, Any]:
    rows = Notice.objects.visible_to(Somebody(user)).filter(ask=ask, sort=Notice.Sort.WITHDRAWN)
    return rows.filter(made_at__gt=since).values_list("id")[:1]


_GIVEN_BACK = HotQuery(_given_back, UUID, UUID, datetime)
