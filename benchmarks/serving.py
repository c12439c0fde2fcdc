"""Starting a server on loopback, asking it, and reading what CPU it used."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path


@dataclass
class Served:
    """A server that answers on 127.0.0.1; `pids` are the process we started and all that it started."""

    port: int
    pids: list[int]
    headers: dict[str, str] = field(default_factory=dict)

    def with_headers(self, headers: dict[str, str]) -> "Served":
        """The same server, asked with these headers."""
        return replace(self, headers=headers)

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, connection: http.client.HTTPConnection, path: str, *, post: bool = False) -> int:
        """One request on an open connection; the status."""
        connection.request("POST" if post else "GET", path, body=b"" if post else None, headers=self.headers)
        response = connection.getresponse()
        response.read()
        return response.status

    @cached_property
    def _kept(self) -> http.client.HTTPConnection:
        return self.connect()

    def cpu_of(self, paths: Sequence[str], *, post: bool = False) -> float:
        """Seconds of CPU per request that the server spends on answering these, one after another."""
        connection, wanted = self._kept, 303 if post else 200
        before = self._cpu_seconds()
        for path in paths:
            status = self.ask(connection, path, post=post)
            if status != wanted:
                raise SystemExit(f"{path} answered {status}")
        return (self._cpu_seconds() - before) / len(paths)

    def _cpu_seconds(self) -> float:
        return sum(_nanoseconds(pid) for pid in self.pids) / 1e9


def _family(root: int) -> list[int]:
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
    family = [root]
    for pid in family:
        family += [child for child, parent in parents.items() if parent == pid]
    return family


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def _nanoseconds(pid: int) -> int:
    """What the threads of a process have run; finer than the clock ticks of /proc/PID/stat."""
    running = 0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError):
            running += int(task.read_text().split()[0])
    return running


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(command: list[str], **more: str) -> Iterator[Served]:
    """Runs `command` with PORT put in place of '{port}' until the block ends."""
    port = free_port()
    words = [sys.executable, *(word.replace("{port}", str(port)) for word in command)]
    process = subprocess.Popen(words, env={**os.environ, **more}, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield Served(port, _family(process.pid))
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit("a server did not start within a minute")
