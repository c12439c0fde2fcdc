"""A few times that often suit for being together, to begin with: nobody has to take them."""

from collections.abc import Collection, Iterator
from datetime import date, time, timedelta
from typing import Literal

Occasion = Literal["walk", "meal", "call", "own"]
MOST = 3
NOTICE = 2  # days ahead at least: whoever is asked has a life of their own
AHEAD = 28  # days looked at
_MON, _WED, _THU, _FRI, _SAT, _SUN = 0, 2, 3, 4, 5, 6
_SUITS: dict[Occasion, dict[int, time]] = {
    "walk": {_WED: time(12, 30), _SAT: time(11), _SUN: time(14)},  # by daylight, in winter too
    "meal": {_FRI: time(18, 30), _SAT: time(18, 30), _SUN: time(12, 30)},
    "call": {_MON: time(19), _WED: time(19), _SUN: time(17)},
    "own": {_THU: time(18), _SAT: time(14), _SUN: time(14)},
}


def good_times(occasion: Occasion, *, today: date, taken: Collection[date] = ()) -> list[tuple[date, time]]:
    """Day and hour of up to three times, the first that come; none on a day that is `taken`."""
    return [suits for suits in _coming(occasion, today) if suits[0] not in taken][:MOST]


def _coming(occasion: Occasion, today: date) -> Iterator[tuple[date, time]]:
    hours = _SUITS[occasion]
    for ahead in range(NOTICE, AHEAD + 1):
        day = today + timedelta(days=ahead)
        if day.weekday() in hours:
            yield day, hours[day.weekday()]
