"""Telling that something is not right, and what is done about it."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kindring.accounts.actions.one_at_a_time import wait_for_turn
from kindring.accounts.actor import Actor
from kindring.circles.actions.keys import lock_circle
from kindring.circles.actions.membership import other_member
from kindring.circles.keys import open_circles
from kindring.circles.models import Circle, Membership, Report, ReportKey, ReportStep
from kindring.circles.reports import Readers, key_for, open_reports, readers_of
from kindring.lib import keyring
from kindring.lib.days import hour_of
from kindring.lib.fitting import check_fit
from kindring.lib.refused import Refused
from kindring.lib.rows import made_once
from kindring.lib.sealing import Unsealable, new_key
from kindring.lib.texts import can_be_seen, line, paragraphs
from kindring.notices.actions import leave_notice, settle_notices
from kindring.notices.models import Notice

MOST_A_DAY = 5  # of one user
MOST_A_DAY_ABOUT_ONE = 2
DAY = timedelta(days=1)
ORDER = tuple(Report.State)


class Told(NamedTuple):
    """What a reporter says: why, from a list, and in their own words, which may be none."""

    reason: str
    words: str = ""


class About(NamedTuple):
    """Whom a report is about: `user`, where the reporter sees them, and what they know them as."""

    user: UUID | None
    name: str


@transaction.atomic
def report_member(*, by: Actor, now: datetime, key: UUID, circle: Circle, member: UUID, told: Told) -> Report:
    """Hands a report about a member to those who read it; once for each `key`. Nobody else learns of it."""
    before = _told_before(by, key)
    if before is not None:
        return before
    subject = other_member(by, circle, member)
    open_circles(by.signed_in)
    return _hand_over(by, now, key, circle, About(subject.owner_id, name_of(subject)), told)


@transaction.atomic
def report_unseen(*, by: Actor, now: datetime, key: UUID, circle: Circle, name: str, told: Told) -> Report:
    """The same about somebody whom the reporter does not see in the circle any more, by the name they knew.

    Whether that is because of a block, or because they left, is neither looked up for the reporter nor told.
    """
    before = _told_before(by, key)
    if before is not None:
        return before
    lock_circle(by, circle.id)
    if not can_be_seen(line(name)):
        raise Refused("report_unnamed", _("Say whom it is about, by the name that you knew."), 422)
    return _hand_over(by, now, key, circle, About(None, line(name)), told)


def _told_before(by: Actor, key: UUID) -> Report | None:
    """What the same form made already; whoever sends two at one moment waits here."""
    wait_for_turn(by.signed_in)
    return Report.objects.of(by.signed_in).filter(pk=made_once(by.owner_id, key)).first()


def _hand_over(by: Actor, now: datetime, key: UUID, circle: Circle, about: About, told: Told) -> Report:
    _refuse_too_many(by, now, about)
    readers = readers_of(by.signed_in, circle.id, about.user)
    if not readers.pairs:
        raise Refused("report_unread", _("There is nobody here who could read a report about them."))
    report = Report(id=made_once(by.owner_id, key), owner_id=by.owner_id, circle=circle.id, subject=about.user)
    report.made_at = hour_of(now)
    _write(report, about, told, readers)
    for reader in readers.users:
        leave_notice(to=reader, sort=Notice.Sort.REPORT, now=now, about=report.id)
    return report


def _write(report: Report, about: About, told: Told, readers: Readers) -> None:
    """Sealed with a key that the reporter does not keep: their own page shows no word of it."""
    key = new_key()
    keyring.current().add(report.id, key)
    report.about, report.reason, report.words = about.name, told.reason, paragraphs(told.words)
    check_fit(report, ["about", "reason", "words"])
    report.save(force_insert=True)
    ReportKey.objects.bulk_create(key_for(report, key, pair, as_contact=readers.as_contact) for pair in readers.pairs)


def name_of(member: Membership) -> str:
    """What a member is called; '' where the circle's key is not open, or they wait to be let in."""
    try:
        return str(member.name)
    except Unsealable:
        return ""


def _refuse_too_many(by: Actor, now: datetime, about: About) -> None:
    mine = Report.objects.of(by.signed_in).filter(made_at__gt=now - DAY)
    if mine.count() >= MOST_A_DAY:
        raise Refused("reports_today", _("That is as many reports as can be read in a day. Go on tomorrow."), 429)
    if about.user and mine.filter(subject=about.user).count() >= MOST_A_DAY_ABOUT_ONE:
        raise Refused("reports_about_one", _("You told of them already today. It is being looked at."), 429)


@transaction.atomic
def step_report(*, by: Actor, now: datetime, report: UUID, state: str, words: str = "") -> Report:
    """A reader notes what was done. States only go forward, and nothing that was noted is ever changed."""
    row = (
        Report.objects.visible_to(by.signed_in).handed_to(by.signed_in).select_for_update().filter(pk=report).first()
    )
    if row is None or row.id not in open_reports(by.signed_in, [row.id]):
        raise Refused("report_not_found", _("This report is not here for you."), 404)
    if state not in ORDER or ORDER.index(Report.State(state)) <= ORDER.index(Report.State(row.state)):
        raise Refused("report_step_back", _("This was noted already. Steps only go forward."))
    step = ReportStep(owner_id=row.owner_id, report=row, state=state, by_user=by.owner_id, made_at=hour_of(now))
    step.words = paragraphs(words)
    check_fit(step, ["words"])
    step.save(force_insert=True)
    row.state, row.closed_at = state, hour_of(now) if state == Report.State.CLOSED else None
    row.save(update_fields=["state", "closed_at"])
    _tell(row, state, now)
    return row


def _tell(report: Report, state: str, now: datetime) -> None:
    """The readers have nothing left to be told of; whoever reported hears once that something was done."""
    readers = ReportKey.objects.filter(report=report).values_list("owner_id", flat=True)
    settle_notices(to=list(readers), now=now, about=report.id)
    if state == Report.State.ACTED:
        leave_notice(to=report.owner_id, sort=Notice.Sort.REPORT_ACTED, now=now, about=report.id)
