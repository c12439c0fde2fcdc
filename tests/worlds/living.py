"""A random life of twelve people, through the actions of the program; beside it the rules are kept up to date."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from kindring.accounts.actions.joining import Joined
from kindring.accounts.actor import Actor
from kindring.accounts.erasure import erase_user
from kindring.asks.actions import (
    AskedFirst,
    SlotDetails,
    Widening,
    claim_place,
    make_ask,
    propose,
    say_how_it_went,
    thank,
    widen_now,
)
from kindring.asks.models import Ask, Claim, Slot
from kindring.circles.actions import (
    accept_invite,
    block_member,
    confirm_member,
    find_invite,
    invite,
    leave_circle,
    pin_note,
    start_circle,
    turn_away,
)
from kindring.circles.models import Circle, Membership
from kindring.lib.refused import Refused
from kindring.people.actions import add_person, log_moment
from tests import cast
from tests.cast import NOW
from tests.worlds import rules
from tests.worlds.rules import AskFacts, Rules

PEOPLE = 12
STEPS = 70


class Life:
    """What the people of one world do to each other."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.rules = Rules()
        self.people: list[Joined] = [cast.make_user(f"world {seed} person {number}") for number in range(PEOPLE)]
        self.circles: list[UUID] = []
        self.asks: list[UUID] = []
        self.claims: list[tuple[int, int, UUID]] = []  # ask, helper, claim
        self.names: dict[tuple[int, int], str] = {}  # by circle and member
        self.done: dict[str, int] = {}
        self._tokens = 0
        self._seed = seed

    def token(self, rule: rules.Rule) -> str:
        """A word that is nowhere else, under this rule."""
        self._tokens += 1
        made = f"tok{self._seed:03}x{self._tokens:04}z"
        self.rules.texts[made] = rule
        return made

    def live(self, steps: int = STEPS) -> None:
        """First circles with people in them, then whatever comes."""
        for who in range(PEOPLE):
            self.note_at_home(who)
        for _ in range(3):
            self.begin_circle()
        ways = self._ways()
        for _ in range(steps):
            way = self.random.choices([way for way, _ in ways], [often for _, often in ways])[0]
            try:
                if way():
                    self.done[way.__name__] = self.done.get(way.__name__, 0) + 1
            except Refused:  # not possible just now: the world stays as it is
                continue

    def _ways(self) -> list[tuple[Callable[[], bool], int]]:
        often = {self.come: 16, self.ask: 14, self.claim: 16, self.pin: 8, self.widen: 8, self.offer_less: 5}
        seldom = {self.say_thanks: 6, self.block: 3, self.leave: 3, self.turn_away: 2, self.erase: 1}
        return list((often | seldom).items())

    def _alive(self) -> list[int]:
        return [who for who in range(PEOPLE) if who not in self.rules.gone]

    def _by(self, who: int) -> Actor:
        return Actor(self.people[who].user)

    def _user(self, who: int) -> UUID:
        return self.people[who].user.id

    # What people do; each says whether it came to anything

    def note_at_home(self, who: int) -> bool:
        with cast.signed_in(self.people[who]):
            person = add_person(
                by=self._by(who),
                now=NOW,
                name=self.token(rules.own(who)),
                notes=self.token(rules.own(who)),
                ring="inner",
            )
            log_moment(by=self._by(who), now=NOW, people=[person], note=self.token(rules.own(who)))
        return True

    def begin_circle(self) -> bool:
        who, number = self.random.choice(self._alive()), len(self.circles)
        self.rules.members[number] = set()
        with cast.signed_in(self.people[who]):
            made = start_circle(
                by=self._by(who),
                now=NOW,
                called=self._named(number, who),
                name=self.token(rules.of_circle(number)),
                purpose=self.token(rules.of_circle(number)),
                agreement=self.token(rules.of_circle(number)),
            )
        self.circles.append(made.id)
        self.rules.stewards[number] = who
        self.rules.members[number].add(who)
        return True

    def _named(self, number: int, who: int) -> str:
        """What a member is called in a circle."""
        self.names[number, who] = self.token(rules.while_member(number, who))
        return self.names[number, who]

    def _circle(self) -> tuple[int, Circle]:
        number = self.random.randrange(len(self.circles))
        return number, Circle.objects.get(pk=self.circles[number])

    def come(self) -> bool:
        number, circle = self._circle()
        host, who = self.rules.stewards[number], self.random.choice(self._alive())
        if host not in self.rules.members[number] or who in self.rules.members[number]:
            return False
        with cast.signed_in(self.people[host]):
            made = invite(by=self._by(host), now=NOW, circle=circle, label=self.token(rules.by_member(number, host)))
        with cast.signed_in(self.people[who]) as user:
            if find_invite(made.secret, NOW, user) is None:
                return False
            called = self._named(number, who)
            member = accept_invite(by=self._by(who), now=NOW, secret=made.secret, called=called)
        with cast.signed_in(self.people[host]):
            confirm_member(by=self._by(host), now=NOW, circle=circle, member=member.id)
        self.rules.members[number].add(who)
        return True

    def pin(self) -> bool:
        number, circle = self._circle()
        who = self._someone(self.rules.members[number])
        if who is None:
            return False
        with cast.signed_in(self.people[who]):
            pin_note(by=self._by(who), now=NOW, circle=circle, text=self.token(rules.by_member(number, who)))
        return True

    def _someone(self, among: set[int]) -> int | None:
        found = sorted(among - self.rules.gone)
        return self.random.choice(found) if found else None

    def ask(self) -> bool:
        number, circle = self._circle()
        asker = self._someone(self.rules.members[number])
        others = sorted(self.rules.members[number] - {asker})
        if asker is None or not others:
            return False
        named = self.random.sample(others, min(len(others), self.random.randint(1, 2)))
        at, later = len(self.asks), self.random.choice([None, number])
        for_all, helpers = rules.of_ask(at), rules.for_helpers(at)
        why_for = self.random.choice(["all", "helpers"])
        self.rules.asks[at] = AskFacts(asker, [(frozenset(named), None)])
        with cast.signed_in(self.people[asker]):
            made = make_ask(
                by=self._by(asker),
                now=NOW,
                id=uuid4(),
                called=self.token(for_all),
                what=self.token(for_all),
                more=self.token(for_all),
                place=self.token(for_all),
                for_whom=self.token(for_all),
                why=self.token(for_all if why_for == "all" else helpers),
                why_for=why_for,
                slots=[SlotDetails(NOW + timedelta(days=day + 1), places=2) for day in range(2)],
                first=AskedFirst([self._user(one) for one in named]),
                then=[Widening(timedelta(hours=2), circle=circle)] if later is not None else [],
            )
        self.asks.append(made.ask.id)
        if later is not None:
            self.rules.asks[at].stages.append((frozenset(), number))
        return True

    def _an_ask(self) -> int | None:
        return self.random.randrange(len(self.asks)) if self.asks else None

    def widen(self) -> bool:
        at = self._an_ask()
        if at is None or self.rules.asks[at].asker in self.rules.gone:
            return False
        facts = self.rules.asks[at]
        if facts.begun == len(facts.stages):
            return False
        widen_now(by=self._by(facts.asker), now=NOW, ask=Ask.objects.get(pk=self.asks[at]))
        facts.begun += 1
        return True

    def claim(self) -> bool:
        at, who = self._an_ask(), self.random.choice(self._alive())
        if at is None:
            return False
        slot = self.random.choice(list(Slot.objects.filter(ask=self.asks[at])) or [None])
        if slot is None:
            return False
        words: dict[str, Any] = {
            "name": self.token(rules.of_helper(at, who)),
            "word": self.token(rules.of_helper(at, who)),
        }
        with cast.signed_in(self.people[who]):
            held = claim_place(by=self._by(who), now=NOW, slot=slot, **words)
        self.rules.asks[at].helpers.add(who)
        self.claims.append((at, who, held.id))
        return True

    def offer_less(self) -> bool:
        at, who = self._an_ask(), self.random.choice(self._alive())
        if at is None:
            return False
        words: dict[str, Any] = {
            "name": self.token(rules.between(at, who)),
            "words": self.token(rules.between(at, who)),
        }
        asked = Ask.objects.filter(pk=self.asks[at]).first()
        if asked is None:
            return False
        with cast.signed_in(self.people[who]):
            propose(by=self._by(who), now=NOW, ask=asked, sort="smaller", slot=None, **words)
        return True

    def say_thanks(self) -> bool:
        if not self.claims:
            return False
        at, helper, held = self.random.choice(self.claims)
        claim = Claim.objects.filter(pk=held).first()
        asker = self.rules.asks[at].asker
        if claim is None or asker in self.rules.gone:
            return False
        with cast.signed_in(self.people[asker]):
            thank(by=self._by(asker), now=NOW, claim=claim, words=self.token(rules.between(at, helper)))
        with cast.signed_in(self.people[helper]):
            say_how_it_went(by=self._by(helper), now=NOW, claim=claim, words=self.token(rules.between(at, helper)))
        return True

    # Parting

    def block(self) -> bool:
        number, circle = self._circle()
        if len(self.rules.members[number]) < 2:
            return False
        one, other = self.random.sample(sorted(self.rules.members[number]), 2)
        member = Membership.objects.get(circle=circle, owner_id=self._user(other))
        with cast.signed_in(self.people[one]):
            block_member(by=self._by(one), now=NOW, circle=circle, member=member.id)
        self.rules.blocks.add(frozenset({one, other}))
        self.rules.kept.add((one, self.names[number, other]))
        for facts in self.rules.asks.values():
            if facts.asker in {one, other}:
                facts.helpers -= {one, other}
        return True

    def _part(self, number: int, who: int) -> None:
        """Out of the circle; also out of what they only carried because of it."""
        self.rules.members[number].discard(who)
        for at, facts in self.rules.asks.items():
            if not self.rules.sees_ask(who, at):
                facts.helpers.discard(who)

    def leave(self) -> bool:
        number, circle = self._circle()
        who = self._someone(self.rules.members[number] - {self.rules.stewards[number]})
        if who is None:
            return False
        leave_circle(by=self._by(who), now=NOW, circle=circle)
        self._forget_asks_to(number, who)
        self._part(number, who)
        return True

    def _forget_asks_to(self, number: int, asker: int) -> None:
        """What the one who goes asked of the circle is not asked of it any more."""
        for facts in self.rules.asks.values():
            if facts.asker == asker:
                facts.stages = [(named, None if circle == number else circle) for named, circle in facts.stages]

    def turn_away(self) -> bool:
        number, circle = self._circle()
        host = self.rules.stewards[number]
        who = self._someone(self.rules.members[number] - {host})
        if who is None or host not in self.rules.members[number]:
            return False
        member = Membership.objects.get(circle=circle, owner_id=self._user(who))
        with cast.signed_in(self.people[host]):
            turn_away(by=self._by(host), now=NOW, circle=circle, member=member.id)
        self._forget_asks_to(number, who)
        self._part(number, who)
        return True

    def erase(self) -> bool:
        alive = [who for who in self._alive() if who not in self.rules.stewards.values()]
        if len(alive) < PEOPLE // 2:
            return False
        who = self.random.choice(alive)
        erase_user(self.people[who].user, NOW)
        self.rules.gone.add(who)
        for members in self.rules.members.values():
            members.discard(who)
        return True
