"""CPU per request of the hot pages and of one logged moment, as ratios to the floor; and 32 clients writing at once.

./dev bench            (or: python -m benchmarks.pages)

Absolute times mean nothing on a shared machine: only the ratios of one run do.
"""

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.serving import Served, serving

if TYPE_CHECKING:
    from benchmarks.recording import Recorded

PAGES = {"Today": "/", "People": "/people", "A person": "/people/{person}"}
LIMITS = {"Today": 6, "People": 6, "A person": 6, "One moment": 5}
ROUNDS, TIMES = 5, 40
CLIENTS, WRITES = 32, 8


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="kindring-bench-") as folder:
        os.environ |= {"KINDRING_DATA": folder, "DJANGO_SETTINGS_MODULE": "kindring.config.settings"}
        os.environ.pop("DATABASE_URL", None)
        return _bench(Path(folder))


def _bench(folder: Path) -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from benchmarks.recording import record, write_down
    from benchmarks.world import MOMENTS, PEOPLE, make_world
    from kindring.web.sessions import COOKIE

    (folder / "data").mkdir()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    world = make_world(timezone.now())
    paths = {name: path.format(person=world.people[5].id) for name, path in PAGES.items()}
    recorded = {path: record(world, path) for path in paths.values()}
    touch = record(world, f"/people/{world.people[0].id}/touch", post=True)
    floor_file = write_down(folder, world, recorded, touch)
    print(f"{PEOPLE} people, {MOMENTS} moments; CPU per request, median of {ROUNDS} rounds of {TIMES}\n")
    token = "k" * 32
    headers = {"Cookie": f"{COOKIE}={world.cookie}; csrftoken={token}", "X-CSRFToken": token}
    floor_command = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}"]
    floor_command += ["--blocking-threads", "4", "--log-level", "error", "benchmarks.floor:application"]
    where = {"KINDRING_FLOOR": str(floor_file), "KINDRING_FLOOR_DATABASE": str(settings.DATABASES["default"]["NAME"])}
    product_command = ["-m", "kindring", "serve", "--port", "{port}"]
    with serving(product_command, headers) as product, serving(floor_command, {}, **where) as floor:
        worst = 0.0
        for name, path in paths.items():
            page = recorded[path]
            ours, least = _compare(product, floor, always(path))
            worst = max(worst, _say(name, ours, least, _size(page)))
        touches = [f"/people/{person.id}/touch" for person in world.people[1:]]
        ours, least = _compare(product, floor, lambda n: touches[n], post=True, rounds=3)
        worst = max(worst, _say("One moment", ours, least, f"{len(touch.statements)} statements"))
        failures = _crowd(product, floor, [str(person.id) for person in world.people])
    return int(failures > 0 or worst > 1)


def always(path: str) -> Callable[[int], str]:
    """The same page at every request."""
    return lambda _number: path


def _size(page: "Recorded") -> str:
    """What the request was made of."""
    asked = f"{len(page.statements)} queries, {len(page.derived)} keys derived, {len(page.opened)} values opened"
    return f"{asked}, {len(page.body) // 1024} KB"


def _compare(
    product: Served, floor: Served, path_of: Callable[[int], str], *, post: bool = False, rounds: int = ROUNDS
) -> tuple[float, float]:
    """Seconds of CPU per request, ours and the floor's, taken in turns; the median of the rounds."""
    ours: list[float] = []
    least: list[float] = []
    for number in range(rounds):
        for server, into in ((product, ours), (floor, least)):
            into.append(_round(server, path_of, number, post=post))
    return statistics.median(ours), statistics.median(least)


def _round(server: Served, path_of: Callable[[int], str], number: int, *, post: bool) -> float:
    times = TIMES if server.headers else TIMES * 4  # the floor is quick: more of it, for the clock's coarse ticks
    connection = server.connect()
    wanted = 303 if post else 200
    if not post:
        server.ask(connection, path_of(0))
    before = server.cpu_seconds()
    for time_ in range(times):
        place = number * TIMES + time_ % TIMES if post else time_
        status = server.ask(connection, path_of(place), post=post)
        if status != wanted:
            raise SystemExit(f"{path_of(place)} answered {status}")
    return (server.cpu_seconds() - before) / times


def _say(name: str, ours: float, least: float, more: str) -> float:
    ratio = ours / max(least, 1e-9)
    figures = f"{ours * 1e3:6.2f} ms / {least * 1e3:5.2f} ms"
    print(f"{name:12s} {ratio:5.1f} × the floor (limit {LIMITS[name]})   {figures}   {more}")
    return ratio / LIMITS[name]


def _crowd(product: Served, floor: Served, people: list[str]) -> int:
    """32 clients writing at once; the number of answers that were not what they should be."""
    failed = 0
    slowest = []
    for server in (product, floor):
        waits: list[float] = []
        errors: list[int] = []
        threads = [threading.Thread(target=_client, args=(server, n, people, waits, errors)) for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        slowest.append(statistics.quantiles(waits, n=100)[-1])
        failed += len(errors) if server is product else 0
    ratio = slowest[0] / slowest[1]
    print(f"\n{CLIENTS} clients × {WRITES} moments at once: {failed} errors, p99 {ratio:.1f} × the raw writer's")
    return failed


def _client(server: Served, number: int, people: list[str], waits: list[float], errors: list[int]) -> None:
    connection = server.connect()
    for write in range(WRITES):
        person = people[(number * WRITES + write) % len(people)]
        began = time.perf_counter()
        status = server.ask(connection, f"/people/{person}/touch", post=True)
        waits.append(time.perf_counter() - began)
        if status != 303:
            errors.append(status)


if __name__ == "__main__":
    raise SystemExit(main())
