"""What Today says: at most three people with the reason for each, the dates that come up, and then an end."""

from datetime import date, datetime, time
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kindring.accounts.models import User
from kindring.engine.next_step import Step
from kindring.engine.rhythm import Outlook, Reason
from kindring.insights.choice import TIE, choose_three
from kindring.insights.dates import ComingDate, coming_dates
from kindring.insights.names import shown_name
from kindring.insights.outlooks import fitting_step, person_outlook
from kindring.insights.together import Planned, planned_around
from kindring.lib.columns import Columns
from kindring.lib.days import day_in, hour_of, zone_named
from kindring.lib.hot import HotQuery
from kindring.lib.quiet import quiet
from kindring.people.actions.details import Channel
from kindring.people.channels import is_fax
from kindring.people.models import Moment, Person, Ring, Suggestion

PageState = Literal["nobody_yet", "not_placed", "low_day", "few", "all_done", "normal"]
FEW = 3
MOST_ASKED = 3  # questions a day

_COLUMNS = Columns(
    Person, [*TIE, "name", "called", "pronouns", "role", "channels", "ask_about", "last_way", "met_on"]
)
_CHANNELS: dict[Step, tuple[str, ...]] = {
    "first_word": ("phone", "email", "other"),
    "message": ("phone", "email", "other"),
    "call": ("phone",),
    "walk": ("phone", "email", "other"),
    "card": ("address", "email"),
}


