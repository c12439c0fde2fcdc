"""Finding who a browser belongs to, in one query."""

from datetime import datetime, timedelta
from typing import Any

from kindring.accounts.models import Session, User
from kindring.lib.columns import Columns
from kindring.lib.hot import HotQuery

LASTS = timedelta(days=14)

_SESSION, _USER = Columns(Session), Columns(User)
_OWN = len(_SESSION.names)


def _by_secret(secret_hash: bytes) -> Any:
    rows = Session.objects.filter(secret_hash=secret_hash)
    return rows.values_list(*_SESSION.names, *_USER.under("owner"))


_FOUND = HotQuery(_by_secret, bytes)


def find_session(secret_hash: bytes, now: datetime) -> Session | None:
    """The session of a browser's secret with its `owner` loaded; None when it has ended or is two weeks unseen."""
    for row in _FOUND.rows(secret_hash):
        session = _SESSION.row(row[:_OWN])
        session.owner = _USER.row(row[_OWN:])
        return session if now - session.seen_at < LASTS else None
    return None
