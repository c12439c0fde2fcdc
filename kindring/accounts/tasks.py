"""Work that nobody waits for. It runs without keys, gets ids only, and fails with a code."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from kindring.accounts.models import User
from kindring.accounts.retention import delete_what_is_over

NIGHT = 3  # o'clock, UTC


class TaskFailed(Exception):
    """What is stored of a failure: the kind of error, never its text, which may repeat a row."""


@task()
def tidy_at_night() -> None:
    """Deletes what is over; before that, waits for the night after, so that a failure breaks nothing off."""
    now = timezone.now()
    wait_for(next_night(now))
    try:
        delete_what_is_over(now)
    except Exception as error:
        raise TaskFailed(type(error).__name__) from None


def next_night(now: datetime) -> datetime:
    """The next time it is three o'clock."""
    night = now.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    return night if night > now else night + timedelta(days=1)


@transaction.atomic
def wait_for(night: datetime) -> None:
    """Leaves the nightly work for `night`, once: two workers that started together go on as one."""
    _waiting().delete()
    tidy_at_night.using(run_after=night).enqueue()


def ensure_nightly(now: datetime) -> bool:
    """Starts the nightly work where none waits; a server that sleeps at night then does it by day."""
    if _waiting().exists():
        return False
    wait_for(now)
    return True


def tidying_is_late(now: datetime) -> bool:
    """Whether what is over has waited a day longer than it should: no worker runs, or none ever did."""
    waits = _waiting().order_by("run_after").values_list("run_after", flat=True).first()
    return User.objects.exists() if waits is None else waits < now - timedelta(days=1)


def _waiting() -> models.QuerySet[Any]:
    return DBTaskResult.objects.filter(task_path=tidy_at_night.module_path, status=TaskResultStatus.READY)
