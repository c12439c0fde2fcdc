"""Many clients who write at the same time."""

import statistics
import threading
import time
from collections.abc import Sequence

from benchmarks.serving import Served

CLIENTS = 32


def write_at_once(product: Served, floor: Served, headers: dict[str, str], paths: Sequence[str]) -> int:
    """Shares `paths` among the clients; the number of answers that were not what they should be."""
    slowest, failed = [], 0
    for server in (product, floor):
        waits: list[float] = []
        errors: list[int] = []
        asked = (server.with_headers(headers), waits, errors)
        clients = [threading.Thread(target=_client, args=(*asked, paths[at::CLIENTS])) for at in range(CLIENTS)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        slowest.append(statistics.quantiles(waits, n=100)[-1])
        failed += len(errors) if server is product else 0
    ratio = slowest[0] / slowest[1]
    print(f"\n{CLIENTS} clients, {len(paths)} moments at once: {failed} errors, p99 {ratio:.1f} × the raw writer's")
    return failed


def _client(server: Served, waits: list[float], errors: list[int], paths: Sequence[str]) -> None:
    connection = server.connect()
    for path in paths:
        began = time.perf_counter()
        status = server.ask(connection, path, post=True)
        waits.append(time.perf_counter() - began)
        if status != 303:
            errors.append(status)
