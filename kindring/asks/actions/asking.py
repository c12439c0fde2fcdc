"""Asking: what is needed, when, and of whom first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kindring.accounts.actions.one_at_a_time import wait_for_turn
from kindring.accounts.actions.pairs import ensure_pair
from kindring.accounts.actor import Actor
from kindring.asks.actions.finding import own
from kindring.asks.actions.later import widen_later
from kindring.asks.actions.limits import refuse_too_many, refuse_too_often
from kindring.asks.actions.links import link_row
from kindring.asks.actions.telling import tell_those_asked
from kindring.asks.actions.treat import keep_treat
from kindring.asks.keys import for_circle, for_reader
from kindring.asks.models import Ask, Asked, Slot, Stage
from kindring.asks.sorts import BEGINNINGS, Sort
from kindring.circles.actions.keys import lock_circle, open_for_writing
from kindring.circles.keys import open_circles
from kindring.circles.models import Circle, Membership
from kindring.circles.vouching import vouched_pairs
from kindring.lib import keyring
from kindring.lib.days import day_in, hour_of
from kindring.lib.fitting import check_fit, refuse_others
from kindring.lib.refused import Refused
from kindring.lib.sealing import new_key
from kindring.lib.texts import can_be_seen, line, paragraphs

MOST_SLOTS = 60
MOST_NAMED = 3
LONGEST_WAIT = timedelta(days=14)
FARTHEST = timedelta(days=366)
OPEN_ENDED = timedelta(days=30)  # how long an ask without a time stays of use


class AskWords(TypedDict, total=False):
    """What can be said of an ask. `why_for`: "all" or "helpers"."""

    sort: str
    what: str
    more: str
    why: str
    why_for: str
    treat: str
    place: str
    for_whom: str


@dataclass(frozen=True, slots=True)
class SlotDetails:
    """When (aware; None: whenever it suits), for how many minutes, for how many helpers, and how many in reserve."""

    starts_at: datetime | None = None
    minutes: int = 0
    places: int = 1
    reserve: int = 0


@dataclass(frozen=True, slots=True)
class AskedFirst:
    """Whom an ask begins with: users who share a circle with the asker, and helpers by link, by their names."""

    users: Sequence[UUID] = ()
    links: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Widening:
    """Whom it goes on to when nobody could, after `wait`: more users (a ring), or a circle."""

    wait: timedelta
    users: Sequence[UUID] = ()
    circle: Circle | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """A new ask, and the secrets of its links by what their helpers are called."""

    ask: Ask
    secrets: dict[str, str] = field(default_factory=dict, repr=False)


@transaction.atomic
def make_ask(
    *,
    by: Actor,
    now: datetime,
    id: UUID,  # noqa: A002 the new row's
    called: str,
    slots: Sequence[SlotDetails],
    first: AskedFirst,
    then: Sequence[Widening] = (),
    **words: Unpack[AskWords],
) -> Asking:
    """Writes an ask and begins with those named. The form brings `id`, so that sending it twice asks once."""
    wait_for_turn(by.signed_in)  # two presses of one form come one after the other
    before = Ask.objects.filter(pk=id).first()
    if before is not None:
        return Asking(own(by, before))
    refuse_too_many(by, now)
    refuse_too_often(by, now, first.users)
    ask = Ask(id=id, owner_id=by.owner_id, time_zone=by.signed_in.time_zone, made_at=hour_of(now))
    ask.ends_on = last_day(by, now, slots)
    key = new_key()
    keyring.current().add(ask.id, key)
    ask.asker = _called(called)
    set_ask_words(ask, {"sort": Sort.OTHER, **words})
    ask.save(force_insert=True)
    Slot.objects.bulk_create(slot_rows(ask, slots))
    for_reader(ask, key, ensure_pair(by=by), 0).save(force_insert=True)
    if "treat" in words:
        keep_treat(by=by, words=words["treat"])
    secrets = _begin(by, now, ask, key, first)
    for number, widening in enumerate(then, start=1):
        _hold_back(by, now, ask, key, number, widening)
    return Asking(ask, secrets)


def last_day(by: Actor, now: datetime, slots: Sequence[SlotDetails]) -> date:
    """The last day on which the ask is of use; Refused for slots that cannot be."""
    if not slots:
        raise Refused("slots_missing", _("Say when, or that any time suits."), 422)
    refuse_too_many_slots(len(slots))
    times = [slot.starts_at for slot in slots if slot.starts_at is not None]
    if any(time <= now - timedelta(hours=1) for time in times):
        raise Refused("slot_over", _("One of these times is over. Choose one to come."), 422)
    if any(time > now + FARTHEST for time in times):
        raise Refused("slot_too_far", _("That is more than a year ahead."), 422)
    latest = max([*times, now + OPEN_ENDED]) if len(times) < len(slots) else max(times)
    return day_in(by.signed_in.time_zone, latest)


def refuse_too_many_slots(slots: int) -> None:
    if slots > MOST_SLOTS:
        raise Refused("slots_too_many", _("At most 60 dates fit into one ask."), 422)


def slot_rows(ask: Ask, slots: Sequence[SlotDetails]) -> list[Slot]:
    """Unsaved rows, in the order of their times, after those that the ask has."""
    free = Slot.objects.filter(ask=ask).aggregate(free=Coalesce(Max("number") + 1, 0))["free"]
    ordered = sorted(slots, key=lambda slot: (slot.starts_at is None, slot.starts_at))
    rows = [
        Slot(
            owner_id=ask.owner_id,
            ask=ask,
            number=number,
            starts_at=slot.starts_at,
            minutes=slot.minutes,
            places=slot.places,
            reserve=slot.reserve,
        )
        for number, slot in enumerate(ordered, start=free)
    ]
    for row in rows:
        check_fit(row, ["minutes", "places", "reserve"])
    return rows


def set_ask_words(ask: Ask, words: AskWords) -> list[str]:
    """Puts these on the row, cleaned and checked; the names of the fields that were set. The ask's key is open."""
    refuse_others(words, AskWords)
    one_line = {"sort", "what", "place", "for_whom", "why_for"}
    for name, value in words.items():
        setattr(ask, name, line(str(value)) if name in one_line else paragraphs(str(value)))
    if ask.sort not in set(Sort):
        raise Refused("sort_unknown", _("Choose what you would like to ask for."), 422)
    ask.kind = int(BEGINNINGS[Sort(ask.sort)].kind)
    if not can_be_seen(ask.what):
        raise Refused("what_missing", _("Say in a few words what would help."), 422)
    check_fit(ask, words)
    return [*words, "kind"]


