"""Sharing a part of the plan, taking it back, and keeping the copy as the part is."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actions.one_at_a_time import wait_for_turn
from kindring.accounts.actions.pairs import ensure_pair
from kindring.accounts.actor import Actor
from kindring.lib import keyring
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.lib.sealing import new_key
from kindring.lifeline.models import Part, SharedPart, SharedWith
from kindring.lifeline.plan import plan_of
from kindring.lifeline.sharing import Reader, could_read, handed_to, lines_of, mark_of_readers, readers_of


@transaction.atomic
def share_part(*, by: Actor, now: datetime, part: Part, members: Collection[UUID], seen: str) -> None:
    """These members of one's circles (ids of memberships) can read a part from now on, and nobody else.

    `seen` is the mark of the readers that were shown when they were chosen. Refused `sharing_changed` where another
    device has changed them since: nobody gets back what was just taken from them.
    """
    wait_for_turn(by.signed_in)
    if seen != mark_of_readers(readers_of(by.signed_in, part)):
        raise Refused("sharing_changed", _("Whom you share this with was changed on another device. Look once more."))
    by_place = {one.member.id: one.reader for one in could_read(by.signed_in)} if members else {}
    if not by_place.keys() >= set(members):
        raise Refused("member_not_found", _("This member is no longer here."), 404)
    # Who is in two circles with somebody reads once.
    chosen = {by_place[member].pair.owner_id: by_place[member] for member in members}
    if not _seal_anew(by, now, part, chosen.values()) and chosen:
        raise Refused("nothing_to_share", _("There is nothing in this part yet. Write it first."))


def follow(by: Actor, now: datetime, part: Part) -> None:
    """After a change of a part: whoever reads it reads what stands there now. One query where nobody does.

    Whoever is not vouched for today, because they began anew or somebody changed their pair, is chosen once more.
    """
    if not SharedPart.objects.of(by.signed_in).filter(part=part).exists():
        return
    rows = {row.pair: row for row in readers_of(by.signed_in, part)}
    known = {one.reader.pair.id: one.reader.pair for one in could_read(by.signed_in)}
    readers = [
        Reader(pair, rows[pair.id].own_place, rows[pair.id].their_place) for pair in known.values() if pair.id in rows
    ]
    _seal_anew(by, now, part, readers)


def _seal_anew(by: Actor, now: datetime, part: Part, readers: Collection[Reader]) -> bool:
    """The copy of before goes with its key, and a new one is made for these; without readers or lines, none."""
    SharedPart.objects.of(by.signed_in).filter(part=part).delete()
    today = day_in(by.signed_in.time_zone, now)
    lines = lines_of(plan_of(by.signed_in, today), part) if readers else []
    if not lines:
        return False
    shared, key = SharedPart(owner_id=by.owner_id, part=part, written_on=today), new_key()
    keyring.current().add(shared.id, key)
    shared.lines = lines
    shared.save(force_insert=True)
    everyone = [Reader(ensure_pair(by=by)), *readers]
    SharedWith.objects.bulk_create(handed_to(shared, key, reader) for reader in everyone)
    return True


@transaction.atomic
def end_sharing(*, by: Actor, now: datetime, user: UUID) -> None:
    """The two read nothing of each other's plan any more: a block, as it begins, would only hide it."""
    stop_reading(by=by, owner=user)
    wait_for_turn(by.signed_in)
    read = SharedWith.objects.to_others(by.signed_in).filter(reader_id=user).select_related("shared")
    parts = [Part(row.shared.part) for row in read]
    read.delete()
    for part in parts:
        follow(by, now, part)


@transaction.atomic
def stop_reading(*, by: Actor, owner: UUID) -> bool:
    """A reader puts away what somebody shares with them; whether there was anything."""
    gone, _rows = SharedWith.objects.from_others(by.signed_in).filter(owner_id=owner).delete()
    return bool(gone)
