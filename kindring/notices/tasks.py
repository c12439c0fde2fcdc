"""The worker's part: looks every minute whose turn it is, and sends. It has no keys, and no names to tell."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from kindring.notices.outbox import fill
from kindring.notices.sending import send_what_is_due

EACH = timedelta(minutes=1)


class TaskFailed(Exception):
    """What is stored of a failure: the kind of error, never its text."""


@task()
def tell_those_who_wait() -> None:
    """Fills the outbox and empties it; the next round waits already, so that a failure breaks nothing off."""
    now = timezone.now()
    wait_for(now + EACH)
    try:
        fill(now)
        send_what_is_due(timezone.now)
    except Exception as error:
        raise TaskFailed(type(error).__name__) from None


@transaction.atomic
def wait_for(minute: datetime) -> None:
    """Leaves the work for `minute`, once: two workers go on as one. What is done a minute ago need not be kept."""
    _rounds(TaskResultStatus.READY).delete()
    _rounds(TaskResultStatus.SUCCESSFUL).delete()
    tell_those_who_wait.using(run_after=minute).enqueue()


def ensure_telling(now: datetime) -> bool:
    """Starts the rounds where none waits."""
    if _rounds(TaskResultStatus.READY).exists():
        return False
    wait_for(now)
    return True


def _rounds(status: TaskResultStatus) -> models.QuerySet[Any]:
    return DBTaskResult.objects.filter(task_path=tell_those_who_wait.module_path, status=status)
