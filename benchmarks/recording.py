"""What a request asks of the database and of the vault, written down so that the floor can do just that."""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import Client

from benchmarks.world import World
from kindring.accounts import vault
from kindring.lib import sealed, sealing
from kindring.lib.sealing import key_id, subkey
from kindring.web.sessions import COOKIE

CLASSES = ("people", "notes", "journal", "measures", "plan")


@dataclass
class Recorded:
    """One request: its statements with parameters, the keys it derived, the sealed values it opened, its answer."""

    statements: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    opened: list[tuple[bytes, bytes]] = field(default_factory=list)
    derived: list[tuple[bytes, bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    @property
    def writes(self) -> list[tuple[str, tuple[Any, ...]]]:
        return [one for one in self.statements if one[0].split()[0] in {"INSERT", "UPDATE", "DELETE"}]


def client_of(world: World) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[COOKIE] = world.cookie
    return client


def record(world: World, path: str, *, post: bool = False) -> Recorded:
    """One request by the signed-in user, inside this process."""
    client = client_of(world)
    client.get(path) if not post else None  # the first look of a day also writes
    with _listening() as recorded:
        response = client.post(path) if post else client.get(path)
    if response.status_code not in (200, 303):
        raise SystemExit(f"{path} answered {response.status_code}")
    recorded.body = response.content
    return recorded


@contextmanager
def _listening() -> Iterator[Recorded]:
    recorded, unseal_in, derive = Recorded(), sealing.unseal_in, sealing.derive

    def query(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        plain = tuple(bytes(value) if isinstance(value, memoryview) else value for value in params or ())
        recorded.statements.append((sql.replace("%s", "?").replace("%%", "%"), plain))
        return execute(sql, params, many, context)

    def unseal(keys: Any, blob: bytes, place: bytes) -> str:
        recorded.opened.append((blob, place))
        return unseal_in(keys, blob, place)

    def derived(key: bytes, info: bytes, salt: bytes = b"") -> bytes:
        recorded.derived.append((key, info, salt))
        return derive(key, info, salt)

    instead = patch.object(sealed, "unseal_in", unseal), patch.object(sealing, "derive", derived)
    with instead[0], instead[1], patch.object(vault, "derive", derived), connection.execute_wrapper(query):
        yield recorded


def write_down(folder: Path, world: World, pages: dict[str, Recorded], touch: Recorded) -> Path:
    """What the floor serves from."""
    keys = {key_id(key): key for key in (subkey(world.keys[0], name) for name in CLASSES)}
    queries = {
        path: ([one for one in page.statements if one[0].startswith("SELECT")], page.derived, page.opened, page.body)
        for path, page in pages.items()
    }
    file = folder / "floor.pickle"
    file.write_bytes(pickle.dumps({"keys": keys, "pages": queries, "writes": touch.writes}))
    return file
