"""A quiet chart of one score: places in a box of 600 by 150, ready to be drawn. Arithmetic only."""

from dataclasses import dataclass
from datetime import date

from kindring.engine.measures import ends
from kindring.insights.wellbeing import Point, Trend

WIDTH, TOP, GROUND, EDGE = 600, 12, 130, 8
SHORTEST = 28  # days that the chart spans at least, so that two readings do not look like a life


@dataclass(frozen=True)
class Chart:
    """`line` joins the whole readings ("x,y x,y"); `bars` are readings with gaps, from their least to their most;
    `last` is the place of the last whole one, None where there is none."""

    line: str
    bars: tuple[tuple[float, float, float], ...]
    last: tuple[float, float] | None
    first_day: date
    last_day: date


def chart_of(trend: Trend, today: date) -> Chart:
    """From the first reading to today; the axis is the whole range of the score, so that nothing looks steeper."""
    first = min(trend.points[0].day, date.fromordinal(today.toordinal() - SHORTEST))
    low, high = ends(trend.measure, trend.rule)
    span = today.toordinal() - first.toordinal()

    def x(point: Point) -> float:
        return round(EDGE + (WIDTH - 2 * EDGE) * (point.day.toordinal() - first.toordinal()) / span, 1)

    def y(value: int) -> float:
        return round(GROUND - (GROUND - TOP) * (value - low) / (high - low), 1)

    whole = [(x(point), y(point.score.value)) for point in trend.points if point.score.value is not None]
    gaps = [point for point in trend.points if point.score.value is None]
    return Chart(
        line=" ".join(f"{across},{up}" for across, up in whole),
        bars=tuple(
            (x(point), y(point.score.low), y(point.score.high))
            for point in gaps
            if point.score.low is not None and point.score.high is not None
        ),
        last=whole[-1] if whole else None,
        first_day=first,
        last_day=today,
    )
