"""CPU per request of the hot pages and of one logged moment, as ratios to the floor; and 32 clients writing at once.

./dev bench            (or: python -m benchmarks.pages)

Absolute times mean nothing on a shared machine: only the ratios of one run do. The two servers take turns in short
slices of about the same length, so that whatever else the machine does falls on both; what is compared is the tenth
of the slices of each that was disturbed least.
"""

import os
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.crowd import write_at_once
from benchmarks.serving import Served, serving

if TYPE_CHECKING:
    from benchmarks.recording import Recorded
    from benchmarks.world import SignedInUser

PAGES = {
    "Today": "/",
    "People": "/people",
    "What if": "/people/without?person={person}&together=on",
    "A person": "/people/{person}",
    "Help": "/help",
    "60 dates": "/help/{calendar}",
}
LIMITS = {"Today": 6, "People": 4.5, "What if": 12, "A person": 6, "Help": 6, "60 dates": 6, "One moment": 5}
SLICES, REQUESTS = 120, 5
WRITE_SLICES, WRITES = 49, 3
FLOOR_TIMES = 5  # as many times more of the floor in a slice, so that both are disturbed alike
LEAST_DISTURBED = 10


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="kindring-bench-") as folder:
        os.environ |= {"KINDRING_DATA": folder, "DJANGO_SETTINGS_MODULE": "kindring.config.settings"}
        os.environ.pop("DATABASE_URL", None)
        return _bench(Path(folder))


def _bench(folder: Path) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from benchmarks.recording import headers_of, record, write_down
    from benchmarks.world import MOMENTS, PEOPLE, make_world

    (folder / "data").mkdir()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    user, crowd = make_world(timezone.now())
    pages = {name: path.format(person=user.people[5].id, calendar=user.calendar) for name, path in PAGES.items()}
    recorded = {path: record(user, path) for path in pages.values()}
    touch = record(user, touch_of(user, 0), post=True)
    print(f"{PEOPLE} people, {MOMENTS} moments; CPU per request of a page and of its floor\n")
    with _both(write_down(folder, recorded, touch)) as (product, floor):
        ours, least = product.with_headers(headers_of(user)), floor.with_headers(headers_of(user))
        results = [(name, _pages(ours, least, path), _size(recorded[path])) for name, path in pages.items()]
        moments = _moments(ours, least, user)
        results.append(("One moment", moments, f"{len(touch.statements)} statements"))
        worst = max(_say(*result) for result in results)
        failures = write_at_once(product, floor, headers_of(crowd), [touch_of(crowd, n) for n in range(256)])
    return int(failures > 0 or worst > 1)


def touch_of(user: "SignedInUser", number: int) -> str:
    """Where a tap notes that the user and this one of their people were in touch."""
    return f"/people/{user.people[number].id}/touch"


@contextmanager
def _both(floor_file: Path) -> Iterator[tuple[Served, Served]]:
    from django.conf import settings

    where = {"KINDRING_FLOOR": str(floor_file), "KINDRING_FLOOR_DATABASE": str(settings.DATABASES["default"]["NAME"])}
    plainest = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}", "--no-ws"]
    plainest += ["--blocking-threads", str(settings.ENVIRONMENT.threads), "--log-level", "error"]
    plainest += ["benchmarks.floor:application"]
    with serving(["-m", "kindring", "serve", "--port", "{port}"]) as product, serving(plainest, **where) as floor:
        yield product, floor


class Compared(NamedTuple):
    """Seconds of CPU per request, ours and the floor's, in the tenth of the slices that was disturbed least."""

    ours: float
    floor: float


def _pages(product: Served, floor: Served, path: str) -> Compared:
    for server in (product, floor):
        server.cpu_of([path] * REQUESTS)  # threads, connections and compiled queries come to be
    return _compared(
        (product.cpu_of([path] * REQUESTS), floor.cpu_of([path] * REQUESTS * FLOOR_TIMES)) for _ in range(SLICES)
    )


def _moments(product: Served, floor: Served, user: "SignedInUser") -> Compared:
    """Everyone is noted once: a second tap of the same day writes nothing."""
    touches = [touch_of(user, number) for number in range(1, len(user.people))]
    slices = [touches[at * WRITES : (at + 1) * WRITES] for at in range(WRITE_SLICES)]
    return _compared(
        (product.cpu_of(paths, post=True), floor.cpu_of(paths * FLOOR_TIMES, post=True)) for paths in slices
    )


def _compared(slices: Iterator[tuple[float, float]]) -> Compared:
    ours, floor = zip(*slices, strict=True)
    return Compared(_least_disturbed(ours), _least_disturbed(floor))


def _least_disturbed(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=LEAST_DISTURBED)[0]


def _size(page: "Recorded") -> str:
    """What the request was made of."""
    asked = f"{len(page.statements)} queries, {len(page.derived)} keys derived, {len(page.opened)} values opened"
    return f"{asked}, {len(page.body) // 1024} KB"


def _say(name: str, compared: Compared, more: str) -> float:
    ratio = compared.ours / compared.floor
    figures = f"{compared.ours * 1e3:5.2f} ms / {compared.floor * 1e3:4.2f} ms"
    print(f"{name:11s}{ratio:5.1f} × the floor (limit {LIMITS[name]})  {figures}  {more}", flush=True)
    return ratio / LIMITS[name]


if __name__ == "__main__":
    raise SystemExit(main())
