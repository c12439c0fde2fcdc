"""What a request asks of the database and of the vault, written down so that the floor can do just that."""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import Client

from benchmarks.world import SignedInUser
from kindring.accounts import pairs, vault
from kindring.asks import keys as ask_keys
from kindring.circles import keys as circle_keys
from kindring.circles import vouching
from kindring.lib import key_pairs, keyring, sealed, sealing
from kindring.web.sessions import COOKIE

CSRF = "k" * 32


@dataclass
class Recorded:
    """One request: its statements with parameters, what it did with keys and sealed values, and its answer.

    `derived` holds (key, info, salt) of each HKDF, `unwrapped` (key, wrap, place) of each wrap that was opened,
    `taken` (key, private half, place) of each key that was handed over, `ciphers` (id, key) of each key that was
    made ready, `opened` (value, place) of each sealed value.
    """

    statements: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    derived: list[tuple[bytes, bytes, bytes]] = field(default_factory=list)
    unwrapped: list[tuple[bytes, bytes, bytes]] = field(default_factory=list)
    taken: list[tuple[bytes, bytes, bytes]] = field(default_factory=list)
    ciphers: list[tuple[bytes, bytes]] = field(default_factory=list)
    opened: list[tuple[bytes, bytes]] = field(default_factory=list)
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def statements_that(self, *words: str) -> list[tuple[str, tuple[Any, ...]]]:
        """Those that begin with one of these words."""
        return [one for one in self.statements if one[0].split()[0] in words]


def headers_of(user: SignedInUser) -> dict[str, str]:
    """What the browser of `user` sends with every request."""
    return {"Cookie": f"{COOKIE}={user.cookie}; csrftoken={CSRF}", "X-CSRFToken": CSRF}


def record(user: SignedInUser, path: str, *, post: bool = False) -> Recorded:
    """One request by the signed-in user, inside this process."""
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[COOKIE], client.cookies["csrftoken"] = user.cookie, CSRF
    client.get(path) if not post else None  # the first look of a day also writes
    with _listening() as recorded:
        response = client.post(path) if post else client.get(path)
    if response.status_code not in (200, 303):
        raise SystemExit(f"{path} answered {response.status_code}")
    recorded.headers, recorded.body = list(response.headers.items()), response.content
    return recorded


@contextmanager
def _listening() -> Iterator[Recorded]:
    recorded = Recorded()
    take = key_pairs.take
    unseal_in, derive, unwrap, value_key = sealing.unseal_in, sealing.derive, sealing.unwrap, sealing.ValueKey

    def query(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        recorded.statements.append((sql.replace("%s", "?").replace("%%", "%"), tuple(map(_plain, params or ()))))
        return execute(sql, params, many, context)

    def unsealing(keys: Any, blob: bytes, place: bytes) -> str:
        recorded.opened.append((blob, place))
        return unseal_in(keys, blob, place)

    def deriving(key: bytes, info: bytes, salt: bytes = b"") -> bytes:
        recorded.derived.append((key, info, salt))
        return derive(key, info, salt)

    def unwrapping(kek: bytes, blob: bytes, *parts: object) -> bytes:
        recorded.unwrapped.append((kek, blob, blob[:2] + sealing.context("wrap", *parts)))
        return unwrap(kek, blob, *parts)

    def taking(handed: bytes, private: bytes, *place: object) -> bytes:
        recorded.taken.append((handed, private, sealing.context(*place)))
        return take(handed, private, *place)

    def made_ready(key: bytes) -> sealing.ValueKey:
        ready = value_key(key)
        recorded.ciphers.append((ready.id, key))
        return ready

    with (
        patch.object(sealed, "unseal_in", unsealing),
        patch.object(sealing, "derive", deriving),
        patch.object(vault, "derive", deriving),
        patch.object(vouching, "derive", deriving),
        patch.object(vault, "unwrap", unwrapping),
        patch.object(pairs, "unwrap", unwrapping),
        patch.object(circle_keys, "unwrap", unwrapping),
        patch.object(ask_keys, "unwrap", unwrapping),
        patch.object(pairs, "take", taking),
        patch.object(keyring, "ValueKey", made_ready),
        connection.execute_wrapper(query),
    ):
        yield recorded


def _plain(value: Any) -> Any:
    """As the driver takes it, without what Django or the product made of it: the floor knows neither."""
    if isinstance(value, memoryview):
        return bytes(value)
    return value.value if isinstance(value, Enum) else value


def write_down(folder: Path, pages: dict[str, Recorded], touch: Recorded) -> Path:
    """What the floor serves from."""
    file = folder / "floor.pickle"
    known = {path: vars(page) | {"statements": page.statements_that("SELECT")} for path, page in pages.items()}
    writes = touch.statements_that("INSERT", "UPDATE", "DELETE")
    file.write_bytes(pickle.dumps({"pages": known, "writes": writes, "answer": touch.headers}))
    return file