def _called(called: str) -> str:
    name = line(called)[:80]
    if not can_be_seen(name):
        raise Refused("asker_unnamed", _("Say what your helpers may call you."), 422)
    return name


def _begin(by: Actor, now: datetime, ask: Ask, key: bytes, first: AskedFirst) -> dict[str, str]:
    """The first stage, which begins at once."""
    if not 1 <= len(first.users) + len(first.links) <= MOST_NAMED:
        raise Refused("named_missing", _("Choose one, two or three people to ask first."), 422)
    _stage(ask, 0, Stage.Sort.NAMED, now, begun=True)
    _ask_users(by, ask, key, 0, first.users)
    secrets = {}
    for label in first.links:
        row, secret = link_row(ask, key, label)
        secrets[row.label] = secret
    tell_those_asked(now, ask, 0)
    return secrets


def _hold_back(by: Actor, now: datetime, ask: Ask, key: bytes, number: int, widening: Widening) -> None:
    """A later stage: its keys are made now, because nobody is there later who could; the door holds them back."""
    if not timedelta(0) < widening.wait <= LONGEST_WAIT:
        raise Refused("wait_unusable", _("Wait between an hour and two weeks before asking others."), 422)
    sort = Stage.Sort.CIRCLE if widening.circle else Stage.Sort.RING
    stage = _stage(ask, number, sort, now + widening.wait, begun=False)
    _ask_users(by, ask, key, number, widening.users)
    if widening.circle is not None:
        _ask_circle(by, ask, key, number, widening.circle)
    widen_later(stage)


def _stage(ask: Ask, number: int, sort: Stage.Sort, begins_at: datetime, *, begun: bool) -> Stage:
    row = Stage(owner_id=ask.owner_id, ask=ask, number=number, sort=sort, begins_at=begins_at, begun=begun)
    row.save(force_insert=True)
    return row


def _ask_users(by: Actor, ask: Ask, key: bytes, stage: int, users: Iterable[UUID]) -> None:
    """Only users who share a circle with the asker, and between whom and them there is no block."""
    wanted = set(users)
    around = Membership.objects.visible_to(by.signed_in).confirmed().filter(owner_id__in=wanted)
    if wanted - set(around.values_list("owner_id", flat=True)) or by.owner_id in wanted:
        raise Refused("member_not_found", _("Somebody you chose is no longer here. Please choose again."), 422)
    vouched = vouched_pairs(open_circles(by.signed_in), wanted)
    pairs = {owner: holder.pair for (_circle, owner), holder in vouched.items()}
    if stage == 0 and len(pairs) < len(wanted):
        raise Refused(
            "member_lost",
            _("Somebody you chose has to come into the circle again first. Ask others."),
            422,
        )
    known = set(Asked.objects.filter(ask=ask).exclude(reader=None).values_list("reader_id", flat=True))
    new = (pair for user, pair in pairs.items() if user not in known)
    Asked.objects.bulk_create(for_reader(ask, key, pair, stage) for pair in new)


def _ask_circle(by: Actor, ask: Ask, key: bytes, stage: int, circle: Circle) -> None:
    locked = lock_circle(by, circle.id)
    open_for_writing(by, locked)
    for_circle(ask, key, locked, stage).save(force_insert=True)
