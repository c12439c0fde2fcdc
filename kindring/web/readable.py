"""What this server can read: the page, made from the schema and `privacy.yaml`. Open to all, also while locked."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from kindring.lib.privacy import FieldPolicy, ModelPolicy, Sealing, policy
from kindring.web.render import page
from kindring.web.sessions import open_to_all

ONLY_YOU = frozenset({Sealing.USER_KEY, Sealing.WRAPPED_KEY})
ONLY_YOURS = frozenset({Sealing.CIRCLE_KEY, Sealing.ASK_KEY, Sealing.REPORT_KEY, Sealing.SHARED_KEY})
READABLE = frozenset({Sealing.NO, Sealing.SERVER_KEY})
FINGERPRINTS = frozenset({Sealing.KEYED_HASH, Sealing.HASH})


@dataclass(frozen=True, slots=True)
class Line:
    """What some columns hold and why, in the words of the policy (not translated yet)."""

    says: str
    why: str


@dataclass(frozen=True, slots=True)
class Table:
    """What a row is, how long it stays, and what is in it."""

    what: str
    kept: str
    lines: tuple[Line, ...]


@cache
def tables(sealings: Collection[Sealing]) -> list[Table]:
    """Every table with columns of these kinds; a sentence that holds for several columns is said once."""
    found = (Table(told.what, told.kept, tuple(_lines(told, sealings))) for told in policy().values())
    return [table for table in found if table.lines]


def _lines(told: ModelPolicy, sealings: Collection[Sealing]) -> Iterator[Line]:
    columns = [told.fields[column.name] for column in told.model._meta.concrete_fields]
    return iter(dict.fromkeys(_line(each) for each in columns if each.sealed in sealings))


def _line(told: FieldPolicy) -> Line:
    return Line(told.says, told.why)


def in_all(found: list[Table]) -> list[Line]:
    """The lines that several tables share, such as the ids of rows."""
    times = Counter(line for table in found for line in table.lines)
    return [line for line, count in times.items() if count > 1]


@open_to_all
@require_safe
def readable(request: HttpRequest) -> HttpResponse:
    found = tables(READABLE)
    facts = {
        "sealed": tables(ONLY_YOU),
        "shared": tables(ONLY_YOURS),
        "readable": found,
        "everywhere": in_all(found),
        "fingerprints": tables(FINGERPRINTS),
        "log_kept": connection.vendor != "sqlite",
    }
    return page(request, "settings/readable.html", facts)


urlpatterns = [path("what-this-server-can-read", readable, name="readable")]
