"""Who reads a report, and how it opens to them."""

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple
from uuid import UUID

from kindring.accounts.models import Block, ReceivingPair
from kindring.accounts.pairs import Receiver, open_received, receiver_of
from kindring.accounts.safety import safety_contact
from kindring.circles.keys import open_circles
from kindring.circles.models import Membership, Report, ReportKey
from kindring.circles.vouching import vouched_pairs
from kindring.lib import keyring
from kindring.lib.key_pairs import hand_over
from kindring.lib.rows import Viewer


class Role(Enum):
    """Who reads a report, as whoever tells may know it: said without a name, and the same whoever blocked whom."""

    NOBODY = "nobody"
    STEWARDS = "stewards"
    EITHER = "stewards or contact"
    CONTACT = "contact"


class Readers(NamedTuple):
    """Who would read a report: all of `users`, whose pairs are `pairs`; `as_contact` where it is no steward.

    `role` is what a page may say of it. It is `NOBODY` where, and only where, there are no `pairs`.
    """

    pairs: list[ReceivingPair]
    as_contact: bool
    role: Role

    @property
    def users(self) -> list[UUID]:
        return [pair.owner_id for pair in self.pairs]


def readers_of(reporter: Viewer, circle: UUID, subject: UUID | None) -> Readers:
    """Who would read what `reporter` tells of `subject`; None: of somebody whom they do not see there any more.

    The other stewards whom they see; the server's safety contact where the subject is a steward (somebody unnamed may
    be one who is hidden from the reporter), or no other steward is left. Who has a block with the subject reads only
    where nobody else could: whoever blocks all of them is still told of. Nobody whom the reporter blocked reads.
    """
    every = Membership.objects.confirmed().filter(circle_id=circle, steward=True)
    seen = set(every.visible_to(reporter, as_steward=True).values_list("owner_id", flat=True))
    others = _reachable(reporter, circle, seen - {reporter.id, subject} - _blocked_by(reporter))
    contact = _contact(reporter, subject)
    kept_apart = _kept_apart(subject)
    apart = [pair for pair in others if pair.owner_id not in kept_apart]
    order = [(apart, False), (contact, True), (others, False)]
    if _may_be_steward(subject, set(every.values_list("owner_id", flat=True)), seen):
        order = [(contact, True), *order]
    pairs, as_contact = next(((found, of) for found, of in order if found), ([], False))
    return Readers(pairs, as_contact, _role(others, contact, is_steward=subject in seen))


def _may_be_steward(subject: UUID | None, every: set[UUID], seen: set[UUID]) -> bool:
    return bool(every - seen) if subject is None else subject in every


def _role(others: list[ReceivingPair], contact: list[ReceivingPair], *, is_steward: bool) -> Role:
    """By what the reporter sees: which stewards there are, and whether there is a contact."""
    if contact:
        return Role.EITHER if others and not is_steward else Role.CONTACT
    return Role.STEWARDS if others else Role.NOBODY


def _blocked_by(user: Viewer) -> set[UUID]:
    return set(Block.objects.visible_to(user).values_list("blocked", flat=True))


def _kept_apart(user: UUID | None) -> set[UUID]:
    """Who is behind a block with this user, whoever made it, and the user."""
    pairs = Block.objects.between(user).values_list("owner_id", "blocked") if user else ()
    return {one for pair in pairs for one in pair}


def _contact(reporter: Viewer, subject: UUID | None) -> list[ReceivingPair]:
    """The safety contact, by their office: a block of somebody else's does not keep a report from them."""
    contact = safety_contact()
    if contact is None or contact in {reporter.id, subject} | _blocked_by(reporter):
        return []
    return list(ReceivingPair.objects.filter(owner_id=contact))


def _reachable(reporter: Viewer, circle: UUID, users: Iterable[UUID]) -> list[ReceivingPair]:
    """Those who are vouched for; nobody where the reporter cannot open the circle themselves."""
    if not keyring.current().has(circle):
        open_circles(reporter)
    vouched = vouched_pairs([circle], list(users)).values()
    return sorted((holder.pair for holder in vouched), key=lambda pair: pair.owner_id)


def key_for(report: Report, key: bytes, pair: ReceivingPair, *, as_contact: bool) -> ReportKey:
    """An unsaved row that lets one user read the report."""
    handed = hand_over(key, bytes(pair.public), *_place(report.id, pair.owner_id))
    row = ReportKey(owner_id=pair.owner_id, report=report, circle=report.circle, pair=pair.id, handed=handed)
    row.as_contact = as_contact
    return row


def open_reports(user: Viewer, reports: Iterable[UUID]) -> frozenset[UUID]:
    """Lets these reports open for this request; those whose key the user has. Two queries for any number."""
    wanted = list(reports)
    rows = list(ReportKey.objects.visible_to(user).filter(report_id__in=wanted)) if wanted else []
    receiver = receiver_of(user.id) if rows else None
    return frozenset(row.report_id for row in rows if _opened(row, receiver))


def _opened(row: ReportKey, receiver: Receiver | None) -> bool:
    place = _place(row.report_id, row.owner_id)
    return open_received(row.report_id, receiver, row.pair, bytes(row.handed), *place)


def _place(report: UUID, reader: UUID) -> tuple[object, ...]:
    return "report", report, reader
