"""Leaving a notice, reading it, settling it, and forgetting it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from kindring.lib.actor import Actor
from kindring.lib.days import hour_of
from kindring.notices.models.notice import Notice, about_any_of

Ids = UUID | Collection[UUID]


def leave_notice(
    *,
    to: UUID,
    sort: Notice.Sort,
    now: datetime,
    ask: UUID | None = None,
    circle: UUID | None = None,
    about: UUID | None = None,
    due_at: datetime | None = None,
) -> None:
    """Tells `to` that something happened, in the caller's transaction and with one statement.

    `about` is the row that stands for this one happening; without it the ask, else the circle. The same `sort` about
    the same row is left once, however often it is asked for: what comes again (the yearly review of an agreement)
    needs a number of its own, such as `uuid5(circle, day)`. Nobody is told of what they did themselves, and never is
    a notice left between two who blocked each other: both is for the caller to see to.
    """
    subject = about or ask or circle or to
    told = Notice(owner_id=to, sort=sort, circle=circle, ask=ask, about=subject, made_at=hour_of(now), due_at=due_at)
    Notice.objects.bulk_create([told], ignore_conflicts=True)


def settle_notices(*, to: Ids, now: datetime, ask: Ids = (), circle: Ids = (), about: Ids = ()) -> int:
    """`to` (one or several) acted on what had to do with these rows: it is never told any more. How many settled."""
    settled = Notice.objects.filter(about_any_of(_many(ask) | _many(circle) | _many(about)))
    return settled.filter(owner_id__in=_many(to), acted_at=None).update(acted_at=hour_of(now))


def forget_notices(*, to: UUID, about: Ids) -> int:
    """Takes away what `to` was told about these rows (asks, circles, claims): a block begins. How many went."""
    return Notice.objects.filter(about_any_of(_many(about)), owner_id=to).delete()[0]


def read_notices(*, by: Actor, now: datetime) -> int:
    """The user has looked at all that waits; how many that was."""
    return Notice.objects.filter(owner_id=by.owner_id, read_at=None).update(read_at=hour_of(now))


def _many(ids: Ids) -> set[UUID]:
    return {ids} if isinstance(ids, UUID) else set(ids)
