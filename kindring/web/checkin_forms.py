"""The forms of the check-in room: answers, what to be asked, time for oneself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kindring.checkins.choosing import RHYTHMS, WHEN, Chosen
from kindring.checkins.definitions import measures
from kindring.checkins.models import SelfTime
from kindring.engine.measures import Answers, Measure
from kindring.web.checkin_questions import (
    Question,
    Select,
    add_questions,
    answers_in,
    questions,
    select_of,
    untouched,
)
from kindring.web.inputs import DayInput
from kindring.web.person_forms import LinesField

SET_NAMES = (("short", _("with the short look")), ("long", _("with the longer look")), ("never", _("not at all")))


class AnswersForm(forms.Form):
    """The questions of one measure."""

    def __init__(self, *args: Any, measure: Measure, answers: Answers, **options: Any) -> None:
        super().__init__(*args, **options)
        self.measure, self.held = measure, answers
        if self.is_bound:
            add_questions(self, measure)

    def questions(self) -> list[Question]:
        return questions(self, self.measure, self.held)

    def untouched(self) -> str:
        """All of them laid out, where none is answered; '' where some are."""
        return "" if self.is_bound or self.held else untouched(self.measure.key)

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
        for one in (*self.rhythms(), *map(self._when, chosen.order)) if self.is_bound else ():
            self.fields[one.name] = one.field()

    def rhythms(self) -> list[Select]:
        return [self._rhythm(name, days) for name, days in RHYTHMS.items()]

    def groups(self) -> list[tuple[str, list[tuple[Measure, Select]]]]:
        """The measures by set, each with its field."""
        return [(name, [(one, self._when(one.key)) for one in self.chosen.asked(name)]) for name in WHEN]

    def _rhythm(self, name: str, days: Sequence[int]) -> Select:
        label = _("The short look") if name == "short" else _("The longer look")
        choices = [(str(one), _rhythm_words(one)) for one in days]
        return select_of(self, f"rhythm-{name}", label, choices, str(self.chosen.rhythm[name]))

    def _when(self, key: str) -> Select:
        return select_of(self, f"when-{key}", measures()[key].title, SET_NAMES, self.chosen.when[key])

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
