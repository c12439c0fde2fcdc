"""Finding who a browser belongs to, in one query."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from kindring.accounts.models import Session, User
from kindring.lib.columns import Columns
from kindring.lib.hot import HotQuery
from kindring.notices.models import Notice

LASTS = timedelta(days=14)

# What any page may need of the two; the rest is read by the few pages that ask for it.
_SESSION = Columns(Session, ["wrap", "seen_at"])
_USER = Columns(
    User,
    [
        "called",
        "language",
        "time_zone",
        "date_lead_days",
        "low_day_on",
        "three_chosen_on",
        "planned_until",
        "locked_since",
        "recovery_confirmed",
    ],
)
_OWN = len(_SESSION.names)
_OWNER = Session._meta.get_field("owner")


def _by_secret(secret_hash: bytes) -> Any:
    rows = Session.objects.filter(secret_hash=secret_hash)
    waits = Notice.objects.filter(owner=OuterRef("owner")).waiting()
    return rows.values_list(*_SESSION.names, *_USER.under("owner"), Exists(waits))


_FOUND = HotQuery(_by_secret, bytes)


def find_session(secret_hash: bytes, now: datetime) -> Session | None:
    """The session of a browser's secret with its `owner`, and whether notices wait for them.

    None when it has ended or is two weeks unseen.
    """
    for row in _FOUND.rows(secret_hash):
        session = _SESSION.row(row[:_OWN])
        _OWNER.set_cached_value(session, _USER.row(row[_OWN:-1]))
        session.something_new = row[-1]
        return session if now - session.seen_at < LASTS else None
    return None
