"""Two people press at once: `python -m benchmarks.claim_race [ROUNDS [PROCESSES]]`.

In each round every process, a helper of their own with a browser of their own, posts the form that takes the last
place of a slot, through the whole site, at the same moment. Exactly one has to get it. A naive control, which looks
for a free place first and writes afterwards, shows that the race is real. On SQLite, or on the PostgreSQL server of
DATABASE_URL in a database of its own.
"""

import multiprocessing
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Barrier
from typing import Any, NamedTuple
from uuid import UUID, uuid4

ROUNDS, PROCESSES = 1000, 8
IN_AN_ASK = 60  # slots
WAIT_SECONDS = 60.0


class Runner(NamedTuple):
    """What one process needs: the cookie of its helper, the slots in order, and how it claims."""

    cookie: str
    name: str
    slots: tuple[tuple[str, str], ...]  # (ask, slot)
    naive: bool


class Found(NamedTuple):
    """Rounds in which exactly one got the place, in which several did, in which none did; and odd answers."""

    one: int
    several: int
    none: int
    odd: int


def race(rounds: int = ROUNDS, processes: int = PROCESSES, *, naive: bool = False) -> Found:
    """Runs it on the database of the settings, in which it leaves its own world behind."""
    runners = _world(rounds, processes, naive=naive)
    context = multiprocessing.get_context("spawn")
    barrier, said = context.Barrier(processes), context.Queue()
    running = [context.Process(target=_run, args=(runner, barrier, said)) for runner in runners]
    for process in running:
        process.start()
    answers = [said.get(timeout=rounds * 2 + WAIT_SECONDS) for _ in running]
    for process in running:
        process.join(WAIT_SECONDS)
    return _found(runners[0].slots, answers)


def _found(slots: tuple[tuple[str, str], ...], answers: list[list[int]]) -> Found:
    from kindring.asks.models import Claim

    held = Counter(str(slot) for slot in Claim.objects.values_list("slot_id", flat=True))
    winners = [sum(status == 303 for status in statuses) for statuses in zip(*answers, strict=True)]
    odd = sum(status not in {303, 409} for statuses in answers for status in statuses)
    exactly = [held[slot] == 1 and won == 1 for (_, slot), won in zip(slots, winners, strict=True)]
    several = sum(held[slot] > 1 for _, slot in slots)
    return Found(sum(exactly), several, sum(held[slot] == 0 for _, slot in slots), odd)


def _run(runner: Runner, barrier: Barrier, said: Any) -> None:
    """One helper in front of their browser."""
    _set_up()
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from kindring.web.sessions import COOKIE

    browser = Client(raise_request_exception=False)
    browser.cookies[COOKIE] = runner.cookie
    statuses = []
    for ask, slot in runner.slots:
        barrier.wait(WAIT_SECONDS)
        if runner.naive:
            statuses.append(_take_naively(ask, slot))
        else:
            answer = browser.post(reverse("ask_claim", args=[ask]), {"slot": slot, "name": runner.name})
            statuses.append(answer.status_code)
    connection.close()
    said.put(statuses)


def _take_naively(ask: str, slot: str) -> int:
    """What a program does that trusts what it has just read."""
    from django.utils import timezone

    from kindring.asks.models import Ask, Claim

    taken = Claim.objects.filter(slot_id=UUID(slot)).count()
    if taken:
        return 409
    owner = Ask.objects.values_list("owner_id", flat=True).get(pk=ask)
    number = uuid4().int % 30_000  # nothing stands in the way of two
    Claim(owner_id=owner, ask_id=ask, slot_id=slot, number=number, claimed_on=timezone.now().date()).save()
    return 303


