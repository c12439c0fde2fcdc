"""The forms of time together: what it could be and when, and another time instead."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kindring.engine.good_times import Occasion
from kindring.lib.days import at
from kindring.people.actions.together import MOST_TIMES, TimeWords
from kindring.people.models import TimeTogether, Way
from kindring.people.models.together import MOST_MINUTES
from kindring.web.help_forms import HourInput
from kindring.web.inputs import DayInput, longest

OCCASIONS: dict[Occasion, str | Promise] = {
    "walk": _("a walk"),
    "meal": _("a meal"),
    "call": _("a call"),
    "own": _("something else"),
}
WAYS: dict[Occasion, Way] = {"walk": Way.IN_PERSON, "meal": Way.IN_PERSON, "call": Way.CALL}
MINUTES: dict[Occasion, int] = {"walk": 60, "meal": 90, "call": 30, "own": 60}
MARKS = {"walk": "footprints", "meal": "coffee", "call": "phone", "own": "pencil"}


def want_both(form: forms.Form, day: str, hour: str) -> None:
    """A day without an hour, or an hour without a day, needs another look."""
    for name, missing in ((day, _("Say on which day.")), (hour, _("Say at what time."))):
        if not form.cleaned_data.get(name) and name not in form.errors:
            form.add_error(name, missing)


class PlanForm(forms.Form):
    """One to three times, each a day and an hour as whoever fills the form lives them."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    occasion = forms.ChoiceField(
        choices=list(OCCASIONS.items()), widget=forms.RadioSelect, label=_("What could it be?")
    )
    what = forms.CharField(max_length=longest(TimeTogether, "what"), required=False, label=_("In your own words"))
    way = forms.ChoiceField(
        choices=[(way.value, way.label) for way in (Way.IN_PERSON, Way.VIDEO, Way.CALL)],
        widget=forms.RadioSelect,
        initial=Way.IN_PERSON,
        required=False,
        label=_("How"),
    )
    place = forms.CharField(max_length=longest(TimeTogether, "place"), required=False, label=_("Where"))
    minutes = forms.IntegerField(
        min_value=5, max_value=MOST_MINUTES, required=False, label=_("For how many minutes, about")
    )
    day_0 = forms.DateField(required=False, widget=DayInput(), label=_("Day"))
    hour_0 = forms.TimeField(required=False, widget=HourInput(), label=_("At"))
    day_1 = forms.DateField(required=False, widget=DayInput(), label=_("Day"))
    hour_1 = forms.TimeField(required=False, widget=HourInput(), label=_("At"))
    day_2 = forms.DateField(required=False, widget=DayInput(), label=_("Day"))
    hour_2 = forms.TimeField(required=False, widget=HourInput(), label=_("At"))

    refused_at: ClassVar = {"times_missing": "day_0", "what_missing": "what"}

    @staticmethod
    def initial_of(occasion: Occasion, times: Sequence[tuple[date, time]], key: Any) -> dict[str, Any]:
        suits = {f"day_{number}": day for number, (day, _hour) in enumerate(times)}
        suits_at = {f"hour_{number}": hour for number, (_day, hour) in enumerate(times)}
        return {"id": key, "occasion": occasion, "way": Way.IN_PERSON} | suits | suits_at

    def clean(self) -> dict[str, Any]:
        known = self.cleaned_data
        if known.get("occasion") == "own" and not known.get("what") and "what" not in self.errors:
            self.add_error("what", _("Say what it could be."))
        for number in range(MOST_TIMES):
            day, hour = f"day_{number}", f"hour_{number}"
            if known.get(day) or known.get(hour):
                want_both(self, day, hour)
        return known

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Day and hour of each time, for the page."""
        return [(self[f"day_{number}"], self[f"hour_{number}"]) for number in range(MOST_TIMES)]

    def says_more(self) -> bool:
        return bool(self["place"].value() or self["minutes"].value() or {"place", "minutes"} & set(self.errors))

    def times(self, time_zone: str) -> list[datetime]:
        known = self.cleaned_data
        chosen = [(known[f"day_{number}"], known[f"hour_{number}"]) for number in range(MOST_TIMES)]
        return [at(day, hour, time_zone) for day, hour in chosen if day and hour]

    def words(self) -> TimeWords:
        """What the action takes. The words are in the user's language, as if they had been typed."""
        known = self.cleaned_data
        occasion: Occasion = known["occasion"]
        said = known["what"] if occasion == "own" else str(OCCASIONS[occasion])
        minutes = known["minutes"] or MINUTES[occasion]
        way = WAYS.get(occasion) or known["way"] or Way.IN_PERSON
        return {"what": said, "place": known["place"], "way": way, "minutes": minutes}


class AgreeForm(forms.Form):
    """One of the times that were offered, by its number; or another day and hour."""

    offer = forms.IntegerField(min_value=0, max_value=MOST_TIMES - 1, required=False, widget=forms.HiddenInput)
    day = forms.DateField(required=False, widget=DayInput(), label=_("Day"))
    hour = forms.TimeField(required=False, widget=HourInput(), label=_("At"))

    refused_at: ClassVar = {"time_over": "day", "time_too_far": "day"}

    def __init__(self, *args: Any, offers: Sequence[datetime], **options: Any) -> None:
        super().__init__(*args, **options)
        self._offers = offers

    def clean(self) -> dict[str, Any]:
        known = self.cleaned_data
        offer = known.get("offer")
        if offer is None:
            want_both(self, "day", "hour")
        elif offer >= len(self._offers):
            self.add_error(None, _("That time is not among those you offered."))
        return known

    def starts_at(self, time_zone: str) -> datetime:
        known = self.cleaned_data
        offer: int | None = known["offer"]
        return self._offers[offer] if offer is not None else at(known["day"], known["hour"], time_zone)


class FeltForm(forms.Form):
    """One press afterwards: how it felt, or only that it was."""

    felt = forms.CharField(max_length=20, required=False)
