"""A year of made-up check-ins to look at: a quiet summer, a harder autumn, and lately a little better."""

from datetime import datetime, timedelta
from random import Random

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.checkins.actions import choose_measures, keep_answers, keep_self_time, note_energy
from kindring.checkins.choosing import Chosen
from kindring.engine.measures import Measure

WEEKS = 52
LATELY = {"emotional": "enough", "practical": "enough", "informational": "bit_short", "companionship": "plenty"}
SKIPPED = 0.08  # of all questions: nobody answers everything


def check_in_for_a_year(user: User, now: datetime) -> int:
    """Fills the check-in room of `user`, whose keys are open; the number of days with answers."""
    by, chance = Actor(user), Random(2012)  # noqa: S311 the same story every time
    chosen = Chosen.read({"when": {"who5": "long"}, "beside": True})
    choose_measures(by=by, chosen=chosen)
    days = [week for week in range(WEEKS, -1, -1) if chance.random() > 0.12]
    for weeks_ago in days:
        asked = [*chosen.asked("short"), *(chosen.asked("long") if weeks_ago % 4 == 0 else ())]
        for measure in asked:
            _answer(by, measure, _mood(weeks_ago), now - timedelta(weeks=weeks_ago), chance)
    keep_answers(by=by, now=now - timedelta(days=3), measure="enough", answers=LATELY)
    note_energy(by=by, now=now, energy="some")
    for days_ago, what, note in (
        (1, "nature", "Along the river, without the phone."),
        (9, "rest", ""),
        (-3, "joy", ""),
    ):
        keep_self_time(by=by, now=now, what=what, day=now.date() - timedelta(days=days_ago), note=note)
    return len(days)


def _mood(weeks_ago: int) -> float:
    """From 0, hard, to 1, light: good in summer, hard in autumn, rising for some weeks."""
    if weeks_ago > 20:
        return 0.65
    return 0.35 if weeks_ago > 5 else 0.62


def _answer(by: Actor, measure: Measure, mood: float, day: datetime, chance: Random) -> None:
    better = {item: rule.better for rule in measure.rules for item in rule.items}
    values = sorted((one.value, one.key) for one in measure.options if one.value is not None)
    answers = {}
    for item in measure.items:
        if chance.random() > SKIPPED:
            good = min(1.0, max(0.0, mood + chance.uniform(-0.2, 0.2)))
            share = good if better[item.key] == "higher" else 1 - good
            answers[item.key] = values[round(share * (len(values) - 1))][1]
    keep_answers(by=by, now=day, measure=measure.key, answers=answers)
