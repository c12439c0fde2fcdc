"""Whose pair of keys is vouched for: keys of circles, asks, reports and parts of a plan go to these alone.

Whoever began anew has another pair, until members let them in again: otherwise whoever runs the server could let
themselves in.
"""

from collections.abc import Collection
from uuid import UUID

from kindring.accounts.models import ReceivingPair
from kindring.circles.models import CircleKey

Vouched = dict[tuple[UUID, UUID], ReceivingPair]
"""By circle and user, the pair of today."""


def vouched_pairs(circles: Collection[UUID], users: Collection[UUID] | None = None) -> Vouched:
    """The pairs for which the key of one of these circles was locked, of everyone or of these users. Two queries."""
    held = CircleKey.objects.filter(circle_id__in=circles)
    if users is not None:
        held = held.filter(owner_id__in=users)
    pairs = {pair.id: pair for pair in ReceivingPair.objects.filter(id__in=held.values("pair"))}
    return {(row.circle_id, row.owner_id): pairs[row.pair] for row in held if _is_theirs(row, pairs.get(row.pair))}


def _is_theirs(row: CircleKey, pair: ReceivingPair | None) -> bool:
    return pair is not None and pair.owner_id == row.owner_id
