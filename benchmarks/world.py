"""The world of the benchmark: one user with 150 people in rings and 20,000 moments over five years.

A second user has many people and nothing noted yet, so that a crowd of clients always finds someone to note.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import connection

from benchmarks.street import make_street
from kindring.accounts.actions.joining import confirm_recovery_code, join
from kindring.accounts.actions.sessions import begin_session
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.models import User
from kindring.accounts.vault import keyring_of
from kindring.lib.keyring import opened_with
from kindring.people.actions import add_person, replace_dates
from kindring.people.actions.months import recount
from kindring.people.actions.rhythm import replay_ties
from kindring.people.models import Moment, Person, Presence

PEOPLE, MOMENTS, YEARS = 150, 20_000, 5
CROWD_PEOPLE = 256
RINGS = ("inner",) * 10 + ("middle",) * 40 + ("outer",) * 100
ROLES = ("family", "friend", "colleague", "neighbour", "community", "professional")
WAYS = ("in_person", "video", "call", "message", "letter")


@dataclass(frozen=True)
class SignedInUser:
    """Whom the benchmark signs in as, and their people."""

    cookie: str
    people: list[Person]
    calendar: UUID | None = None


def make_world(now: datetime) -> tuple[SignedInUser, SignedInUser]:
    """Fills an empty database: the user of the pages, and the one for whom a crowd writes."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
    worlds = _user("ana", now, PEOPLE, moments=MOMENTS), _user("tomas", now, CROWD_PEOPLE, moments=0)
    connection.close()
    return worlds


def _user(name: str, now: datetime, people: int, *, moments: int) -> SignedInUser:
    """Rows of moments are written in bulk, rhythms replayed as actions do."""
    joined = join(by=SYSTEM, now=now, name=name, password="a boat on a quiet lake", called=name.title(), adult=True)
    with opened_with(keyring_of(joined.user.id, joined.keys)):
        by = Actor(joined.user)
        confirm_recovery_code(by=by, code=joined.user.recovery_code)
        placed = [_person(by, number, now) for number in range(people)]
        if moments:
            _moments(joined.user, placed, now, moments)
        begun = begin_session(by=by, now=now, keys=joined.keys, device="computer")
    calendar = make_street(joined, now) if moments else None
    return SignedInUser(begun.secret.cookie, placed, calendar)


def _person(by: Actor, number: int, now: datetime) -> Person:
    person = add_person(
        by=by,
        now=now - timedelta(days=365 * YEARS),
        name=f"Person {number} of the map",
        ring=RINGS[number % len(RINGS)],
        role=ROLES[number % len(ROLES)],
        they_give=number % 16,
        you_give=(number * 7) % 16,
        channels=[{"kind": "phone", "label": "mobile", "value": f"+44 7700 900{number:03d}"}],
        notes="Likes long walks. " * 5,
    )
    soon = (now + timedelta(days=number * 2)).date()
    replace_dates(
        by=by, now=now, person=person, dates=[{"sort": "birthday", "month": soon.month, "day": min(soon.day, 28)}]
    )
    return person


def _moments(user: User, people: list[Person], now: datetime, moments: int) -> None:
    chance, today = Random(7), now.date()
    rows: list[Moment] = []
    presences: list[Presence] = []
    for number in range(moments):
        person = people[min(int(chance.expovariate(1 / 40)), len(people) - 1)]
        day = today - timedelta(days=chance.randrange(1, 365 * YEARS))
        flows = {"received": number % 16, "given": number % 5}
        moment = Moment(owner=user, day=day, way=chance.choice(WAYS), written_at=now, **flows)
        moment.note = f"Moment {number}: we talked about the weather, and about the flat." if number % 3 == 0 else ""
        rows.append(moment)
        presences.append(Presence(owner=user, moment=moment, person=person, day=day))
    Moment.objects.bulk_create(rows, batch_size=500)
    Presence.objects.bulk_create(presences, batch_size=500)
    replay_ties(Actor(user), people)
    for person in people:
        person.save()
    recount(Actor(user), people, {row.day for row in rows})
