"""Whatever was logged, changed and taken back in whatever order: what is stored of a tie is what its days say."""

from datetime import date, timedelta
from random import Random

import pytest

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.engine.rhythm import replay
from kindring.people.actions import change_moment, delete_moment, log_moment
from kindring.people.kinds import Kind
from kindring.people.models import Moment, Person, Presence, Way
from kindring.people.models.months import COUNTED
from tests.cast import NOW, TODAY, days_ago, in_touch, jonas, mira, tomas

_CLOSENESS = ["message", "letter", "call", "video", "in_person"]


def said_by_its_days(person: Person) -> dict[str, object]:
    """What must be stored, computed from all presences in the plainest way."""
    moments = [row.moment for row in Presence.objects.filter(person=person).select_related("moment")]
    days = sorted({moment.day for moment in moments})
    told = sorted((one.day, _CLOSENESS.index(one.way), one.way) for one in moments if one.way)
    asking = sorted((one.day, one.written_at, one.ask_about) for one in moments if one.ask_about)
    return {
        "rhythm": replay(day.toordinal() for day in days),
        "first_day": days[0] if days else None,
        "last_day": days[-1] if days else None,
        "last_way": told[-1][2] if told else "",
        "met_on": max((day for day, _, way in told if way == Way.IN_PERSON), default=None),
        "helped_on": max((moment.day for moment in moments if moment.received), default=None),
        "thanked_on": max((moment.day for moment in moments if moment.thanks), default=None),
        "ask_about": asking[-1][2] if asking else "",
    }


def counted_from_its_moments(person: Person) -> dict[date, dict[str, int]]:
    """What must be counted of each month, from all presences in the plainest way."""
    months: dict[date, dict[str, int]] = {}
    for row in Presence.objects.filter(person=person).select_related("moment"):
        counts = months.setdefault(row.moment.day.replace(day=1), dict.fromkeys(COUNTED, 0))
        flows = [("gave", row.moment.given), ("received", row.moment.received)]
        flows += [(f"received_{kind.word}", row.moment.received & kind) for kind in Kind]
        for name, told in [(row.moment.way, True), *flows]:
            if name and told:
                counts[name] += 1
    return {month: counts for month, counts in months.items() if any(counts.values())}


def check(person: Person) -> None:
    row = Person.objects.get(id=person.id)
    wanted = said_by_its_days(row)
    assert {name: getattr(row, name) for name in wanted} == wanted
    months = {month.month: {name: getattr(month, name) for name in COUNTED} for month in row.months.all()}
    assert months == counted_from_its_moments(row)


@pytest.mark.parametrize("seed", range(12))
def test_any_order_of_logging_changing_and_taking_back_equals_a_replay(ana: User, by: Actor, seed: int) -> None:
    random, now = Random(seed), NOW
    cast = [mira(ana), jonas(ana), tomas(ana)]
    for step in range(30):
        now += timedelta(hours=1)
        moments = list(Moment.objects.all())
        people = random.sample(cast, random.randint(1, 3))
        words = {
            "day": TODAY - timedelta(days=random.randint(0, 40)),
            "way": random.choice(["", *Way.values]),
            "given": random.choice([0, 0, 5]),
            "received": random.choice([0, 2, 13]),
            "thanks": random.choice(["", "", f"for {step}"]),
            "ask_about": random.choice(["", "", f"thing {step}"]),
        }
        move = random.random()
        if moments and move < 0.25:
            delete_moment(by=by, now=now, moment=random.choice(moments))
        elif moments and move < 0.55:
            kept = random.sample(sorted(words), random.randint(1, 3))
            some = {name: words[name] for name in kept} | random.choice([{}, {"people": people}])
            change_moment(by=by, now=now, moment=random.choice(moments), **some)  # type: ignore[arg-type]
        else:
            log_moment(by=by, now=now, people=people, **words)  # type: ignore[arg-type]
        for person in cast:
            check(person)


def test_the_order_of_logging_does_not_matter(ana: User, by: Actor) -> None:
    days = [40, 33, 21, 20, 9, 2]
    in_order, shuffled = mira(ana), jonas(ana)
    in_touch(ana, in_order, *days)
    in_touch(ana, shuffled, 20, 2, 40, 9, 33, 21)
    assert in_order.rhythm == shuffled.rhythm
    check(shuffled)


def test_a_day_counts_once_however_often_they_spoke(ana: User, by: Actor) -> None:
    person = mira(ana)
    for note in ("morning", "evening"):
        log_moment(by=by, now=NOW, people=[person], note=note)
    log_moment(by=by, now=NOW, people=[person], day=days_ago(5))
    person.refresh_from_db()
    assert person.contacts == 2
    check(person)


def test_the_closest_way_of_the_latest_day_is_remembered(ana: User, by: Actor) -> None:
    person = mira(ana)
    for way, ago in [("in_person", 1), ("message", 1), ("letter", 3)]:
        log_moment(by=by, now=NOW, people=[person], way=way, day=days_ago(ago))
    log_moment(by=by, now=NOW, people=[person])
    person.refresh_from_db()
    assert (person.last_way, person.met_on) == ("in_person", days_ago(1))
    check(person)


def test_in_order_nothing_is_read_back(ana: User, by: Actor) -> None:
    """What is stored is carried on, not computed anew: a number put there by hand is still in it."""
    person = mira(ana)
    in_touch(ana, person, 9)
    Person.objects.filter(id=person.id).update(contacts=7)
    in_touch(ana, person, 2)
    assert person.contacts == 8
    in_touch(ana, person, 5)
    assert person.contacts == 3


def test_a_traveller_may_have_been_in_touch_tomorrow(ana: User, by: Actor) -> None:
    person = mira(ana)
    ana.time_zone = "Pacific/Auckland"
    log_moment(by=by, now=NOW.replace(hour=22), people=[person])
    ana.time_zone = "Pacific/Honolulu"
    log_moment(by=by, now=NOW.replace(hour=23), people=[person])
    person.refresh_from_db()
    assert (person.first_day, person.last_day) == (TODAY, date(2026, 11, 23))
    check(person)
