"""Who reads a report, and how it opens to them."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from kindring.accounts.models import ReceivingPair
from kindring.accounts.pairs import Receiver, open_received, receiver_of
from kindring.accounts.safety import safety_contact
from kindring.circles.models import Membership, Report, ReportKey, not_blocked
from kindring.circles.vouching import vouched_pairs
from kindring.lib.key_pairs import hand_over
from kindring.lib.rows import Viewer


class Readers(NamedTuple):
    """Who would read a report: all of `users`, whose pairs are `pairs`; `as_contact` where it is no steward."""

    pairs: list[ReceivingPair]
    as_contact: bool

    @property
    def users(self) -> list[UUID]:
        return [pair.owner_id for pair in self.pairs]


def readers_of(reporter: Viewer, circle: UUID, subject: UUID) -> Readers:
    """Who would read what `reporter` tells of `subject`.

    The other stewards; the server's safety contact where the subject is a steward, or no other steward is left. A
    steward may read of another one only where there is no safety contact. Nobody behind a block with either.
    """
    stewards = Membership.objects.confirmed().filter(circle_id=circle, steward=True)
    apart = stewards.filter(not_blocked(reporter.id)).filter(not_blocked(subject))
    others = _reachable(circle, apart.exclude(owner_id__in=[reporter.id, subject]).values_list("owner_id", flat=True))
    if others and not stewards.filter(owner_id=subject).exists():
        return Readers(others, as_contact=False)
    contact = _contact(reporter.id, subject)
    return Readers(contact, as_contact=True) if contact else Readers(others, as_contact=False)


def _contact(reporter: UUID, subject: UUID) -> list[ReceivingPair]:
    contact = safety_contact()
    if contact is None or contact in {reporter, subject}:
        return []
    apart = ReceivingPair.objects.filter(not_blocked(reporter)).filter(not_blocked(subject))
    return list(apart.filter(owner_id=contact))


def _reachable(circle: UUID, users: Iterable[UUID]) -> list[ReceivingPair]:
    return sorted(vouched_pairs([circle], list(users)).values(), key=lambda pair: pair.owner_id)


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