def _world(rounds: int, processes: int, *, naive: bool) -> list[Runner]:
    """Someone who asks for something on many days, and helpers in a circle of theirs."""
    from datetime import timedelta

    from django.utils import timezone

    from kindring.accounts.actions.joining import join
    from kindring.accounts.actions.sessions import begin_session
    from kindring.accounts.actor import SYSTEM, Actor
    from kindring.accounts.models import User
    from kindring.accounts.vault import keyring_of
    from kindring.asks.actions import AskedFirst, SlotDetails, Widening, make_ask
    from kindring.asks.models import Slot
    from kindring.circles.actions import accept_invite, confirm_member, invite, start_circle
    from kindring.circles.models import Membership
    from kindring.lib.keyring import opened_with

    now = timezone.now()
    mark = uuid4().hex[:8]
    people = [
        join(by=SYSTEM, now=now, name=f"{mark} {number}", password=f"{mark} password", called=str(number), adult=True)
        for number in range(processes + 1)
    ]
    User.objects.filter(id__in=[one.user.id for one in people]).update(recovery_confirmed=True)
    asker, helpers = people[0], people[1:]
    with opened_with(keyring_of(asker.user.id, asker.keys)):
        circle = start_circle(by=Actor(asker.user), now=now, called="Ana", name="Race")
    for number, helper in enumerate(helpers):
        with opened_with(keyring_of(asker.user.id, asker.keys)):
            # A day apart, so that no limit of a day stands in the way.
            then = now - timedelta(days=number // 4)
            made = invite(by=Actor(asker.user), now=then, circle=circle, label=str(number))
        with opened_with(keyring_of(helper.user.id, helper.keys)):
            member = accept_invite(by=Actor(helper.user), now=then, secret=made.secret, called=str(number))
        with opened_with(keyring_of(asker.user.id, asker.keys)):
            confirm_member(by=Actor(asker.user), now=now, circle=circle, member=member.id)
    assert Membership.objects.filter(circle=circle).count() == processes + 1
    slots: list[tuple[str, str]] = []
    with opened_with(keyring_of(asker.user.id, asker.keys)):
        for first in range(0, rounds, IN_AN_ASK):
            wanted = [
                SlotDetails(now + timedelta(days=1, hours=number)) for number in range(min(IN_AN_ASK, rounds - first))
            ]
            made_ask = make_ask(
                by=Actor(asker.user),
                now=now - timedelta(days=(rounds - first) // IN_AN_ASK),  # as above, one day after another
                id=uuid4(),
                called="Ana",
                what="Dinner",
                slots=wanted,
                first=AskedFirst(users=[helper.user.id for helper in helpers[:3]]),
                then=[Widening(timedelta(hours=1), users=[helper.user.id for helper in helpers[3:]])],
            ).ask
            _begin_all(made_ask)
            ids = Slot.objects.filter(ask=made_ask).order_by("number").values_list("id", flat=True)
            slots += [(str(made_ask.id), str(slot)) for slot in ids]
    return [
        Runner(
            begin_session(by=Actor(one.user), now=now, keys=one.keys, device="computer").secret.cookie,
            str(number),
            tuple(slots),
            naive,
        )
        for number, one in enumerate(helpers)
    ]


def _begin_all(ask: Any) -> None:
    from kindring.asks.models import Stage

    Stage.objects.filter(ask=ask).update(begun=True)


def _set_up() -> None:
    """The site's own settings, on whatever data the environment names; Argon2 at no cost."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kindring.config.settings"
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@contextmanager
def _own_database() -> Iterator[None]:
    """A new data folder; with DATABASE_URL also a new database on that server."""
    with tempfile.TemporaryDirectory(prefix="kindring-race-", ignore_cleanup_errors=True) as folder:
        os.environ["KINDRING_DATA"] = folder
        given = os.environ.get("DATABASE_URL", "")
        if not given:
            yield
            return
        import psycopg

        name = f"kindring_race_{uuid4().hex[:12]}"
        with psycopg.connect(given, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
            try:
                before, _, query = given.partition("?")
                os.environ["DATABASE_URL"] = f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
                yield
            finally:
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def main(arguments: list[str]) -> int:
    rounds, processes = (*map(int, arguments), *(ROUNDS, PROCESSES)[len(arguments) :])
    with _own_database():
        _set_up()
        from django.core.management import call_command
        from django.db import connection

        from kindring.accounts import vault
        from kindring.config.settings import ENVIRONMENT
        from kindring.lib.sealing import PasswordCost

        vault.COST = PasswordCost(iterations=1, lanes=1, memory_cost=8)
        ENVIRONMENT.sqlite_file.parent.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        found, control = race(rounds, processes), race(min(rounds, 100), processes, naive=True)
        print(
            f"{connection.vendor}, {rounds} rounds x {processes} processes: exactly one winner in {found.one}, "
            f"several in {found.several}, none in {found.none}, odd answers {found.odd}"
        )
        print(f"naive control: several winners in {control.several} of {min(rounds, 100)} rounds")
        connection.close()
    return 0 if found == Found(rounds, 0, 0, 0) and control.several else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
