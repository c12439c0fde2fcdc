"""Rows of a form: ways to reach someone, and days that matter. An empty row is no row."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from kindring.lib.refused import Refused
from kindring.people.actions.dates import EARLIEST_YEAR, LONGEST_DATE_LABEL, MOST_DATES, DateDetails, check_calendar
from kindring.people.actions.details import CHANNEL_KINDS, LONGEST_LABEL, LONGEST_VALUE, MOST_CHANNELS, Channel
from kindring.people.models import ImportantDate, Person

_LONGEST_NUMBER = 5


class OneLineField(forms.CharField):
    """A single line; what came with several (an address from an address book) is shown as one."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value.splitlines()) if isinstance(value, str) else value


class ChannelForm(forms.Form):
    """One way to reach someone. A line without a value is dropped."""

    kind = forms.ChoiceField(choices=list(CHANNEL_KINDS.items()), label=_("Way"))
    label = forms.CharField(max_length=LONGEST_LABEL, required=False, label=_("Which one"))
    value = OneLineField(max_length=LONGEST_VALUE, required=False, label=_("Number or address"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["label"].widget.attrs["placeholder"] = _("home, work …")


class DateForm(forms.Form):
    """One day of the year. A line without day and month is dropped."""

    sort = forms.ChoiceField(choices=ImportantDate.Sort.choices, label=_("What"))
    label = forms.CharField(max_length=LONGEST_DATE_LABEL, required=False, label=_("Its name"))
    day = forms.IntegerField(min_value=1, max_value=31, required=False, label=_("Day"))
    month = forms.TypedChoiceField(
        choices=[("", "–"), *MONTHS.items()], coerce=int, empty_value=None, required=False, label=_("Month")
    )
    year = forms.IntegerField(min_value=EARLIEST_YEAR, max_value=9999, required=False, label=_("Year"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, month = data.get("day"), data.get("month")
        if self.errors or not (day or month or data.get("year") or data.get("label")):
            return data
        if not (day and month):
            raise ValidationError(_("A date needs its day and its month."))
        try:
            check_calendar(month, day, data.get("year"), timezone.localdate().year)
        except Refused as refused:
            raise ValidationError(refused.message, code=refused.code) from None
        return data


ChannelRows = forms.formset_factory(ChannelForm, extra=1, max_num=MOST_CHANNELS, absolute_max=MOST_CHANNELS)
DateRows = forms.formset_factory(DateForm, extra=1, max_num=MOST_DATES, absolute_max=MOST_DATES)


class PersonRows:
    """The rows of a person's form."""

    def __init__(self, channels: BaseFormSet[Any], dates: BaseFormSet[Any]) -> None:
        self.channels, self.dates = channels, dates

    @classmethod
    def of(cls, person: Person, dates: Iterable[ImportantDate]) -> "PersonRows":
        """Starting from what is known."""
        days = [{name: getattr(row, name) for name in DateForm.base_fields} for row in dates]
        return cls(
            ChannelRows(initial=list(person.channels), prefix="channels"), DateRows(initial=days, prefix="dates")
        )

    @classmethod
    def sent(cls, data: QueryDict) -> "PersonRows":
        return cls(ChannelRows(data, prefix="channels"), DateRows(data, prefix="dates"))

    @classmethod
    def with_another(cls, data: QueryDict, wanted: str) -> "PersonRows":
        """What was typed, unchecked, and one more empty row in those that are wanted: channels or dates."""
        channels = _typed_rows(ChannelForm, data, "channels", most=MOST_CHANNELS, keep_empty=wanted == "channels")
        dates = _typed_rows(DateForm, data, "dates", most=MOST_DATES, keep_empty=wanted == "dates")
        return cls(ChannelRows(initial=channels, prefix="channels"), DateRows(initial=dates, prefix="dates"))

    def are_valid(self) -> bool:
        return self.channels.is_valid() & self.dates.is_valid()

    def channels_typed(self) -> list[Channel]:
        rows = _with(self.channels, "value")
        return [{"kind": row["kind"], "label": row["label"], "value": row["value"]} for row in rows]

    def dates_typed(self) -> list[DateDetails]:
        return [cast("DateDetails", row) for row in _with(self.dates, "month")]


def typed_in(form: type[forms.Form], data: QueryDict, prefix: str = "") -> dict[str, Any]:
    """What was typed so far, to start the same form from without checking it yet."""
    at = f"{prefix}-" if prefix else ""
    return {name: field.widget.value_from_datadict(data, {}, at + name) for name, field in form.base_fields.items()}


def _typed_rows(
    form: type[forms.Form], data: QueryDict, prefix: str, *, most: int, keep_empty: bool
) -> list[dict[str, Any]]:
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    count = min(int(total), most) if total.isascii() and total.isdigit() and len(total) < _LONGEST_NUMBER else 0
    rows = [typed_in(form, data, f"{prefix}-{at}") for at in range(count)]
    return [row for row in rows if keep_empty or _says_something(row)]


def _says_something(row: dict[str, Any]) -> bool:
    return any(value for name, value in row.items() if name not in {"kind", "sort"})


def _with(rows: BaseFormSet[Any], name: str) -> list[dict[str, Any]]:
    return [form.cleaned_data for form in rows.forms if form.cleaned_data.get(name)]
