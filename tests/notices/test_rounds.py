"""The worker's rounds: each minute, one at a time, whatever a round came to."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kindring.accounts.models import User
from kindring.notices import tasks
from kindring.notices.tasks import EACH, ensure_telling
from tests.cast import NOW
from tests.notices.happenings import MINUTE, happens, wishes
from tests.notices.post_office import PostOffice

pytestmark = pytest.mark.django_db(transaction=True)
Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets what the worker takes for now."""

    def set_to(now: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    set_to(NOW)
    return set_to


def work() -> None:
    """What `kindring work` does, until nothing is due."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def rounds(status: TaskResultStatus = TaskResultStatus.READY) -> list[DBTaskResult[Any, Any]]:
    return list(DBTaskResult.objects.filter(status=status))


def test_from_what_happened_to_the_mail(user: User, office: PostOffice, clock: Clock) -> None:
    wishes(user, "ana@example.org")
    happens(user)
    call_command("ensure_telling")
    work()
    assert [to for to, _ in office.taken] == ["ana@example.org"]
    for minute in range(1, 4):
        clock(NOW + minute * MINUTE)
        work()
    assert len(office.taken) == 1


def test_rounds_follow_each_other_and_leave_nothing_behind(user: User, clock: Clock) -> None:
    for _ in range(3):
        call_command("ensure_telling")
    assert not ensure_telling(NOW)
    for minute in range(5):
        now = NOW + minute * MINUTE
        clock(now)
        work()
        assert [each.run_after for each in rounds()] == [now + EACH]
    assert len(rounds(TaskResultStatus.SUCCESSFUL)) == 1
    assert rounds()[0].args_kwargs == {"args": [], "kwargs": {}}


def test_two_workers_that_started_together_go_on_as_one(user: User, clock: Clock) -> None:
    for _ in range(2):
        tasks.tell_those_who_wait.using(run_after=NOW).enqueue()
    work()
    assert len(rounds()) == 1


def test_a_round_that_fails_leaves_a_code_and_the_next_round(
    user: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(now: datetime) -> None:
        raise ValueError("ana@example.org has no walnuts")

    monkeypatch.setattr(tasks, "fill", fails)
    call_command("ensure_telling")
    work()
    [failed] = rounds(TaskResultStatus.FAILED)
    assert failed.exception_class_path == "kindring.notices.tasks.TaskFailed"
    assert "ValueError" in failed.traceback
    assert "walnuts" not in failed.traceback
    assert [each.run_after for each in rounds()] == [NOW + EACH]
