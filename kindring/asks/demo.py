"""Help to look at among Ana, Tomas and Ines: what is open, what waits, what was given. All of it is made up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Unpack
from uuid import UUID, uuid5

from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.vault import keyring_of
from kindring.asks.actions import (
    AskedFirst,
    Asking,
    AskWords,
    SlotDetails,
    Widening,
    claim_place,
    close_ask,
    make_ask,
    open_link,
    say_how_it_went,
    say_kind_word,
    set_offer,
    thank,
    widen_now,
)
from kindring.asks.keys import keyring_of_link
from kindring.asks.models import Claim, Slot
from kindring.circles.demo import Neighbours
from kindring.circles.models import Membership
from kindring.lib.days import at, day_in
from kindring.lib.keyring import opened_with
from kindring.people.kinds import Kind

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WEEKEND, ANY_DAY = 0b1100000, 0
WEEKEND_AND_WEDNESDAY = WEEKEND | 0b100


@dataclass(frozen=True)
class _Story:
    """The three and the hour in which they are looked at."""

    street: Neighbours
    now: datetime

    @contextmanager
    def of(self, name: str) -> Iterator[Actor]:
        """As one of the three, with what they write open."""
        joined = self.street.people[name]
        with opened_with(keyring_of(joined.user.id, joined.keys)):
            yield Actor(joined.user)

    def on(self, days: int, hour: time, minutes: int = 60, *, places: int = 1, reserve: int = 0) -> SlotDetails:
        """So many days from now, by Ana's clock."""
        zone = self.street.people["Ana"].user.time_zone
        return SlotDetails(at(day_in(zone, self.now) + days * DAY, hour, zone), minutes, places, reserve)

    def ids(self, *names: str) -> list[UUID]:
        return [self.street.people[name].user.id for name in names]


def ask_and_help(street: Neighbours, now: datetime) -> int:
    """Fills Help for the three of *Our street*; the number of asks."""
    story = _Story(street, now)
    _offers(story)
    told = (_shelves, _listening, _dinners, _clinic, _walk)
    for tell in told:
        tell(story)
    _kind_words(story)
    return len(told)


def _offers(story: _Story) -> None:
    """What each of them can help with."""
    for name, kind, days, per_month in (
        ("Ana", Kind.COMPANIONSHIP, ANY_DAY, 4),
        ("Tomas", Kind.PRACTICAL, WEEKEND, 3),
        ("Ines", Kind.EMOTIONAL, WEEKEND_AND_WEDNESDAY, 4),
    ):
        with story.of(name) as by:
            set_offer(by=by, kind=int(kind), days=days, per_month=per_month)


def _shelves(story: _Story) -> None:
    """Ana's, closed, with thanks: Tomas carried, and Bo, who came by a link."""
    asked, carried_on = story.now - 14 * DAY, story.on(-11, time(17), places=2)
    over = story.now - 10 * DAY
    with story.of("Ana") as by:
        made = _ask(
            by,
            asked,
            [carried_on],
            AskedFirst(story.ids("Tomas"), ["Bo"]),
            what="Carry the shelves upstairs with me",
            more="Two floors, no lift. They are in three parts.",
            place="Mill Lane 4",
        )
    with story.of("Tomas") as by:
        carried = _take(by, asked + 3 * HOUR, made, 0, "Tomas", "I bring the straps.")
        say_how_it_went(by=by, now=over, claim=carried, words="Good to meet Bo. The stairs less so.")
    by_bo = _by_link(asked + 20 * HOUR, made, 0, "Bo")
    with story.of("Ana") as by:
        close_ask(by=by, now=over, ask=made.ask)
        thank(by=by, now=over, claim=carried, words="They stand straight, thanks to your straps.")
        thank(by=by, now=over, claim=by_bo)


def _listening(story: _Story) -> None:
    """Ines's, closed: Ana listened, and is thanked."""
    asked, over = story.now - 7 * DAY, story.now - 4 * DAY
    with story.of("Ines") as by:
        made = _ask(
            by,
            asked,
            [story.on(-5, time(20), 30)],
            AskedFirst(story.ids("Ana")),
            sort="listen",
            what="Listen to me, without advice",
            why="My father is back in hospital.",
            why_for="helpers",
            treat="Just listen. Tea helps.",
        )
    with story.of("Ana") as by:
        listened = _take(by, asked + HOUR, made, 0, "Ana", "I put the kettle on.")
    with story.of("Ines") as by:
        close_ask(by=by, now=over, ask=made.ask)
        thank(by=by, now=over, claim=listened, words="It was lighter afterwards. You did not try to fix it.")


