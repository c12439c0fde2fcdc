"""What lies in a check-in, read with care: a file may have changed, and a row may come from an older program."""

from collections.abc import Mapping
from typing import Any

from kindring.checkins.definitions import measures
from kindring.checkins.models import CheckIn
from kindring.engine.measures import Answers, BadAnswer, Measure, Score, score
from kindring.lib.short_marks import short_mark


def answered(checkin: CheckIn) -> dict[str, Answers]:
    """By measure that is known in the version that was asked, the options that were chosen."""
    told = checkin.answers
    return {
        key: told[key]["answers"]
        for key, measure in measures().items()
        if isinstance(told.get(key), dict) and told[key].get("version") == measure.version
    }


def of_another_version(checkin: CheckIn) -> list[str]:
    """Measures whose questions have changed since: kept and exported, but not scored by the new ones."""
    known = measures()
    return [
        key
        for key, told in checkin.answers.items()
        if key in known and isinstance(told, dict) and told.get("version") != known[key].version
    ]


def scores(measure: Measure, answers: Answers) -> tuple[Score, ...]:
    """Its scores; none where an answer is not one of its own."""
    try:
        return score(measure, answers)
    except BadAnswer:
        return ()


def as_stored(measure: Measure, answers: Answers) -> dict[str, Any]:
    return {"version": measure.version, "answers": dict(answers)}


def mark_of(answers: Mapping[str, str]) -> str:
    """A short mark of what was answered when a form was made, to see whether it has changed since."""
    return short_mark("&".join(f"{key}={answers[key]}" for key in sorted(answers)))
