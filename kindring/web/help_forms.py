"""The form of an ask: what, when, whom first, and everything that may also be said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from kindring.asks.actions import AskedFirst, SlotDetails
from kindring.asks.actions.asking import MOST_NAMED
from kindring.asks.models import Ask
from kindring.asks.models.ask import MOST_PLACES
from kindring.asks.sorts import BEGINNINGS, Sort
from kindring.asks.times import each_week, slots_on
from kindring.web.inputs import DayInput
from kindring.web.person_forms import LinesField

EVENING = time(18)
WAITS = (
    ("4", _("after four hours")),
    ("24", _("after a day")),
    ("72", _("after three days")),
    ("168", _("after a week")),
)
EXTRA_DAYS = 6
FOLDED = {
    "size": {"minutes", "places", "reserve"},
    "link": {"by_link"},
    "more": {"more", "place", "why", "why_for", "treat", "called", "for_whom", "agreed"},
}
"""What the page of an ask keeps folded, by the name of the fold: all of it can be left as it is."""


class HourInput(forms.TimeInput):
    """The browser's own choice of an hour."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WhenForm(forms.Form):
    """When help is wanted: whenever, at one time, on several days, or each week until a day."""

    when = forms.ChoiceField(
        choices=[
            ("any", _("whenever it suits")),
            ("once", _("once")),
            ("days", _("on several days")),
            ("weekly", _("each week")),
        ],
        widget=forms.RadioSelect,
        initial="once",
        label=_("When"),
    )
    day = forms.DateField(required=False, widget=DayInput(), label=_("Day"))
    hour = forms.TimeField(required=False, widget=HourInput(), label=_("At"))
    minutes = forms.IntegerField(required=False, min_value=0, max_value=24 * 60, label=_("For how many minutes"))
    weekdays = forms.MultipleChoiceField(
        choices=[(str(1 << number), name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=_("Each"),
    )
    until = forms.DateField(required=False, widget=DayInput(), label=_("Until"))
    places = forms.IntegerField(
        required=False, min_value=1, max_value=MOST_PLACES, label=_("How many people are wanted each time")
    )
    reserve = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_PLACES,
        label=_("How many may stand by"),
        help_text=_("They step in if somebody drops out."),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._today = today
        for number in range(EXTRA_DAYS):
            self.fields[f"day_{number}"] = forms.DateField(required=False, widget=DayInput(), label=_("And on"))

    def clean(self) -> dict[str, Any]:
        known = super().clean() or self.cleaned_data
        when = known.get("when")
        if when in {"once", "days"} and not known.get("day") and "day" not in self.errors:
            self.add_error("day", _("Choose a day, or “whenever it suits”."))
        if when == "weekly":
            self._check_weeks(known)
        if when != "any" and known.get("hour") is None and "hour" not in self.errors:
            self.add_error("hour", _("Say at what time."))
        return known

    def _check_weeks(self, known: Mapping[str, Any]) -> None:
        if not known.get("weekdays"):
            self.add_error("weekdays", _("Choose at least one day of the week."))
        if not known.get("until") and "until" not in self.errors:
            self.add_error("until", _("Say until when. It can be longer later."))

    @property
    def more_days(self) -> list[forms.BoundField]:
        """The further days, for the page."""
        return [self[f"day_{number}"] for number in range(EXTRA_DAYS)]

    def slots(self, time_zone: str) -> list[SlotDetails]:
        """What was chosen, in this time zone."""
        known = self.cleaned_data
        least = {"minutes": 0, "places": 1, "reserve": 0}
        size: dict[str, Any] = {name: known.get(name) or number for name, number in least.items()}
        if known["when"] == "any":
            return [SlotDetails(**size)]
        return slots_on(self._days(known), known["hour"], time_zone, **size)

    def _days(self, known: Mapping[str, Any]) -> list[date]:
        if known["when"] == "weekly":
            first = known.get("day") or self._today
            return list(each_week(sum(map(int, known["weekdays"])), first, known["until"]))
        days = [known["day"]]
        if known["when"] == "days":
            days += [known[f"day_{number}"] for number in range(EXTRA_DAYS) if known.get(f"day_{number}")]
        return days


class AskForm(WhenForm):
    """`people` are (value, words) of whom to ask: "user:<id>" who is here, "person:<id>" who gets a link."""

    refused_at: ClassVar = {"asked_often": "first"}

    id = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.CharField(
        max_length=200, label=_("What would help"), error_messages={"required": _("Say what would help.")}
    )
    first = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, required=False, label=_("Whom to ask first")
    )
    by_link = forms.CharField(
        max_length=80,
        required=False,
        label=_("Or somebody else, by a link"),
        help_text=_("Their name. You get a link to send them; they need no account."),
    )
    then = forms.ChoiceField(required=False, label=_("If nobody can"))
    wait = forms.ChoiceField(choices=WAITS, required=False, initial="24", label=_("When to ask others"))
    more = LinesField(max_length=2000, rows=3, label=_("What they should know"))
    place = forms.CharField(max_length=300, required=False, label=_("Where"))
    for_whom = forms.CharField(
        max_length=80,
        required=False,
        label=_("For somebody else"),
        help_text=_("Only with their agreement. Leave it empty if it is for you."),
    )
    agreed = forms.BooleanField(required=False, label=_("They know that I ask for them, and agree."))
    why = LinesField(
        max_length=2000, rows=3, label=_("Why"), help_text=_("Nothing, a word, or more: as much as you like.")
    )
    why_for = forms.ChoiceField(
        choices=[(Ask.WhyFor.ALL, _("everyone I ask")), (Ask.WhyFor.HELPERS, _("only who says yes"))],
        widget=forms.RadioSelect,
        initial=Ask.WhyFor.ALL,
        label=_("Who reads why"),
    )
    treat = LinesField(
        max_length=1000,
        rows=2,
        label=_("How I would like to be treated"),
        help_text=_("Kept for your next ask."),
    )
    called = forms.CharField(max_length=80, label=_("What they call you"))

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]],
        then: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["first"].choices = people  # type: ignore[attr-defined]
        self.fields["then"].choices = [("", _("ask nobody else")), *then]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        known = super().clean()
        wanted = len(known.get("first", ())) + bool(known.get("by_link"))
        if not 1 <= wanted <= MOST_NAMED and "first" not in self.errors:
            if self.fields["first"].choices:  # type: ignore[attr-defined]
                self.add_error("first", _("Choose one, two or three people to ask first."))
            else:
                self.add_error("by_link", _("Say whom you ask. A name is enough."))
        if known.get("for_whom") and not known.get("agreed"):
            self.add_error("agreed", _("Ask them first whether they would like that."))
        return known

    def asked_first(self, names: Mapping[str, str]) -> AskedFirst:
        """Whom was chosen; `names` says what those who get a link are called."""
        known = self.cleaned_data
        users = self.users_in(known["first"])
        links = [names[value] for value in known["first"] if value.startswith("person:")]
        return AskedFirst(users, [*links, *([known["by_link"]] if known["by_link"] else [])])

    @staticmethod
    def users_in(values: Iterable[str]) -> list[UUID]:
        """The users among these choices."""
        return [UUID(value.removeprefix("user:")) for value in values if value.startswith("user:")]

    def wait_of(self) -> timedelta:
        return timedelta(hours=int(self.cleaned_data["wait"] or 24))

    def unfolds(self, fold: str) -> bool:
        """Whether a part that the page keeps folded is open: something was typed in it, or has to be."""
        told = {*self.changed_data, *self.errors} if self.is_bound else set()
        return bool(told & FOLDED[fold]) or ("called" in FOLDED[fold] and not self["called"].value())

    def words(self) -> dict[str, Any]:
        names = ("what", "more", "why", "why_for", "treat", "place", "for_whom")
        return {name: self.cleaned_data[name] for name in names}


def initial_of(sort: Sort, today: date, called: str, treat: str) -> dict[str, Any]:
    """What an ask of this sort starts from."""
    beginning = BEGINNINGS[sort]
    return {
        "what": beginning.what,
        "day": today + timedelta(days=1),
        "hour": time(21) if sort is Sort.TEXT else EVENING,
        "minutes": beginning.minutes or None,
        "called": called,
        "treat": treat,
        "when": "any" if sort in {Sort.OPINION, Sort.GOOD_NEWS, Sort.BORROW} else "once",
    }
