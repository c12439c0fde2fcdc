"""The forms of the lifeline room."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kindring.lifeline.actions.plan import LONGEST_LINE, MOST_STEPS
from kindring.lifeline.models import WITH_PEOPLE, Part
from kindring.lifeline.plan import Plan
from kindring.people.models import Person
from kindring.web.finding import folded
from kindring.web.inputs import DayInput
from kindring.web.person_choices import choices_for

_LONGEST = (LONGEST_LINE + 2) * (MOST_STEPS + 5)


class PartForm(forms.Form):
    """One part: people of the map where they belong, and a line for each step.

    `seen` is the mark of what was there when the form was made; see `keep_part`.
    """

    people = forms.TypedMultipleChoiceField(
        coerce=UUID, required=False, label=_("From your map"), widget=forms.CheckboxSelectMultiple
    )
    lines = forms.CharField(
        required=False,
        max_length=_LONGEST,
        label=_("In your words, a line for each"),
        widget=forms.Textarea({"rows": 6, "autocomplete": "off"}),
    )
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, part: Part, offered: Iterable[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offered = list(offered)
        if part in WITH_PEOPLE and self.offered:
            self.fields["people"].choices = choices_for(self.offered)  # type: ignore[attr-defined]
        else:
            del self.fields["people"]
        if part is Part.WORDS:
            self.fields["lines"].label = _("In your words")

    @staticmethod
    def initial_of(part: Part, plan: Plan) -> dict[str, Any]:
        steps = plan.steps.get(part, ())
        return {
            "people": [str(step.person.id) for step in steps if step.person],
            "lines": "\n".join(step.words for step in steps if not step.person),
            "seen": plan.marks[part],
        }

    def told(self) -> dict[str, Any]:
        """What `keep_part` takes. A line that is nothing but the name of someone offered means them."""
        people = list(self.cleaned_data.get("people", []))
        names = {folded(person.shown_name): person.id for person in self.offered} if "people" in self.fields else {}
        lines = []
        for line in self.cleaned_data["lines"].splitlines():
            person = names.get(folded(line.strip()))
            people += [person] if person and person not in people else []
            lines += [] if person else [line]
        return {"people": people, "lines": lines, "seen": self.cleaned_data["seen"]}


class ReviewForm(forms.Form):
    on = forms.DateField(required=False, label=_("Look at it again on"), widget=DayInput())
    soon = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("30", _("in a month")), ("90", _("in three months")), ("365", _("in a year")), ("0", _("no day"))],
        widget=forms.RadioSelect,
        label=_("Or simply"),
    )

    def day(self, today: date) -> date | None:
        """The day that was typed; else so many days from today; else none."""
        given = self.cleaned_data
        if given["soon"] is None:
            return given["on"]  # type: ignore[no-any-return]
        return date.fromordinal(today.toordinal() + given["soon"]) if given["soon"] else None
