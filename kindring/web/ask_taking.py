"""Taking a place, and what to offer where somebody was quicker: the same for users and for helpers by link."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from kindring.accounts.actor import Actor
from kindring.asks import actions
from kindring.asks.actions import PlaceTaken
from kindring.asks.models import Ask, Claim
from kindring.insights.ask import Day, slot_of
from kindring.lib.refused import Refused
from kindring.web.ask_forms import ClaimForm, ProposeForm
from kindring.web.ask_words import when_words

MOST_OFFERED = 6
OVER = frozenset({"ask_done", "ask_stopped", "ask_not_found"})  # the page itself is not what it was


@dataclass(frozen=True, slots=True, repr=False)
class Instead:
    """A date that was taken a moment ago, whether one may stand by for it, and other dates with room."""

    when: str
    slot: str
    reserve: bool
    others: list[Day]


def take(by: Actor, ask: Ask, form: ClaimForm) -> Claim:
    """The place, or the one in reserve, that was pressed."""
    given = form.cleaned_data
    slot = slot_of(ask, given["slot"] or given["stand_by"])
    if slot is None:
        raise Refused("slot_not_found", gettext("This date is no longer part of the ask."))
    return actions.claim_place(
        by=by,
        now=timezone.now(),
        slot=slot,
        name=given["name"],
        word=given["word"],
        reserve=bool(given["stand_by"] and not given["slot"]),
    )


def offer(by: Actor, ask: Ask, form: ProposeForm, time_zone: str) -> None:
    """Leaves what a helper could do instead; their day and hour are of this time zone."""
    typed = form.cleaned_data
    actions.propose(
        by=by,
        now=timezone.now(),
        ask=ask,
        sort=typed["sort"],
        name=typed["name"],
        words=typed["words"],
        slot=slot_of(ask, UUID(typed["slot"]) if typed["slot"] else None),
        starts_at=form.starts_at(time_zone),
    )


def offered_instead(days: Sequence[Day], refused: PlaceTaken) -> Instead:
    """In the same breath: the reserve, and the next dates that still need somebody."""
    at = refused.slot.starts_at
    free = [day for day in days if day.free and not day.mine]
    later = [day for day in free if not (at and day.slot.starts_at and day.slot.starts_at < at)]
    return Instead(when_words(at), str(refused.slot.id), refused.reserve, (later or free)[:MOST_OFFERED])
