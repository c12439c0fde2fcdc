"""What happens to asks while nobody is there. It runs without keys and gets ids only."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from kindring.accounts.actor import SYSTEM
from kindring.accounts.tasks import TaskFailed
from kindring.asks.actions.widening import widen_due
from kindring.asks.models import Stage


@task()
def widen(stage: str) -> None:
    """A stage begins when its hour has come."""
    try:
        widen_due(by=SYSTEM, now=timezone.now(), stage=UUID(stage))
    except Exception as error:
        raise TaskFailed(type(error).__name__) from None


def widen_later(stage: Stage) -> None:
    """Leaves the stage for its hour, in the caller's transaction."""
    widen.using(run_after=stage.begins_at).enqueue(str(stage.id))
