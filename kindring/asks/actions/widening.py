"""Asking others when nobody could."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kindring.accounts.actor import Actor
from kindring.asks.actions.finding import lock_own_ask, refuse_unless_open
from kindring.asks.actions.telling import tell_those_asked
from kindring.asks.models import Ask, Slot, Stage


@transaction.atomic
def widen_due(*, by: Actor, now: datetime, stage: UUID) -> bool:
    """A stage whose hour has come begins, unless the ask is over or all is found. Whether it did."""
    row = Stage.objects.filter(pk=stage, begun=False, begins_at__lte=now).first()
    ask = Ask.objects.open().select_for_update().filter(pk=row.ask_id).first() if row else None
    if row is None or ask is None or not has_room(ask, now):
        return False
    return _begin(now, ask, row)


@transaction.atomic
def widen_now(*, by: Actor, now: datetime, ask: Ask, number: int | None = None) -> None:
    """The asker does not want to wait: the next stage begins. With its `number`, only if it has not begun."""
    locked = lock_own_ask(by, ask.id)
    refuse_unless_open(locked)
    row = Stage.objects.filter(ask=locked, begun=False).order_by("number").first()
    if row is not None and number in {None, row.number}:
        _begin(now, locked, row)


@transaction.atomic
def stay_with_these(*, by: Actor, ask: Ask) -> None:
    """The asker would rather not ask anyone else: the stages that have not begun never will."""
    locked = lock_own_ask(by, ask.id)
    Stage.objects.filter(ask=locked, begun=False).delete()


def _begin(now: datetime, ask: Ask, stage: Stage) -> bool:
    if not Stage.objects.filter(pk=stage.pk, begun=False).update(begun=True):
        return False
    tell_those_asked(now, ask, stage.number)
    return True


def has_room(ask: Ask, now: datetime) -> bool:
    """Whether a place is free in a slot that is not over."""
    return Slot.objects.filter(ask=ask).to_come(now).with_room().exists()
