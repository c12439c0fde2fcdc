"""Telling that something is not right: who reads it, who does not, and that what was done about it stays."""

import ast
from uuid import UUID, uuid4

import pytest
from django.test import override_settings

from kindring.accounts.actions.blocking import block
from kindring.accounts.actions.pairs import ensure_pair
from kindring.accounts.models import ReceivingPair
from kindring.circles.actions import (
    Told,
    leave_circle,
    make_steward,
    report_member,
    report_unseen,
    step_down,
    step_report,
)
from kindring.circles.models import Report, ReportKey, ReportStep
from kindring.circles.reports import Readers, open_reports, readers_of
from kindring.lib.refused import Refused
from kindring.lib.sealing import Unsealable
from kindring.notices.models import Notice
from tests import cast
from tests.cast import NOW
from tests.house.reading import calls, method_of, modules
from tests.house.test_doors_to_rows import WRITES
from tests.street import Street, bring_in, make_street
from tests.tables import changed, held

pytestmark = pytest.mark.django_db
CONTACT = override_settings(KINDRING_SAFETY_CONTACT="lena")


@pytest.fixture
def street() -> Street:
    """Ana and Bo look after it; Tomas and Ines are members; Lena is the contact of the server, and in no circle."""
    made = make_street("tomas", "ines", "bo")
    steward(made, "bo")
    made.people["lena"] = cast.make_user("lena")
    with cast.signed_in(made.people["lena"]):
        ensure_pair(by=made.by("lena"))
    return made


def readers(street: Street, by: str, about: str | None) -> Readers:
    """As the page says it before anything is written."""
    with cast.signed_in(street.people[by]) as user:
        return readers_of(user, street.circle.id, street.user(about).id if about else None)


def steward(street: Street, name: str) -> None:
    with cast.signed_in(street.people["ana"]):
        make_steward(by=street.by("ana"), circle=street.circle, member=street.membership(name).id)


def told(street: Street, by: str, about: str, *, key: UUID | None = None, reason: str = "worried") -> Report:
    with cast.signed_in(street.people[by]):
        member = street.membership(about).id
        words = Told(reason, f"Words of {by}")
        return report_member(
            by=street.by(by), now=NOW, key=key or uuid4(), circle=street.circle, member=member, told=words
        )


def reads(street: Street, name: str, report: Report) -> str | None:
    """What this user reads of a report, by whatever way."""
    with cast.signed_in(street.people[name]) as user:
        open_reports(user, [report.id])
        try:
            return str(Report.objects.get(pk=report.pk).words)
        except Unsealable:
            return None


def sees(street: Street, name: str) -> bool:
    return Report.objects.visible_to(street.user(name)).handed_to(street.user(name)).exists()


def step(street: Street, name: str, report: Report, state: str, words: str = "") -> Report:
    with cast.signed_in(street.people[name]):
        return step_report(by=street.by(name), now=NOW, report=report.id, state=state, words=words)


