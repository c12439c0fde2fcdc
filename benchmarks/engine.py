"""Microseconds of the engine: one update, one outlook, Today's choice among 150 people.

python -m benchmarks.engine
"""

from collections.abc import Callable
from functools import partial
from timeit import repeat

from kindring.engine.choosing import Candidate, choose
from kindring.engine.rhythm import Rhythm, observe, outlook, placed, replay

TODAY = 740_000


def best(call: Callable[[], object], times: int) -> float:
    """Microseconds per call, the best of seven runs."""
    return min(repeat(call, number=times, repeat=7)) / times * 1e6


def pair(n: int) -> Rhythm:
    last = TODAY - 5 - n
    return replay(last - (1 + n % 30) * back for back in range(n % 40)) or placed(last)


def main() -> None:
    mira = pair(27)
    people = [pair(n) for n in range(150)]
    look = partial(outlook, today=TODAY, ring="inner")
    candidates = [Candidate(n, look(rhythm, wish=None), "inner") for n, rhythm in enumerate(people)]
    days = range(TODAY - 4000, TODAY, 4)
    figures = [
        ("one update", best(lambda: observe(mira, TODAY), 50_000), "aim 2"),
        ("one outlook", best(lambda: look(mira, wish=None), 10_000), "aim 10"),
        ("one outlook with a wish", best(lambda: look(mira, wish=60), 10_000), "aim 10"),
        (
            "one outlook after years",
            best(lambda: outlook(mira, today=TODAY + 3000, ring="", wish=None), 10_000),
            "",
        ),
        ("replay of 1,000 days", best(lambda: replay(days), 50), ""),
        ("outlooks of 150 people", best(lambda: [look(rhythm, wish=None) for rhythm in people], 50), ""),
        ("three chosen of 150", best(lambda: choose(candidates, today=TODAY), 200), ""),
    ]
    for name, microseconds, aim in figures:
        print(f"{name:26s} {microseconds:9.2f} µs  {aim}".rstrip())


if __name__ == "__main__":
    main()
