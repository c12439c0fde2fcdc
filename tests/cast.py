"""The cast: Ana, the people on her map, and those who must never see them. All made through actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kindring.accounts.actions.joining import Joined, join
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.models import User
from kindring.accounts.vault import keyring_of
from kindring.lib.keyring import opened_with
from kindring.people.actions import add_person, log_moment
from kindring.people.kinds import Kind
from kindring.people.models import Moment, Person

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
PASSWORD = "a boat on a quiet lake"


def make_user(name: str = "ana", *, now: datetime = NOW, time_zone: str = "UTC", **options: Any) -> Joined:
    """A user called by their name, with the keys that open what they write."""
    words: dict[str, Any] = {"password": PASSWORD, "called": name.title(), "adult": True} | options
    return join(by=SYSTEM, now=now, name=name, time_zone=time_zone, **words)


@contextmanager
def signed_in(joined: Joined) -> Iterator[User]:
    """Within the block, what this user wrote opens, as during their own request."""
    with opened_with(keyring_of(joined.user.id, joined.keys)):
        yield joined.user


def make_person(user: User, name: str, *, now: datetime = NOW, **details: Any) -> Person:
    return add_person(by=Actor(user), now=now, name=name, **details)


def mira(user: User, **details: Any) -> Person:
    """Ana's sister-in-law, in the closest ring: they usually speak."""
    known: dict[str, Any] = {
        "ring": "inner",
        "role": "family",
        "pronouns": "she/her",
        "they_give": int(Kind.EMOTIONAL | Kind.COMPANIONSHIP),
    }
    return make_person(user, "Mira", **known | details)


def jonas(user: User, **details: Any) -> Person:
    """A friend since 2011, whom Ana sees mostly online."""
    known: dict[str, Any] = {
        "ring": "inner",
        "role": "friend",
        "pronouns": "he/him",
        "they_give": int(Kind.EMOTIONAL),
        "you_give": int(Kind.PRACTICAL),
    }
    return make_person(user, "Jonas", **known | details)


def mrs_petrovic(user: User, **details: Any) -> Person:
    """The neighbour from across the landing."""
    known: dict[str, Any] = {"ring": "middle", "role": "neighbour", "pronouns": "she/her"}
    return make_person(user, "Mrs Petrović", **known | details)


def tomas(user: User, **details: Any) -> Person:
    """From the same street; gives Ana a hand, and she him."""
    known: dict[str, Any] = {"ring": "outer", "role": "community", "they_give": int(Kind.PRACTICAL)}
    return make_person(user, "Tomas", **known | details)


def in_touch(user: User, person: Person, *days_ago: int, now: datetime = NOW, **words: Any) -> list[Moment]:
    """A moment with `person` so many days before `now`, for each number; the row is refreshed."""
    days = [now.date() - timedelta(days=ago) for ago in days_ago]
    moments = [log_moment(by=Actor(user), now=now, people=[person], day=day, **words) for day in days]
    person.refresh_from_db()
    return moments


def days_ago(days: int, now: datetime = NOW) -> date:
    return now.date() - timedelta(days=days)
