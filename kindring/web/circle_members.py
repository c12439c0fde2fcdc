"""Somebody else in a circle: who waits, who looks after it, who they are to you, and keeping away from them."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import Actor
from kindring.accounts.models import Block, Mute
from kindring.circles import actions
from kindring.circles.models import Membership
from kindring.insights.circles import CircleFacts, circle_facts, person_behind
from kindring.insights.shared_plans import shares_with
from kindring.web import circle_forms as forms
from kindring.web.circle_doors import with_listed_member
from kindring.web.done import done
from kindring.web.filling import sent
from kindring.web.person_choices import choices_for, kept_people
from kindring.web.render import go, page
from kindring.web.sessions import SignedIn
from kindring.web.visible import person_or_404

CONFIRMED = done("member-confirmed", _("They are in. The circle is open to them now."))
TURNED_AWAY = done("member-turned-away", _("They are not in this circle. Nobody was told why."))
NOW_STEWARD = done("member-steward", _("They look after the circle with you now."))
BLOCKED = done("member-blocked", _("Blocked, everywhere on this server. Nobody is told."))
MUTED = done("member-muted", _("Muted. You get no notices of what they do."))
LINKED = done("member-linked", _("Noted, for you alone."))


@require_safe
@with_listed_member
def member_page(request: SignedIn, member: Membership) -> HttpResponse:
    facts = circle_facts(request.user, member.circle)
    people = kept_people(request.user)
    context = _about(facts, member) | {
        "linked": person_behind(request.user, member.owner_id),
        "people": choices_for(people),
        "shares": shares_with(request.user, member.owner_id),
        "muted": Mute.objects.visible_to(request.user).filter(muted=member.owner_id).exists(),
        "blocked": Block.objects.visible_to(request.user).filter(blocked=member.owner_id).exists(),
    }
    return page(request, "circles/member.html", context)


def _about(facts: CircleFacts, member: Membership) -> dict[str, Any]:
    found = next((one for one in facts.members if one.id == member.id), None)
    waits = next((one for one in facts.waiting if one.id == member.id), None)
    name = (found or waits).name if (found or waits) else ""  # type: ignore[union-attr]
    lost, proved = bool(found and found.lost), bool((found and found.again) or (waits and waits.proved))
    return {"facts": facts, "member": member, "name": name, "waits": waits, "lost": lost, "proved": proved}


@require_POST
@with_listed_member
def member_confirm(request: SignedIn, member: Membership) -> HttpResponse:
    by = Actor(request.user)
    actions.confirm_member(by=by, now=timezone.now(), circle=member.circle, member=member.id)
    return go("circle", member.circle_id, done=CONFIRMED)


@require_POST
@with_listed_member
def member_turn_away(request: SignedIn, member: Membership) -> HttpResponse:
    by, again = Actor(request.user), sent(forms.AgainForm(request.POST))
    actions.turn_away(by=by, now=timezone.now(), circle=member.circle, member=member.id, **again)
    return go("circle", member.circle_id, done=TURNED_AWAY)


@require_POST
@with_listed_member
def member_steward(request: SignedIn, member: Membership) -> HttpResponse:
    actions.make_steward(by=Actor(request.user), circle=member.circle, member=member.id)
    return go("circle", member.circle_id, done=NOW_STEWARD)


@require_POST
@with_listed_member
def member_block(request: SignedIn, member: Membership) -> HttpResponse:
    actions.block_member(by=Actor(request.user), now=timezone.now(), circle=member.circle, member=member.id)
    return go("circle", member.circle_id, done=BLOCKED)


@require_POST
@with_listed_member
def member_mute(request: SignedIn, member: Membership) -> HttpResponse:
    actions.mute_member(by=Actor(request.user), circle=member.circle, member=member.id)
    return go("member", member.id, done=MUTED)


@require_POST
@with_listed_member
def member_link(request: SignedIn, member: Membership) -> HttpResponse:
    by, chosen = Actor(request.user), sent(forms.LinkForm(request.POST))["person"]
    if chosen is not None:
        actions.link_person(by=by, person=person_or_404(request.user, chosen), user=member.owner_id)
        return go("member", member.id, done=LINKED)
    linked = person_behind(request.user, member.owner_id)
    if linked is not None:
        actions.unlink_person(by=by, person=linked)
    return go("member", member.id, done=LINKED)


urlpatterns = [
    path("circles/members/<uuid:member>", member_page, name="member"),
    path("circles/members/<uuid:member>/confirm", member_confirm, name="member_confirm"),
    path("circles/members/<uuid:member>/turn-away", member_turn_away, name="member_turn_away"),
    path("circles/members/<uuid:member>/steward", member_steward, name="member_steward"),
    path("circles/members/<uuid:member>/block", member_block, name="member_block"),
    path("circles/members/<uuid:member>/mute", member_mute, name="member_mute"),
    path("circles/members/<uuid:member>/link", member_link, name="member_link"),
]
