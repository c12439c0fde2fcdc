"""Reports: what became of one's own, and those that are to be read."""

from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actions.pairs import ensure_pair
from kindring.accounts.actor import Actor
from kindring.accounts.pairs import receiver_of
from kindring.accounts.safety import safety_contact
from kindring.circles.actions import step_report
from kindring.circles.models import Membership, Report, ReportStep
from kindring.circles.reports import open_reports
from kindring.insights.circles import my_circles, said
from kindring.lib.rows import Viewer
from kindring.web.circle_forms import StepForm
from kindring.web.done import done
from kindring.web.filling import sent
from kindring.web.notice_words import Named, names_from
from kindring.web.render import go, page
from kindring.web.report_words import DONE, STATES, WORRIED, next_steps, reason_words
from kindring.web.sessions import SignedIn
from kindring.web.visible import page_asked

ON_A_PAGE = 30
NOTED = done("report-noted", _("Noted. It cannot be changed any more."))
RECEIVES = done("report-receives", _("From now on reports can reach you."))


class Line(NamedTuple):
    """A report in a list. `about` and `reason` are '' where it does not open: one's own says its state only."""

    row: Report
    about: str
    reason: str | Promise
    state: str | Promise


@names_from
def names_of_reports(user: Viewer, ids: Collection[UUID]) -> dict[UUID, Named]:
    """For the page of notices; the same word for each."""
    found = Report.objects.visible_to(user).filter(id__in=ids).values_list("id", flat=True)
    return {report: Named(gettext("Reports"), reverse("report", args=[report])) for report in found}


@require_safe
def reports(request: SignedIn) -> HttpResponse:
    user, number = request.user, page_asked(request)
    mine, handed = (_page(rows, number) for rows in (_rows(user).of(user), _rows(user).handed_to(user)))
    opened = open_reports(user, [row.id for row in handed[0]])
    context = {
        "mine": [_line(row, is_open=False) for row in mine[0]],
        "handed": [_line(row, is_open=row.id in opened) for row in handed[0]],
        "number": number,
        "more": mine[1] or handed[1],
        "may_receive": safety_contact() == user.id and receiver_of(user.id) is None,
    }
    return page(request, "reports/list.html", context)


def _rows(user: Any) -> Any:
    return Report.objects.visible_to(user).order_by("-made_at", "id")


def _page(rows: Any, number: int) -> tuple[list[Report], bool]:
    first = (number - 1) * ON_A_PAGE
    found = list(rows[first : first + ON_A_PAGE + 1])
    return found[:ON_A_PAGE], len(found) > ON_A_PAGE


def _line(row: Report, *, is_open: bool) -> Line:
    if not is_open:
        return Line(row, "", "", STATES[row.state])
    return Line(row, said(row, "about"), reason_words(said(row, "reason")), STATES[row.state])


def report_or_404(request: SignedIn, report: UUID) -> Report:
    return get_object_or_404(Report.objects.visible_to(request.user), id=report)


@require_safe
def report_page(request: SignedIn, report: UUID) -> HttpResponse:
    row = report_or_404(request, report)
    if row.owner_id == request.user.id:
        return page(request, "reports/own.html", {"line": _line(row, is_open=False)})
    is_open = row.id in open_reports(request.user, [row.id])
    context = {
        "line": _line(row, is_open=is_open),
        "is_open": is_open,
        "words": said(row, "words") if is_open else "",
        "worried": is_open and said(row, "reason") == WORRIED,
        "steps": _steps(request, row),
        "next": next_steps(row.state),
        "circle": next((line for line in my_circles(request.user) if line.id == row.circle), None),
        "form": StepForm(),
    }
    return page(request, "reports/report.html", context)


def _steps(request: SignedIn, report: Report) -> list[dict[str, Any]]:
    """What was done so far, by whom as far as the reader shares the circle with them."""
    steps = list(ReportStep.objects.visible_to(request.user).filter(report=report).order_by("made_at", "id"))
    members = Membership.objects.visible_to(request.user, as_steward=True).filter(circle_id=report.circle)
    by = {row.owner_id: said(row, "name") for row in members.filter(owner_id__in=[step.by_user for step in steps])}
    return [
        {
            "done": DONE[step.state],
            "by": by.get(step.by_user, ""),
            "words": said(step, "words"),
            "made_at": step.made_at,
            "mine": step.by_user == request.user.id,
        }
        for step in steps
    ]


@require_POST
def report_step(request: SignedIn, report: UUID) -> HttpResponse:
    row, given = report_or_404(request, report), sent(StepForm(request.POST))
    step_report(by=Actor(request.user), now=timezone.now(), report=row.id, **given)
    return go("report", row.id, done=NOTED)


@require_POST
def reports_receive(request: SignedIn) -> HttpResponse:
    """The safety contact lets reports reach them, also when they are in no circle."""
    ensure_pair(by=Actor(request.user))
    return go("reports", done=RECEIVES)


urlpatterns = [
    path("reports", reports, name="reports"),
    path("reports/receive", reports_receive, name="reports_receive"),
    path("reports/<uuid:report>", report_page, name="report"),
    path("reports/<uuid:report>/step", report_step, name="report_step"),
]
