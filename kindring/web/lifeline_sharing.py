"""Sharing parts of the plan with chosen people of a circle; and what others share with whoever looks."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import Actor
from kindring.circles.models import Membership
from kindring.insights.circles import said
from kindring.insights.shared_plans import Choice, choices_of, read_of, who_shares
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.lifeline.actions import share_part, stop_reading
from kindring.lifeline.models import Part, SharedWith
from kindring.lifeline.plan import plan_of
from kindring.lifeline.sharing import lines_of, mark_of_readers, readers_of
from kindring.web.circle_doors import with_member
from kindring.web.done import done
from kindring.web.filling import filled, form_page, get_or_post, keeping
from kindring.web.lifeline_words import form_of, share_of
from kindring.web.render import go, page
from kindring.web.sessions import SignedIn

SHARED = done("plan_shared", _("Kept. Nobody was told: say it to them yourself, when it suits."))
NOT_SHARED = done("plan_not_shared", _("Nobody but you can read this part."))
PUT_AWAY = done("plan_put_away", _("Put away. Nobody was told."))


class ShareForm(forms.Form):
    """Who may read a part; `seen` is the mark of who could when the form was made."""

    members = forms.TypedMultipleChoiceField(
        coerce=UUID, required=False, label=_("Who can read it"), widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: list[Choice], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["members"].choices = [(str(one.member), _called(one)) for one in choices]  # type: ignore[attr-defined]


def _called(one: Choice) -> str:
    return f"{one.name} · {one.circle}" if one.circle else one.name


@get_or_post
def part_share(request: SignedIn, part: Part) -> HttpResponse:
    now = timezone.now()
    plan = plan_of(request.user, day_in(request.user.time_zone, now))
    choices, readers = choices_of(request.user), readers_of(request.user, part)
    form = filled(ShareForm, request, choices=choices, initial=_initial(choices, readers))
    facts: dict[str, Any] = {"part": part, "lines": lines_of(plan, part), "edit": form_of(part), "readers": readers}
    if form.is_valid():
        try:
            with keeping():
                share_part(by=Actor(request.user), now=now, part=part, **form.cleaned_data)
            return go("lifeline", done=SHARED if form.cleaned_data["members"] else NOT_SHARED, fragment=part.value)
        except Refused as refused:
            return form_page(request, "lifeline/share.html", form, facts, refused=refused)
    return form_page(request, "lifeline/share.html", form, facts)


def _initial(choices: list[Choice], readers: list[SharedWith]) -> dict[str, Any]:
    reading = {row.reader_id for row in readers}
    members = [str(one.member) for one in choices if one.user in reading]
    return {"members": members, "seen": mark_of_readers(readers)}


@require_safe
def shared(request: SignedIn) -> HttpResponse:
    """Who shares parts of a plan with whoever looks."""
    return page(request, "lifeline/shared.html", {"people": who_shares(request.user)})


@require_safe
@with_member
def shared_by(request: SignedIn, member: Membership) -> HttpResponse:
    """What one member shares with whoever looks."""
    parts = read_of(request.user, member.owner_id)
    if not parts:
        raise Http404
    facts = {"member": member, "name": said(member, "name"), "parts": parts}
    return page(request, "lifeline/shared_by.html", facts)


@require_POST
@with_member
def shared_end(request: SignedIn, member: Membership) -> HttpResponse:
    if not stop_reading(by=Actor(request.user), owner=member.owner_id):
        raise Http404
    return go("lifeline", done=PUT_AWAY)


urlpatterns = [
    *(path(f"lifeline/{part.value}/readers", part_share, {"part": part}, name=share_of(part)) for part in Part),
    path("lifeline/shared", shared, name="lifeline_shared"),
    path("lifeline/shared/<uuid:member>", shared_by, name="shared_by"),
    path("lifeline/shared/<uuid:member>/end", shared_end, name="shared_end"),
]
