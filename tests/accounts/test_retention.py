"""What is over goes at night, by the policy's own rules, without any key; and what is not stays."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kindring.accounts import tasks
from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.sessions import begin_session
from kindring.accounts.actor import Actor
from kindring.accounts.models import KeyWrap, ResetLink, Session, Throttle, User
from kindring.accounts.retention import delete_what_is_over
from kindring.accounts.tasks import ensure_nightly, next_night, tidy_at_night, tidying_is_late
from kindring.circles.actions import start_circle
from kindring.circles.models import Circle, Invite
from kindring.lib.privacy import DaysAfter, WhileItHas, field_at, policy
from kindring.notices.models import Notice, Outgoing
from kindring.people.actions import delete_person, log_moment, note_knows, restore_person
from kindring.people.models import ImportantDate, ImportCard, ImportFile, Knows, Moment, Person, Presence, Suggestion
from tests import cast
from tests.everything import one_of_everything

pytestmark = pytest.mark.django_db
NOW = cast.NOW
YEARS = timedelta(days=3650)


def days(count: float) -> datetime:
    return NOW + timedelta(days=count)


def night(now: datetime) -> dict[str, int]:
    """A night's work, in which no key is open."""
    return delete_what_is_over(now)


def test_every_rule_with_days_deletes_when_they_are_over_and_not_before(db: None) -> None:
    """Each rule of the policy, found in the file: nothing is kept longer because nobody thought of it."""
    rules = [(told, rule) for told in policy().values() for rule in told.keep if isinstance(rule, DaysAfter)]
    assert len(rules) >= 8
    for told, rule in rules:
        model: Any = told.model
        with cast.signed_in(cast.make_user(f"ana {told.label} {rule.column}")) as ana:
            row = make_row(model, ana, rule.column)
        kept = delete_what_is_over(NOW + timedelta(days=rule.days, seconds=-1))
        assert told.label not in kept, f"{told.label} went too early by {rule}"
        assert model.objects.filter(pk=row.pk).exists()
        late = timedelta(days=rule.days + (0 if is_time(model, rule.column) else 1))
        delete_what_is_over(NOW + late)
        assert not model.objects.filter(pk=row.pk).exists(), f"{told.label} stays by {rule}"


def is_time(model: type[models.Model], column: str) -> bool:
    return isinstance(field_at(model, column), models.DateTimeField)


def make_row(model: type[models.Model], owner: User, column: str) -> models.Model:
    """A row whose only date that counts is `column`, now."""
    at: dict[str, Any] = {column: NOW if is_time(model, column) else NOW.date()}
    makers: dict[str, Callable[[], models.Model]] = {
        "Session": lambda: Session(owner=owner, secret_hash=owner.id.bytes, started_at=NOW, **at),
        "ResetLink": lambda: ResetLink(owner=owner, secret_hash=owner.id.bytes, **at),
        "Throttle": lambda: Throttle(key_hash=owner.id.bytes, **at),
        "ImportFile": lambda: ImportFile(owner=owner, **at),
        "Person": lambda: Person(owner=owner, name="Mira", **at),
        "Suggestion": lambda: Suggestion(owner=owner, person=cast.mira(owner), place=0, **at),
        "DBTaskResult": lambda: DBTaskResult(
            **{"args_kwargs": {}, "task_path": "x", "backend_name": "default", "run_after": NOW} | at
        ),
        "Outgoing": lambda: Outgoing(owner=owner, way="mail", sort="notice", message_id="x", **at),
        "Notice": lambda: Notice(owner=owner, sort=Notice.Sort.ASKED, about=owner.id, **{"made_at": NOW} | at),
    }
    makers["Invite"] = lambda: Invite(owner=owner, circle=circle(owner), secret_hash=owner.id.bytes, **at)
    if model.__name__ not in makers:
        return any_row(model, owner, at)
    row = makers[model.__name__]()
    row.save(force_insert=True)
    return row


def any_row(model: type[models.Model], owner: User, at: dict[str, Any]) -> models.Model:
    """A row of a table that needs others first; those stay, and no other day of its own counts."""
    row = one_of_everything(owner).rows[model._meta.label]
    Person.objects.filter(owner=owner).update(deleted_at=None)  # what hangs on them would go with them
    days = [rule.column for rule in policy()[model._meta.label].keep if isinstance(rule, DaysAfter)]
    for column in days:
        *links, name = column.split(".")
        there: Any = reduce(getattr, links, row)
        never = None if field_at(model, column).null else NOW + YEARS
        models.QuerySet(type(there)).filter(pk=there.pk).update(**{name: at.get(column, never)})
    return row


def circle(owner: User) -> Circle:
    return start_circle(by=Actor(owner), now=NOW, called="Ana", name="Our street")


# People and what hangs on them


@pytest.fixture
def joined() -> Joined:
    return cast.make_user("ana")


def test_someone_deleted_goes_after_a_week_with_all_that_hangs_on_them(joined: Joined) -> None:
    with cast.signed_in(joined) as ana:
        by, mira, jonas = Actor(ana), cast.mira(ana), cast.jonas(ana)
        ImportantDate.objects.create(owner=ana, person=mira, month=3, day=4)
        note_knows(by=by, one=mira, other=jonas)
        cast.in_touch(ana, mira, 3)
        both = log_moment(by=by, now=NOW, people=[mira, jonas], note="We all met.")
        delete_person(by=by, now=NOW, person=mira)
    night(days(6.9))
    assert Person.objects.filter(pk=mira.pk).exists()
    night(days(7))
    assert set(Person.objects.values_list("pk", flat=True)) == {jonas.pk}
    assert not ImportantDate.objects.exists()
    assert not Knows.objects.exists()
    assert [presence.person_id for presence in Presence.objects.all()] == [jonas.pk]
    assert [moment.pk for moment in Moment.objects.all()] == [both.pk]


