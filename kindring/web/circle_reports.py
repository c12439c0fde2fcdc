"""Telling whoever looks after a circle that something is not right: about a member, or somebody one sees no more."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kindring.accounts.actor import Actor
from kindring.circles import actions
from kindring.circles.models import Membership
from kindring.circles.reports import readers_of
from kindring.insights.circles import circle_facts, said
from kindring.lib.refused import Refused
from kindring.web import circle_forms as forms
from kindring.web.circle_doors import circle_or_404, with_listed_member
from kindring.web.done import done
from kindring.web.filling import filled, form_page, get_or_post
from kindring.web.render import go
from kindring.web.sessions import SignedIn

SMALL = 4  # in a circle of so few, whoever reads a report may guess whose it is
REPORTED = done("member-reported", _("Handed over. What becomes of it stands here."))


@get_or_post
@with_listed_member
def member_report(request: SignedIn, member: Membership) -> HttpResponse:
    form = filled(forms.ReportForm, request)
    if form.is_valid():
        try:
            actions.report_member(circle=member.circle, member=member.id, **_told(request, form))
            return go("reports", done=REPORTED)
        except Refused as refused:
            return form_page(request, "circles/report.html", form, _about(request, member), refused=refused)
    return form_page(request, "circles/report.html", form, _about(request, member))


def _told(request: SignedIn, form: forms.ReportForm) -> dict[str, Any]:
    given = form.cleaned_data
    told = actions.Told(given["reason"], given["words"])
    return {"by": Actor(request.user), "now": timezone.now(), "key": given["key"], "told": told}


def _about(request: SignedIn, member: Membership) -> dict[str, Any]:
    """Who would read it: no names, which would tell by who is missing among them who blocked whom."""
    facts = circle_facts(request.user, member.circle)
    readers = readers_of(request.user, member.circle_id, member.owner_id)
    small = len(facts.members) <= SMALL
    return {"member": member, "name": said(member, "name"), "role": readers.role.name, "small": small}


@get_or_post
def circle_report(request: SignedIn, circle: UUID) -> HttpResponse:
    """About somebody whom one does not see in the circle any more; also for whom it is closed for now."""
    found, form = circle_or_404(request, circle), filled(forms.UnseenReportForm, request)
    facts = {"circle": found.id, "role": readers_of(request.user, found.id, None).role.name}
    if form.is_valid():
        try:
            actions.report_unseen(circle=found, name=form.cleaned_data["about"], **_told(request, form))
            return go("reports", done=REPORTED)
        except Refused as refused:
            return form_page(request, "circles/report_unseen.html", form, facts, refused=refused)
    return form_page(request, "circles/report_unseen.html", form, facts)


urlpatterns = [
    path("circles/members/<uuid:member>/report", member_report, name="member_report"),
    path("circles/<uuid:circle>/report", circle_report, name="circle_report"),
]
