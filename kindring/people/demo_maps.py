"""Two more maps to look at: a beginning with three people, and a life among a hundred and fifty. All made up."""

from datetime import datetime, timedelta
from random import Random

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.people.actions import add_person, log_moment, note_knows
from kindring.people.kinds import Kind
from kindring.people.models import Person, Way

E, P, A, C = Kind.EMOTIONAL, Kind.PRACTICAL, Kind.INFORMATIONAL, Kind.COMPANIONSHIP
FIRST = (
    *("Ada", "Ben", "Cara", "Davor", "Elif", "Finn", "Goran", "Hedy", "Ivo", "Jana", "Karim", "Lena", "Milan"),
    *("Nora", "Omar", "Petra", "Rafi", "Selma", "Tariq", "Una", "Vera", "Walter", "Ximena", "Yara", "Zlatko"),
)
LAST = ("Adler", "Brandt", "Costa", "Demir", "Ek", "Fischer")
ROLES = ("family", "friend", "colleague", "neighbour", "community")
RINGS = ("inner",) * 5 + ("middle",) * 25 + ("outer",) * 70
MANY, SPAN = 149, 200  # people beside the one who is there already; days of moments


def begin_with_three(user: User, now: datetime) -> None:
    """Two people more on a map of one: advice rests on the first alone, and for company there is nobody yet."""
    by = Actor(user)
    mother = add_person(by=by, now=now, name="Mum", ring="inner", role="family", they_give=int(E | A))
    friend = add_person(by=by, now=now, name="Paula", ring="middle", role="friend", they_give=int(E | P))
    for person, days, way in ((mother, (24, 17, 10, 3), "call"), (friend, (31, 12, 5), "in_person")):
        for ago in days:
            day = now.date() - timedelta(days=ago)
            log_moment(by=by, now=now, people=[person], day=day, way=way, received=int(E), given=int(E & -(ago % 2)))


def know_many(user: User, now: datetime) -> None:
    """As many people as one can hold on to: each marked for little, a few close, most of them seldom."""
    by, chance = Actor(user), Random(150)  # noqa: S311 the same story every time
    people = [_someone(by, number, now, chance) for number in range(MANY)]
    for one, other in zip(people[::3], people[3::3], strict=False):
        note_knows(by=by, one=one, other=other)
    for number, person in enumerate(people):
        for ago in chance.sample(range(1, SPAN), 6 if number < len(RINGS) // 4 else 2):
            told = chance.random() < 0.4
            log_moment(
                by=by,
                now=now,
                people=[person],
                day=now.date() - timedelta(days=ago),
                way=chance.choice(Way.values),
                received=person.they_give if told else 0,
                given=chance.choice([0, int(P), int(E)]) if told else 0,
            )


def _someone(by: Actor, number: int, now: datetime, chance: Random) -> Person:
    return add_person(
        by=by,
        now=now - timedelta(days=SPAN),
        name=f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST)]}",
        ring=RINGS[number * 7 % len(RINGS)],
        role=ROLES[number % len(ROLES)],
        they_give=int(chance.choice([0, P, A, C, C, E | C, P | A])),
        you_give=int(chance.choice([0, 0, E, P, C])),
    )
