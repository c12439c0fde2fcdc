"""One row for each thing that happened: left once, settled by acting, read, forgotten by a block."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.privacy import Sealing, policy
from kindring.notices.actions import forget_notices, leave_notice, read_notices, settle_notices
from kindring.notices.models import Notice
from tests.at_once import all_at_once
from tests.cast import NOW
from tests.notices.happenings import happens

pytestmark = pytest.mark.django_db
Statements = Callable[[], Any]


def test_what_happened_is_noticed_once_however_often_it_is_pressed(user: User, statements: Statements) -> None:
    ask, claim = uuid4(), uuid4()
    for later in range(3):
        leave_notice(to=user.id, sort=Notice.Sort.CLAIMED, now=NOW + timedelta(hours=later), ask=ask, about=claim)
    [notice] = Notice.objects.all()
    assert (notice.ask, notice.about, notice.made_at) == (ask, claim, datetime(2026, 11, 22, 9, tzinfo=UTC))
    with statements() as ran:
        leave_notice(to=user.id, sort=Notice.Sort.CLAIMED, now=NOW, ask=ask, about=claim)
    assert len(ran) == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_one_moment_leave_one(user: User) -> None:
    press = partial(leave_notice, to=user.id, sort=Notice.Sort.THANKED, now=NOW, ask=uuid4())
    all_at_once([press] * 4)
    assert Notice.objects.count() == 1


def test_other_sorts_other_rows_and_other_people_are_noticed_apart(user: User, cleo: User) -> None:
    ask = uuid4()
    leave_notice(to=user.id, sort=Notice.Sort.ASKED, now=NOW, ask=ask)
    leave_notice(to=user.id, sort=Notice.Sort.WIDENED, now=NOW, ask=ask)
    leave_notice(to=user.id, sort=Notice.Sort.ASKED, now=NOW, ask=uuid4())
    leave_notice(to=cleo.id, sort=Notice.Sort.ASKED, now=NOW, ask=ask)
    assert Notice.objects.visible_to(user).count() == 3
    assert Notice.objects.visible_to(cleo).count() == 1


def test_a_notice_goes_with_the_transaction_it_was_left_in(user: User) -> None:
    with transaction.atomic():
        happens(user)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_acting_settles_what_it_was_about_and_nothing_else(user: User, cleo: User) -> None:
    ask, claim, circle = uuid4(), uuid4(), uuid4()
    asked = happens(user, ask=ask)
    claimed = happens(user, sort=Notice.Sort.CLAIMED, ask=uuid4(), about=claim)
    board = happens(user, sort=Notice.Sort.NOTICEBOARD, ask=None, circle=circle)
    others, hers = happens(user), happens(cleo, ask=ask)
    assert settle_notices(to=user.id, now=NOW, ask=ask) == 1
    assert settle_notices(to=user.id, now=NOW, about=claim) == 1
    assert settle_notices(to=user.id, now=NOW, circle=circle) == 1
    assert settle_notices(to=user.id, now=NOW, ask=ask) == 0
    assert settle_notices(to=user.id, now=NOW) == 0
    waiting = set(Notice.objects.all().waiting().values_list("pk", flat=True))
    assert waiting == {others.pk, hers.pk}
    assert {asked.pk, claimed.pk, board.pk}.isdisjoint(waiting)


def test_an_ask_that_ends_settles_for_everyone_who_was_asked(user: User, cleo: User) -> None:
    ask = uuid4()
    happens(user, ask=ask)
    happens(cleo, ask=ask)
    assert settle_notices(to=[user.id, cleo.id], now=NOW, ask=ask) == 2


def test_reading_reads_all_of_ones_own(user: User, cleo: User) -> None:
    happens(user)
    happens(cleo)
    assert read_notices(by=Actor(user), now=NOW) == 1
    assert read_notices(by=Actor(user), now=NOW) == 0
    assert Notice.objects.visible_to(cleo).waiting().count() == 1


def test_a_block_forgets_what_was_told_of_each_others_rows(user: User, cleo: User) -> None:
    theirs, claim = uuid4(), uuid4()
    happens(user, ask=theirs)
    happens(user, ask=uuid4(), about=claim, sort=Notice.Sort.CLAIMED)
    kept, hers = happens(user), happens(cleo, ask=theirs)
    assert forget_notices(to=user.id, about=[theirs, claim]) == 2
    assert set(Notice.objects.values_list("pk", flat=True)) == {kept.pk, hers.pk}
    assert forget_notices(to=user.id, about=kept.about) == 1


def test_what_has_to_do_with_a_row_can_be_left_out(user: User) -> None:
    ask, circle = uuid4(), uuid4()
    happens(user, ask=ask)
    happens(user, ask=None, circle=circle)
    alone = happens(user, ask=None)
    shown = Notice.objects.visible_to(user, leaving_out=[ask, circle])
    assert list(shown) == [alone]
    assert list(Notice.objects.visible_to(user, leaving_out=[alone.about]).values_list("circle", flat=True)) != []
    assert Notice.objects.visible_to(user, leaving_out=()).count() == 3


def test_a_notice_has_no_room_for_words() -> None:
    """Content-free: random numbers, hours and one word of a fixed list."""
    kinds = {field.get_internal_type() for field in Notice._meta.concrete_fields if field.name != "sort"}
    assert kinds == {"UUIDField", "ForeignKey", "DateTimeField"}
    assert all(line.sealed is Sealing.NO for line in policy()["notices.Notice"].fields.values())
    assert all(len(word) <= 12 and word.replace("_", "").isalpha() for word in Notice.Sort.values)


def test_hours_are_kept_and_not_minutes(user: User) -> None:
    row = happens(user, now=NOW.replace(minute=59))
    settle_notices(to=user.id, now=NOW, about=row.about)
    read_notices(by=Actor(user), now=NOW)
    row.refresh_from_db()
    assert {(at.minute, at.second) for at in (row.made_at, row.acted_at, row.read_at) if at} == {(0, 0)}


def test_one_statement_an_action_whatever_the_number_of_notices(user: User, statements: Statements) -> None:
    costs = []
    for many in (2, 200):
        for _ in range(many):
            happens(user)
        with statements() as ran:
            settle_notices(to=user.id, now=NOW, ask=uuid4())
            read_notices(by=Actor(user), now=NOW)
        costs.append(len(ran))
    assert costs == [2, 2]


def test_what_waits_is_found_by_index(user: User) -> None:
    happens(user)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sql, params = Notice.objects.filter(owner=user).untold().query.sql_with_params()
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", [getattr(value, "hex", value) for value in params])
            assert "USING INDEX" in str(cursor.fetchall())
