"""Users in every state that a page can show, and what the pages are about. All made through actions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.signing import print_reset_link
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.models import User
from kindring.asks.actions import set_offer, set_stretched
from kindring.checkins.actions import choose_measures, keep_answers
from kindring.checkins.choosing import Chosen
from kindring.checkins.demo import check_in_for_a_year
from kindring.checkins.models import CheckIn
from kindring.lifeline.actions.copies import keep_copy
from kindring.lifeline.actions.photo import keep_photo
from kindring.lifeline.demo import write_plan
from kindring.notices.actions import add_push_place, leave_notice
from kindring.notices.marks import address_mark, link_for
from kindring.notices.models import Notice, Outgoing
from kindring.notices.outbox import put_mail
from kindring.people.actions import (
    Channel,
    DateDetails,
    MomentWords,
    PersonChanges,
    change_person,
    delete_person,
    log_moment,
    note_knows,
    replace_dates,
    set_low_day,
    set_state,
)
from kindring.people.actions.imports import bring_some, read_files
from kindring.people.actions.together import agree_time, call_off_time, note_time, propose_time
from kindring.people.demo import live_a_year
from kindring.people.models import ImportFile, Moment, Person
from kindring.people.pile import Upload
from tests import cast
from tests.address_books import JONAS, MIRA, card, choose
from tests.browser.asks import add_asks
from tests.browser.circles import add_circles
from tests.browser.visiting import cookie_for, user_of
from tests.notices.happenings import wishes
from tests.photos import png

BROKEN_CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n"


@dataclass
class World:
    """By name: the users, and the ids that addresses are made of."""

    users: dict[str, Joined] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def cookie(self, name: str) -> str:
        """What stands in the cookie of this user's browser; always the same, until `sign_out`."""
        if name not in self.cookies:
            self.cookies[name] = cookie_for(self.users[name], locked=name == "locked")
        return self.cookies[name]

    def sign_out(self, name: str) -> None:
        self.cookies.pop(name, None)

    def add(self, name: str, live: Callable[[User, "World"], None] | None = None) -> Joined:
        """A user of this name who has lived so far as `live` does."""
        joined = user_of(name)
        with cast.signed_in(joined) as user:
            if live:
                live(user, self)
        self.users[name] = joined
        return joined


def make_world() -> World:
    world = World()
    world.users["locked"] = world.add("ana", _a_year)
    world.ids["link"] = print_reset_link(by=SYSTEM, now=cast.NOW, name="ana")
    world.users["new"] = cast.make_user("newcomer")
    for live in (
        nobody,
        unplaced,
        three,
        crowd,
        low,
        low_and_done,
        done,
        bringing,
        hard,
        asked_nothing,
        offering,
        resting,
        hearing,
    ):
        world.add(live.__name__, live)
    add_circles(world)
    add_asks(world)
    return world


def _a_year(user: User, world: World) -> None:
    live_a_year(user, cast.NOW)
    check_in_for_a_year(user, cast.NOW)
    write_plan(user, cast.NOW)
    keep_photo(by=Actor(user), data=png(320, 200))
    keep_copy(by=Actor(user), now=cast.NOW, device="phone")
    world.ids["checkin"] = CheckIn.objects.visible_to(user).order_by("-day")[3].id
    by = Actor(user)
    people = {person.name: person for person in Person.objects.visible_to(user)}
    everything(by, people["Mira"])
    note_knows(by=by, one=people["Mira"], other=people["Jonas"])
    for name, state in [("Zoe", "unsafe"), ("Freya", "died"), ("Amar", "ended"), ("Vid", "paused")]:
        until = cast.TODAY + timedelta(days=30) if state == "paused" else None
        set_state(by=by, now=cast.NOW, person=people[name], state=state, until=until)
    delete_person(by=by, now=cast.NOW, person=people["Gabe"])
    world.ids |= {name: person.id for name, person in people.items()}
    world.ids["nothing noted"] = cast.make_person(user, "Lin", ring="outer").id
    said: MomentWords = {"note": "A long walk.\nShe laughed.", "thanks": "For the soup", "ask_about": "the flat"}
    said |= {"way": "in_person", "felt": ["heard"]}
    moment = log_moment(by=by, now=cast.NOW, people=[people["Mira"], people["Jonas"]], **said)
    world.ids["moment"] = moment.id
    world.ids |= times_together(by, people["Mira"], people["Kai"])
    world.ids["touch"] = Moment.objects.visible_to(user).exclude(id=moment.id).order_by("-day", "id")[0].id


def times_together(by: Actor, mira: Person, kai: Person) -> dict[str, UUID]:
    """Planned with people, in every state; by name."""
    made = {}
    for number, state in enumerate(("proposed", "agreed", "begun", "called off", "noted")):
        first = cast.NOW if state in {"begun", "noted"} else cast.NOW + timedelta(hours=30 + number)
        times = [first + timedelta(days=7 * later) for later in range(3 if state == "proposed" else 1)]
        person = kai if state in {"agreed", "noted"} else mira
        time = propose_time(by=by, now=cast.NOW, person=person, times=times, what="a walk", place="by the river")
        if state != "proposed":
            agree_time(by=by, now=cast.NOW, time=time, starts_at=first)
        if state == "called off":
            call_off_time(by=by, now=cast.NOW, time=time)
        if state == "noted":
            note_time(by=by, now=cast.NOW, time=time, felt=["heard"])
        made[f"time {state}"] = time.id
    return made


