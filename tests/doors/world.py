"""Two users who know nothing of each other, with one of everything that has an address; and everyone who may ask."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import transaction
from django.test import Client
from django.urls import reverse

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actions.sessions import begin_session, end_session, lock_session
from kindring.accounts.actions.signing import print_reset_link
from kindring.accounts.actor import SYSTEM, Actor
from kindring.accounts.mail_seal import seal_address
from kindring.accounts.models import Session, User
from kindring.checkins.actions import keep_answers, keep_self_time
from kindring.checkins.models import CheckIn
from kindring.checkins.reading import mark_of
from kindring.circles.actions import link_person
from kindring.lifeline.actions.copies import keep_copy
from kindring.lifeline.actions.photo import keep_photo
from kindring.lifeline.models import DeviceCopy
from kindring.notices.actions import change_choices, make_feed
from kindring.notices.marks import address_mark, link_for
from kindring.notices.models import Outgoing
from kindring.notices.outbox import put_mail
from kindring.people.actions import delete_person, log_moment
from kindring.people.actions.together import agree_time, propose_time
from kindring.people.models import ImportCard, Person, TimeTogether
from kindring.web.sessions import COOKIE
from tests import cast
from tests.address_books import JONAS, MIRA, read
from tests.cast import NOW
from tests.doors.asks import asks_for, link_from
from tests.doors.circles import circle_for, invitation_from
from tests.doors.table import LINKS, TABLE, State
from tests.online import new_browser
from tests.photos import PHOTO

LONELY = {"lonely": "hardly"}


@dataclass
class Household:
    """A user, and the ids of what is theirs, by the words of the table."""

    joined: Joined
    cookie: str = ""
    ids: dict[str, Any] = field(default_factory=dict)

    @property
    def user(self) -> User:
        return self.joined.user

    def session(self) -> Session:
        return Session.objects.get(pk=self.ids["this session"])


def household(name: str) -> Household:
    house = Household(cast.make_user(name))
    with cast.signed_in(house.joined) as user:
        by = Actor(user)
        mira, jonas, gone = cast.mira(user), cast.jonas(user, ring=""), cast.tomas(user)
        book = read(user, MIRA, JONAS)
        house.ids = {
            "own code": user.recovery_code,
            "person": mira.pk,
            "other": jonas.pk,
            "removed": gone.pk,
            "moment": log_moment(by=by, now=NOW, people=[mira], day=cast.days_ago(3), note="We walked.").pk,
            "checkin": check_in(user).pk,
            "mark": mark_of(LONELY),
            "together": agreed(user, mira).pk,
            "time": keep_self_time(by=by, now=NOW, what="joy", day=cast.days_ago(-2)).pk,
            "file": book.pk,
            "card": ImportCard.objects.filter(file=book).order_by("line")[0].pk,
            "session": begin(house).session.pk,
        }
        house.ids |= links_of(user)
        ImportCard.objects.filter(pk=house.ids["card"]).update(outcome=ImportCard.Outcome.CHOSEN)
        delete_person(by=by, now=NOW, person=gone)
        keep_photo(by=by, data=PHOTO)
        keep_copy(by=by, now=NOW, device="phone")
        house.ids["copy"] = DeviceCopy.objects.visible_to(user).get().pk
    begun = begin(house)
    house.cookie, house.ids["this session"] = begun.secret.cookie, begun.session.pk
    User.objects.filter(pk=house.user.pk).update(recovery_confirmed=True)
    house.ids |= circle_for(house.joined, name)
    with cast.signed_in(house.joined):
        link_person(by=Actor(house.user), person=mira, user=house.ids["street"].user("member").id)
    house.ids |= asks_for(house.ids["street"], name)
    return house


def agreed(user: User, person: Person) -> TimeTogether:
    """A walk that has just begun."""
    by = Actor(user)
    time = propose_time(by=by, now=NOW, person=person, times=[NOW], what="a walk")
    return agree_time(by=by, now=NOW, time=time, starts_at=NOW)


def check_in(user: User) -> CheckIn:
    kept = keep_answers(by=Actor(user), now=NOW - timedelta(days=3), measure="ons_lonely", answers=LONELY)
    assert kept is not None
    return kept


def links_of(user: User) -> dict[str, str]:
    """The secret parts of addresses that came by mail."""
    by = Actor(user)
    User.objects.filter(pk=user.pk).update(email_sealed=seal_address(user.id, "house@example.org"))
    chosen = change_choices(by=by, mail=True, at_once=True, daily_hour=9, quiet_from=21, quiet_until=8)
    put_mail(user.id, Outgoing.Sort.PROOF, address_mark(user.id, "house@example.org"), NOW)
    proof = Outgoing.objects.get(owner=user)
    return {"stop": link_for("stop", chosen.id), "proof": link_for("proof", proof.id)}


def begin(house: Household) -> Any:
    return begin_session(by=Actor(house.user), now=NOW, keys=house.joined.keys, device="computer")


@dataclass
class World:
    """Ana's house and Cleo's; and Ines, whose name, code and link whoever asks has got hold of."""

    ana: Household
    cleo: Household

    def ids_nobody_has(self) -> dict[str, Any]:
        return {word: uuid4() if word not in LINKS else "x" * 43 for word in self.ana.ids}


def make_world() -> World:
    world = World(household("ana"), household("cleo"))
    with cast.signed_in(cast.make_user("ines")) as ines:
        code, link = ines.recovery_code, print_reset_link(by=SYSTEM, now=NOW, name="ines")
        feed = make_feed(by=Actor(ines))
    secret, helped = invitation_from("mira"), link_from("jonas")
    for house in (world.ana, world.cleo):
        house.ids |= {"someone": "ines", "code": code, "link": link, "secret": secret, "feed": feed} | helped
    return world


# Who asks


def _as_it_is(_: Household) -> None:
    """Nothing happened."""


def _locked(house: Household) -> None:
    lock_session(by=Actor(house.user), session=house.session())


def _new(house: Household) -> None:
    with cast.signed_in(house.joined):
        user = User.objects.get(pk=house.user.pk)
        user.recovery_confirmed = False
        user.save(update_fields=["recovery_confirmed"])


def _signed_out(house: Household) -> None:
    end_session(by=Actor(house.user), session=house.session().pk)


def _long_unseen(house: Household) -> None:
    Session.objects.filter(pk=house.session().pk).update(seen_at=NOW - timedelta(days=14))


def _erased(house: Household) -> None:
    User.objects.filter(pk=house.user.pk).delete()


class Role(NamedTuple):
    """Someone who asks: whose cookie they hold ('' for none), how far in they are, and what happened before."""

    name: str
    whose: str
    state: State
    happens: Callable[[Household], None] = _as_it_is


ROLES = (
    Role("nobody", "", State.OUT),
    Role("Ana, signed out since", "ana", State.OUT, _signed_out),
    Role("Ana, two weeks unseen", "ana", State.OUT, _long_unseen),
    Role("Ana, erased", "ana", State.OUT, _erased),
    Role("Ana, locked", "ana", State.LOCKED, _locked),
    Role("Ana, before her code", "ana", State.NEW, _new),
    Role("Ana", "ana", State.IN),
    Role("Cleo, locked", "cleo", State.LOCKED, _locked),
    Role("Cleo, before her code", "cleo", State.NEW, _new),
    Role("Cleo", "cleo", State.IN),
)


def browser_for(role: Role, world: World, **options: Any) -> Client:
    """The browser of this role; what happened before has happened."""
    client = new_browser(**options)
    if role.whose:
        house: Household = getattr(world, role.whose)
        client.cookies[COOKIE] = house.cookie
        role.happens(house)
    return client


@contextmanager
def undone(browser: Client) -> Iterator[None]:
    """What happens within has not happened afterwards, neither in the database nor in the browser."""
    cookies = browser.cookies.copy()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.update(cookies)


# What is asked for


def address(name: str, ids: dict[str, Any]) -> str:
    about = TABLE[name].about
    return reverse(name, args=[ids[about]] if about else None)


def typed(name: str, ids: dict[str, Any]) -> dict[str, str]:
    """What a POST sends, about these ids."""
    return {field: value.format_map(ids) for field, value in TABLE[name].typed.items()}


def ask(client: Client, name: str, method: str, ids: dict[str, Any], sent: dict[str, str]) -> Any:
    options = {"data": sent} if method == "POST" else {}
    return getattr(client, method.lower())(address(name, ids), **options)
