"""The floor of a page: the same SQL through sqlite3, the same unsealing, ready bytes, in granian's plainest app.

Everything that the recorded request had to ask for is asked for again, the session and its keys included, and the
same answer is sent; what is missing is all that the product does to get there. A written moment stands beside a raw
writer: its INSERTs and UPDATEs in one transaction, and nothing else.

No Django in here. It is served beside the product in the same run; every figure of `benchmarks.pages` is a ratio to
what this needs.
"""

import os
import pickle
import sys
import threading
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

try:
    import pysqlite3 as sqlite3
except ImportError:
    import sqlite3

from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KNOWN = pickle.loads(Path(os.environ["KINDRING_FLOOR"]).read_bytes())
_HERE = threading.local()
_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def _connection() -> Any:
    if not hasattr(_HERE, "connection"):
        _HERE.connection = sqlite3.connect(os.environ["KINDRING_FLOOR_DATABASE"], timeout=20, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "cache_size=-16000"):
            _HERE.connection.execute(f"PRAGMA {pragma}")
    return _HERE.connection


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI: a page that was recorded, or, for a POST, the recorded writes with new ids."""
    if environ["REQUEST_METHOD"] == "POST":
        _write()
        start("303 See Other", _KNOWN["answer"])
        return [b""]
    asked = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
    page = _KNOWN["pages"][environ["PATH_INFO"] + asked]
    _read(page)
    start("200 OK", page["headers"])
    return [page["body"]]


def _read(page: dict[str, Any]) -> None:
    """The statements, the keys from the cookie's secret to those of the values, and the values."""
    connection = _connection()
    for sql, params in page["statements"]:
        connection.execute(sql, params).fetchall()
    for key, info, salt in page["derived"]:
        HKDF(hashes.SHA256(), 32, salt or None, info).derive(key)
    for key, wrap, place in page["unwrapped"]:
        AESGCM(key).decrypt(wrap[2:14], wrap[14:], place)
    for handed, private, place in page["taken"]:
        _SUITE.decrypt(handed, X25519PrivateKey.from_private_bytes(private), info=place)
    ciphers = {key_id: AESGCM(key) for key_id, key in page["ciphers"]}
    for blob, place in page["opened"]:
        padded = ciphers[blob[2:10]].decrypt(blob[10:22], blob[22:], blob[:10] + place)
        padded[4 : 4 + int.from_bytes(padded[:4], "big")].decode()


def _write() -> None:
    connection = _connection()
    fresh = {old: uuid.uuid4().hex for old in _new_ids()}
    connection.execute("BEGIN IMMEDIATE")
    for sql, params in _KNOWN["writes"]:
        connection.execute(sql, [fresh.get(value, value) if isinstance(value, str) else value for value in params])
    connection.execute("COMMIT")


def _new_ids() -> list[str]:
    """The first parameter of each INSERT is the id of the row it makes."""
    return [params[0] for sql, params in _KNOWN["writes"] if sql.startswith("INSERT")]


if __name__ == "__main__":
    sys.exit("served by benchmarks.pages")
