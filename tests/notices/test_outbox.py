"""Faults before and after the text of a mail, workers killed at every step: nothing is lost, nothing comes as two."""

import os
import signal
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTP
from typing import Any

import pytest
from django.db import connection, connections

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.notices import outbox, sending, smtp
from kindring.notices.actions import read_notices
from kindring.notices.models import NoticeChoices, Outgoing
from kindring.notices.outbox import LEASE, TRIES, fill
from kindring.notices.sending import send_what_is_due
from tests import cast
from tests.at_once import all_at_once
from tests.cast import NOW
from tests.notices.happenings import DAY, HOUR, MINUTE, gives_address, happens, wishes
from tests.notices.post_office import STEPS, PostOffice

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The worker is gone between two steps."""


def send(now: datetime = NOW) -> int:
    return send_what_is_due(lambda: now)


def try_until_done(since: datetime = NOW) -> int:
    """Workers come back every few minutes; how many rounds it took until nothing is left to send."""
    for rounds in range(200):
        if not Outgoing.objects.all().unsent().exists():
            return rounds
        send(since + rounds * 5 * MINUTE)
    raise AssertionError("it never went")


@pytest.fixture
def told(user: User, office: PostOffice) -> Outgoing:
    """A mail to Ana waits in the outbox; her quiet hours do not stand in the way of tries."""
    wishes(user, "ana@example.org", quiet_from=0, quiet_until=0)
    happens(user)
    assert fill(NOW) == 1
    return Outgoing.objects.get()


def test_a_mail_goes_once(told: Outgoing, office: PostOffice) -> None:
    assert send() == 1
    assert send() == 0
    assert [to for to, _ in office.taken] == ["ana@example.org"]
    told.refresh_from_db()
    assert (told.sent_at, told.lease_until, told.failed) == (NOW, None, "")


@pytest.mark.parametrize("what", ["drop", "421 too busy", "451 later"])
@pytest.mark.parametrize("step", STEPS)
def test_a_fault_at_any_step_loses_nothing_and_doubles_nothing(
    step: str, what: str, told: Outgoing, office: PostOffice
) -> None:
    """Only where the mail was taken and nobody heard so does it come twice, as the same mail."""
    office.faults = [(step, what)]
    older_greeting = step == "ehlo" and what != "drop"  # is tried at once, on the same line
    assert send() == int(older_greeting)
    assert try_until_done() >= int(not older_greeting)
    told.refresh_from_db()
    assert told.sent_at
    assert set(office.ids()) == {told.message_id}
    assert len(office.taken) == (2 if step == "done" else 1)
    assert len({text for _, text in office.taken}) == 1


@pytest.mark.parametrize("what", ["drop", "421 too busy", "500 what"])
def test_a_fault_at_goodbye_is_none(what: str, told: Outgoing, office: PostOffice) -> None:
    office.faults = [("quit", what)]
    assert send() == 1
    assert try_until_done() == 0
    assert office.ids() == [told.message_id]


def test_many_faults_in_a_row_are_outlasted(told: Outgoing, office: PostOffice) -> None:
    office.faults = [(step, "drop") for step in STEPS if step != "done"]
    try_until_done()
    assert office.ids() == [told.message_id]


@pytest.mark.parametrize(
    ("step", "answer", "code"),
    [("rcpt", "550 nobody here", "address_550"), ("text", "554 no", "mail_554")],
)
def test_what_is_refused_for_good_is_not_tried_again(
    step: str, answer: str, code: str, told: Outgoing, office: PostOffice
) -> None:
    office.faults = [(step, answer)]
    assert send() == 0
    told.refresh_from_db()
    assert (told.failed, told.sent_at) == (code, None)
    assert send(NOW + DAY) == 0
    assert office.taken == []


@pytest.mark.parametrize("step", ["connect", "mail"])
def test_what_the_host_set_up_wrong_is_tried_again(step: str, told: Outgoing, office: PostOffice) -> None:
    office.faults = [(step, "550 not you")]
    assert send() == 0
    try_until_done()
    assert office.ids() == [told.message_id]


def test_hope_ends_after_days_and_each_wait_is_longer(told: Outgoing, office: PostOffice) -> None:
    office.faults, now, waits = [("connect", "drop")] * TRIES, NOW, []
    for _ in range(TRIES - 1):
        assert send(now) == 0
        told.refresh_from_db()
        assert told.lease_until
        waits.append(told.lease_until - now)
        now = told.lease_until
    assert send(now) == 0
    told.refresh_from_db()
    assert told.failed == "SMTPServerDisconnected"
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (2 * MINUTE, 6 * HOUR)
    assert timedelta(days=2) < now - NOW < timedelta(days=6)


KILLED_AT = [
    (sending, "recipient"),
    (sending, "letter"),
    (sending, "hand_in"),
    (smtp, "_connected"),
    (outbox, "went"),
]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("module", "step"), KILLED_AT, ids=[step for _, step in KILLED_AT])
def test_a_worker_killed_at_any_step_of_ours(
    module: Any, step: str, when: str, told: Outgoing, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = getattr(module, step)

    def killed(*given: Any) -> Any:
        if when == "after":
            usual(*given)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, step, killed)
        with pytest.raises(Killed):
            send()
    taken_before = len(office.taken)
    assert send(NOW + MINUTE) == 0  # the dead one still holds it
    try_until_done(NOW + LEASE)
    told.refresh_from_db()
    assert told.sent_at
    assert set(office.ids()) == {told.message_id}
    assert len(office.taken) == max(1, taken_before + (1 if (step, when) != ("went", "after") else 0))


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_while_the_mail_server_waits(step: str, told: Outgoing, office: PostOffice) -> None:
    """Seen from the server: the other side is gone at this step."""
    usual = SMTP.getreply
    answers = {"connect": 1, "ehlo": 2, "mail": 3, "rcpt": 4, "data": 5, "text": 6, "done": 6}
    heard = 0

    def dies(self: Any) -> Any:
        nonlocal heard
        heard += 1
        if heard == answers[step]:
            self.sock.close()
            raise Killed
        return usual(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SMTP, "getreply", dies)
        with pytest.raises(Killed):
            send()
    try_until_done(NOW + LEASE)
    assert set(office.ids()) == {told.message_id}
    assert 1 <= len(office.taken) <= 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["connect", "rcpt", "text", "done"])
def test_a_worker_process_that_gets_sigkill(step: str, told: Outgoing, office: PostOffice) -> None:
    """A real process, and a signal that it cannot hear."""
    worker = 0

    def kill(at: str) -> None:
        if at == step and worker:
            os.kill(worker, signal.SIGKILL)

    office.at_step = kill
    connections.close_all()
    worker = os.fork()
    if not worker:
        try:
            send()
        finally:
            os._exit(0)
    _, ended = os.waitpid(worker, 0)
    assert os.WTERMSIG(ended) == signal.SIGKILL
    worker = 0
    told.refresh_from_db()
    assert told.sent_at is None
    assert told.lease_until == NOW + LEASE
    try_until_done(NOW + LEASE)
    assert set(office.ids()) == {told.message_id}
    assert len(office.taken) == {"connect": 1, "rcpt": 1, "text": 2, "done": 2}[step]


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_never_hold_the_same_mail(office: PostOffice) -> None:
    for number in range(12):
        user = cast.make_user(f"guest {number}").user
        wishes(user)
        happens(user)
    fill(NOW)
    assert sum(all_at_once([partial(send, NOW)] * 4)) == 12
    assert len(office.taken) == len(set(office.ids())) == 12


# Looked at once more before it goes


@pytest.fixture
def _served(office: PostOffice) -> Iterator[None]:
    yield
    assert office.taken == []


@pytest.mark.usefixtures("_served")
class TestNothingGoes:
    """What changed between the outbox and the mail server counts."""

    def test_when_everything_was_read_meanwhile(self, told: Outgoing, user: User) -> None:
        read_notices(by=Actor(user), now=NOW)
        assert send() == 0
        told.refresh_from_db()
        assert told.failed == "not_wanted"

    def test_when_mail_was_turned_off(self, told: Outgoing) -> None:
        NoticeChoices.objects.update(mail=False)
        assert send() == 0

    def test_when_the_address_changed(self, told: Outgoing, user: User) -> None:
        gives_address(user, "new@example.org")
        assert send() == 0

    def test_when_the_account_was_erased(self, told: Outgoing, user: User) -> None:
        user.delete()
        assert send() == 0
        assert not Outgoing.objects.exists()

    def test_in_quiet_hours_that_began_since(self, told: Outgoing) -> None:
        NoticeChoices.objects.update(quiet_from=9, quiet_until=11)
        assert send() == 0
        told.refresh_from_db()
        assert (told.failed, told.attempts) == ("", 0)


def test_what_was_put_off_goes_when_quiet_is_over(told: Outgoing, office: PostOffice) -> None:
    NoticeChoices.objects.update(quiet_from=9, quiet_until=11)
    for minutes in range(0, 120, 10):
        send(NOW + minutes * MINUTE)
    assert office.ids() == [told.message_id]


def test_a_fault_at_every_query_of_filling_and_sending(user: User, office: PostOffice) -> None:
    """The database goes away at each query in turn; afterwards everything is told, once by name."""
    wishes(user, "ana@example.org", quiet_from=0, quiet_until=0)
    injections = 0
    for day in range(60):
        happens(user)
        now, before = NOW + day * DAY, len(set(office.ids()))
        struck = _strike(day + 1, now)
        try_until_done(now + LEASE) if Outgoing.objects.all().unsent().exists() else None
        if len(set(office.ids())) == before:
            assert fill(now + HOUR) == 1
            send(now + HOUR)
        assert len(set(office.ids())) == before + 1
        injections += struck
        if not struck:
            break
    assert injections >= 10


def _strike(number: int, now: datetime) -> bool:
    """A round of the worker in which the query of this number fails; whether there was one."""
    from django.db import OperationalError, transaction

    asked = 0

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal asked
        asked += 0 if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")) else 1
        if asked == number:
            asked += 1
            raise OperationalError("disk I/O error")
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(wrapper):
            fill(now)
            send(now)
    except OperationalError:
        transaction.set_rollback(False)
        return True
    return False
