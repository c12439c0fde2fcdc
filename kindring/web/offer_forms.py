"""The forms of what one can help with, and of resting."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from kindring.asks.models import Offer
from kindring.people.kinds import Kind
from kindring.web.inputs import DayInput
from kindring.web.offer_words import OFTEN, often_words

_DAYS = [(str(1 << number), name) for number, name in WEEKDAYS.items()]
_ONCE_A_MONTH = 1


class OfferForm(forms.Form):
    """On which days, and how often, somebody can help with one kind. Fields are called `<kind>-<field>`."""

    days = forms.MultipleChoiceField(
        choices=_DAYS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=_("On which days"),
        help_text=_("None chosen means any day."),
    )
    per_month = forms.TypedChoiceField(coerce=int, label=_("How often"))

    def __init__(self, kind: Kind, offer: Offer | None, data: Any = None) -> None:
        held = offer.per_month if offer else _ONCE_A_MONTH
        days = [value for value, _name in _DAYS if offer and offer.days & int(value)]
        super().__init__(data, prefix=kind.word, initial={"days": days, "per_month": held})
        often = sorted({*OFTEN, held})
        self.fields["per_month"].choices = [(count, often_words(count)) for count in often]  # type: ignore[attr-defined]

    def terms(self) -> dict[str, int]:
        """What the action takes."""
        return {"days": sum(map(int, self.cleaned_data["days"])), "per_month": self.cleaned_data["per_month"]}


class RestForm(forms.Form):
    """Until when somebody cannot help."""

    until = forms.DateField(
        required=False,
        widget=DayInput(),
        label=_("I can help again from"),
        help_text=_("Leave it empty if you do not know yet."),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["until"].widget.attrs["min"] = (today + timedelta(days=1)).isoformat()
