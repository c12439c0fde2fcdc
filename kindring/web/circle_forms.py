"""The forms of the circles room."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kindring.circles.models import Circle
from kindring.web.inputs import DayInput
from kindring.web.person_forms import LinesField
from kindring.web.report_words import REASONS

REVIEW_AFTER = timedelta(days=180)


class KeyField(forms.UUIDField):
    """What makes a form of one thing: sent twice, or from two tabs, it has one effect."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, initial=uuid4)


class CalledField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("What the others call you here"),
            max_length=80,
            help_text=_("A name hides nothing from whoever is in another circle with you: they can tell who it is."),
            error_messages={"required": _("Say what the others may call you here.")},
        )


class CircleForm(forms.Form):
    """What holds in a circle, as its stewards word it."""

    name = forms.CharField(
        label=_("What the circle is called"),
        max_length=80,
        error_messages={"required": _("Give the circle a name.")},
    )
    purpose = LinesField(label=_("What it is for"), max_length=1000, rows=2)
    agreement = LinesField(
        label=_("What you agree on"),
        max_length=4000,
        rows=5,
        help_text=_("Every member reads it and accepts it. When it changes, everybody is asked anew."),
    )
    review_on = forms.DateField(label=_("Look at it again on"), required=False, widget=DayInput())
    size_hint = forms.IntegerField(label=_("For about how many people"), required=False, min_value=2, max_value=500)
    sensitive = forms.BooleanField(
        label=_("Something sensitive is talked about here"),
        required=False,
        help_text=_("Then nobody is reminded or nudged about this circle."),
    )

    @staticmethod
    def initial_of(circle: Circle) -> dict[str, Any]:
        names = ("name", "purpose", "agreement", "review_on", "size_hint", "sensitive")
        return {name: getattr(circle, name) for name in names}


class StartForm(CircleForm):
    called = CalledField()
    key = KeyField()
    field_order = ("name", "purpose", "called", "agreement")

    @staticmethod
    def first_words(called: str) -> dict[str, Any]:
        """What the form starts from: an agreement to change as one likes."""
        agreement = gettext(
            "What is said here stays here.\n"
            "Nobody has to give a reason for a no.\n"
            "We listen before we advise.\n"
            "We help as we can, and nobody counts."
        )
        return {"called": called, "agreement": agreement, "review_on": timezone.localdate() + REVIEW_AFTER}


class NameForm(forms.Form):
    called = CalledField()


class InviteForm(forms.Form):
    label = forms.CharField(
        label=_("Whom is it for?"),
        max_length=80,
        help_text=_("So that you and the other members know which invitation is which."),
        error_messages={"required": _("Say whom it is for.")},
    )
    key = KeyField()


class NoteForm(forms.Form):
    text = LinesField(label=_("Pin something to the board"), max_length=2000, rows=2)


class WithdrawForm(forms.Form):
    withdraw = forms.BooleanField(label=_("Take down what I pinned to the board"), required=False)


class AgainForm(forms.Form):
    """Also the answer of a steward to whoever waits, and of the invited to an invitation."""

    never_again = forms.BooleanField(required=False)


class LinkForm(forms.Form):
    """Who on one's own map a member is; nobody, to take that back."""

    person = forms.UUIDField(required=False, widget=forms.Select, label=_("On your map"))


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        choices=REASONS, widget=forms.RadioSelect, label=_("What is it about?"),
        error_messages={"required": _("Choose what comes closest.")},
    )  # fmt: skip
    words = LinesField(label=_("In your own words, if you like"), max_length=4000, rows=3)
    key = KeyField()


class UnseenReportForm(ReportForm):
    about = forms.CharField(
        label=_("Whom is it about?"),
        max_length=80,
        help_text=_("By the name that you knew, and whatever helps to tell them from others."),
        error_messages={"required": _("Say whom it is about, by the name that you knew.")},
    )
    field_order = ("about", "reason", "words", "key")


class StepForm(forms.Form):
    state = forms.CharField(max_length=6)
    words = LinesField(label=_("A note about it, for whoever looks after it with you"), max_length=1000, rows=2)
