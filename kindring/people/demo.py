"""A lived-in year to look at: Ana, the people around her, and what happened between them. All of it is made up."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.lib.days import at, day_in
from kindring.people.actions import (
    DateDetails,
    add_person,
    change_person,
    log_moment,
    note_knows,
    place_person,
    replace_dates,
)
from kindring.people.actions.together import TimeWords, agree_time, propose_time
from kindring.people.kinds import Kind
from kindring.people.models import ImportantDate, Person

YEAR = 365
E, P, A, C = Kind.EMOTIONAL, Kind.PRACTICAL, Kind.INFORMATIONAL, Kind.COMPANIONSHIP


@dataclass(frozen=True)
class Drawn:
    """Someone of the demo: how often (days) and since when (days ago) quiet, and what flows each way."""

    name: str
    ring: str
    role: str
    every: int
    quiet: int
    gives: int = 0
    takes: int = 0
    way: str = "message"
    pronouns: str = ""
    how_met: str = ""


PEOPLE = (
    Drawn("Mira", "inner", "family", 9, 26, E | A | C, E | C, "call", "she/her", "My brother's wife."),
    Drawn("Jonas", "inner", "friend", 11, 19, E | C, P, "call", "he/him", "In the choir, in 2011."),
    Drawn("Luka", "inner", "partner", 2, 1, E | P | C, E | P | C, "in_person", "he/him"),
    Drawn("Dad", "inner", "family", 7, 3, P | A, E, "call", "he/him"),
    Drawn("Mrs Petrović", "middle", "neighbour", 8, 5, P | C, P | C, "in_person", "she/her"),
    Drawn("Tomas", "middle", "community", 16, 9, P, P, "in_person", "he/him"),
    Drawn("Ines", "middle", "friend", 13, 12, E, E, "message", "she/her"),
    Drawn("Sara", "middle", "friend", 20, 71, A | C, C, "video", "she/her"),
    Drawn("Kai", "middle", "friend", 24, 34, C, C, "in_person", "they/them"),
    Drawn("Aunt Vera", "middle", "family", 18, 60, E | C, P, "call", "she/her"),
    Drawn("Dr Novak", "middle", "professional", 60, 31, A, 0, "in_person", "she/her"),
    Drawn("Bo", "middle", "colleague", 5, 2, A | P, A, "in_person", "he/him"),
    Drawn("Rosa", "outer", "colleague", 9, 7, A, A, "message", "she/her"),
    Drawn("Emil", "outer", "community", 14, 6, C, C, "in_person", "he/him"),
    Drawn("Hana", "outer", "neighbour", 21, 118, P, P, "message", "she/her"),
    Drawn("Nils", "outer", "community", 14, 13, C, C, "in_person", "he/him"),
    Drawn("Olga", "outer", "colleague", 30, 28, A, 0, "call", "she/her"),
    Drawn("Vid", "outer", "friend", 45, 40, C, C, "message", "he/him"),
    Drawn("Wen", "outer", "friend", 35, 15, A, A, "video", "she/her"),
    Drawn("Yusuf", "outer", "neighbour", 28, 20, P, P, "in_person", "he/him"),
    Drawn("Zoe", "outer", "friend", 22, 190, E, E, "call", "she/her"),
    Drawn("Gabe", "outer", "community", 14, 13, C, C, "in_person", "he/him"),
    Drawn("Freya", "outer", "family", 80, 77, 0, C, "letter", "she/her"),
    Drawn("Amar", "outer", "community", 26, 24, C, 0, "in_person", "he/him"),
)
# Where some stood at first, and how many days ago they came to stand where they are.
AT_FIRST = {"Kai": ("outer", 75), "Hana": ("middle", 75), "Amar": ("", 38), "Wen": ("", 38)}
NOTES = (
    "Talked about work, and about nothing much.",
    "A long walk along the river.",
    "Photos of the garden.",
    "Tea and the new neighbours.",
    "Laughed more than we talked.",
    "It was a hard week; we said so.",
    "Helped carry the shelves upstairs.",
    "Swimming, then soup.",
)
ASK_ABOUT = {
    "Mira": "the flat, and whether they got it",
    "Jonas": "his mother's knee",
    "Sara": "the exam in spring",
    "Dad": "the new hearing aid",
}
BIRTHDAYS = {"Mrs Petrović": 2, "Wen": 5, "Mira": 40, "Jonas": 102, "Dad": 200, "Luka": 260}
KNOW_EACH_OTHER = (
    ("Mira", "Dad"),
    ("Mira", "Luka"),
    ("Dad", "Aunt Vera"),
    ("Jonas", "Luka"),
    ("Emil", "Nils"),
    ("Emil", "Gabe"),
    ("Nils", "Gabe"),
    ("Bo", "Rosa"),
    ("Tomas", "Mrs Petrović"),
)


def live_a_year(user: User, now: datetime) -> int:
    """Fills an empty map for `user`, whose keys are open; the number of moments."""
    by, chance = Actor(user), Random(2011)  # noqa: S311 the same story every time
    people = {drawn.name: _add(by, drawn, now) for drawn in PEOPLE}
    moments = sorted((day, drawn.name) for drawn in PEOPLE for day in _days(drawn, chance))
    for days_ago, name in reversed(moments):
        _log(by, people[name], days_ago, now, chance)
    _finish(by, people, now)
    return len(moments)


def _add(by: Actor, drawn: Drawn, now: datetime) -> Person:
    return add_person(
        by=by,
        now=now - timedelta(days=YEAR),
        name=drawn.name,
        ring=AT_FIRST.get(drawn.name, (drawn.ring,))[0],
        role=drawn.role,
        pronouns=drawn.pronouns,
        they_give=int(drawn.gives),
        you_give=int(drawn.takes),
        channels=[{"kind": "phone", "label": "mobile", "value": _number(drawn.name)}],
        how_met=drawn.how_met,
    )


def _number(name: str) -> str:
    """A number from a range that is reserved for stories, so that nobody is ever called."""
    return f"+44 7700 900{sum(name.encode()) % 1000:03d}"


def _days(drawn: Drawn, chance: Random) -> list[int]:
    """Days ago on which they were in touch, the latest first."""
    days, ago = [], drawn.quiet
    while ago < YEAR:
        days.append(ago)
        ago += max(1, round(drawn.every * chance.uniform(0.5, 1.5)))
    return days


def _log(by: Actor, person: Person, days_ago: int, now: datetime, chance: Random) -> None:
    drawn = next(one for one in PEOPLE if one.name == person.name)
    day = (now - timedelta(days=days_ago)).date()
    latest = days_ago == drawn.quiet
    log_moment(
        by=by,
        now=datetime.combine(day, time(19), now.tzinfo) if days_ago else now,
        people=[person],
        day=day,
        way=drawn.way if chance.random() < 0.5 else chance.choice(["in_person", "message", "call"]),
        received=int(drawn.gives) if chance.random() < 0.4 else 0,
        given=int(drawn.takes) if chance.random() < 0.3 else 0,
        felt=["heard"] if chance.random() < 0.15 else [],
        note=chance.choice(NOTES) if chance.random() < 0.3 else "",
        ask_about=ASK_ABOUT.get(drawn.name, "") if latest else "",
    )


def _finish(by: Actor, people: dict[str, Person], now: datetime) -> None:
    for name, ahead in BIRTHDAYS.items():
        day = (now + timedelta(days=ahead)).date()
        birthday = DateDetails(sort=ImportantDate.Sort.BIRTHDAY, month=day.month, day=min(day.day, 28))
        replace_dates(by=by, now=now, person=people[name], dates=[birthday])
    for one, other in KNOW_EACH_OTHER:
        note_knows(by=by, one=people[one], other=people[other])
    rings = {drawn.name: drawn.ring for drawn in PEOPLE}
    for name, (_, days_ago) in AT_FIRST.items():
        place_person(by=by, now=now - timedelta(days=days_ago), person=people[name], ring=rings[name])
    change_person(by=by, now=now, person=people["Kai"], wish_days=30)
    _plan(by, people, now)
    add_person(by=by, now=now, name="Marek")
    add_person(by=by, now=now, name="Lin")


def _plan(by: Actor, people: dict[str, Person], now: datetime) -> None:
    """A walk tomorrow, and a call of which it is still open when."""
    today, zone = day_in(by.signed_in.time_zone, now), by.signed_in.time_zone
    days = [today + timedelta(days=ahead) for ahead in range(8)]
    walk = at(days[1], time(11), zone)
    words: TimeWords = {"what": "a walk", "place": "along the river, from the old bridge", "minutes": 90}
    planned = propose_time(by=by, now=now, person=people["Kai"], times=[walk], **words)
    agree_time(by=by, now=now, time=planned, starts_at=walk)
    evenings = [at(days[ahead], time(19), zone) for ahead in (3, 5, 7)]
    propose_time(by=by, now=now, person=people["Sara"], times=evenings, what="a call", way="video", minutes=30)
