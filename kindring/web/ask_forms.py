"""The forms around one ask: taking a place, offering something else, changing it, ending it kindly."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kindring.asks.actions import SlotDetails
from kindring.asks.models import Ask, Proposal
from kindring.asks.models.ask import MOST_PLACES
from kindring.asks.times import each_week, slots_on
from kindring.lib.days import at
from kindring.lib.texts import can_be_seen
from kindring.web.help_forms import HourInput
from kindring.web.inputs import DayInput
from kindring.web.person_forms import LinesField


class ClaimForm(forms.Form):
    """ "I can take it": `slot` for a place, or `stand_by` for one in reserve; each button sends one of them."""

    name = forms.CharField(max_length=80, required=False, label=_("Your name here"))
    word = LinesField(max_length=500, rows=2, label=_("A word with it"))
    slot = forms.UUIDField(required=False, widget=forms.HiddenInput)
    stand_by = forms.UUIDField(required=False, widget=forms.HiddenInput)


class ProposeForm(forms.Form):
    """ "Yes, smaller" or "another time". A day and an hour are as whoever fills the form lives them."""

    sort = forms.ChoiceField(
        choices=[
            (Proposal.Sort.SMALLER, _("yes, but something smaller")),
            (Proposal.Sort.ANOTHER_TIME, _("yes, at another time")),
        ],
        widget=forms.RadioSelect,
        initial=Proposal.Sort.SMALLER,
        label=_("I could"),
    )
    words = LinesField(max_length=500, rows=2, label=_("What you could do"))
    slot = forms.ChoiceField(required=False, label=_("Which date"))
    day = forms.DateField(required=False, widget=DayInput(), label=_("Or on"))
    hour = forms.TimeField(required=False, widget=HourInput(), label=_("At"))
    name = forms.CharField(max_length=80, required=False, label=_("Your name here"))

    def __init__(self, *args: Any, dates: Sequence[tuple[str, str]], **options: Any) -> None:
        # The other form of the page has a name as well.
        super().__init__(*args, **{"auto_id": "id_other_%s"} | options)
        self.fields["slot"].choices = [("", _("any of them")), *dates]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        known = super().clean() or self.cleaned_data
        day, hour = known.get("day"), known.get("hour")
        if day and not hour and "hour" not in self.errors:
            self.add_error("hour", _("Say at what time."))
        if hour and not day and "day" not in self.errors:
            self.add_error("day", _("Say on which day."))
        if not self.errors and not day and not can_be_seen(known.get("words", "")):
            self.add_error("words", _("Say in a few words what you could do."))
        return known

    def starts_at(self, time_zone: str) -> datetime | None:
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        return at(day, hour, time_zone) if day and hour else None


class ChangeForm(forms.Form):
    """Other words, for example for something smaller."""

    what = forms.CharField(
        max_length=200, label=_("What would help"), error_messages={"required": _("Say what would help.")}
    )
    more = LinesField(max_length=2000, rows=3, label=_("What they should know"))
    place = forms.CharField(max_length=300, required=False, label=_("Where"))
    why = LinesField(max_length=2000, rows=3, label=_("Why"))
    why_for = forms.ChoiceField(
        choices=[(Ask.WhyFor.ALL, _("everyone I ask")), (Ask.WhyFor.HELPERS, _("only who says yes"))],
        widget=forms.RadioSelect,
        label=_("Who reads why"),
    )
    treat = LinesField(max_length=1000, rows=2, label=_("How I would like to be treated"))

    @classmethod
    def initial_of(cls, ask: Ask) -> dict[str, Any]:
        return {name: getattr(ask, name) for name in cls.base_fields}


class DatesForm(forms.Form):
    """More dates: one, or the same day of each week until a day. With `instead_of` that date moves here."""

    day = forms.DateField(widget=DayInput(), label=_("Day"), error_messages={"required": _("Say on which day.")})
    hour = forms.TimeField(widget=HourInput(), label=_("At"), error_messages={"required": _("Say at what time.")})
    until = forms.DateField(
        required=False,
        widget=DayInput(),
        label=_("Each week until"),
        help_text=_("Leave it empty for this one day."),
    )
    minutes = forms.IntegerField(required=False, min_value=0, max_value=24 * 60, label=_("For how many minutes"))
    places = forms.IntegerField(
        min_value=1, max_value=MOST_PLACES, initial=1, label=_("How many people are wanted each time")
    )
    reserve = forms.IntegerField(required=False, min_value=0, max_value=MOST_PLACES, label=_("How many may stand by"))
    instead_of = forms.ChoiceField(required=False, label=_("In place of"))

    def __init__(self, *args: Any, dates: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["instead_of"].choices = [("", _("nothing: one more")), *dates]  # type: ignore[attr-defined]

    def slots(self, time_zone: str) -> list[SlotDetails]:
        """What was chosen, in this time zone."""
        known = self.cleaned_data
        day: date = known["day"]
        hour: time = known["hour"]
        until: date = known["until"] if known["until"] and not known["instead_of"] else day
        days = list(each_week(1 << day.weekday(), day, until)) or [day]
        size = {"minutes": known["minutes"] or 0, "places": known["places"], "reserve": known["reserve"] or 0}
        return slots_on(days, hour, time_zone, **size)


class LinkForm(forms.Form):
    """Whom a link is for, as the asker calls them."""

    label = forms.CharField(max_length=80, label=_("For whom"))


class ThanksForm(forms.Form):
    words = LinesField(max_length=1000, rows=2, label=_("A few words"))


class WentForm(forms.Form):
    words = LinesField(max_length=500, rows=2, label=_("How it went"))


class NoteForm(forms.Form):
    """A moment on one's own map: with whom, and on which day; of `several` each on its own."""

    people = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label=_("Who"))
    day = forms.DateField(label=_("When"))

    def __init__(
        self, *args: Any, choices: Sequence[tuple[str, str]], today: date, several: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["people"].choices = choices  # type: ignore[attr-defined]
        self.fields["people"].error_messages["required"] = _("Choose at least one person.")
        if several:
            del self.fields["day"]
        else:
            self.fields["day"].widget = DayInput(latest=today)
