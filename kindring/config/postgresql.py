"""PostgreSQL from one address, `DATABASE_URL`."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from kindring.config.environment import BadSetting

SCHEMES = frozenset({"postgres", "postgresql"})
CONNECTION_SECONDS = 600
OPTIONS = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name"})


def database(url: str) -> dict[str, Any]:
    """Django's settings for `url`: `postgres:///kindring?host=/run/postgresql`. Raises `BadSetting`."""
    parts, port = _split(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    socket = query.pop("host", "")
    for name in query:
        if name not in OPTIONS:
            raise BadSetting("DATABASE_URL", f"has an unknown option {name!r}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": socket or parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(query),
    }


def _split(url: str) -> tuple[SplitResult, int | None]:
    """The parts of the address; it may hold a password, so no message repeats it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadSetting("DATABASE_URL", "cannot be read: is the port a number?") from None
    if parts.scheme not in SCHEMES:
        raise BadSetting("DATABASE_URL", "must start with postgres:// or postgresql://")
    if not parts.path.strip("/"):
        raise BadSetting("DATABASE_URL", "names no database: postgres://user:password@host/name")
    return parts, port
