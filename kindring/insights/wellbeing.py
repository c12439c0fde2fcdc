"""How someone has been: readings of what they chose to be asked, what changed, and whether an answer is high."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from kindring.accounts.models import User
from kindring.checkins.choosing import Chosen
from kindring.checkins.definitions import ENERGY, measures
from kindring.checkins.models import CheckIn, Choice
from kindring.checkins.reading import answered, of_another_version, scores
from kindring.engine.changes import LOOKED_AT, Change, Reading, change
from kindring.engine.measures import Answers, Measure, Rule, Score, ends
from kindring.lib.columns import Columns
from kindring.lib.days import day_in
from kindring.lib.hot import HotQuery
from kindring.lib.rows import Viewer

YEAR = timedelta(days=365)
FRESH = timedelta(days=14)  # how long a high answer counts as how it is now: the time window of most measures
_COLUMNS = Columns(CheckIn)
_CHOICE = Columns(Choice)


class Point(NamedTuple):
    """A score on a day; `chosen` is the answer itself where the score rests on one question."""

    day: date
    score: Score
    chosen: str


@dataclass(frozen=True)
class Trend:
    """The readings of one score, the oldest first; `change` is of the whole ones only."""

    measure: Measure
    rule: Rule
    points: tuple[Point, ...]
    change: Change

    @property
    def latest(self) -> Point:
        return self.points[-1]


@dataclass(frozen=True)
class Offered:
    """A set of questions: `due` when its rhythm has come round, `last` the last day on which any was answered."""

    name: str
    asked: tuple[Measure, ...]
    due: bool
    last: date | None


@dataclass(frozen=True)
class Wellbeing:
    """The facts of the check-in page. `high` holds trends whose latest reading says that help is worth showing.

    `trends` are those of the last year, in the chosen order; `outgrown` are measures with answers to an earlier
    version of their questions. `energy` is today's answer, '' for none.
    """

    day: date
    chosen: Chosen
    offered: tuple[Offered, ...]
    trends: tuple[Trend, ...]
    high: tuple[Trend, ...]
    outgrown: tuple[Measure, ...]
    energy: str


def chosen_by(user: Viewer) -> Chosen:
    """What this person chose to be asked; as the measures' files have it for who chose nothing."""
    rows = _CHOICES.rows(user.id)
    return Chosen.read(_CHOICE.row(rows[0]).chosen if rows else {})


def answers_of_today(user: User, now: datetime) -> Mapping[str, Answers]:
    """What was answered today so far, by measure."""
    rows = _SINCE.rows(user.id, day_in(user.time_zone, now))
    return answered(_COLUMNS.row(rows[0])) if rows and rows[0][_DAY] == day_in(user.time_zone, now) else {}


def wellbeing(user: User, now: datetime) -> Wellbeing:
    """Two queries, however much was answered."""
    today = day_in(user.time_zone, now)
    chosen = chosen_by(user)
    rows = [_COLUMNS.row(row) for row in _SINCE.rows(user.id, today - YEAR)]
    days = [(row.day, answered(row)) for row in rows if row.day <= today]
    trends = tuple(trend for key in chosen.order for trend in _trends(measures()[key], days))
    outgrown = {key for row in rows for key in of_another_version(row)}
    return Wellbeing(
        day=today,
        chosen=chosen,
        offered=tuple(_offered(name, chosen, days, today) for name in ("short", "long")),
        trends=trends,
        high=tuple(one for one in trends if one.latest.score.is_high and one.latest.day > today - FRESH),
        outgrown=tuple(measures()[key] for key in chosen.order if key in outgrown),
        energy=days[-1][1].get(ENERGY, {}).get(ENERGY, "") if days and days[-1][0] == today else "",
    )


def _since(owner: UUID, first: date) -> QuerySet[Any, Any]:
    rows = CheckIn.objects.filter(owner_id=owner, day__gte=first).open().order_by("day", "written_at", "id")
    return rows.values_list(*_COLUMNS.names)


def _choices(owner: UUID) -> QuerySet[Any, Any]:
    return Choice.objects.filter(owner_id=owner).open().order_by("id").values_list(*_CHOICE.names)


_SINCE = HotQuery(_since, UUID, date)
_CHOICES = HotQuery(_choices, UUID)
_DAY = _COLUMNS.names.index("day")

Days = Iterable[tuple[date, Mapping[str, Answers]]]


def _trends(measure: Measure, days: Days) -> Iterable[Trend]:
    """One for each score of the measure that was ever made."""
    points: dict[str, list[Point]] = {rule.key: [] for rule in measure.rules}
    for day, answers in days:
        given = answers.get(measure.key, {})
        for one in scores(measure, given) if given else ():
            if one.answered:
                points[one.rule.key].append(Point(day, one, _chosen_words(measure, one.rule, given)))
    for rule in measure.rules:
        if points[rule.key]:
            yield Trend(measure, rule, tuple(points[rule.key]), _change(measure, rule, points[rule.key]))


def _chosen_words(measure: Measure, rule: Rule, given: Answers) -> str:
    return measure.by_option[given[rule.items[0]]].words if len(rule.items) == 1 else ""


def _change(measure: Measure, rule: Rule, points: Sequence[Point]) -> Change:
    first, last = ends(measure, rule)
    whole = (Reading(one.day.toordinal(), one.score.low or 0) for one in reversed(points) if one.score.is_whole)
    readings = list(islice(whole, LOOKED_AT))[::-1]
    return change(readings, width=last - first, least=rule.least_change)


def _offered(name: str, chosen: Chosen, days: Days, today: date) -> Offered:
    asked = chosen.asked(name)
    keys = {measure.key for measure in asked}
    last = max((day for day, answers in days if keys & answers.keys()), default=None)
    every = chosen.rhythm[name]
    due = bool(asked) and every > 0 and (last is None or (today - last).days >= every)
    return Offered(name, asked, due, last)
