"""The form of a moment: who, when, how, what flowed which way, how it felt, and words."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kindring.lib.refused import Refused
from kindring.people.actions.moments import check_day
from kindring.people.models import Felt, Moment, Person, Way
from kindring.web.inputs import DayInput, longest
from kindring.web.person_forms import KindsField, LinesField


class MomentForm(forms.Form):
    """`choices` are the people to choose from, `today` the last day it may have been."""

    people = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label=_("Who"))
    day = forms.DateField(label=_("When"))
    way = forms.ChoiceField(
        choices=[*Way.choices, ("", _("not said"))], widget=forms.RadioSelect, required=False, label=_("How")
    )
    received = KindsField(label=_("What you were given"))
    given = KindsField(label=_("What you gave"))
    felt = forms.MultipleChoiceField(
        choices=Felt.choices, widget=forms.CheckboxSelectMultiple, required=False, label=_("How it felt")
    )
    note = LinesField(max_length=longest(Moment, "note"), rows=3, label=_("A note"))
    thanks = LinesField(
        max_length=longest(Moment, "thanks"), rows=2, label=_("Thanks"), help_text=_("What you are grateful for.")
    )
    ask_about = LinesField(max_length=longest(Moment, "ask_about"), rows=2, label=_("Next time ask about …"))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        people, day = self.fields["people"], self.fields["day"]
        people.choices = choices  # type: ignore[attr-defined]
        people.error_messages["required"] = _("Choose at least one person.")
        day.widget = DayInput(latest=today)
        day.initial = today
        day.error_messages["required"] = _("Choose a day.")
        self._today = today

    def ask_roughly(self) -> None:
        """Asks on which day it was, where it was hardly today: any near it will do."""
        day = self.fields["day"]
        day.initial, day.help_text = None, _("Roughly is enough.")

    def clean_day(self) -> date:
        try:
            return check_day(self.cleaned_data["day"], self._today)
        except Refused as refused:
            raise forms.ValidationError(refused.message, code=refused.code) from None

    @staticmethod
    def initial_of(moment: Moment, present: Iterable[Person]) -> dict[str, Any]:
        """What the form starts from when a moment is changed."""
        names = ("day", "way", "received", "given", "felt", "note", "thanks", "ask_about")
        return {name: getattr(moment, name) for name in names} | {"people": [str(person.id) for person in present]}

    def says_more(self) -> bool:
        """Whether more was typed than who, when, how and a note."""
        return bool({"received", "given", "felt", "thanks"} & set(self.changed_data))

    def details(self) -> dict[str, Any]:
        """What the actions take, but for the people themselves."""
        return {name: value for name, value in self.cleaned_data.items() if name != "people"}
