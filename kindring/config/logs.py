"""Logs that help whoever runs the server and say nothing of what people wrote.

The text of an exception may repeat what someone typed, and an address may hold a secret link: so a traceback
names the lines of the program and the kind of error only, and a request is named by its route.
"""

import logging
import sys
import traceback
from typing import Any

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# Names only the host that was asked for, which is what the one who set up the server needs to see.
HARMLESS = frozenset({"django.security.DisallowedHost"})


class PrivateFormatter(logging.Formatter):
    """Tracebacks without the text of the exception."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        kind, _, trace = ei
        name = f"{kind.__module__}.{kind.__qualname__}" if kind else "unknown error"
        return "".join(traceback.format_tb(trace)) + name


class RouteOnly(logging.Filter):
    """A record about a request is reworded to its method, route and status."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keeps the record."""
        request = getattr(record, "request", None)
        if request is not None and record.name not in HARMLESS:
            match = getattr(request, "resolver_match", None)
            method = getattr(request, "method", None) or "request"
            route = f"/{match.route}" if match else "no known route"
            record.msg = "%s %s: %s"
            record.args = (method, route, getattr(record, "status_code", record.levelname.lower()))
        return True


class NoErrorText(logging.Filter):
    """What the server prints when the program itself breaks: a whole traceback in one message."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keeps the record, but of an error's own line only what it is called."""
        lines = record.getMessage().splitlines()
        record.msg = "\n".join(line if line.startswith(" ") else line.partition(": ")[0] for line in lines)
        record.args = ()
        return True


def server_logging() -> dict[str, Any]:
    """Granian's part: warnings and errors to standard error, no line per request."""
    ours = logging_settings("warning")
    return {
        "formatters": ours["formatters"],
        "filters": {"no_error_text": {"()": NoErrorText}},
        "handlers": {"stderr": ours["handlers"]["stderr"] | {"filters": ["no_error_text"]}},
        "loggers": {"_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
    }


def logging_settings(level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, nothing by mail."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"private": {"()": PrivateFormatter, "format": LINE}},
        "filters": {"route_only": {"()": RouteOnly}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": sys.stderr,
                "formatter": "private",
                "filters": ["route_only"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {
            "django": {"handlers": [], "level": "NOTSET", "propagate": True},
            # A page that is not there or a person who may not see it is a normal day, not a line in a log.
            "django.request": {"level": "ERROR"},
            # The SQL of a request holds what it reads and writes.
            "django.db.backends": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
            "django_tasks_db": {"level": "ERROR"},
        },
    }