def everything(by: Actor, person: Person) -> None:
    """All that can be said about someone."""
    channels: list[Channel] = [
        {"kind": "phone", "label": "mobile", "value": "+44 7700 900123"},
        {"kind": "email", "label": "", "value": "mira@example.org"},
        {"kind": "address", "label": "home", "value": "Long Lane 1\nLittle Town"},
        {"kind": "other", "label": "chat", "value": "@mira"},
    ]
    words: PersonChanges = {"called": "Mimi", "notes": "Allergic to walnuts.\nLikes long walks.", "wish_days": 14}
    words["channels"] = channels
    change_person(by=by, now=cast.NOW, person=person, **words)
    born = cast.TODAY + timedelta(days=2)
    birthday: DateDetails = {"sort": "birthday", "month": born.month, "day": born.day, "year": 1980}
    own: DateDetails = {"sort": "own", "month": 2, "day": 29, "label": "the day we met"}
    replace_dates(by=by, now=cast.NOW, person=person, dates=[birthday, own])


def nobody(user: User, world: World) -> None:
    """A map without anyone."""


def unplaced(user: User, world: World) -> None:
    cast.make_person(user, "Mira")
    cast.make_person(user, "Mrs Petrović")


def three(user: User, world: World) -> None:
    for make in (cast.mira, cast.jonas, cast.mrs_petrovic):
        make(user)


def crowd(user: User, world: World) -> None:
    """Everyone that the map is made for."""
    rings = ("inner",) * 10 + ("middle",) * 40 + ("outer",) * 100
    roles = ("family", "friend", "colleague", "neighbour", "community", "professional")
    for number, ring in enumerate(rings):
        cast.make_person(user, f"Person {number}", ring=ring, role=roles[number % 6], they_give=number % 16)


def _five(user: User) -> list[Person]:
    return [cast.make_person(user, name, ring="middle") for name in ("Mira", "Jonas", "Tomas", "Ines", "Bo")]


def low(user: User, world: World) -> None:
    _five(user)
    set_low_day(by=Actor(user), now=cast.NOW, on=True)


def low_and_done(user: User, world: World) -> None:
    done(user, world)
    set_low_day(by=Actor(user), now=cast.NOW, on=True)


def done(user: User, world: World) -> None:
    for person in _five(user):
        cast.in_touch(user, person, 0)


def hard(user: User, world: World) -> None:
    """Answers that say that it is hard now, more measures than by default, and people to ask."""
    by = Actor(user)
    cast.mira(user, channels=[{"kind": "phone", "label": "mobile", "value": "+44 7700 900123"}])
    cast.jonas(user)
    choose_measures(by=by, chosen=Chosen.read({"when": {"gad7": "long", "who5": "long"}, "beside": True}))
    keep_answers(by=by, now=cast.NOW, measure="ons_happy", answers={"happy": "1"})
    worst = dict.fromkeys(("worry", "down"), "nearly_every_day")
    keep_answers(by=by, now=cast.NOW, measure="phq4", answers=worst)
    keep_answers(by=by, now=cast.NOW, measure="gad7", answers={"worry": "several_days"})


def asked_nothing(user: User, world: World) -> None:
    never = dict.fromkeys(Chosen.read({}).when, "never")
    choose_measures(by=Actor(user), chosen=Chosen.read({"when": never}))


def bringing(user: User, world: World) -> None:
    """Address books on every step of the way."""
    cast.mira(user)
    world.ids["book"] = _read(user, MIRA + JONAS + BROKEN_CARD).id
    chosen, going = _read(user, MIRA + JONAS), _read(user, MIRA + JONAS)
    came = _read(user, card("Tomas"))
    for book in (chosen, going, came):
        choose(user, book)
    for book in (came, going):
        bring_some(by=Actor(user), now=cast.NOW, file=book, most=1)
    world.ids |= {"chosen book": chosen.id, "going book": going.id, "book that came": came.id}


def _read(user: User, text: str) -> ImportFile:
    return read_files(by=Actor(user), now=cast.NOW, uploads=[Upload("people.vcf", text.encode())])


def offering(user: User, world: World) -> None:
    """Helps with three kinds, and has just listened to a lot."""
    for kind, days, often in ((1, 0, 4), (2, 65, 2), (8, 127, 31)):
        set_offer(by=Actor(user), kind=kind, days=days, per_month=often)
    leave_notice(to=user.id, sort=Notice.Sort.CARE, now=cast.NOW, about=user.id)


def hearing(user: User, world: World) -> None:
    """A lot has happened, and they wish to be told."""
    ask, circle = uuid4(), uuid4()
    for number, sort in enumerate(Notice.Sort):
        places: dict[str, Any] = {"ask": ask} if number % 3 == 0 else {"circle": circle} if number % 3 == 1 else {}
        leave_notice(to=user.id, sort=sort, now=cast.NOW, about=uuid4(), **places)
    chosen = wishes(user, "hearing@example.org")
    add_push_place(by=Actor(user), now=cast.NOW, endpoint="https://push.example.org/x")
    put_mail(user.id, Outgoing.Sort.PROOF, address_mark(user.id, "hearing@example.org"), timezone.now())
    proof = Outgoing.objects.get(owner=user)
    world.ids |= {"proof": link_for("proof", proof.id), "stop": link_for("stop", chosen.id)}


def resting(user: User, world: World) -> None:
    set_stretched(by=Actor(user), now=cast.NOW, until=cast.TODAY + timedelta(days=9))
