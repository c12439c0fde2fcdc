"""Parting from people: what was asked and promised between them does not stay behind."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kindring.accounts.actor import Actor
from kindring.asks.actions.claiming import give_back, is_to_come
from kindring.asks.actions.kind_words import forget_kind_words, forget_kind_words_in
from kindring.asks.actions.telling import mark_of_place, settle_for_all, tell_helper, tell_helpers
from kindring.asks.models import Ask, Asked, Claim, Proposal, Slot, Stage
from kindring.asks.models.ask import may_open
from kindring.circles.models import Circle, Membership, in_circle
from kindring.notices.actions import forget_notices
from kindring.notices.models import Notice


def out_of_asks_between(*, by: Actor, now: datetime, user: UUID) -> None:
    """A block began: neither is asker or helper of the other any more. Within the caller's transaction."""
    for asker, helper in ((by.owner_id, user), (user, by.owner_id)):
        _forget(now, Ask.objects.filter(owner_id=asker), helper)
        Asked.objects.filter(owner_id=asker, reader_id=helper).delete()
    forget_kind_words(by.owner_id, user)


def out_of_asks_in(*, by: Actor, now: datetime, circle: Circle, user: UUID) -> None:
    """Whoever is out of a circle is out of what was asked and promised in it. Within the caller's transaction.

    They are no member any more. Nobody is expected who can no longer see what they promised, and nothing waits for an
    answer that was offered by, or to, somebody who cannot see it.
    """
    Asked.objects.filter(owner_id=user, circle=circle).delete()
    forget_kind_words_in(circle, user)
    _nothing_to_come(user)
    _forget(now, _out_of_reach(user, circle), user)
    _let_helpers_go(now, user)


def leave_erased(*, by: Actor, now: datetime) -> None:
    """Their account is being erased: what they promised is given back, and what they asked is taken back.

    Within the caller's transaction; the rows go with the others.
    """
    me, asked = by.owner_id, Ask.objects.of(by.signed_in).open().values_list("id", flat=True)
    expected = Claim.objects.filter(ask__in=asked).select_related("slot")
    tell_helpers(now, me, [claim for claim in expected if is_to_come(claim.slot, now)], Notice.Sort.ENDED)
    settle_for_all(now, asked)
    _forget(now, Ask.objects.filter(pk__in=Claim.objects.by(by.signed_in).values("ask_id")), me)


def _out_of_reach(user: UUID, circle: Circle) -> QuerySet[Ask]:
    """What came by the circle and they cannot see any more."""
    came = Asked.objects.filter(circle=circle).values("ask_id")
    return Ask.objects.filter(pk__in=came).filter(~may_open(user, "pk"))


def _let_helpers_go(now: datetime, asker: UUID) -> None:
    """Whoever cannot see an open ask of theirs any more; those who were to come are told that it ended."""
    theirs = Q(owner_id=asker, ask__state=Ask.State.OPEN) & ~Q(helper=None)
    claims = Claim.objects.filter(theirs).select_related("ask", "slot")
    for row in [*claims, *Proposal.objects.filter(theirs)]:
        ask = Ask.objects.filter(pk=row.ask_id)
        if row.helper_id and not ask.filter(may_open(row.helper_id, "pk")).exists():
            _forget(now, ask, row.helper_id)
            if isinstance(row, Claim) and is_to_come(row.slot, now):
                tell_helper(now, row.ask, row, Notice.Sort.ENDED)


def _nothing_to_come(user: UUID) -> None:
    """What waits for its hour never comes to, or from, someone with whom no circle is shared any more."""
    around = Membership.objects.confirmed().filter(in_circle(user)).values("owner_id")
    waits = Stage.objects.filter(ask_id=OuterRef("ask_id"), number=OuterRef("stage"), begun=False)
    held_back = Asked.objects.exclude(reader=None).filter(Exists(waits))
    held_back.filter(owner_id=user).exclude(reader_id__in=around).delete()
    held_back.filter(reader_id=user).exclude(owner_id__in=around).delete()


def _forget(now: datetime, asks: QuerySet[Ask], helper: UUID) -> None:
    """What this helper promised and offered there is theirs no longer, and no notice speaks of it to either.

    What is still to come is given back as a helper gives it back: whoever stood by steps in, and the asker is told,
    but never past a block.
    """
    ids = list(asks.values_list("id", flat=True))
    if not ids:
        return
    held = Claim.objects.filter(ask__in=ids, helper_id=helper)
    offered = Proposal.objects.filter(ask__in=ids, helper_id=helper)
    _forget_notices(ids, helper, [*held, *offered])
    offered.delete()
    locked = {ask.id: ask for ask in Ask.objects.filter(id__in=ids).order_by("id").select_for_update()}
    for claim in held.select_related("slot"):
        if locked[claim.ask_id].state == Ask.State.OPEN and is_to_come(claim.slot, now):
            give_back(now, locked[claim.ask_id], claim)
        else:
            claim.delete()


def _forget_notices(asks: list[UUID], helper: UUID, rows: Sequence[Claim | Proposal]) -> None:
    about: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for slot, asker in Slot.objects.filter(ask__in=asks).values_list("id", "owner_id"):
        about[asker].add(mark_of_place(slot, helper))
    for row in rows:
        about[row.owner_id].add(row.id)
    for asker, theirs in about.items():
        forget_notices(to=asker, about=theirs)
    forget_notices(to=helper, about=[*asks, *(row.id for row in rows)])
