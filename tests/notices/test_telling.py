"""Whose turn it is to be told: who wished for it, at their hours, once, and never of what is settled."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.notices.actions import add_push_place, read_notices, settle_notices
from kindring.notices.models import Notice, NoticeChoices, Outgoing
from kindring.notices.outbox import fill
from tests import cast
from tests.at_once import all_at_once
from tests.cast import NOW
from tests.notices.happenings import DAY, HOUR, MINUTE, gives_address, happens, wishes
from tests.notices.post_office import PostOffice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
NIGHT = NOW.replace(hour=23)


def outbox() -> list[Outgoing]:
    return list(Outgoing.objects.all())


def test_nobody_is_told_who_did_not_ask_for_it(user: User) -> None:
    happens(user)
    gives_address(user, "ana@example.org")
    assert fill(NOW) == 0
    wishes(user, mail=False)
    assert fill(NOW) == 0
    assert outbox() == []
    assert Notice.objects.all().untold().count() == 1


def test_an_address_that_was_not_shown_to_be_theirs_gets_nothing(user: User) -> None:
    wishes(user, "ana@example.org")
    happens(user)
    gives_address(user, "someone.else@example.org")
    assert fill(NOW) == 0
    assert outbox() == []
    gives_address(user, "")
    assert fill(NOW) == 0
    gives_address(user, "ana@example.org")
    assert fill(NOW) == 1


def test_without_a_mail_server_nothing_is_lost(user: User, settings: Any) -> None:
    wishes(user)
    happens(user)
    mail, settings.KINDRING_MAIL = settings.KINDRING_MAIL, None
    assert fill(NOW) == 0
    assert Notice.objects.all().untold().count() == 1
    settings.KINDRING_MAIL = mail
    assert fill(NOW + DAY) == 1


def test_the_day_is_told_once_at_its_hour(user: User) -> None:
    wishes(user, daily_hour=18)
    happens(user)
    assert fill(NOW) == 0
    assert fill(NOW.replace(hour=18)) == 1
    happens(user)
    assert [fill(NOW.replace(hour=18) + minutes * MINUTE) for minutes in (1, 2, 60)] == [0, 0, 0]
    assert fill(NOW.replace(hour=18) + DAY) == 1
    assert fill(NOW.replace(hour=18) + 2 * DAY) == 0  # nothing happened since
    assert len(outbox()) == 2


def test_many_notices_are_one_mail(user: User) -> None:
    wishes(user)
    for _ in range(30):
        happens(user)
    assert fill(NOW) == 1
    assert len(outbox()) == 1


def test_what_matters_within_hours_is_told_at_once(user: User) -> None:
    wishes(user, daily_hour=20)
    happens(user)
    assert fill(NOW) == 0
    happens(user, due_at=NOW + 3 * HOUR)
    assert fill(NOW) == 1


@pytest.mark.parametrize("due_in", [timedelta(hours=-1), timedelta(hours=13), timedelta(days=3)])
def test_what_is_over_or_days_away_waits_for_the_daily_mail(user: User, due_in: timedelta) -> None:
    wishes(user, daily_hour=20)
    happens(user, due_at=NOW + due_in)
    assert fill(NOW) == 0


def test_at_once_is_a_choice_and_at_most_once_an_hour(user: User) -> None:
    wishes(user, daily_hour=20, at_once=False)
    happens(user, due_at=NOW + 8 * HOUR)
    assert fill(NOW) == 0
    wishes(user, daily_hour=20, at_once=True)
    assert fill(NOW) == 1
    happens(user, due_at=NOW + 8 * HOUR)
    assert fill(NOW + MINUTE) == 0
    assert fill(NOW + HOUR) == 1


def test_in_quiet_hours_nothing_goes_however_soon_it_is_due(user: User) -> None:
    wishes(user)
    happens(user, now=NIGHT, due_at=NIGHT + 10 * HOUR)
    told = [hour for hour in range(12) if fill(NIGHT + hour * HOUR)]
    assert told == [9]  # eight o'clock


def test_quiet_hours_are_those_of_the_persons_own_zone(db: None) -> None:
    here, there = cast.make_user("ines", time_zone="UTC").user, cast.make_user("tomas", time_zone="Asia/Tokyo").user
    for user in (here, there):
        wishes(user)
        happens(user, due_at=NOW.replace(hour=15) + HOUR)
    assert fill(NOW.replace(hour=14)) == 1  # eleven at night in Tokyo
    assert [row.owner_id for row in outbox()] == [here.id]


def test_quiet_ends_at_eight_on_the_wall_when_the_clocks_went_forward(db: None) -> None:
    user = cast.make_user("ana", time_zone="Europe/Berlin").user
    wishes(user, daily_hour=8)
    happens(user, now=datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert fill(datetime(2026, 3, 29, 5, 59, tzinfo=UTC)) == 0
    assert fill(datetime(2026, 3, 29, 6, 0, tzinfo=UTC)) == 1
    happens(user, now=datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert fill(datetime(2026, 10, 25, 6, 59, tzinfo=UTC)) == 0
    assert fill(datetime(2026, 10, 25, 7, 0, tzinfo=UTC)) == 1


def test_on_a_low_day_notices_rest_and_come_the_day_after(user: User) -> None:
    wishes(user)
    happens(user, due_at=NOW + HOUR)
    User.objects.filter(pk=user.pk).update(low_day_on=NOW.date())
    assert fill(NOW) == 0
    assert fill(NOW + DAY) == 1


def test_what_was_read_or_acted_on_is_never_told(user: User) -> None:
    wishes(user)
    row = happens(user)
    settle_notices(to=user.id, now=NOW, about=row.about)
    assert fill(NOW) == 0
    happens(user)
    read_notices(by=Actor(user), now=NOW)
    assert fill(NOW) == 0
    assert outbox() == []


def test_a_browser_alone_is_told_too(user: User) -> None:
    add_push_place(by=Actor(user), now=NOW, endpoint="https://push.example.org/1")
    add_push_place(by=Actor(user), now=NOW, endpoint="https://push.example.org/2")
    happens(user)
    assert fill(NOW) == 1
    assert [row.way for row in outbox()] == ["push", "push"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_moment_tell_once(user: User) -> None:
    wishes(user)
    for day in range(10):
        happens(user)
        assert sum(all_at_once([partial(fill, NOW + day * DAY)] * 3)) == 1
    assert Outgoing.objects.count() == 10


def test_the_number_of_queries_for_a_person_does_not_grow_with_notices(
    user: User, statements: Callable[[], Any]
) -> None:
    wishes(user)
    costs = []
    for day, many in enumerate((2, 200)):
        for _ in range(many):
            happens(user)
        with statements() as ran:
            assert fill(NOW + day * DAY) == 1
        costs.append(len(ran))
    assert costs[0] == costs[1] <= 8


def test_who_wished_for_nothing_costs_nothing(user: User, statements: Callable[[], Any]) -> None:
    for number in range(20):
        happens(cast.make_user(f"guest {number}").user)
    with statements() as ran:
        fill(NOW)
    assert len(ran) == 1


def test_the_day_of_the_daily_mail_is_the_persons_own(db: None, office: PostOffice) -> None:
    user = cast.make_user("ana", time_zone="Pacific/Auckland").user
    wishes(user)
    happens(user)
    assert fill(datetime(2026, 11, 22, 20, 30, tzinfo=UTC)) == 1
    assert NoticeChoices.objects.get().told_on == date(2026, 11, 23)
    assert office.taken == []
