"""Who is around an ask: whom it has reached, what they are called, and who carries much."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from kindring.asks.load import who_carries_most
from kindring.asks.models import Ask, Asked, Claim, Stage
from kindring.circles.keys import open_circles
from kindring.circles.models import Circle, Membership, PersonLink, in_circle
from kindring.insights.ask import Day
from kindring.lib.quiet import quiet
from kindring.lib.rows import Viewer
from kindring.lib.sealing import Unsealable
from kindring.notices.models import Notice
from kindring.people.models import Person

LAST_ASKS, FEWEST_ASKS = 5, 3
RECENTLY = timedelta(days=3)
PATIENCE = timedelta(days=1)


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
    rows = Membership.objects.visible_to(user).confirmed().filter(circle_id__in=circles).exclude(owner_id=user.id)
    names: dict[UUID, str] = {}
    for row in rows:
        names.setdefault(row.owner_id, row.name)
    return Known(names, circles, people_behind(user))


def circle_names(user: Viewer) -> dict[UUID, str]:
    """The circles of this user whose key they hold."""
    opened = open_circles(user)
    return {circle.id: circle.name for circle in Circle.objects.visible_to(user).filter(id__in=opened)}


def people_behind(user: Viewer) -> dict[UUID, Person]:
    """Who on this user's map is which user, as far as they said so."""
    rows = PersonLink.objects.visible_to(user).filter(person__deleted_at=None, person__locked_by=None)
    return {found: row.person for row in rows.select_related("person") if (found := _user_of(row))}


def _user_of(link: PersonLink) -> UUID | None:
    try:
        return UUID(link.user)
    except (Unsealable, ValueError):
        return None


def reached(user: Viewer, ask: Ask, known: Known) -> list[Reached]:
    """The stages of one's own ask, in their order. Two queries."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for row in Asked.objects.visible_to(user).filter(ask=ask).exclude(reader_id=user.id).select_related("link"):
        if row.link is None:
            names[row.stage].append(known.circles.get(row.circle_id, "") if row.circle_id else _name(known, row))
        elif not row.link.revoked:
            names[row.stage].append(row.link.label)
    stages = Stage.objects.visible_to(user).filter(ask=ask).order_by("number")
    return [Reached(stage.begun, stage.begins_at, names[stage.number], stage.number) for stage in stages]


def _name(known: Known, row: Asked) -> str:
    return known.name(row.reader_id) if row.reader_id else ""


def circles_asked(user: Viewer, ask: Ask, circles: Mapping[UUID, str]) -> dict[UUID, str]:
    """The circles of this user in which the ask is asked by now, with their names."""
    rows = Asked.objects.filter(ask=ask).exclude(circle=None).filter(in_circle(user.id)).filter(_begun())
    found = rows.values_list("circle_id", flat=True)
    return {circle: circles[circle] for circle in found if circle in circles}


def _begun() -> Exists:
    return Exists(Stage.objects.filter(ask_id=OuterRef("ask_id"), number=OuterRef("stage"), begun=True))


def helped_lately(user: Viewer, ask: Ask, asked_in: Mapping[UUID, str]) -> Helped | None:
    """Where this user carried more than half of what was last asked of them; else None.

    `asked_in` are the circles in which this ask is asked: where that is one, the numbers are of this circle.
    """
    asks = Ask.objects.visible_to(user).exclude(owner_id=user.id).exclude(pk=ask.pk)
    asks = asks.exclude(state=Ask.State.STOPPED)
    circle, name = next(iter(asked_in.items())) if len(asked_in) == 1 else (None, "")
    if circle is not None:
        asks = asks.filter(Exists(Asked.objects.filter(ask_id=OuterRef("pk"), circle_id=circle).filter(_begun())))
    last = list(asks.order_by("-made_at", "id").values_list("id", flat=True)[:LAST_ASKS])
    times = Claim.objects.by(user).filter(ask__in=last).values("ask_id").distinct().count()
    enough = len(last) >= FEWEST_ASKS and 2 * times > len(last)
    return Helped(times, len(last), name) if enough else None


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
    rows = Notice.objects.visible_to(user).filter(ask=ask.id, sort=Notice.Sort.WITHDRAWN)
    return rows.filter(made_at__gt=now - RECENTLY).exists()
