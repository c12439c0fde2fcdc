"""The forms of the people room: what may be typed about a person, before an action decides."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kindring.people.kinds import KINDS, bits_of, words_of
from kindring.people.models import Person, Ring, Role, State
from kindring.people.models.person import LONGEST_WISH
from kindring.web.inputs import DayInput, longest
from kindring.web.words import KIND_WORDS, interval_of, interval_words

_USUAL_WISHES = (7, 14, 30, 60, 90, 180, 365)
DAYS_IN = {"days": 1, "weeks": 7, "months": 30, "years": 365}


class LinesField(forms.CharField):
    """Longer words. Browsers send line ends as two characters; one is kept, so that lengths are honest."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows}), required=False, **options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class KindsField(forms.MultipleChoiceField):
    """Any of the four kinds of support, as the bits of `Kind`."""

    def __init__(self, **options: Any) -> None:
        choices = [(kind.word, KIND_WORDS[kind.word]) for kind in KINDS]
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return words_of(value) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> int:
        return bits_of(super().clean(value))


class NewPersonForm(forms.Form):
    """A name is enough; everything else can come later."""

    name = forms.CharField(
        max_length=longest(Person, "name"), label=_("Name"), error_messages={"required": _("A name is needed.")}
    )
    ring = forms.ChoiceField(
        choices=[*Ring.choices, ("", _("decide later"))],
        widget=forms.RadioSelect,
        required=False,
        label=_("How close"),
    )
    role = forms.ChoiceField(choices=[("", _("not said")), *Role.choices], required=False, label=_("Who they are"))
    called = forms.CharField(max_length=longest(Person, "called"), required=False, label=_("What you call them"))
    pronouns = forms.CharField(max_length=longest(Person, "pronouns"), required=False, label=_("Pronouns"))
    they_give = KindsField(label=_("What they give you"))
    you_give = KindsField(label=_("What you give them"))
    how_met = LinesField(max_length=longest(Person, "how_met"), rows=2, label=_("How you met"))
    notes = LinesField(max_length=longest(Person, "notes"), rows=4, label=_("Notes"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("name", "called", "pronouns"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        self.fields["called"].widget.attrs["placeholder"] = _("Mum, Petra, the doctor …")

    def has_details(self) -> bool:
        """Whether more than name and ring was typed."""
        return bool(set(self.changed_data) - {"name", "ring"})

    def details(self) -> dict[str, Any]:
        """What `add_person` and `change_person` take."""
        return {name: self.cleaned_data[name] for name in NewPersonForm.base_fields}


class RingForm(forms.Form):
    """One press: into a ring, or with '' out of all of them."""

    ring = forms.ChoiceField(choices=[("", ""), *Ring.choices], required=False)


class PlaceForm(forms.Form):
    """The same on the page of those who wait; `at` and `page` say which line of it was pressed."""

    person = forms.UUIDField()
    ring = forms.ChoiceField(choices=Ring.choices)
    at = forms.IntegerField(min_value=0, max_value=99, required=False)
    page = forms.IntegerField(min_value=1, max_value=99_999, required=False)


class KnowsForm(forms.Form):
    """Someone else on the map whom the person knows, or not after all."""

    other = forms.UUIDField()


def wish_choices(wish_days: int | None) -> list[tuple[str, str]]:
    """The usual wishes, the user's own among them, no wish, and none any more."""
    offered = sorted({*_USUAL_WISHES, *([wish_days] if wish_days else [])})
    every = [(str(days), interval_words(days)) for days in offered]
    return [("", gettext("no wish: as it comes")), *every, ("0", gettext("leave to rest"))]


class WishDaysForm(forms.Form):
    """The wish in one choice, for the person page; `days` is what `set_wish` takes."""

    days = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label=_("See each other about"))

    def __init__(self, data: QueryDict, *, wish_days: int | None) -> None:
        super().__init__(data)
        self.fields["days"].choices = wish_choices(wish_days)  # type: ignore[attr-defined]


class WishForm(forms.Form):
    """How often the user would like to see someone, in words of their own; also to leave it to rest."""

    wish_count = forms.IntegerField(
        min_value=1,
        max_value=LONGEST_WISH,
        required=False,
        label=_("See each other about every"),
        error_messages={"min_value": _("At least 1, or nothing for no wish.")},
    )
    wish_unit = forms.ChoiceField(
        choices=[("days", _("days")), ("weeks", _("weeks")), ("months", _("months")), ("years", _("years"))],
        initial="weeks",
        required=False,
        label=_("Days, weeks, months or years"),
    )
    rest = forms.BooleanField(
        required=False, label=_("Leave to rest"), help_text=_("Today will not bring this person up.")
    )

    refused_at: ClassVar = {"wish_days_out_of_range": "wish_count"}

    @staticmethod
    def initial_for(wish_days: int | None) -> dict[str, Any]:
        if not wish_days:
            return {"rest": wish_days == 0}
        count, unit = interval_of(wish_days)
        return {"wish_count": count, "wish_unit": unit}

    def wish_days(self) -> int | None:
        """The wish in days; only after a clean."""
        if self.cleaned_data.get("rest"):
            return 0
        count = self.cleaned_data.get("wish_count")
        return count * DAYS_IN[self.cleaned_data.get("wish_unit") or "days"] if count else None


class StateForm(forms.Form):
    """How it stands between the two, and until when a pause lasts."""

    state = forms.ChoiceField(choices=State.choices, widget=forms.RadioSelect, label=_("How things stand"))
    until = forms.DateField(
        required=False, widget=DayInput, label=_("Paused until"), help_text=_("Only for a pause.")
    )

    refused_at: ClassVar = {"until_missing": "until", "until_out_of_range": "until"}

    def stands(self) -> dict[str, Any]:
        """What `set_state` takes."""
        state = self.cleaned_data["state"]
        return {"state": state, "until": self.cleaned_data["until"] if state == State.PAUSED else None}


class EditPersonForm(NewPersonForm, WishForm, StateForm):
    """Everything about a person that is not a list of its own."""

    refused_at: ClassVar = WishForm.refused_at | StateForm.refused_at
    field_order = tuple(NewPersonForm.base_fields)  # as the page has them, so that errors are listed from its top

    @classmethod
    def initial_of(cls, person: Person, today: date) -> dict[str, Any]:
        facts = {name: getattr(person, name) for name in NewPersonForm.base_fields}
        state = person.state_on(today)
        stands = {"state": state, "until": person.paused_until if state == State.PAUSED else None}
        return facts | stands | cls.initial_for(person.wish_days)

    def details(self) -> dict[str, Any]:
        return super().details() | {"wish_days": self.wish_days()}
