"""How an ask ends: thanks, a kind word on how it went, and a moment on the map."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kindring.accounts.actor import Actor
from kindring.asks.actions.claiming import of_helper, open_for
from kindring.asks.actions.finding import lock_own_ask, refuse_link_over, refuse_unless_open
from kindring.asks.actions.telling import settle_for_all, tell_helper, tell_helpers
from kindring.asks.keys import open_asks
from kindring.asks.load import day_of, was_heavy
from kindring.asks.models import Ask, Claim, Stage
from kindring.lib.days import day_in
from kindring.lib.fitting import check_fit
from kindring.lib.refused import Refused
from kindring.lib.texts import paragraphs
from kindring.notices.actions import leave_notice
from kindring.notices.models import Notice
from kindring.people.actions import log_moment
from kindring.people.models import Moment, Person


@transaction.atomic
def close_ask(*, by: Actor, now: datetime, ask: Ask) -> None:
    """It found its way, or time went by: nobody is asked any more."""
    ended = _end(by, now, ask, Ask.State.DONE)
    for claim in Claim.objects.filter(ask=ended).exclude(helper=None).select_related("ask", "slot"):
        _ask_how_they_are(now, claim)


@transaction.atomic
def stop_ask(*, by: Actor, now: datetime, ask: Ask) -> None:
    """The asker takes it back; whoever wanted to help is told that nothing more is needed."""
    ended = _end(by, now, ask, Ask.State.STOPPED)
    tell_helpers(now, ended.owner_id, Claim.objects.filter(ask=ended), Notice.Sort.ENDED)


def _end(by: Actor, now: datetime, ask: Ask, state: Ask.State) -> Ask:
    locked = lock_own_ask(by, ask.id)
    if locked.state == state:
        return locked
    refuse_unless_open(locked)
    locked.state, locked.closed_on = state, day_in(locked.time_zone, now)
    locked.save(update_fields=["state", "closed_on"])
    Stage.objects.filter(ask=locked, begun=False).delete()
    settle_for_all(now, [locked.id])
    return locked


@transaction.atomic
def thank(*, by: Actor, now: datetime, claim: Claim, words: str = "") -> None:
    """Thanks to one helper, in one tap or a few words, for all that they did by now; only the two of them read it."""
    ask = lock_own_ask(by, claim.ask_id)
    open_asks(by.signed_in, [ask.id])
    row = _found(Claim.objects.filter(pk=claim.pk, ask=ask))
    row.thanks, row.thanked_on = paragraphs(words) or row.thanks, day_in(ask.time_zone, now)
    check_fit(row, ["thanks"])
    row.save(update_fields=["thanks", "thanked_on"])
    Claim.objects.done_with(row, now).filter(thanked_on=None).update(thanked_on=row.thanked_on)
    tell_helper(now, ask, row, Notice.Sort.THANKED)


@transaction.atomic
def say_how_it_went(*, by: Actor, now: datetime, claim: Claim, words: str) -> None:
    """A kind word of the helper, for the asker."""
    row = _found(Claim.objects.filter(pk=claim.pk, **of_helper(by)).select_related("ask", "slot"))
    refuse_link_over(by, now, row.ask)
    open_for(by, row.ask)
    row.went = paragraphs(words)
    check_fit(row, ["went"])
    row.save(update_fields=["went"])
    _ask_how_they_are(now, row)


def _ask_how_they_are(now: datetime, claim: Claim) -> None:
    """After heavy listening whoever listened is asked how they are, once, when it has been."""
    over = claim.slot.starts_at is None or claim.slot.starts_at <= now
    held = claim.number < claim.slot.places
    if claim.helper_id and over and held and was_heavy(claim, day_in(claim.ask.time_zone, now)):
        leave_notice(to=claim.helper_id, sort=Notice.Sort.CARE, now=now, about=claim.id)


def _found(rows: QuerySet[Claim]) -> Claim:
    row = rows.first()
    if row is None:
        raise Refused("claim_not_found", _("This is no longer here."), 404)
    return row


@transaction.atomic
def note_help_received(*, by: Actor, now: datetime, claim: Claim, people: Sequence[Person], day: date) -> Moment:
    """The asker's own map gets the moment with its kind: once, however often it is pressed."""
    ask = lock_own_ask(by, claim.ask_id)
    row = _found(Claim.objects.filter(pk=claim.pk, ask=ask))
    if row.on_askers_map:
        raise Refused("noted_already", _("This moment is on your map already."))
    moment = log_moment(by=by, now=now, people=people, day=day, received=ask.kind)
    row.on_askers_map = True
    row.save(update_fields=["on_askers_map"])
    return moment


@transaction.atomic
def note_all_help(*, by: Actor, now: datetime, claim: Claim, people: Sequence[Person]) -> None:
    """All that whoever holds this claim has done, on the map of whoever acts, each date on its own day."""
    own = claim.owner_id == by.owner_id
    note = note_help_received if own else note_help_given
    for row in Claim.objects.done_with(claim, now).unnoted(own=own).select_related("slot"):
        note(by=by, now=now, claim=row, people=people, day=day_of(row, by.signed_in.time_zone, now))


@transaction.atomic
def note_help_given(*, by: Actor, now: datetime, claim: Claim, people: Sequence[Person], day: date) -> Moment:
    """The same on the helper's own map."""
    row = _found(Claim.objects.by(by.signed_in).select_for_update().filter(pk=claim.pk).select_related("ask"))
    if row.on_helpers_map:
        raise Refused("noted_already", _("This moment is on your map already."))
    moment = log_moment(by=by, now=now, people=people, day=day, given=row.ask.kind)
    row.on_helpers_map = True
    row.save(update_fields=["on_helpers_map"])
    _ask_how_they_are(now, row)
    return moment
