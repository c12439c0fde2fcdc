"""The forms of the check-in room: answers, what to be asked, time for oneself."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kindring.checkins.choosing import RHYTHMS, WHEN, Chosen
from kindring.checkins.definitions import measures
from kindring.checkins.models import SelfTime
from kindring.engine.measures import Answers, Item, Measure
from kindring.web.inputs import DayInput
from kindring.web.person_forms import LinesField

SKIP = _("skip")
SET_NAMES = (("short", _("with the short look")), ("long", _("with the longer look")), ("never", _("not at all")))


class Choice(NamedTuple):
    """One answer to a question, as it stands on the page."""

    value: str
    words: str | Promise
    id: str
    chosen: bool


class Question(NamedTuple):
    """One question of a measure on a page: the form has fields for it only once something was sent."""

    name: str
    words: str
    choices: list[Choice]
    errors: list[str]

    def __repr__(self) -> str:
        return "Question()"


def questions(form: forms.Form, measure: Measure, answers: Answers) -> list[Question]:
    """With what was sent, else with what was answered before; nothing is chosen before someone chooses."""
    return [_question(form, f"{measure.key}-{item.key}", item, measure, answers) for item in measure.items]


def _question(form: forms.Form, name: str, item: Item, measure: Measure, answers: Answers) -> Question:
    chosen = form.data.get(name, "") if form.is_bound else answers.get(item.key, "")
    choices = [
        Choice(option.key, option.words, f"id_{name}_{at}", option.key == chosen)
        for at, option in enumerate(measure.options)
    ]
    choices.append(Choice("", SKIP, f"id_{name}_{len(choices)}", chosen=False))
    return Question(name, item.words, choices, form.errors.get(name, []))


def add_questions(form: forms.Form, measure: Measure) -> None:
    """The fields that check what was sent, called `<measure>-<item>`; every one may stay open."""
    choices = [*((option.key, option.words) for option in measure.options), ("", SKIP)]
    for item in measure.items:
        form.fields[f"{measure.key}-{item.key}"] = forms.ChoiceField(
            label=item.words,
            choices=choices,
            widget=forms.RadioSelect,
            required=False,
            error_messages={"invalid_choice": _("Choose one of these answers, or skip the question.")},
        )


def answers_in(form: forms.Form, measure: Measure) -> dict[str, str]:
    """What was chosen, by item."""
    given = {item.key: form.cleaned_data[f"{measure.key}-{item.key}"] for item in measure.items}
    return {item: option for item, option in given.items() if option}


class AnswersForm(forms.Form):
    """The questions of one measure."""

    def __init__(self, *args: Any, measure: Measure, answers: Answers, **options: Any) -> None:
        super().__init__(*args, **options)
        self.measure, self.held = measure, answers
        if self.is_bound:
            add_questions(self, measure)

    def questions(self) -> list[Question]:
        return questions(self, self.measure, self.held)

    def answers(self) -> dict[str, str]:
        return answers_in(self, self.measure)


class DayForm(forms.Form):
    """All that was answered on a day, measure by measure."""

    def __init__(self, *args: Any, held: Mapping[str, Answers], **options: Any) -> None:
        super().__init__(*args, **options)
        self.held = held
        for key in held if self.is_bound else ():
            add_questions(self, measures()[key])

    def groups(self) -> list[tuple[Measure, list[Question]]]:
        """Each measure with its questions."""
        return [(measures()[key], questions(self, measures()[key], answers)) for key, answers in self.held.items()]

    def answers(self) -> dict[str, Answers]:
        return {key: answers_in(self, measures()[key]) for key in self.held}

    def marks(self) -> dict[str, str]:
        """The marks of what this form began with."""
        return {key: str(self.data.get(f"was-{key}", "")) for key in self.held}


def _rhythm_words(days: int) -> Any:
    if days == 0:
        return _("whenever I come by")
    return _("once a month") if days == 30 else _rhythm_of(days)


def _rhythm_of(days: int) -> str:
    if days % 30 == 0:
        return ngettext("every month", "every %(count)d months", days // 30) % {"count": days // 30}
    return ngettext("every week", "every %(count)d weeks", days // 7) % {"count": days // 7}


class ChooseForm(forms.Form):
    """When each measure is asked, how often each set is offered, and whether the map is shown beside a change."""

    beside = forms.BooleanField(
        required=False,
        label=_("Show what happened on my map beside a change"),
        help_text=_("People met, people who came or are paused. It only says what went together."),
    )

    def __init__(self, *args: Any, chosen: Chosen, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["beside"] = chosen.beside
        self.chosen = chosen
        for name, days in RHYTHMS.items():
            label = _("The short look") if name == "short" else _("The longer look")
            self._add(f"rhythm-{name}", label, [(str(one), _rhythm_words(one)) for one in days], chosen.rhythm[name])
        for key in chosen.order:
            self._add(f"when-{key}", measures()[key].title, SET_NAMES, chosen.when[key])

    def _add(self, name: str, label: Any, choices: Any, initial: Any) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.initial[name] = str(initial)

    def rhythms(self) -> list[Any]:
        return [self[f"rhythm-{name}"] for name in RHYTHMS]

    def groups(self) -> list[tuple[str, list[tuple[Measure, Any]]]]:
        """The measures by set, each with its field."""
        return [(name, [(one, self[f"when-{one.key}"]) for one in self.chosen.asked(name)]) for name in WHEN]

    def choice(self, move: str) -> Chosen:
        """What was sent, over what was chosen before; `move` is "key:-1" or "key:1", or '' for none."""
        sent: Mapping[str, Any] = self.cleaned_data
        chosen = replace(
            self.chosen,
            when={key: sent[f"when-{key}"] or when for key, when in self.chosen.when.items()},
            rhythm={name: int(sent[f"rhythm-{name}"] or days) for name, days in self.chosen.rhythm.items()},
            beside=sent["beside"],
        )
        key, _colon, steps = move.rpartition(":")
        return chosen.moved(key, -1 if steps == "-1" else 1) if key in chosen.when else chosen


class SelfTimeForm(forms.Form):
    """Time for oneself: today, on a day that was, or on one to come."""

    what = forms.ChoiceField(
        choices=SelfTime.What.choices,
        widget=forms.RadioSelect,
        label=_("What"),
        error_messages={"required": _("Choose what it is: rest, body, nature or joy.")},
    )
    day = forms.DateField(label=_("When"), help_text=_("A day to come makes it a plan."), widget=DayInput())
    note = LinesField(max_length=1000, rows=2, label=_("A note"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["day"] = today
