"""Finding who a browser belongs to, in one query."""

from datetime import datetime, timedelta
from typing import Any

from kindring.accounts.models import Session, User
from kindring.lib.hot import HotQuery

LASTS = timedelta(days=14)

_SESSION = ("id", "secret_hash", "owner_id", "wrap", "device", "started_at", "seen_at")
_USER = tuple(field.attname for field in User._meta.concrete_fields)


def _by_secret(secret_hash: bytes) -> Any:
    columns = [*_SESSION, *(f"owner__{name}" for name in _USER)]
    return Session.objects.filter(secret_hash=secret_hash).values_list(*columns)


_FOUND = HotQuery(_by_secret, bytes)


def find_session(secret_hash: bytes, now: datetime) -> Session | None:
    """The session of a browser's secret with its `owner` loaded; None when it has ended or is two weeks unseen."""
    for row in _FOUND.rows(secret_hash):
        session = Session(**dict(zip(_SESSION, row, strict=False)))
        session._state.adding = False
        session.owner = User.from_db(session._state.db, _USER, row[len(_SESSION) :])
        return session if now - session.seen_at < LASTS else None
    return None
