"""Whom one blocked or muted, and taking that back."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actions import blocking
from kindring.accounts.actor import Actor
from kindring.accounts.models import Block, Mute
from kindring.lib.sealing import Unsealable
from kindring.web.done import done
from kindring.web.render import go, page
from kindring.web.sessions import SignedIn

UNBLOCKED = done("unblocked", _("You may see each other again, unless they blocked you too."))
UNMUTED = done("unmuted", _("You are told again of what they do."))


class Line(NamedTuple):
    """`name` is what one knew them as; '' where that cannot be shown any more."""

    id: UUID
    name: str


@require_safe
def blocked(request: SignedIn) -> HttpResponse:
    found = {"blocked": _lines(Block.objects.visible_to(request.user))}
    return page(request, "settings/blocked.html", found | {"muted": _lines(Mute.objects.visible_to(request.user))})


def _lines(rows: QuerySet[Block] | QuerySet[Mute]) -> list[Line]:
    return sorted((Line(row.id, _name(row)) for row in rows), key=lambda line: (not line.name, line.name.casefold()))


def _name(row: Block | Mute) -> str:
    try:
        return str(row.name)
    except Unsealable:
        return ""


@require_POST
def unblock(request: SignedIn, block: UUID) -> HttpResponse:
    row = get_object_or_404(Block.objects.visible_to(request.user), id=block)
    blocking.unblock(by=Actor(request.user), user=row.blocked)
    return go("blocked", done=UNBLOCKED)


@require_POST
def unmute(request: SignedIn, mute: UUID) -> HttpResponse:
    row = get_object_or_404(Mute.objects.visible_to(request.user), id=mute)
    blocking.unmute(by=Actor(request.user), user=row.muted)
    return go("blocked", done=UNMUTED)


urlpatterns = [
    path("settings/blocked", blocked, name="blocked"),
    path("settings/blocked/<uuid:block>/end", unblock, name="unblock"),
    path("settings/muted/<uuid:mute>/end", unmute, name="unmute"),
]
