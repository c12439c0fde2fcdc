"""Inviting into a circle, and what whoever holds the link sees of it: neither its name nor who is in it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import Actor
from kindring.accounts.models import User
from kindring.circles import actions
from kindring.circles.keys import lost_key
from kindring.circles.models import Circle, Invite, Membership
from kindring.insights.circles import circle_facts, said
from kindring.lib.refused import Refused
from kindring.web import circle_forms as forms
from kindring.web.circle_doors import invite_or_404, with_circle
from kindring.web.done import done
from kindring.web.filling import filled, form_page, get_or_post, sent
from kindring.web.render import go
from kindring.web.sending import near_only
from kindring.web.sessions import SignedIn, open_to_all

INVITED = done("circle-invited", _("The invitation is made. Send it yourself, in the way that suits the two of you."))
REVOKED = done("circle-revoked", _("Taken back. The link leads nowhere now."))
ACCEPTED = done("circle-accepted", _("Accepted. A steward says yes next, and then the circle opens to you."))
DECLINED = done("circle-declined", _("Declined. Nobody is told."))


@get_or_post
@with_circle
def circle_invite(request: SignedIn, circle: Circle) -> HttpResponse:
    form = filled(forms.InviteForm, request)
    if form.is_valid():
        try:
            made = actions.invite(by=Actor(request.user), now=timezone.now(), circle=circle, **form.cleaned_data)
            return go("circle_invite", circle.id, done=INVITED, query={"made": str(made.invite.id)}, fragment="open")
        except Refused as refused:
            return form_page(request, "circles/invite.html", form, _open(request, circle), refused=refused)
    return form_page(request, "circles/invite.html", form, _open(request, circle))


def _open(request: SignedIn, circle: Circle) -> dict[str, Any]:
    """The invitations that are open: one's own with their links, and for stewards also those of the others."""
    facts = circle_facts(request.user, circle)
    every = Invite.objects.visible_to(request.user).filter(circle=circle)
    rows = list(every.open(timezone.now()).order_by("-ends_at", "id"))
    names = {member.user: member.name for member in facts.members}
    mine = [_invitation(request, row) for row in rows if row.owner_id == request.user.id]
    others = [
        {"id": row.id, "label": said(row, "label"), "by": names.get(row.owner_id, ""), "ends_at": row.ends_at}
        for row in rows
        if row.owner_id != request.user.id and facts.me.steward
    ]
    return {"facts": facts, "mine": mine, "others": others, "made": request.GET.get("made", "")}


def _invitation(request: SignedIn, row: Invite) -> dict[str, Any]:
    link = request.build_absolute_uri(reverse("invitation", args=[said(row, "secret") or "-"]))
    message = gettext(
        "I would like to have you in a small circle of people who ask and help each other, on Kindring. "
        "This link is for you alone, and works once within seven days: %(link)s"
    )
    texts = {"label": said(row, "label"), "link": link, "message": message % {"link": link}}
    return {"id": row.id, "ends_at": row.ends_at, "near_only": near_only(request), **texts}


@require_POST
def invite_revoke(request: SignedIn, invite: UUID) -> HttpResponse:
    row = invite_or_404(request, invite)
    actions.revoke_invite(by=Actor(request.user), invite=row)
    return go("circle_invite", row.circle_id, done=REVOKED, fragment="open")


@open_to_all
@require_safe
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking at it spends nothing: a preview must not use it up."""
    return _preview(request, secret, forms.NameForm(initial={"called": _called(request)}))


def _preview(request: HttpRequest, secret: str, form: forms.NameForm, refused: Refused | None = None) -> HttpResponse:
    user = _whoever(request)
    found = actions.find_invite(secret, timezone.now(), user)
    if found is None:
        raise Refused("invite_over", gettext("This invitation has been used, has ended, or was taken back."), 404)
    here = reverse("invitation", args=[secret])
    facts = {"secret": secret, "here": here, "ready": _ready(request), "already": _already(request, found)}
    return form_page(request, "circles/invitation.html", form, facts, refused=refused)


def _already(request: HttpRequest, invite: Invite) -> bool:
    """Whether they are in the circle or wait for it, and need no invitation."""
    user = _whoever(request)
    mine = Membership.objects.visible_to(user).of(user).filter(circle=invite.circle_id).first() if user else None
    return bool(user and mine and not (_ready(request) and lost_key(user, mine)))


def _whoever(request: Any) -> User | None:
    """The user who looks; None for somebody who is not signed in."""
    return request.user if request.user.is_authenticated else None


def _ready(request: HttpRequest) -> bool:
    """Whether they are signed in, open, and past writing down their code."""
    user = _whoever(request)
    return user is not None and bool(getattr(request, "keys", ())) and user.recovery_confirmed


def _called(request: HttpRequest) -> str:
    user = _whoever(request)
    return str(user.called) if user is not None and _ready(request) else ""


@require_POST
def invitation_accept(request: SignedIn, secret: str) -> HttpResponse:
    form = forms.NameForm(request.POST)
    if not form.is_valid():
        return _preview(request, secret, form)
    try:
        actions.accept_invite(by=Actor(request.user), now=timezone.now(), secret=secret, **form.cleaned_data)
    except Refused as refused:
        if refused.code != "member_unnamed":
            raise
        return _preview(request, secret, form, refused)
    return go("circles", done=ACCEPTED)


@require_POST
def invitation_decline(request: SignedIn, secret: str) -> HttpResponse:
    again = sent(forms.AgainForm(request.POST))
    actions.decline_invite(by=Actor(request.user), now=timezone.now(), secret=secret, **again)
    return go("circles", done=DECLINED)


urlpatterns = [
    path("circles/<uuid:circle>/invite", circle_invite, name="circle_invite"),
    path("circles/invitations/<uuid:invite>/revoke", invite_revoke, name="invite_revoke"),
    path("c/<str:secret>", invitation, name="invitation"),
    path("c/<str:secret>/accept", invitation_accept, name="invitation_accept"),
    path("c/<str:secret>/decline", invitation_decline, name="invitation_decline"),
]