def test_someone_brought_back_in_time_stays(joined: Joined) -> None:
    with cast.signed_in(joined) as ana:
        mira = cast.mira(ana)
        cast.in_touch(ana, mira, 3)
        delete_person(by=Actor(ana), now=NOW, person=mira)
        restore_person(by=Actor(ana), now=days(6), person=mira)
    night(days(400))
    assert Person.objects.count() == Moment.objects.count() == 1


def test_moments_stay_for_years(joined: Joined) -> None:
    with cast.signed_in(joined) as ana:
        cast.in_touch(ana, cast.mira(ana), 3000, 3)
    night(days(3650))
    assert Moment.objects.count() == 2


def test_an_account_is_never_over(joined: Joined) -> None:
    night(days(36500))
    assert User.objects.filter(pk=joined.user.pk).exists()
    assert KeyWrap.objects.visible_to(joined.user).count() == 2


def test_an_address_book_goes_with_its_cards(joined: Joined) -> None:
    with cast.signed_in(joined) as ana:
        file = ImportFile.objects.create(owner=ana, made_at=NOW)
        ImportCard.objects.create(owner=ana, file=file, line=1, card={"name": "Mira"})
    night(days(7))
    assert not ImportFile.objects.exists()
    assert not ImportCard.objects.exists()


def test_a_device_seen_again_stays(joined: Joined) -> None:
    begun = begin_session(by=Actor(joined.user), now=NOW, keys=joined.keys, device="phone")
    Session.objects.filter(pk=begun.session.pk).update(seen_at=days(10))
    night(days(15))
    assert Session.objects.exists()


def test_more_rows_than_fit_into_one_step_all_go(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kindring.accounts.retention._ROWS_AT_ONCE", 10)
    Throttle.objects.bulk_create([Throttle(key_hash=bytes([at]), since=NOW) for at in range(35)])
    assert night(days(90))["accounts.Throttle"] == 35


def test_a_night_with_nothing_to_do_deletes_nothing(joined: Joined) -> None:
    assert night(NOW) == {}
    assert any(isinstance(rule, WhileItHas) for told in policy().values() for rule in told.keep)


# The nightly task


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets what the tasks take for now."""

    def set_to(now: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    return set_to


def waiting() -> list[DBTaskResult[Any, Any]]:
    return list(DBTaskResult.objects.filter(status=TaskResultStatus.READY))


def work() -> None:
    """What `kindring work` does, until nothing is due."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def test_the_worker_starts_the_nightly_work_once(clock: Callable[[datetime], None]) -> None:
    clock(NOW)
    for _ in range(3):
        call_command("ensure_nightly")
    assert [task.task_path for task in waiting()] == ["kindring.accounts.tasks.tidy_at_night"]
    assert waiting()[0].args_kwargs == {"args": [], "kwargs": {}}
    assert not ensure_nightly(NOW)


@pytest.mark.django_db(transaction=True)
def test_each_night_deletes_and_waits_for_the_next(joined: Joined, clock: Callable[[datetime], None]) -> None:
    with cast.signed_in(joined) as ana:
        mira = cast.mira(ana)
        delete_person(by=Actor(ana), now=NOW, person=mira)
    clock(NOW)
    call_command("ensure_nightly")
    now = NOW
    for _ in range(9):
        work()
        [task] = waiting()
        assert task.run_after == next_night(now)
        work()  # not due: nothing happens
        assert len(waiting()) == 1
        now = task.run_after
        clock(now)
    assert not Person.objects.exists()
    assert DBTaskResult.objects.count() <= 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_started_together_go_on_as_one(clock: Callable[[datetime], None]) -> None:
    clock(NOW)
    for _ in range(2):
        tidy_at_night.using(run_after=NOW).enqueue()
    work()
    assert len(waiting()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_night_that_fails_leaves_a_code_and_the_next_night(
    clock: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(now: datetime) -> None:
        raise ValueError("Mira is allergic to walnuts")

    clock(NOW)
    monkeypatch.setattr(tasks, "delete_what_is_over", fails)
    call_command("ensure_nightly")
    work()
    [failed] = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    assert failed.exception_class_path == "kindring.accounts.tasks.TaskFailed"
    assert "TaskFailed: ValueError" in failed.traceback
    assert "walnuts" not in failed.traceback
    assert waiting()[0].run_after == next_night(NOW)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 3, tzinfo=UTC)),
        (datetime(2026, 3, 29, 3, 0, tzinfo=UTC), datetime(2026, 3, 30, 3, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), datetime(2027, 1, 1, 3, tzinfo=UTC)),
    ],
)
def test_the_next_night_is_at_three(now: datetime, then: datetime) -> None:
    assert next_night(now) == then


def test_a_day_that_is_over_is_over_everywhere(joined: Joined) -> None:
    """Rules by day wait until the day has ended in the last time zone as well."""
    with cast.signed_in(joined) as ana:
        Suggestion.objects.create(owner=ana, person=cast.mira(ana), place=0, day=date(2026, 11, 22))
    night(datetime(2026, 11, 23, 23, 59, tzinfo=UTC))
    assert Suggestion.objects.exists()
    night(datetime(2026, 11, 24, 0, 0, tzinfo=UTC))
    assert not Suggestion.objects.exists()


def test_tidying_is_late_when_no_worker_ran_for_a_day(db: None) -> None:
    assert not tidying_is_late(NOW)
    cast.make_user("ana")
    assert tidying_is_late(NOW)
    ensure_nightly(NOW)
    assert not tidying_is_late(NOW + timedelta(hours=23))
    assert tidying_is_late(NOW + timedelta(hours=25))