def _dinners(story: _Story) -> None:
    """Tomas's care calendar: some evenings are taken, some are free, and Ines is thanked for the first."""
    asked = story.now - 3 * DAY
    with story.of("Tomas") as by:
        made = _ask(
            by,
            asked,
            [story.on(days, time(18, 30), 0, reserve=1) for days in range(-1, 6)],
            AskedFirst(story.ids("Ana", "Ines"), ["Mrs Petrović"]),
            Widening(DAY, circle=story.street.circle),
            sort="meal",
            what="Dinners while my leg mends",
            more="Vegetarian. Small is plenty.",
            why="I fell off the ladder. Yes, that ladder.",
            place="Mill Lane 9, ground floor",
            treat="Leave it at the door if the light is off.",
        )
        widen_now(by=by, now=asked + DAY, ask=made.ask)
    with story.of("Ines") as by:
        first = _take(by, asked + HOUR, made, 0, "Ines", "Lentil soup.")
        _take(by, asked + HOUR, made, 4, "Ines")
    with story.of("Ana") as by:
        _take(by, asked + 4 * HOUR, made, 2, "Ana", "Pasta, and I stay for a game if you like.")
        _take(by, asked + 4 * HOUR, made, 4, "Ana", reserve=True)
    _by_link(asked + 26 * HOUR, made, 1, "Mrs Petrović", "Dumplings!")
    with story.of("Tomas") as by:
        thank(by=by, now=story.now - HOUR, claim=first, words="The soup was exactly right.")


def _clinic(story: _Story) -> None:
    """Ana's, which nobody has answered so far; in some hours it goes on to the circle."""
    with story.of("Ana") as by:
        _ask(
            by,
            story.now - 30 * HOUR,
            [story.on(5, time(10), 120)],
            AskedFirst(story.ids("Ines")),
            Widening(36 * HOUR, circle=story.street.circle),
            sort="come_along",
            what="Come along to the eye clinic",
            more="They widen the pupils, and I cannot see my way home.",
            treat="Talk to me about anything else.",
        )


def _walk(story: _Story) -> None:
    """Ines's, of Ana: it waits for her."""
    with story.of("Ines") as by:
        _ask(
            by,
            story.now - 5 * HOUR,
            [story.on(3, time(17), 45)],
            AskedFirst(story.ids("Ana")),
            sort="walk",
            what="Go for a walk with me, along the river",
            more="Slowly. I have not been out much.",
        )


def _kind_words(story: _Story) -> None:
    """Thanks for what nobody had asked for."""
    circle = story.street.circle
    for writer, reader, days, words in (
        ("Ines", "Ana", 2, "You saw that I was tired and said nothing. I noticed, and it did me good."),
        ("Ana", "Tomas", 6, "Tomas, I have good news. The shelves hold. You had a part in it."),
    ):
        member = Membership.objects.get(circle=circle, owner_id=story.ids(reader)[0]).id
        with story.of(writer) as by:
            key, at_that_time = uuid5(member, words), story.now - days * DAY
            say_kind_word(by=by, now=at_that_time, key=key, circle=circle, member=member, words=words)


def _ask(
    by: Actor,
    now: datetime,
    slots: list[SlotDetails],
    first: AskedFirst,
    *then: Widening,
    **words: Unpack[AskWords],
) -> Asking:
    """An ask of whoever acts, under the name they go by."""
    called = by.signed_in.called
    ask = uuid5(by.owner_id, words["what"])
    return make_ask(by=by, now=now, id=ask, called=called, slots=slots, first=first, then=then, **words)


def _take(
    by: Actor, now: datetime, made: Asking, number: int, name: str, word: str = "", *, reserve: bool = False
) -> Claim:
    slot = Slot.objects.get(ask=made.ask, number=number)
    return claim_place(by=by, now=now, slot=slot, name=name, word=word, reserve=reserve)


def _by_link(now: datetime, made: Asking, number: int, name: str, word: str = "") -> Claim:
    """As a helper without an account."""
    link = open_link(by=SYSTEM, now=now, secret=made.secrets[name], address="127.0.0.1")
    if link is None:
        raise LookupError
    with opened_with(keyring_of_link(link, made.secrets[name])):
        return _take(Actor(None, link.id), now, made, number, name, word)