class Suggested(NamedTuple):
    """Someone whom Today names, why, and what one could do.

    `channel` is a way to reach them that fits the step, None where none is known. `answer` is '' while open, else
    reached, not_today or rest. `met_on` is the last day they met in person, as far as noted.
    """

    person_id: UUID
    name: str
    ring: str
    role: str
    pronouns: str
    outlook: Outlook
    step: Step
    channel: Channel | None
    ask_about: str
    met_on: date | None
    date: ComingDate | None
    answer: str

    def __repr__(self) -> str:
        return quiet(self)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Codes and numbers, the one that decides first."""
        return self.outlook.reasons


class Untold(NamedTuple):
    """Someone in a ring with whom nothing is noted yet: when did the two last speak?"""

    person_id: UUID
    name: str

    def __repr__(self) -> str:
        return quiet(self)


class TodayFacts(NamedTuple):
    """`three` holds whom today named, answered or not; `dates` what comes up within the user's lead time.

    `placed` and `unplaced` count the people who may be suggested, in a ring and in none. The state, first that fits:
    nobody_yet (no such people), not_placed (none in a ring), low_day, few (up to three in rings), all_done (nobody
    open), normal. Where the day names nobody, `untold` may ask of up to three people, the closest first. `together`
    is what is agreed for today and tomorrow, and what was yesterday; whoever one will meet soon is not named.
    """

    day: date
    state: PageState
    three: tuple[Suggested, ...]
    dates: tuple[ComingDate, ...]
    placed: int
    unplaced: int
    untold: tuple[Untold, ...] = ()
    together: tuple[Planned, ...] = ()

    @property
    def open(self) -> tuple[Suggested, ...]:
        """Those who wait for nothing but perhaps a step."""
        return tuple(one for one in self.three if not one.answer)

    @property
    def on_list(self) -> tuple[Suggested, ...]:
        """Those whom the page still shows: "not today" and "leave to rest" leave no trace."""
        return tuple(one for one in self.three if one.answer in {"", Suggestion.Answer.REACHED})


def todays_page(user: User, now: datetime) -> TodayFacts:
    """The facts of Today. The first look of a day, or after a change, chooses and writes; every other only reads."""
    today = day_in(user.time_zone, now)
    if user.three_chosen_on != today:
        choose_three(user, today)
    low = user.low_day_on == today
    dates = coming_dates(user, today)
    nearest = {coming.person_id: coming for coming in reversed(dates)}
    planned = planned_around(user, now)
    soon = {one.person_id for one in planned if not one.begun}
    named = [row for row in _named(user, today) if row[0].id not in soon]
    three = [_suggested(person, answer, today, nearest.get(person.id), low=low) for person, answer in named]
    three = _for_low_day(three) if low else three
    placed, unplaced = _counts(user)
    quiet = placed and not low and not three
    return TodayFacts(
        day=today,
        state=_state(placed, unplaced, three, low=low),
        three=tuple(three),
        dates=tuple(dates),
        placed=placed,
        unplaced=unplaced,
        untold=tuple(_untold(user, today)) if quiet else (),
        together=tuple(one for one in planned if (one.day - today).days <= 1),
    )


def _three(owner: UUID, today: date) -> QuerySet[Any, Any]:
    rows = Suggestion.objects.filter(
        Q(person__paused_until=None) | Q(person__paused_until__lte=today),
        owner_id=owner,
        day=today,
        person__deleted_at=None,
        person__locked_by=None,
        person__may_suggest=True,
    )
    in_ring = rows.exclude(person__ring="").order_by("place")
    return in_ring.values_list("answer", *_COLUMNS.under("person"))


def _rings(owner: UUID) -> QuerySet[Any, Any]:
    people = Person.objects.filter(owner_id=owner, may_suggest=True).kept()
    return people.order_by().values_list("ring").annotate(Count("id"))


_THREE = HotQuery(_three, UUID, date)
_RINGS = HotQuery(_rings, UUID)


def _untold(user: User, today: date) -> list[Untold]:
    """Three questions a day at most: each moment written today answers one, and tomorrow there may be others."""
    begins = hour_of(datetime.combine(today, time.min, zone_named(user.time_zone)))
    left = MOST_ASKED - Moment.objects.visible_to(user).filter(written_at__gte=begins)[:MOST_ASKED].count()
    people = Person.objects.visible_to(user).suggestible(today).filter(contacts=0)
    awake = people.filter(Q(wish_days=None) | Q(wish_days__gt=0)) if left else people.none()
    rows = sorted(
        awake.values_list("id", "name", "called", "ring", "placed_on"),
        key=lambda row: (Ring.values.index(row[3]), row[4], row[0]),
    )
    return [Untold(person, shown_name(user.id, person, name, called)) for person, name, called, *_ in rows[:left]]


def _named(user: User, today: date) -> list[tuple[Person, str]]:
    """Whom today named and who still stands, with the answer."""
    rows = [(_COLUMNS.row(values), answer) for answer, *values in _THREE.rows(user.id, today)]
    return [(person, answer or _answered_elsewhere(person, today)) for person, answer in rows]


def _answered_elsewhere(person: Person, today: date) -> str:
    """Being in touch is an answer by itself, and so is a wish to let someone rest."""
    if person.last_day is not None and person.last_day >= today:
        return Suggestion.Answer.REACHED
    return Suggestion.Answer.REST if person.wish_days == 0 else ""


def _suggested(person: Person, answer: str, today: date, coming: ComingDate | None, *, low: bool) -> Suggested:
    outlook = person_outlook(person, today)
    step = _small_step(outlook) if low else fitting_step(person, outlook, coming, today)
    if step == "call" and _channel(person, step) is None and _channel(person, "message") is not None:
        step = "message"
    return Suggested(
        person_id=person.id,
        name=person.shown_name,
        ring=person.ring,
        role=person.role,
        pronouns=person.pronouns,
        outlook=outlook,
        step=step,
        channel=_channel(person, step),
        ask_about=person.ask_about,
        met_on=person.met_on,
        date=coming,
        answer=answer,
    )


def _small_step(outlook: Outlook) -> Step:
    return "first_word" if outlook.nothing_noted else "message"


def _channel(person: Person, step: Step) -> Channel | None:
    ways = _CHANNELS[step]
    fitting = [channel for channel in person.channels if channel["kind"] in ways]
    heard = [channel for channel in fitting if not is_fax(channel)]
    return min(heard, key=lambda one: (ways.index(one["kind"]), "mobile" not in one["label"].lower()), default=None)


def _for_low_day(three: list[Suggested]) -> list[Suggested]:
    """One small step at most, with whoever is closest; none once something was answered."""
    answered = [one for one in three if one.answer]
    closest = sorted((one for one in three if not one.answer), key=lambda one: Ring.values.index(one.ring))
    return answered or closest[:1]


def _counts(user: User) -> tuple[int, int]:
    rings = dict(_RINGS.rows(user.id))
    unplaced = rings.pop("", 0)
    return sum(rings.values()), unplaced


def _state(placed: int, unplaced: int, three: list[Suggested], *, low: bool) -> PageState:
    if not placed:
        return "not_placed" if unplaced else "nobody_yet"
    if low:
        return "low_day"
    if placed <= FEW:
        return "few"
    return "normal" if any(not one.answer for one in three) else "all_done"
