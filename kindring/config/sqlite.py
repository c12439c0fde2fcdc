"""The embedded database: a SQLite that does not corrupt its log, and how it is opened.

SQLite 3.7.0 to 3.51.2 can corrupt a write-ahead log when it is reset (fixed in 3.51.3); most systems still
ship one of these, so `pysqlite3`, which brings its own, stands in for the standard library's module.
"""

import sqlite3
import sys
from pathlib import Path
from typing import Any

WAL_SINCE = (3, 7, 0)
WAL_FIXED = (3, 51, 3)
PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "secure_delete": "ON",
    "temp_store": "MEMORY",
    "cache_size": "-16000",
}
BUSY_SECONDS = 20


def stand_in() -> None:
    """Let pysqlite3 be found as `sqlite3` where the system's is not fixed; before Django's backend loads."""
    if sqlite3.sqlite_version_info >= WAL_FIXED:
        return
    try:
        import pysqlite3
        from pysqlite3 import dbapi2
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2


def version() -> tuple[int, int, int]:
    """The version of the SQLite that Django's backend gets."""
    found: tuple[int, int, int] = sys.modules["sqlite3"].sqlite_version_info
    return found


def shown(version: tuple[int, ...]) -> str:
    """A version as people write it."""
    return ".".join(map(str, version))


def may_corrupt(version: tuple[int, ...]) -> bool:
    """Whether a SQLite of this version is known to corrupt a write-ahead log on reset."""
    return WAL_SINCE <= version < WAL_FIXED


def database(path: Path) -> dict[str, Any]:
    """Django's settings for the database file at `path`."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
            # Django makes days and truths of what is stored itself; the driver would call back for each value before.
            "detect_types": 0,
            "init_command": "; ".join(f"PRAGMA {name}={value}" for name, value in PRAGMAS.items()),
        },
    }
