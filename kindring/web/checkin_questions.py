"""The questions of a measure: as they stand on a page, and the fields that check what was sent."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from kindring.checkins.definitions import measures
from kindring.engine.measures import Answers, Item, Measure
from kindring.web.languages import per_language
from kindring.web.render import template

SKIP = _("skip")


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
    errors: Sequence[Any]

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
    return Question(name, item.words, choices, form.errors.get(name, ()))


@per_language
def untouched(key: str) -> Markup:
    """The questions of a measure as nobody has answered them: the same for everyone, and laid out once."""
    measure, parts = measures()[key], vars(template("checkins/_parts.html").module)
    asked, alone = questions(forms.Form(), measure, {}), len(measure.items) == 1
    return Markup("").join(parts["question"](one, measure, alone, at == 0) for at, one in enumerate(asked))


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


class Select(NamedTuple):
    """One of a few, as it stands on the page; the form has a field for it only once something was sent."""

    name: str
    label: Any
    options: list[tuple[str, str | Promise, bool]]
    errors: Sequence[Any]

    def __repr__(self) -> str:
        return "Select()"

    def field(self) -> forms.ChoiceField:
        choices = [(value, words) for value, words, _chosen in self.options]
        return forms.ChoiceField(label=self.label, choices=choices, required=False)


def select_of(
    form: forms.Form, name: str, label: Any, choices: Iterable[tuple[str, str | Promise]], before: str
) -> Select:
    """With what was sent, else with what it was before."""
    chosen = form.data.get(name, "") if form.is_bound else before
    errors = form.errors.get(name, ()) if name in form.fields else ()
    return Select(name, label, [(value, words, value == chosen) for value, words in choices], errors)
