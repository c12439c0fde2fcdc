"""Two tabs at the same moment: nothing is lost, nothing is doubled."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.accounts.vault import keyring_of
from kindring.engine.rhythm import replay
from kindring.insights.today import todays_page
from kindring.lib.keyring import opened_with
from kindring.people.actions import delete_moment, log_moment
from kindring.people.models import Moment, Person, Presence, Suggestion
from tests.cast import NOW, TODAY, days_ago, in_touch, make_person, make_user, mira, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(joined: Joined, works: list[Callable[[User], object]]) -> None:
    """Runs each work in a tab of its own, all starting together."""
    barrier = Barrier(len(works))

    def tab(work: Callable[[User], object]) -> None:
        try:
            with opened_with(keyring_of(joined.user.id, joined.keys)):
                user = User.objects.get(id=joined.user.id)
                barrier.wait(10)
                work(user)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as tabs:
        for done in [tabs.submit(tab, work) for work in works]:
            done.result(30)


def test_two_tabs_logging_lose_no_day() -> None:
    joined = make_user("ana")
    with signed_in(joined) as ana:
        person = mira(ana)
        days = [days_ago(n) for n in range(24)]

        def log(some: int) -> Callable[[User], object]:
            def work(user: User) -> None:
                for day in days[some::3]:
                    log_moment(by=Actor(user), now=NOW, people=[person], day=day)

            return work

        at_once(joined, [log(0), log(1), log(2)])
        person.refresh_from_db()
        assert person.contacts == 24
        assert person.rhythm == replay(day.toordinal() for day in days)


def test_taps_at_once_are_one_moment() -> None:
    joined = make_user("ana")
    with signed_in(joined) as ana:
        person = mira(ana)
        at_once(joined, [lambda user: log_moment(by=Actor(user), now=NOW, people=[person])] * 4)
        assert Moment.objects.count() == Presence.objects.count() == 1


def test_logging_while_another_is_taken_back_leaves_what_the_days_say() -> None:
    joined = make_user("ana")
    with signed_in(joined) as ana:
        person = mira(ana)
        moments = in_touch(ana, person, 40, 30, 20)
        works: list[Callable[[User], object]] = [
            lambda user: delete_moment(by=Actor(user), now=NOW, moment=moments[2]),
            lambda user: log_moment(by=Actor(user), now=NOW, people=[person]),
        ]
        at_once(joined, works)
        person.refresh_from_db()
        assert person.rhythm == replay(day.toordinal() for day in (days_ago(40), days_ago(30), TODAY))


def test_first_looks_at_once_choose_once() -> None:
    joined = make_user("ana")
    with signed_in(joined) as ana:
        for n in range(8):
            in_touch(ana, make_person(ana, f"Guest {n}", ring="inner"), 60 + n, 50, 40 - n)
        at_once(joined, [lambda user: todays_page(user, NOW + timedelta(minutes=1))] * 4)
        assert sorted(Suggestion.objects.values_list("place", flat=True)) == [0, 1, 2]
        assert Person.objects.exclude(rests_until=None).count() == 3


def test_choosing_and_noting_at_once_never_wait_for_each_other() -> None:
    """Each round one tab looks at Today, which locks people, while others note days of the past with all of them."""
    joined = make_user("ana")
    with signed_in(joined) as ana:
        people = [make_person(ana, f"Guest {n}", ring="inner", now=NOW - timedelta(days=90)) for n in range(6)]

        def look(user: User) -> None:
            for round_ in range(12):
                user.refresh_from_db()
                todays_page(user, NOW + timedelta(days=round_))

        def note(some: list[Person], first: int) -> Callable[[User], object]:
            def work(user: User) -> None:
                for ago in range(first, first + 12):
                    log_moment(by=Actor(user), now=NOW, people=some, day=days_ago(ago))

            return work

        at_once(joined, [look, note(people, 20), note(people[::-1], 40)])
        assert Presence.objects.count() == 24 * len(people)
