"""What is over goes: the `keep` rules of `privacy.yaml`, run every night. Needs no keys and opens nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import models, transaction

from kindring.accounts.erasure import empty_log
from kindring.lib.privacy import DaysAfter, ModelPolicy, WhileItHas, field_at, policy

_ROWS_AT_ONCE = 500


def delete_what_is_over(now: datetime) -> dict[str, int]:
    """Deletes by every rule; how many rows went, by table. Whatever hangs on a row goes with it.

    Rows that were kept for others come last, so that they find those gone.
    """
    went: dict[str, int] = {}
    for rows in [*_past(now), *_left_alone()]:
        for label, count in _delete(rows):
            went[label] = went.get(label, 0) + count
    transaction.on_commit(empty_log)
    return went


def _past(now: datetime) -> Iterator[models.QuerySet[models.Model]]:
    """The rows whose days are over."""
    for told, rule in _rules():
        if isinstance(rule, DaysAfter):
            yield _rows(told).filter(**{f"{rule.column.replace('.', '__')}__lte": _last_over(told, rule, now)})


def _left_alone() -> Iterator[models.QuerySet[models.Model]]:
    """The rows that were kept for others, of which none is left."""
    for told, rule in _rules():
        if isinstance(rule, WhileItHas):
            yield _rows(told).filter(**{f"{rule.relation}__isnull": True})


def _rules() -> Iterator[tuple[ModelPolicy, object]]:
    return ((told, rule) for told in policy().values() for rule in told.keep)


def _rows(told: ModelPolicy) -> models.QuerySet[models.Model]:
    return models.QuerySet(told.model)


def _last_over(told: ModelPolicy, rule: DaysAfter, now: datetime) -> object:
    """The latest value of the rule's column that is over. A day is over everywhere on earth a day later."""
    before = now - timedelta(days=rule.days)
    if isinstance(field_at(told.model, rule.column), models.DateTimeField):
        return before
    return before.date() - timedelta(days=1)


def _delete(rows: models.QuerySet[models.Model]) -> Iterator[tuple[str, int]]:
    """A few hundred at a time, each time in a transaction of its own, so that nobody waits long."""
    while ids := list(rows.values_list("pk", flat=True)[:_ROWS_AT_ONCE]):
        with transaction.atomic():
            yield from rows.filter(pk__in=ids).delete()[1].items()
