"""Kind words in the circles: reading them, writing one, and taking one away."""

from collections.abc import Collection
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kindring.accounts.actor import Actor
from kindring.asks import actions
from kindring.asks.models import KindWord
from kindring.circles.models import Membership
from kindring.insights.circles import said
from kindring.insights.kind_words import kind_words as words_of
from kindring.lib.refused import Refused
from kindring.lib.rows import Viewer
from kindring.web.circle_doors import with_listed_member
from kindring.web.circle_forms import KeyField
from kindring.web.done import done
from kindring.web.filling import filled, form_page, get_or_post, keeping
from kindring.web.inputs import longest
from kindring.web.notice_words import Named, names_from
from kindring.web.person_forms import LinesField
from kindring.web.render import go, page
from kindring.web.sessions import SignedIn
from kindring.web.visible import page_asked

SAID = done("kind-word", _("It is there for them. Only the two of you are shown it."))
AWAY = done("kind-word-away", _("Taken away, for both of you."))


class KindWordForm(forms.Form):
    words = LinesField(label=_("Your words"), max_length=longest(KindWord, "words"), rows=4)
    key = KeyField()


@names_from
def kind_words_by_name(user: Viewer, ids: Collection[UUID]) -> dict[UUID, Named]:
    """For the page of notices; the same word for each."""
    found = KindWord.objects.visible_to(user).to(user).filter(id__in=ids).values_list("id", flat=True)
    return {word: Named(gettext("Kind words"), reverse("kind_words", fragment=f"w-{word}")) for word in found}


@require_safe
def kind_words(request: SignedIn) -> HttpResponse:
    return page(request, "circles/words.html", {"found": words_of(request.user, page_asked(request))})


@get_or_post
@with_listed_member
def member_word(request: SignedIn, member: Membership) -> HttpResponse:
    form = filled(KindWordForm, request)
    facts = {"member": member, "name": said(member, "name")}
    if form.is_valid():
        by = Actor(request.user)
        try:
            with keeping():
                actions.say_kind_word(
                    by=by, now=timezone.now(), circle=member.circle, member=member.id, **form.cleaned_data
                )
            return go("member", member.id, done=SAID)
        except Refused as refused:
            return form_page(request, "circles/word.html", form, facts, refused=refused)
    return form_page(request, "circles/word.html", form, facts)


@require_POST
def kind_word_away(request: SignedIn, word: UUID) -> HttpResponse:
    found = get_object_or_404(KindWord.objects.visible_to(request.user), id=word)
    actions.take_kind_word_away(by=Actor(request.user), word=found)
    return go("kind_words", done=AWAY)


urlpatterns = [
    path("circles/words", kind_words, name="kind_words"),
    path("circles/words/<uuid:word>/away", kind_word_away, name="kind_word_away"),
    path("circles/members/<uuid:member>/words", member_word, name="member_word"),
]