def test_the_stewards_read_it_and_nobody_else(street: Street) -> None:
    report = told(street, "tomas", "ines")
    assert [reads(street, name, report) for name in ("ana", "bo")] == ["Words of tomas"] * 2
    assert [reads(street, name, report) for name in ("tomas", "ines", "lena")] == [None] * 3
    assert [sees(street, name) for name in ("ana", "bo", "tomas", "ines", "lena")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_report_about_a_steward_goes_to_the_safety_contact(street: Street) -> None:
    with CONTACT:
        report = told(street, "tomas", "ana")
    assert reads(street, "lena", report) == "Words of tomas"
    assert not any(sees(street, name) for name in ("ana", "bo", "ines"))
    assert reads(street, "bo", report) is None


@pytest.mark.parametrize("named", ["", "ines", "nobody of that name"])
def test_whoever_is_no_safety_contact_any_more_reads_it_no_more(street: Street, named: str) -> None:
    with CONTACT:
        report = told(street, "tomas", "ana")
        step(street, "lena", report, "seen")
        assert sees(street, "lena")
        assert ReportStep.objects.visible_to(street.user("lena")).exists()
    with override_settings(KINDRING_SAFETY_CONTACT=named):
        assert not any(sees(street, name) for name in ("lena", "ana", "bo", "ines"))
        assert not ReportStep.objects.visible_to(street.user("lena")).exists()
        with pytest.raises(Refused, match="report_not_found"):
            step(street, "lena", report, "acted")


def test_whoever_it_is_about_does_not_read_it_even_with_a_key(street: Street) -> None:
    """Somebody who becomes a steward later, and whom a careless change would hand the key to."""
    report = told(street, "tomas", "ines")
    steward(street, "ines")
    pair = ReceivingPair.objects.get(owner=street.user("ines"))
    ReportKey(owner=street.user("ines"), report=report, circle=street.circle.id, pair=pair.id, handed=b"x").save()
    assert not sees(street, "ines")
    step(street, "ana", report, "seen", "Read it")
    assert not ReportStep.objects.visible_to(street.user("ines")).exists()
    assert ReportStep.objects.visible_to(street.user("ana")).exists()


def test_without_a_contact_the_other_stewards_read_about_a_steward(street: Street) -> None:
    report = told(street, "tomas", "ana")
    assert (sees(street, "bo"), sees(street, "ana")) == (True, False)
    assert reads(street, "ana", report) is None


def test_where_nobody_could_read_it_nothing_is_written(street: Street) -> None:
    with cast.signed_in(street.people["bo"]):
        step_down(by=street.by("bo"), circle=street.circle)
    assert readers(street, "tomas", "ana").pairs == []
    with pytest.raises(Refused, match="report_unread"):
        told(street, "tomas", "ana")
    assert not Report.objects.exists()


def test_a_steward_alone_who_reports_is_read_by_the_contact(street: Street) -> None:
    with cast.signed_in(street.people["bo"]):
        step_down(by=street.by("bo"), circle=street.circle)
    with CONTACT:
        assert readers(street, "ana", "ines").as_contact


@pytest.mark.parametrize("other", ["tomas", "ines"])
def test_nobody_behind_a_block_reads_it(street: Street, other: str) -> None:
    block(by=street.by(other), user=street.user("bo").id)
    report = told(street, "tomas", "ines")
    assert (sees(street, "ana"), sees(street, "bo")) == (True, False)
    assert reads(street, "bo", report) is None


def test_whoever_blocks_everyone_who_could_read_is_still_told_of(street: Street) -> None:
    for name in ("ana", "bo"):
        block(by=street.by("ines"), user=street.user(name).id)
    report = told(street, "tomas", "ines")
    assert [reads(street, name, report) for name in ("ana", "bo", "ines")] == ["Words of tomas"] * 2 + [None]
    with CONTACT:
        again = told(street, "tomas", "ines")
    assert [reads(street, name, again) for name in ("lena", "ana", "bo")] == ["Words of tomas", None, None]


def unseen(street: Street, by: str, name: str) -> Report:
    with cast.signed_in(street.people[by]):
        words = Told("unwanted", f"Words of {by}")
        return report_unseen(by=street.by(by), now=NOW, key=uuid4(), circle=street.circle, name=name, told=words)


def test_whoever_blocked_first_can_be_told_of_by_name(street: Street) -> None:
    block(by=street.by("ines"), user=street.user("tomas").id)
    with pytest.raises(Refused, match="member_not_found"):
        told(street, "tomas", "ines")
    report = unseen(street, "tomas", "  Ines of number 4 ")
    assert [reads(street, name, report) for name in ("ana", "bo")] == ["Words of tomas"] * 2
    assert [sees(street, name) for name in ("ana", "bo", "ines", "lena")] == [True, True, False, False]
    with cast.signed_in(street.people["ana"]) as ana:
        open_reports(ana, [report.id])
        assert Report.objects.get().about == "Ines of number 4"


def test_a_hidden_steward_does_not_read_what_is_told_of_nobody_by_name(street: Street) -> None:
    """The one who is hidden may be the one it is about: then the other stewards stand back, as for any steward."""
    block(by=street.by("bo"), user=street.user("tomas").id)
    report = unseen(street, "tomas", "Bo")
    assert [reads(street, name, report) for name in ("ana", "bo")] == ["Words of tomas", None]
    with CONTACT:
        again = unseen(street, "tomas", "Bo")
    assert [reads(street, name, again) for name in ("lena", "ana", "bo")] == ["Words of tomas", None, None]


def test_of_nobody_by_name_only_a_member_tells_and_says_some_name(street: Street) -> None:
    with pytest.raises(Refused, match="circle_not_found"):
        unseen(street, "lena", "Ines")
    with pytest.raises(Refused, match="report_unnamed"):
        unseen(street, "tomas", " ")


def role(street: Street, about: str | None) -> str:
    return readers(street, "tomas", about).role.value


@pytest.mark.parametrize("about", ["ines", "bo", None])
@pytest.mark.parametrize("contact", [True, False])
def test_what_is_said_of_the_readers_tells_no_block_of_anyone_else(
    street: Street, about: str | None, *, contact: bool
) -> None:
    with override_settings(KINDRING_SAFETY_CONTACT="lena" if contact else ""):
        before = role(street, about)
        for one in ("ana", "bo", "ines", "lena"):
            for other in {"ana", "bo", "ines", "lena"} - {one}:
                block(by=street.by(one), user=street.user(other).id)
        block(by=street.by("lena"), user=street.user("tomas").id)
        assert role(street, about) == before


@pytest.mark.parametrize("about", ["ines", None])
@pytest.mark.parametrize("contact", [True, False])
def test_stewards_who_blocked_whoever_tells_are_as_stewards_who_left(
    street: Street, about: str | None, *, contact: bool
) -> None:
    with override_settings(KINDRING_SAFETY_CONTACT="lena" if contact else ""):
        for name in ("ana", "bo"):
            block(by=street.by(name), user=street.user("tomas").id)
        blocked = role(street, about)
        for name in ("ana", "bo"):
            leave_circle(by=street.by(name), now=NOW, circle=street.circle)
        assert role(street, about) == blocked


@pytest.mark.parametrize("hidden", ["bo", "lena"])
def test_nobody_whom_the_reporter_blocked_reads(street: Street, hidden: str) -> None:
    block(by=street.by("tomas"), user=street.user(hidden).id)
    with CONTACT:
        reports = [told(street, "tomas", "ana"), told(street, "tomas", "ines"), unseen(street, "tomas", "Bo")]
    assert all(reads(street, hidden, report) is None for report in reports)


def test_nor_a_steward_whom_another_one_blocked(street: Street) -> None:
    """Though they see each other's names."""
    block(by=street.by("ana"), user=street.user("bo").id)
    with CONTACT:
        report = told(street, "ana", "ines")
    assert [reads(street, name, report) for name in ("bo", "lena")] == [None, "Words of ana"]


def test_neither_readers_nor_the_subject_learn_who_told(street: Street) -> None:
    report = told(street, "tomas", "ines")
    names = {"tomas", str(street.user("tomas").id), street.user("tomas").id.hex}
    for notice in Notice.objects.exclude(owner=street.user("tomas")):
        assert not names & {str(notice.circle), str(notice.ask), str(notice.about)}
    assert not Notice.objects.filter(owner=street.user("ines"), about=report.id).exists()
    assert set(Notice.objects.filter(about=report.id).values_list("owner", flat=True)) == {
        street.user("ana").id,
        street.user("bo").id,
    }


def test_whoever_is_no_steward_any_more_reads_it_no_more(street: Street) -> None:
    told(street, "tomas", "ines")
    with cast.signed_in(street.people["bo"]):
        step_down(by=street.by("bo"), circle=street.circle)
    assert (sees(street, "bo"), sees(street, "ana")) == (False, True)


def test_sent_twice_it_is_one_report(street: Street) -> None:
    key = uuid4()
    assert told(street, "tomas", "ines", key=key) == told(street, "tomas", "ines", key=key)
    assert Report.objects.count() == 1
    assert ReportKey.objects.count() == 2


def test_there_are_limits_of_a_day_for_one_person_and_about_one(street: Street) -> None:
    for name in ("carl", "dora", "emil"):
        street.people[name] = cast.make_user(name)
        bring_in(street, name)
    told(street, "tomas", "ines")
    told(street, "tomas", "ines")
    with pytest.raises(Refused, match="reports_about_one"):
        told(street, "tomas", "ines")
    for name in ("carl", "dora", "emil"):
        told(street, "tomas", name)
    with pytest.raises(Refused, match="reports_today"):
        told(street, "tomas", "bo")


def test_whoever_told_hears_once_that_something_was_done(street: Street) -> None:
    report = told(street, "tomas", "ines")
    step(street, "ana", report, "seen")
    assert not Notice.objects.filter(owner=street.user("tomas"), about=report.id).exists()
    assert not Notice.objects.waiting().filter(sort="report").exists()
    step(street, "bo", report, "acted", "I talked to her.")
    step(street, "ana", report, "closed")
    assert [notice.sort for notice in Notice.objects.filter(owner=street.user("tomas"), about=report.id)] == [
        "report_acted"
    ]
    assert Report.objects.get(pk=report.pk).closed_at is not None


def test_steps_go_forward_only_and_by_readers_only(street: Street) -> None:
    report = told(street, "tomas", "ines")
    step(street, "ana", report, "acted")
    for state in ("new", "seen", "acted", "elsewhere"):
        with pytest.raises(Refused, match="report_step_back"):
            step(street, "bo", report, state)
    for name in ("tomas", "ines", "lena"):
        with pytest.raises(Refused, match="report_not_found"):
            step(street, name, report, "closed")


def test_the_log_stays_when_a_steward_goes_or_erases_their_account(street: Street) -> None:
    from kindring.accounts.erasure import erase_user

    report = told(street, "tomas", "ines")
    step(street, "bo", report, "seen", "Read it")
    leave_circle(by=street.by("bo"), now=NOW, circle=street.circle)
    erase_user(street.user("bo"), NOW)
    assert [one.state for one in ReportStep.objects.visible_to(street.user("ana"))] == ["seen"]


def test_emptying_the_circle_takes_no_report_away(street: Street) -> None:
    with CONTACT:
        report = told(street, "tomas", "ana")
        street.circle.delete()
        assert reads(street, "lena", report) == "Words of tomas"
        assert sees(street, "lena")


def test_no_action_changes_or_removes_a_step() -> None:
    """Read from the source: `ReportStep` is made in one place, and nothing else is ever done with it."""
    writes = [call for module in modules("kindring") for call in calls(module) if method_of(call) in WRITES]
    assert [found for call in writes if "ReportStep" in (found := ast.unparse(call))] == []
    source = next(module for module in modules("kindring/circles") if module.name.endswith("actions/reporting.py"))
    assert source.source.count("ReportStep(") == 1
    assert source.source.count("step.save(force_insert=True)") == 1
    assert source.source.count("step.save(") == 1


def test_a_steward_who_tries_to_note_a_step_anew_changes_nothing(street: Street) -> None:
    report = told(street, "tomas", "ines")
    step(street, "ana", report, "seen", "First words")
    before = held()
    with pytest.raises(Refused, match="report_step_back"):
        step(street, "ana", report, "seen", "Other words")
    assert changed(before, held()) == {}


def test_a_steward_who_began_anew_is_handed_no_report(street: Street) -> None:
    """Until they are let in again: otherwise whoever runs the server could read it under a new password."""
    bo = street.user("bo")
    assert bo.id in readers(street, "ines", "tomas").users
    ReceivingPair.objects.filter(owner=bo).delete()
    with cast.signed_in(street.people["bo"]):
        ensure_pair(by=street.by("bo"))
    assert bo.id not in readers(street, "ines", "tomas").users
