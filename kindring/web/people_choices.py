"""Choosing what the page of all people shows, and how many of each kind of support are enough."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kindring.accounts.actor import Actor
from kindring.insights.panels import showing_of
from kindring.people.actions.showing import choose_showing
from kindring.people.kinds import KINDS
from kindring.people.showing import MOST_WANTED, PANELS, SPANS, Showing
from kindring.web.done import done
from kindring.web.filling import filled, form_page, get_or_post
from kindring.web.panel_words import support_word
from kindring.web.render import go
from kindring.web.sessions import SignedIn
from kindring.web.words import opening

KEPT = done("people-chosen", _("Kept: People shows what you chose."))
PANEL_WORDS: dict[str, str | Promise] = {
    "kinds": _("What holds you up"),
    "steps": _("A small step, if you like"),
    "give_take": _("Give and take"),
    "in_person": _("How you are in touch"),
    "at_hand": _("In touch today?"),
    "fading": _("Fading"),
    "roles": _("Who is here"),
}


class ShowingForm(forms.Form):
    """Everything that can be chosen; whatever is left out is not worked out either."""

    give_take_months = forms.TypedChoiceField(coerce=int, label=_("Give and take, over"))
    in_person_months = forms.TypedChoiceField(coerce=int, label=_("How you are in touch, over"))
    with_inner = forms.BooleanField(
        required=False,
        label=_("Count give and take with those closest to you, too"),
        help_text=_("Left out at first: among the closest, most people do not want to count."),
    )
    shown = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("What People shows beside the map")
    )
    keep_months = forms.BooleanField(
        required=False,
        label=_("Keep the map of earlier months"),
        help_text=_("Sealed, for two years. Switched off, those that were kept are erased at once."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in KINDS:
            label = opening(support_word(kind.word))
            self.fields[f"want_{kind.word}"] = forms.TypedChoiceField(choices=_wants(), coerce=int, label=label)
        for name in ("give_take_months", "in_person_months"):
            self.fields[name].choices = _spans()  # type: ignore[attr-defined]
        self.fields["shown"].choices = [(name, PANEL_WORDS[name]) for name in PANELS]  # type: ignore[attr-defined]

    def wants(self) -> list[forms.BoundField]:
        """The fields of how many."""
        return [self[f"want_{kind.word}"] for kind in KINDS]

    def showing(self) -> Showing:
        given = self.cleaned_data
        return Showing(
            wants={kind.word: given[f"want_{kind.word}"] for kind in KINDS},
            give_take_months=given["give_take_months"],
            in_person_months=given["in_person_months"],
            hidden=frozenset(PANELS) - set(given["shown"]),
            with_inner=given["with_inner"],
            keep_months=given["keep_months"],
        )


def _wants() -> list[tuple[int, str]]:
    counts = range(1, MOST_WANTED + 1)
    some = [ngettext("%(count)d person", "%(count)d people", count) % {"count": count} for count in counts]
    return [(0, gettext("I do not look for it")), *enumerate(some, start=1)]


def _spans() -> list[tuple[int, str]]:
    return [(months, ngettext("%(count)d month", "%(count)d months", months) % {"count": months}) for months in SPANS]


@get_or_post
def settings_people(request: SignedIn) -> HttpResponse:
    form = filled(ShowingForm, request, initial=_held(showing_of(request.user)))
    if form.is_valid():
        choose_showing(by=Actor(request.user), showing=form.showing())
        return go("people", done=KEPT)
    return form_page(request, "settings/people.html", form)


def _held(showing: Showing) -> dict[str, Any]:
    return {
        "give_take_months": showing.give_take_months,
        "in_person_months": showing.in_person_months,
        "with_inner": showing.with_inner,
        "shown": [name for name in PANELS if showing.shows(name)],
        "keep_months": showing.keep_months,
    } | {f"want_{kind}": want for kind, want in showing.wants.items()}


urlpatterns = [path("settings/people", settings_people, name="settings_people")]
