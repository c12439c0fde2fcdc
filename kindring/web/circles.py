"""The circles room: which ones there are, one of them, its board, and oneself in it."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import Actor
from kindring.circles import actions
from kindring.circles.keys import needs_key
from kindring.circles.models import Circle, Report
from kindring.insights.board_log import board_log
from kindring.insights.circles import CircleFacts, board, circle_facts, my_circles
from kindring.lib.days import day_in
from kindring.lib.refused import Refused
from kindring.lib.rows import Viewer
from kindring.web import circle_forms as forms
from kindring.web.circle_doors import circle_or_404, note_or_404, with_circle
from kindring.web.done import done
from kindring.web.filling import filled, form_page, get_or_post, sent
from kindring.web.notice_words import Named, names_from
from kindring.web.render import go, page
from kindring.web.sessions import SignedIn
from kindring.web.visible import page_asked

FEW = 12  # members named on the page of a circle; the others on a page of their own
MEMBERS_ON_A_PAGE = 50
AT_ONCE = 3  # at the door, before the next come up

STARTED = done("circle-started", _("Your circle is there. Invite somebody into it."))
KEPT = done("circle-kept", _("Kept."))
REWORDED = done("circle-reworded", _("Kept. Everybody is asked to accept the new agreement."))
AGREED = done("circle-agreed", _("Noted that you agree."))
RENAMED = done("circle-name", _("That is what the others call you here now."))
LEFT = done("circle-left", _("You have left the circle. Nobody was told."))
WITHDRAWN = done("circle-withdrawn", _("Taken back. Nobody was told."))
STEPPED_DOWN = done("circle-stepped-down", _("You are a member like the others now."))
STEWARD = done("circle-steward", _("You look after this circle now."))
PINNED = done("circle-pinned", _("Pinned to the board."))
TAKEN_DOWN = done("circle-note-down", _("Taken down."))


@require_safe
def circles(request: SignedIn) -> HttpResponse:
    facts = {"circles": my_circles(request.user), "to_read": _to_read(request.user).exists()}
    return page(request, "circles/list.html", facts)


def _to_read(user: Viewer) -> QuerySet[Report]:
    """Reports that this user looks after, and that are not closed."""
    return Report.objects.visible_to(user).handed_to(user).unfinished()


@get_or_post
def circle_new(request: SignedIn) -> HttpResponse:
    form = filled(forms.StartForm, request, initial=forms.StartForm.first_words(request.user.called))
    if form.is_valid():
        try:
            made = actions.start_circle(by=Actor(request.user), now=timezone.now(), **form.cleaned_data)
            return go("circle_invite", made.id, done=STARTED)
        except Refused as refused:
            return form_page(request, "circles/new.html", form, refused=refused)
    return form_page(request, "circles/new.html", form)


@require_safe
@with_circle
def circle_page(request: SignedIn, circle: Circle) -> HttpResponse:
    """Where somebody has gone, a visit makes the new key first."""
    if needs_key(circle):
        actions.hand_over_keys(by=Actor(request.user), circle=circle)
    facts = circle_facts(request.user, circle)
    return page(request, "circles/circle.html", _of(request, facts) | {"form": forms.NoteForm()})


def _of(request: SignedIn, facts: CircleFacts) -> dict[str, object]:
    today = day_in(request.user.time_zone, timezone.now())
    review_on = facts.circle.review_on
    return {
        "facts": facts,
        "few": facts.members[:FEW],
        "board": board(request.user, facts, page_asked(request)),
        "review_due": review_on if facts.me.steward and review_on and review_on <= today else None,
        "at_once": AT_ONCE,
        "to_read": facts.me.steward and _to_read(request.user).filter(circle=facts.circle.id).exists(),
        "lost": [member for member in facts.members if member.lost],
    }


@require_safe
@with_circle
def circle_members(request: SignedIn, circle: Circle) -> HttpResponse:
    facts, number = circle_facts(request.user, circle), page_asked(request)
    first = (number - 1) * MEMBERS_ON_A_PAGE
    shown = facts.members[first : first + MEMBERS_ON_A_PAGE]
    more = len(facts.members) > first + MEMBERS_ON_A_PAGE
    return page(request, "circles/members.html", {"facts": facts, "shown": shown, "number": number, "more": more})


@get_or_post
@with_circle
def circle_edit(request: SignedIn, circle: Circle) -> HttpResponse:
    form = filled(forms.CircleForm, request, initial=forms.CircleForm.initial_of(circle))
    facts = {"circle": circle}
    _stewards_only(request, circle)
    if form.is_valid():
        was = circle.agreement
        try:
            kept = actions.change_circle(
                by=Actor(request.user), now=timezone.now(), circle=circle, **form.cleaned_data
            )
            return go("circle", circle.id, done=KEPT if kept.agreement == was else REWORDED)
        except Refused as refused:
            return form_page(request, "circles/edit.html", form, facts, refused=refused)
    return form_page(request, "circles/edit.html", form, facts)


def _stewards_only(request: SignedIn, circle: Circle) -> None:
    if not circle_facts(request.user, circle).me.steward:
        raise Refused("stewards_only", gettext("Only the stewards of a circle can do this."), 403)


@require_POST
@with_circle
def circle_agree(request: SignedIn, circle: Circle) -> HttpResponse:
    actions.agree(by=Actor(request.user), now=timezone.now(), circle=circle)
    return go("circle", circle.id, done=AGREED)


@get_or_post
@with_circle
def circle_me(request: SignedIn, circle: Circle) -> HttpResponse:
    """Oneself in the circle: the name, leaving, looking after it."""
    facts = circle_facts(request.user, circle)
    form = filled(forms.NameForm, request, initial={"called": facts.me.name})
    context = {"facts": facts, "leave_form": forms.WithdrawForm()}
    if form.is_valid():
        try:
            actions.change_own_name(by=Actor(request.user), circle=circle, **form.cleaned_data)
            return go("circle_me", circle.id, done=RENAMED)
        except Refused as refused:
            return form_page(request, "circles/me.html", form, context, refused=refused)
    return form_page(request, "circles/me.html", form, context)


@require_POST
def circle_leave(request: SignedIn, circle: UUID) -> HttpResponse:
    """Also for whoever has no key to it any more."""
    found = circle_or_404(request, circle)
    withdraw = sent(forms.WithdrawForm(request.POST))
    actions.leave_circle(by=Actor(request.user), now=timezone.now(), circle=found, **withdraw)
    return go("circles", done=LEFT)


@require_POST
def waiting_leave(request: SignedIn, circle: UUID) -> HttpResponse:
    actions.stop_waiting(by=Actor(request.user), now=timezone.now(), circle=circle)
    return go("circles", done=WITHDRAWN)


@require_POST
def circle_step_down(request: SignedIn, circle: UUID) -> HttpResponse:
    actions.step_down(by=Actor(request.user), circle=circle_or_404(request, circle))
    return go("circle_me", circle, done=STEPPED_DOWN)


@require_POST
def circle_take(request: SignedIn, circle: UUID) -> HttpResponse:
    actions.take_stewardship(by=Actor(request.user), circle=circle_or_404(request, circle))
    return go("circle", circle, done=STEWARD)


@require_POST
@with_circle
def circle_pin(request: SignedIn, circle: Circle) -> HttpResponse:
    form = forms.NoteForm(request.POST)
    if form.is_valid():
        try:
            actions.pin_note(by=Actor(request.user), now=timezone.now(), circle=circle, **form.cleaned_data)
            return go("circle", circle.id, done=PINNED, fragment="board")
        except Refused as refused:
            return form_page(request, "circles/circle.html", form, _again(request, circle), refused=refused)
    return form_page(request, "circles/circle.html", form, _again(request, circle))


def _again(request: SignedIn, circle: Circle) -> dict[str, object]:
    return _of(request, circle_facts(request.user, circle))


@require_POST
def note_down(request: SignedIn, note: UUID) -> HttpResponse:
    found = note_or_404(request, note)
    actions.take_note_down(by=Actor(request.user), now=timezone.now(), note=found)
    return go("circle", found.circle_id, done=TAKEN_DOWN, fragment="board")


@require_safe
@with_circle
def circle_log(request: SignedIn, circle: Circle) -> HttpResponse:
    """What happened on the board, for its stewards."""
    _stewards_only(request, circle)
    facts, number = circle_facts(request.user, circle), page_asked(request)
    return page(request, "circles/log.html", {"facts": facts, "log": board_log(request.user, facts, number)})


@names_from
def names_of_circles(user: Viewer, ids: Collection[UUID]) -> dict[UUID, Named]:
    """For the page of notices."""
    lines = [line for line in my_circles(user) if line.id in ids and line.name]
    return {line.id: Named(line.name, reverse("circle", args=[line.id])) for line in lines}


urlpatterns = [
    path("circles", circles, name="circles"),
    path("circles/new", circle_new, name="circle_new"),
    path("circles/<uuid:circle>", circle_page, name="circle"),
    path("circles/<uuid:circle>/members", circle_members, name="circle_members"),
    path("circles/<uuid:circle>/edit", circle_edit, name="circle_edit"),
    path("circles/<uuid:circle>/agree", circle_agree, name="circle_agree"),
    path("circles/<uuid:circle>/me", circle_me, name="circle_me"),
    path("circles/<uuid:circle>/leave", circle_leave, name="circle_leave"),
    path("circles/<uuid:circle>/withdraw", waiting_leave, name="waiting_leave"),
    path("circles/<uuid:circle>/step-down", circle_step_down, name="circle_step_down"),
    path("circles/<uuid:circle>/take", circle_take, name="circle_take"),
    path("circles/<uuid:circle>/log", circle_log, name="circle_log"),
    path("circles/<uuid:circle>/pin", circle_pin, name="circle_pin"),
    path("circles/notes/<uuid:note>/down", note_down, name="note_down"),
]
